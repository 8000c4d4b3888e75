# SPDX-License-Identifier: EUPL-1.2
"""The call: what a verb is given, from the words of the command line to the open desk."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import BadFile, NoFolder, NoVault, PassphraseMissing, PlaceTaken, WrongUse
from welfaredesk.base.ids import Ids
from welfaredesk.base.places import PROFILE_VARIABLE, expanded, profile_folder
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.answers import Answers

if TYPE_CHECKING:
    from welfaredesk.desk.session import Session

PASSPHRASE_VARIABLE = "WELFAREDESK_PASSPHRASE_FILE"
LONGEST_PASSPHRASE_FILE = 4096
UNREADABLE = N_("non si può leggere")
NO_FINGERPRINT = N_("«--fingerprint» vuole le 64 cifre e lettere che il server ha detto all'avvio")
NOT_A_PASSPHRASE = N_("è troppo lungo per essere una frase segreta")


class Windows(Protocol):
    """The program's windows, which only the start of the program knows."""

    def open(self, profile: Path, *, demo: str | None, taking: Path | None = None, choose: bool = False) -> int:
        """Show the window on a profile and return the exit code.

        `demo` is the passphrase of a demo ente; `taking` is a rescue file, offered once the desk is open; with
        `choose` the person says first which desk of this account is hers, if there are several.
        """
        ...

    def tour(self, profile: Path, folder: Path, *, passphrase: str) -> None:
        """Walk through the windows of the demo ente off-screen and leave pictures in `folder`."""
        ...

    def try_out(self, profile: Path) -> bool:
        """Paint the window of a profile where nobody sees it, and tell whether it came out right."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A verb being called: what was asked, where to answer, and the clock and ids to work with."""

    asked: Mapping[str, Any]
    answers: Answers
    clock: Clock
    ids: Ids
    windows: Windows

    def text(self, name: str) -> str:
        """Return what was said for a word or option; nothing said is an empty text."""
        return str(self.asked.get(name) or "")

    def texts(self, name: str) -> list[str]:
        """Return what was said for an option that may be repeated."""
        return list(self.asked.get(name) or ())

    def number(self, name: str, otherwise: int) -> int:
        """Return the number said for an option."""
        said = self.asked.get(name)
        return otherwise if said is None else int(said)

    def is_said(self, name: str) -> bool:
        """Tell whether an option was said."""
        return self.asked.get(name) not in {None, False}

    def path(self, name: str) -> Path:
        """Return the path said for a word or option."""
        return expanded(self.text(name))

    def paths(self, name: str) -> list[Path]:
        """Return the paths said for an option that may be repeated."""
        return [expanded(said) for said in self.texts(name)]

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint said for `--fingerprint`, as it was said.

        Raises:
            WrongUse: when it is none.
        """
        from welfaredesk.crypto.fingerprint import is_fingerprint

        said = self.text("--fingerprint")
        if not is_fingerprint(said):
            raise WrongUse(why=tr(NO_FINGERPRINT))
        return said

    @property
    def profile(self) -> Path:
        """Return the folder of the profile."""
        return profile_folder(self.text("--profile") or None)

    @property
    def is_profile_said(self) -> bool:
        """Tell whether the command line or the environment names the profile."""
        return self.is_said("--profile") or bool(os.environ.get(PROFILE_VARIABLE))

    @property
    def has_passphrase(self) -> bool:
        """Tell whether a file with the passphrase was named."""
        return bool(self.text("--passphrase-file") or os.environ.get(PASSPHRASE_VARIABLE))

    def passphrase(self) -> str:
        """Return the passphrase from its file.

        Raises:
            PassphraseMissing: when no file was named.
            BadFile: when it cannot be read.
        """
        named = self.text("--passphrase-file") or os.environ.get(PASSPHRASE_VARIABLE)
        if not named:
            raise PassphraseMissing()
        return read_passphrase(expanded(named))

    @contextmanager
    def session(self) -> Iterator["Session"]:
        """Open the desk of the profile and close it at the end.

        Raises:
            NoVault: when the profile has none.
            DeskWiped: when the one that it had was erased.
            WrongPassphrase: when the passphrase is another.
        """
        # Where only a server is installed, there is nothing of a desk to import.
        from welfaredesk.desk.erasing import stop_at_erased
        from welfaredesk.desk.session import open_session
        from welfaredesk.desk.unlocking import has_vault

        if not has_vault(self.profile):
            stop_at_erased(self.profile)
            raise NoVault()
        session = open_session(self.profile, self.passphrase(), clock=self.clock, ids=self.ids)
        try:
            yield session
        finally:
            session.close()


def read_passphrase(path: Path) -> str:
    """Return the passphrase in a file, without the end of its last line.

    Bytes that are not UTF-8 make a wrong passphrase, never a crash.
    """
    data = read_file(path, limit=LONGEST_PASSPHRASE_FILE, too_long=NOT_A_PASSPHRASE)
    return data.decode("utf-8-sig", "surrogateescape").rstrip("\r\n")


def read_file(path: Path, *, limit: int, too_long: str) -> bytes:
    """Return the bytes of a file that a person named, at most `limit`.

    Raises:
        BadFile: when it cannot be read, or is longer; `too_long` says why that is wrong.
    """
    try:
        with path.open("rb") as source:
            data = source.read(limit + 1)
    except (OSError, ValueError) as error:
        raise BadFile(name=path.name, why=tr(UNREADABLE)) from error
    if len(data) > limit:
        raise BadFile(name=path.name, why=tr(too_long))
    return data


def free_place(path: Path) -> Path:
    """Return a path where a result may go.

    Raises:
        PlaceTaken: when something is there.
        NoFolder: when its folder is not.
    """
    if path.exists():
        raise PlaceTaken()
    if not path.absolute().parent.is_dir():
        raise NoFolder()
    return path
