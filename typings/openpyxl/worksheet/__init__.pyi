# SPDX-License-Identifier: EUPL-1.2
"""The package of sheets."""
