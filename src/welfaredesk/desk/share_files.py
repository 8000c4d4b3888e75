# SPDX-License-Identifier: EUPL-1.2
"""The recovery sheets as files: numbered words that `recover` and `print recovery-sheet` read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from welfaredesk.base.errors import BadFile, PlaceTaken
from welfaredesk.base.text import N_, tr
from welfaredesk.crypto.shares import ente_id, join, root_key, words
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.files import durable_write

SHEET_NAME = "foglio-{number}.txt"
LONGEST = 64 * 1024
HEADING = N_("WelfareDesk, foglio di recupero {number} di {count}")
KEEP = N_("Va stampato, custodito lontano dal PC e poi cancellato da questo disco.")
UNREADABLE = N_("non si può leggere")


@dataclass(frozen=True, slots=True)
class SheetFiles:
    """The files that were written, to be taken away again when the founding fails."""

    paths: tuple[Path, ...]

    def remove(self) -> None:
        """Take the files away: their ente was never founded."""
        for path in self.paths:
            path.unlink(missing_ok=True)


def write_sheets(folder: Path, shares: Sequence[str], *, secret: bytes) -> SheetFiles:
    """Write each sheet as a file of text, durably and for its owner alone; nothing else goes into the folder.

    Args:
        folder: where; made when it is not there.
        shares: the words of each sheet.
        secret: what the sheets give back, for the id of the ente.

    Raises:
        PlaceTaken: when the folder holds sheets already.
    """
    files = {
        folder / SHEET_NAME.format(number=number): _text(share, number, count=len(shares), secret=secret)
        for number, share in enumerate(shares, 1)
    }
    if any(path.exists() for path in files):
        raise PlaceTaken()
    written = SheetFiles(tuple(files))
    with errors_as_faults():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            for path, data in files.items():
                durable_write(path, data)
        except BaseException:
            written.remove()
            raise
    return written


def _text(share: str, number: int, *, count: int, secret: bytes) -> bytes:
    ente = ente_id(root_key(secret).public)
    lines = [f"# {tr(HEADING).format(number=number, count=count)}", f"# ente {ente}", f"# {tr(KEEP)}", ""]
    lines += [f"{place:2}. {word}" for place, word in enumerate(words(share), 1)]
    return ("\n".join(lines) + "\n").encode()


def read_sheet(path: Path) -> str:
    """Return the words of a sheet kept in a file, without what stands on lines that begin with «#».

    Raises:
        BadFile: when it cannot be read.
    """
    try:
        with path.open("rb") as source:
            text = source.read(LONGEST).decode("utf-8-sig", "replace")
    except OSError as error:
        raise BadFile(name=path.name, why=tr(UNREADABLE)) from error
    return " ".join(words("\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))))


def read_sheets(folder: Path, *, ente: str) -> list[str]:
    """Return the sheets of an ente that `write_sheets` left in a folder, in order; nothing when they are of another.

    Raises:
        WrongShares: when they are too few or misread.
    """
    paths = [folder / SHEET_NAME.format(number=number) for number in (1, 2, 3)]
    shares = [read_sheet(path) for path in paths if path.is_file()]
    return shares if shares and ente_id(root_key(join(shares)).public) == ente else []
