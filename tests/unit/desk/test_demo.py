# SPDX-License-Identifier: EUPL-1.2
"""The demo ente: the same from the same seed, whole, and never mistaken for another's archive."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MONDAY_MORNING
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import VaultExists, WrongPassphrase
from welfaredesk.base.ids import SystemIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk.demo.making import DemoMade, make_demo
from welfaredesk.desk.founding import FirstStart, found
from welfaredesk.desk.records import add, type_named
from welfaredesk.desk.session import open_session
from welfaredesk.domain.kinds import RESERVED
from welfaredesk.store.rows import select_rows
from welfaredesk.store.vault import SLOTS_NAME

PASSPHRASE = "una frase lunga per le prove"
SIZE = 24
ALIKE = ("person", "diary_entry", "contact", "referral", "deadline", "household")


def _make(profile: Path, *, seed: int = 1, size: int = SIZE) -> DemoMade:
    clock = FixedClock(MONDAY_MORNING)
    return make_demo(profile, size=size, seed=seed, clock=clock, cost=TEST_COST, passphrase=PASSPHRASE)


def _rows(profile: Path, type_name: str) -> list[dict[str, Any]]:
    clock = FixedClock(MONDAY_MORNING)
    session = open_session(profile, PASSPHRASE, clock=clock, ids=SystemIds(clock))
    try:
        return [dict(row) for row in select_rows(session.vault.read(), type_named(type_name))]
    finally:
        session.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    profile = tmp_path_factory.mktemp("demo") / "profile"
    _make(profile)
    return profile


def test_the_same_seed_makes_the_same_ente(demo: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    _make(again)
    for type_name in ALIKE:
        first, second = (sorted(map(_own, _rows(one, type_name)), key=str) for one in (demo, again))
        assert first
        assert first == second


def _own(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out the roots that hang on the ente's key: of registers, of the roster, of the directory."""
    return {
        name: value | {"root": ""} if isinstance(value, dict) else value
        for name, value in row.items()
        if name != "_root"
    }


def test_one_cartella_alone_is_an_ente_too(tmp_path: Path) -> None:
    _make(tmp_path / "one", size=1)
    assert len(_rows(tmp_path / "one", "case_file")) == 1
    assert _rows(tmp_path / "one", "situation") == []


def test_another_seed_makes_other_people(demo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    _make(other, seed=2)
    names = [{(row["surname"], row["name"], row.get("birth")) for row in _rows(one, "person")} for one in (demo, other)]
    assert len(names[0] & names[1]) < len(names[0]) / 5


def test_the_keys_of_two_demos_differ(demo: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    _make(again)
    entes = set()
    for profile in (demo, again):
        clock = FixedClock(MONDAY_MORNING)
        session = open_session(profile, PASSPHRASE, clock=clock, ids=SystemIds(clock))
        entes.add((session.identity.ente, session.identity.sign, session.identity.seal))
        keys = {key for (key,) in session.vault.read().conn.execute("SELECT key FROM folder")}
        entes.add(("folders", min(keys), max(keys)))
        session.close()
    assert len(entes) == 4


def test_a_finished_demo_is_only_reported(demo: Path) -> None:
    before = (demo / SLOTS_NAME).read_bytes()
    made = _make(demo, seed=9, size=5)
    assert made.persons == len(_rows(demo, "person"))
    assert made.entries == len(_rows(demo, "diary_entry"))
    assert before == (demo / SLOTS_NAME).read_bytes()


def test_a_making_that_was_interrupted_begins_anew(tmp_path: Path) -> None:
    aside = tmp_path / "profile.in-corso"
    aside.mkdir()
    (aside / "half").write_bytes(b"half")
    made = _make(tmp_path / "profile", size=3)
    assert made.persons > 3
    assert not aside.exists()


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    assert _make(tmp_path / "profile", size=2).entries > 2


def test_the_archive_of_another_ente_is_left_alone(tmp_path: Path) -> None:
    clock = FixedClock(MONDAY_MORNING)
    start = FirstStart(ente="Un comune", surname="Neri", name="Anna", passphrase=PASSPHRASE, alone=True)
    found(tmp_path, start, clock=clock, ids=SystemIds(clock), cost=TEST_COST)
    with pytest.raises(VaultExists):
        _make(tmp_path)
    assert not _rows(tmp_path, "person")


def test_a_demo_does_not_open_with_another_passphrase(demo: Path) -> None:
    clock = FixedClock(MONDAY_MORNING)
    with pytest.raises(WrongPassphrase):
        make_demo(demo, clock=clock, cost=TEST_COST, passphrase="tutta un'altra frase")


def test_the_next_cartella_takes_a_number_of_its_own(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    _make(profile, size=12)
    clock = FixedClock(MONDAY_MORNING)
    session = open_session(profile, PASSPHRASE, clock=clock, ids=SystemIds(clock))
    person = add(session, type_named("person"), {"surname": "Prova"}).id
    add(session, type_named("case_file"), {"person": person})
    session.close()
    numbers = [row["number"] for row in _rows(profile, "case_file")]
    assert len(numbers) == len(set(numbers)) == 13


def test_the_case_of_the_pictures_is_there(demo: Path) -> None:
    giulia = next(row for row in _rows(demo, "person") if (row["surname"], row["name"]) == ("Ferrari", "Giulia"))
    assert (giulia["birth"], giulia["comune"]) == ("2017-03-14", "Gussola")
    assert [row["kind"] for row in giulia["cautions"]] == ["protected_address", "do_not_call_home", "court_order"]
    identity = giulia["_id"]
    due = [row["title"] for row in _rows(demo, "deadline") if row["person"]["id"] == identity]
    assert sorted(due) == ["Relazione al TM", "Verifica del progetto", "Verifica educativa"]
    homes = [row for row in _rows(demo, "household") if any(m["person"]["id"] == identity for m in row["members"])]
    assert {row["kind"]: len(row["members"]) for row in homes} == {"registry": 3, "actual": 4}


def test_plans_stand_in_three_states_with_their_contracts(demo: Path) -> None:
    plans = {row["kind"]: (row["state"], row.get("version")) for row in _rows(demo, "project")}
    assert plans == {"individual": ("active", 1), "pai": ("active", 1), "pais": ("to_approve", None)}
    assert sorted(row["state"] for row in _rows(demo, "contract")) == ["awaiting", "signed"]


def test_letters_stand_in_three_states_and_the_sent_one_says_how(demo: Path) -> None:
    letters = {row["kind"]: row for row in _rows(demo, "letter")}
    assert {kind: row.get("state") for kind, row in letters.items()} == {
        "report": "sent",
        "referral": None,
        "summons": "issued",
    }
    assert {"protocol_number", "sent_means", "sent_by", "addressee_reason"} <= letters["report"].keys()


def test_reserved_entries_stand_in_a_folder_of_their_own(demo: Path) -> None:
    clock = FixedClock(MONDAY_MORNING)
    session = open_session(demo, PASSPHRASE, clock=clock, ids=SystemIds(clock))
    count = session.vault.read().conn.execute(
        "SELECT count(*) FROM record WHERE type = 'diary_entry' AND circle = ?", (RESERVED,)
    )
    assert count.fetchone()[0] >= 1
    session.close()
