# SPDX-License-Identifier: EUPL-1.2
"""What a desk keeps besides its records: the log of readings, drafts, preferences, history."""

from dataclasses import replace
from datetime import date

import pytest

from tests.opened import add, giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import ReasonMissing
from welfaredesk.desk import drafts, history_names, preferences, reading, records
from welfaredesk.desk.cartella import page
from welfaredesk.desk.session import Session
from welfaredesk.desk.standing import standing_of
from welfaredesk.desk.status import status_of
from welfaredesk.domain.statement import Role
from welfaredesk.store import desk_notes

MINUTE = 60_000


def opened_times(session: Session) -> list[str]:
    """Return when the log says that something was opened."""
    return [line["when"][11:16] for line in reading.lines(session) if line["act"] == "open"]


def test_a_cartella_opened_again_is_logged_again_after_a_quarter_of_an_hour(
    session: Session, clock: FixedClock
) -> None:
    person = giulia(session)
    for minutes in (0, 14, 1, 14, 1):
        clock.advance(ms=minutes * MINUTE)
        page(session, person)
    assert opened_times(session) == ["10:00", "10:15", "10:30"]


def test_a_clock_set_back_hides_no_reading(session: Session, clock: FixedClock) -> None:
    person = giulia(session)
    page(session, person)
    clock.advance(ms=-60 * MINUTE)
    page(session, person)
    assert opened_times(session) == ["10:00", "09:00"]


def test_another_operator_and_another_cartella_have_a_line_of_their_own(session: Session) -> None:
    first, second = giulia(session), giulia(session)
    page(session, first)
    page(session, second)
    session.identity = replace(session.identity, operator="9" * 26)
    last = desk_notes.last_reading(session.vault.read(), "open", first, operator=session.identity.operator)
    assert last is None
    reading.logged(session, "open", record=first)
    assert [line["record"] for line in reading.lines(session)] == [first, second, first]
    assert [line["record"] for line in reading.lines(session, record=second)] == [second]


def test_only_whoever_may_reads_the_readings_of_others(session: Session) -> None:
    reading.opened(session, "1" * 26, why="in sostituzione")
    own = session.identity
    session.identity = replace(own, operator="9" * 26, roles=(Role.OPERATORE,))
    assert reading.lines(session) == []
    reading.logged(session, "open", record="2" * 26)
    assert [line["record"] for line in reading.lines(session)] == ["2" * 26]
    session.identity = replace(own, operator="8" * 26, roles=(Role.DPO,))
    assert [(line["record"], line["why"]) for line in reading.lines(session)] == [
        ("1" * 26, "in sostituzione"),
        ("2" * 26, None),
    ]


def test_the_log_is_asked_from_a_day_on_at_the_wall_clock(session: Session, clock: FixedClock) -> None:
    reading.logged(session, "export")
    clock.advance(ms=15 * 60 * MINUTE)
    reading.logged(session, "print")
    assert [line["act"] for line in reading.lines(session, since=date(2026, 10, 19))] == ["export", "print"]
    assert [line["act"] for line in reading.lines(session, since=date(2026, 10, 20))] == ["print"]
    assert reading.lines(session, since=date(2026, 10, 21)) == []


def test_a_form_has_one_draft_the_last_one_kept(session: Session, clock: FixedClock) -> None:
    drafts.keep(session, "diary/a", {"text": "Prima"}, type_name="diary_entry", root="0" * 26)
    clock.advance(ms=1)
    kept = drafts.keep(
        session, "diary/b", {"text": "Altra", "rows": [{"who": None}]}, type_name="diary_entry", seen="t"
    )
    clock.advance(ms=1)
    drafts.keep(session, "diary/a", {"text": "Prima e poi"}, type_name="diary_entry", root="0" * 26)
    assert [(one.key, one.values["text"]) for one in drafts.all_drafts(session)] == [
        ("diary/a", "Prima e poi"),
        ("diary/b", "Altra"),
    ]
    assert drafts.draft_of(session, "diary/b") == kept
    drafts.drop(session, "diary/b")
    drafts.drop(session, "diary/b")
    assert drafts.draft_of(session, "diary/b") is None


def test_a_preference_has_a_default_until_it_is_set(session: Session) -> None:
    assert preferences.preference(session, "theme") == "auto"
    preferences.prefer(session, "theme", "dark")
    assert preferences.preference(session, "theme") == "dark"
    for unknown in ("Theme", ""):
        with pytest.raises(KeyError):
            preferences.preference(session, unknown)
        with pytest.raises(KeyError):
            preferences.prefer(session, unknown, 1)


@pytest.mark.parametrize(("asked", "kept"), [(0, 5), (5, 5), (17, 17), (30, 30), (600, 30)])
def test_a_desk_locks_between_five_and_thirty_minutes(session: Session, asked: int, kept: int) -> None:
    preferences.prefer(session, "lock_minutes", asked)
    assert preferences.preference(session, "lock_minutes") == kept


def test_history_tells_each_change_with_who_and_what_stood_before(session: Session, clock: FixedClock) -> None:
    person = add(session, "person", surname="Neri", protected_abode=[{"street": "via Nascosta 1"}])
    clock.advance(ms=MINUTE)
    records.change(session, person, {"surname": "Nero", "name": "Ada"})
    records.retire(session, person, "Doppia")
    records.retire(session, person, None)
    with pytest.raises(ReasonMissing):
        records.retire(session, person, " ")
    lines = history_names.named(session, records.history(session, person))
    told = [(line["field"], line["before"], line["after"]) for line in lines if line["field"] in {"surname", "name"}]
    assert told == [("surname", None, "Neri"), ("surname", "Neri", "Nero"), ("name", None, "Ada")]
    assert {line["who"] for line in lines} == {session.identity.name}
    assert "protected_abode" in {line["field"] for line in lines}
    retirements = [(line["before"], line["after"]) for line in lines if line["kind"] == "retire"]
    assert retirements.count((None, "Doppia")) == retirements.count(("Doppia", None)) == 2
    assert not any(line["waits"] for line in lines)


def test_an_operator_nobody_knows_has_no_name(session: Session) -> None:
    other = add(session, "operator", surname="Conti", name="Sara")
    assert history_names.name_of(session, other) == "Conti, Sara"
    assert history_names.name_of(session, "9" * 26) == ""


def test_the_desk_says_how_it_stands(session: Session) -> None:
    before = status_of(session)
    person = giulia(session)
    after = status_of(session)
    assert after.unsent > before.unsent
    assert after.folders == before.folders + 1
    assert (after.to_decide, after.refused, after.position, after.last_exchange) == (0, 0, None, None)
    stands = standing_of(session)
    assert (stands.unsent, stands.to_decide, stands.copy_days) == (after.unsent, 0, None)
    seen = records.show(session, person).entry
    records.change(session, person, {"comune": "Viadana"}, seen=seen)
    assert standing_of(session).unsent == after.unsent + 1
    assert desk_notes.get(session.vault.read(), "nothing") is None
