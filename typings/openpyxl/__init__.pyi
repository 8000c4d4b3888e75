# SPDX-License-Identifier: EUPL-1.2
"""The part of openpyxl that is used."""

from typing import IO

from openpyxl.workbook import Workbook as Workbook

def load_workbook(
    filename: str | IO[bytes],
    read_only: bool = False,
    keep_vba: bool = False,
    data_only: bool = False,
    keep_links: bool = True,
) -> Workbook: ...
