# SPDX-License-Identifier: EUPL-1.2
"""One file per step."""
