# SPDX-License-Identifier: EUPL-1.2
"""What screens and commands may ask for and change."""
