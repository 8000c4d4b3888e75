# SPDX-License-Identifier: EUPL-1.2
"""The desks of one account of the system: several people may share it, each with a profile of her own.

A name is that of a folder, which its person chose; nothing else of a desk is known before it is open.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from welfaredesk.base.clock import Clock, Moment
from welfaredesk.base.errors import NetworkShare
from welfaredesk.base.machine_errors import NameTaken, OthersProfile, SyncedFolder
from welfaredesk.base.places import data_folder, others_folder
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.closed import has_vault, last_work, was_erased

FIRST = N_("Prima postazione")
LONGEST = 30
ALREADY = N_("c'è già")
UNFIT = N_("si usano solo lettere, cifre, spazi e trattini")
TOO_LONG = N_("è più lungo di {most} caratteri")
NO_NAME = N_("è vuoto")
KEPT_BY_SYSTEM = N_("il sistema lo tiene per sé")
_NAME = re.compile(r"[^\W_]([\w -]*[^\W_])?")
_OF_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeskHere:
    """A desk of this account: its folder, what it is called, when its database was last written.

    One that is `refused` lies where no profile may lie, or is another account's; of one that is `erased` nothing of
    the archive is left.
    """

    profile: Path
    name: str
    worked: Moment | None
    refused: bool = False
    erased: bool = False


def name_of(profile: Path) -> str:
    """Return what a desk is called before it is open; empty for a folder that was named by whoever started us."""
    if profile == data_folder() / "profile":
        return tr(FIRST)
    return profile.name if profile.parent == others_folder() else ""


def desks_here(clock: Clock) -> list[DeskHere]:
    """Return the desks of this account, the first one first, the others by their names."""
    first = [place for place in _folders_in(data_folder()) if place == data_folder() / "profile"]
    found = (_desk_in(place, clock) for place in (*first, *_folders_in(others_folder())))
    return [desk for desk in found if desk is not None]


def _folders_in(folder: Path) -> list[Path]:
    """Return the folders in one, by their names; none in one that is not there, or is another account's."""
    try:
        return sorted((each for each in folder.iterdir() if each.is_dir()), key=lambda each: each.name.casefold())
    except OSError:
        return []


def _desk_in(place: Path, clock: Clock) -> DeskHere | None:
    """Return the desk of a folder; one that may not be opened there is told when it is chosen, and bars no other."""
    try:
        there = has_vault(place)
    except (NetworkShare, SyncedFolder, OthersProfile):
        return DeskHere(place, name_of(place), worked=None, refused=True)
    if there:
        return DeskHere(place, name_of(place), last_work(place, clock))
    return DeskHere(place, name_of(place), worked=None, erased=True) if was_erased(place) else None


def new_profile(name: str) -> Path:
    """Return where the profile of one more person goes; nothing is made yet.

    Raises:
        NameTaken: when the name is another's, or cannot be that of a folder on every system.
    """
    said = " ".join(name.split())
    why = ""
    if not said:
        why = tr(NO_NAME)
    elif len(said) > LONGEST:
        why = tr(TOO_LONG).format(most=LONGEST)
    elif not _NAME.fullmatch(said):
        why = tr(UNFIT)
    elif _OF_WINDOWS.fullmatch(said):
        why = tr(KEPT_BY_SYSTEM)
    elif said.casefold() in _names():
        why = tr(ALREADY)
    if why:
        raise NameTaken(why=why)
    return others_folder() / said


def _names() -> set[str]:
    others = others_folder()
    there = {path.name.casefold() for path in others.iterdir()} if others.is_dir() else set()
    return there | {tr(FIRST).casefold()}


def is_of_this_account(profile: Path) -> bool:
    """Tell whether a profile is one of those that are offered at the start."""
    return bool(name_of(profile))
