# SPDX-License-Identifier: EUPL-1.2
"""Reading the file that a person chose: CSV or XLSX, whichever it is inside."""

from pathlib import Path

from welfaredesk.base.errors import BadFile
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.importing import separated
from welfaredesk.desk.importing.table import Table, table_of

LARGEST_FILE = 200 * 1024 * 1024
UNREADABLE = N_("non si può leggere")
TOO_LARGE = N_("è troppo grande per essere un elenco di schede")
OLD_EXCEL = N_("è un file Excel vecchio o protetto da una password: salvalo come XLSX senza password")
_OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"
_ZIP_START = b"PK"


def read_table(path: Path, *, sheet: str | None = None) -> Table:
    """Return the table in a file; `sheet` chooses one of an XLSX file, else the first that is not empty.

    Raises:
        BadFile: when it cannot be read, is too large, or is neither CSV nor XLSX.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadFile(name=path.name, why=tr(TOO_LARGE))
        with path.open("rb") as source:
            start = source.read(len(_OLD_EXCEL_START))
    except OSError as error:
        raise BadFile(name=path.name, why=tr(UNREADABLE)) from error
    if start == _OLD_EXCEL_START:
        raise BadFile(name=path.name, why=tr(OLD_EXCEL))
    if not start.startswith(_ZIP_START):
        return table_of(separated.rows_of(path), path.name)
    from welfaredesk.desk.importing import spreadsheet

    return table_of(spreadsheet.rows_of(path, sheet=sheet), path.name)
