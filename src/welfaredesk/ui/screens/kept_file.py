# SPDX-License-Identifier: EUPL-1.2
"""A file that was made in memory, written where the person said; nothing is overwritten."""

from pathlib import Path

from welfaredesk.base.errors import PlaceTaken, ReadOnlyPlace
from welfaredesk.base.text import N_, tr
from welfaredesk.ui.context import Context

KEPT = N_("File salvato.")


def keep_file(context: Context, out: Path, *, data: bytes, told: str) -> None:
    """Write bytes into a new file and say so, or say why it could not be."""
    try:
        with out.open("xb") as target:
            target.write(data)
    except FileExistsError:
        context.tasks.troubled.emit(PlaceTaken())
    except OSError:
        context.tasks.troubled.emit(ReadOnlyPlace())
    else:
        context.ways.notice.emit(told or tr(KEPT), None)
