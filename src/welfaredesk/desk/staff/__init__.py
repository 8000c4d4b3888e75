# SPDX-License-Identifier: EUPL-1.2
"""The staff di progetto: situations asked for, sittings convened, minutes written by several and closed by one."""
