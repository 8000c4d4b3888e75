# SPDX-License-Identifier: EUPL-1.2
"""The part of openpyxl.utils that is used."""

def get_column_letter(col_idx: int) -> str: ...
