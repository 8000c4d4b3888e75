# SPDX-License-Identifier: EUPL-1.2
"""The desks of one account of the system: several people may share it, each with a profile of her own.

A name is that of a folder, which its person chose; nothing else of a desk is known before it is open.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from welfaredesk.base.clock import Clock, Moment
from welfaredesk.base.machine_errors import NameTaken
from welfaredesk.base.places import data_folder, others_folder
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.erasing import was_erased
from welfaredesk.desk.unlocking import has_vault, last_work

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
    """A desk that can be opened here: its folder, what it is called, when its database was last written."""

    profile: Path
    name: str
    worked: Moment | None


def name_of(profile: Path) -> str:
    """Return what a desk is called before it is open; empty for a folder that was named by whoever started us."""
    if profile == data_folder() / "profile":
        return tr(FIRST)
    return profile.name if profile.parent == others_folder() else ""


def desks_here(clock: Clock) -> list[DeskHere]:
    """Return the desks of this account, the first one first, the others by their names."""
    others = others_folder()
    named = sorted(others.iterdir(), key=lambda path: path.name.casefold()) if others.is_dir() else []
    places = [data_folder() / "profile", *(path for path in named if path.is_dir())]
    there = [place for place in places if has_vault(place) or was_erased(place)]
    return [DeskHere(place, name_of(place), last_work(place, clock)) for place in there]


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
