# SPDX-License-Identifier: EUPL-1.2
"""The screens, one file each."""
