# SPDX-License-Identifier: EUPL-1.2
"""The record types, one file each; the catalogue lists them."""
