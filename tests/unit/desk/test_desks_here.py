# SPDX-License-Identifier: EUPL-1.2
"""Several people who share one account of a PC: each her own folder, and names that every system can keep."""

import os
from pathlib import Path

import platformdirs
import pytest

from tests.opened import open_desk
from welfaredesk.base import places
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import InUse, WrongPassphrase
from welfaredesk.base.ids import SeededIds
from welfaredesk.base.machine_errors import NameTaken
from welfaredesk.desk.desks_here import desks_here, is_of_this_account, name_of, new_profile
from welfaredesk.desk.erasing import erase
from welfaredesk.desk.session import open_session


@pytest.fixture(autouse=True)
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an account of the system."""
    monkeypatch.delenv(places.PROFILE_VARIABLE, raising=False)
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda name, *, appauthor: str(tmp_path / "conto" / name))
    return tmp_path / "conto" / "welfaredesk"


def test_the_desks_of_an_account_are_listed_the_first_one_first(clock: FixedClock, ids: SeededIds) -> None:
    assert desks_here(clock) == []
    for place in (new_profile("Stanza 2"), new_profile("blu"), places.profile_folder()):
        open_desk(place, clock=clock, ids=ids).close()
    new_profile("Mai usata").mkdir()
    found = desks_here(clock)
    assert [desk.name for desk in found] == ["Prima postazione", "blu", "Stanza 2"]
    assert all(desk.worked is not None for desk in found)
    assert all(is_of_this_account(desk.profile) for desk in found)


def test_a_desk_that_was_erased_is_told_from_one_that_begins_anew(clock: FixedClock, ids: SeededIds) -> None:
    place = new_profile("blu")
    open_desk(place, clock=clock, ids=ids).close()
    assert [(desk.name, desk.erased) for desk in desks_here(clock)] == [("blu", False)]
    erase(place)
    assert [(desk.name, desk.erased, desk.worked) for desk in desks_here(clock)] == [("blu", True, None)]
    open_desk(place, clock=clock, ids=SeededIds(2, clock)).close()
    (desk,) = desks_here(clock)
    assert not desk.erased
    assert desk.worked is not None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_folders_of_another_account_are_told_and_bar_nobody(clock: FixedClock, ids: SeededIds, account: Path) -> None:
    open_desk(new_profile("blu"), clock=clock, ids=ids).close()
    places.profile_folder().mkdir()
    os.chown(places.profile_folder(), 65534, 65534)
    assert [(desk.name, desk.refused) for desk in desks_here(clock)] == [("Prima postazione", True), ("blu", False)]


def test_a_folder_that_somebody_named_at_the_start_is_none_of_them(tmp_path: Path) -> None:
    assert name_of(tmp_path / "altrove") == ""
    assert not is_of_this_account(places.demo_folder())


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "è vuoto"),
        ("   ", "è vuoto"),
        ("x" * 31, "più lungo di 30"),
        ("a/b", "solo lettere"),
        ("..", "solo lettere"),
        (".nascosta", "solo lettere"),
        ("C:", "solo lettere"),
        ("-x", "solo lettere"),
        ("con", "il sistema lo tiene per sé"),
        ("LPT1", "il sistema lo tiene per sé"),
        ("BLU", "c'è già"),
        ("prima  postazione", "c'è già"),
    ],
)
def test_a_name_that_cannot_be_a_folder_everywhere_is_told(name: str, why: str, account: Path) -> None:
    new_profile("blu").mkdir(parents=True)
    with pytest.raises(NameTaken) as told:
        new_profile(name)
    assert why in told.value.text
    assert [path.name for path in (account / "postazioni").iterdir()] == ["blu"]


def test_a_good_name_makes_nothing_yet(account: Path) -> None:
    assert new_profile("  Sportello  di Gussola-Nord ") == account / "postazioni" / "Sportello di Gussola-Nord"
    assert not account.exists()


def test_two_desks_of_one_account_are_open_at_once_and_share_nothing(clock: FixedClock, ids: SeededIds) -> None:
    first = open_desk(places.profile_folder(), clock=clock, ids=ids)
    second = open_desk(new_profile("blu"), clock=clock, ids=SeededIds(2, clock))
    assert first.identity.desk != second.identity.desk
    with pytest.raises(InUse):
        open_session(first.profile, "una frase segreta di prova", clock=clock, ids=ids)
    first.close()
    with pytest.raises(WrongPassphrase):
        open_session(first.profile, "la frase dell'altra persona", clock=clock, ids=ids)
    second.close()
