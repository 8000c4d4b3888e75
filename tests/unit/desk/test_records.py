# SPDX-License-Identifier: EUPL-1.2
"""Records through the service layer: saving, changing from what was shown, retiring, clashes of two desks."""

from dataclasses import replace

import pytest

from tests.opened import add, giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadInput, NotAllowed, NotFound, ReasonMissing, UnknownType
from welfaredesk.desk import checking, lists, records
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import EntryKind, Operation, Put, PutText
from welfaredesk.domain.fold import RETIRED
from welfaredesk.domain.statement import Role
from welfaredesk.store import journal
from welfaredesk.store import records as kept
from welfaredesk.store.driver import Database
from welfaredesk.store.records import FolderChange

LONG = "La madre lavora a Viadana. " * 60


def colleague_saves(
    session: Session,
    identity: str,
    changes: dict[str, Operation],
    *,
    seen: dict[str, int] | None = None,
    kind: EntryKind = EntryKind.SET,
) -> None:
    """Append what another desk wrote, who had seen all that is here unless said otherwise."""

    def work(database: Database) -> None:
        found = kept.standing(database, identity)
        assert found is not None
        (folder,) = [one for circle, one in found.circles.items() if circle == "ordinary"]
        shown = journal.seen_now(database, folder) if seen is None else seen
        kept.write(
            database,
            found.type,
            identity,
            root=found.root,
            parts=[FolderChange(folder=folder, circle="ordinary", changes=changes, seen=shown)],
            author=replace(session.author(), desk="colleague", operator="bianchi"),
            save=session.ids.new(),
            ids=session.ids,
            kind=kind,
        )

    session.vault.write(work)


def test_a_save_answers_what_changed_and_a_save_of_nothing_writes_nothing(session: Session) -> None:
    person = giulia(session)
    entries = journal.head(session.vault.read())
    shown = records.show(session, person)
    assert records.change(session, person, shown.values, seen=shown.entry).changed == ()
    assert journal.head(session.vault.read()) == entries
    saved = records.change(session, person, {"comune": "Viadana", "surname": "Ferrari"})
    assert (saved.changed, saved.state) == (("comune",), "saved")


def test_listeners_hear_which_record_was_touched(session: Session) -> None:
    heard: list[frozenset[str]] = []
    session.on_touched(heard.append)
    person = add(session, "person", surname="Verdi")
    records.change(session, person, {"name": "Ugo"})
    records.change(session, person, {"name": "Ugo"})
    records.retire(session, person, "doppia")
    assert heard == [frozenset({person})] * 3


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"surname": "Rossi", "birth": "31/12/2000"},
        {"surname": "Rossi", "no_such_field": "x"},
        {"surname": "Rossi", "sex": "boh"},
        {"surname": "Ros\0si"},
        {"surname": "Rossi", "notes": "\ud800"},
        {"surname": ["Rossi"]},
        {"surname": "R" * 301},
        {"surname": "Rossi", "aliases": [{"_row": "x", "alias": "y"}]},
        {"surname": "Rossi", "aliases": [{"_row": "0" * 26, "alias": "y"}, {"_row": "0" * 26, "alias": "z"}]},
        {"surname": "Rossi", "family_caregiver": {"id": "0" * 26, "root": None, "title": "\ud800"}},
        {"surname": "Rossi", "family_caregiver": "0" * 26},
    ],
)
def test_values_that_a_record_cannot_hold_are_refused_and_leave_nothing(
    values: dict[str, object], session: Session
) -> None:
    before = journal.head(session.vault.read())
    with pytest.raises(BadInput) as told:
        records.add(session, type_named("person"), values)
    assert "no_such_field" not in told.value.text
    assert journal.head(session.vault.read()) == before
    assert checking.check(session).ok


def test_what_is_not_here_is_told(session: Session) -> None:
    with pytest.raises(NotFound):
        records.show(session, "0" * 26)
    with pytest.raises(NotFound):
        records.change(session, "../../etc/passwd", {})
    with pytest.raises(UnknownType):
        type_named("person; DROP TABLE entry")
    with pytest.raises(ReasonMissing):
        records.retire(session, giulia(session), "  ")
    with pytest.raises(BadInput):
        records.change(session, giulia(session), {"name": "X"}, seen="not a token")


def test_a_role_that_may_not_write_cases_changes_nothing(session: Session) -> None:
    person = giulia(session)
    session.identity = replace(session.identity, roles=(Role.DPO,))
    for deed in (
        lambda: records.change(session, person, {"name": "Altra"}),
        lambda: records.retire(session, person, "x"),
        lambda: records.add(session, type_named("person"), {"surname": "Nuova"}),
    ):
        with pytest.raises(NotAllowed):
            deed()
    with pytest.raises(NotFound):
        records.show(session, person)


def test_rows_keep_the_order_in_which_they_were_written(session: Session, clock: FixedClock) -> None:
    names = [{"alias": f"Nome {number}"} for number in range(20)]
    person = add(session, "person", surname="Rossi", aliases=names)
    shown = records.show(session, person).values["aliases"]
    assert [row["alias"] for row in shown] == [row["alias"] for row in names]
    clock.advance(ms=1)
    records.change(session, person, {"aliases": [*shown, {"alias": "Ultimo"}]})
    assert records.show(session, person).values["aliases"][-1]["alias"] == "Ultimo"


def test_a_row_that_says_the_same_as_another_is_a_row_of_its_own(session: Session) -> None:
    person = add(session, "person", surname="Rossi", aliases=[{"alias": "Mimma"}])
    (row,) = records.show(session, person).values["aliases"]
    records.change(session, person, {"aliases": [{"alias": "Mimma"}, row]})
    assert [one["alias"] for one in records.show(session, person).values["aliases"]] == ["Mimma", "Mimma"]
    assert records.change(session, person, {"aliases": [{"alias": "Mimma"}] * 2}).changed == ()


def test_fields_of_a_reserved_circle_have_entries_and_a_folder_of_their_own(session: Session) -> None:
    person = giulia(session)
    records.change(session, person, {"protected_abode": [{"street": "via Po 3"}], "notes": "x"})
    rows = session.vault.read().conn.execute(
        "SELECT f.circle, count(*), count(DISTINCT e.save) FROM entry e JOIN folder f ON f.id = e.folder "
        "WHERE e.record = ? GROUP BY f.circle ORDER BY f.circle",
        (person,),
    )
    assert rows.fetchall() == [("ordinary", 2, 2), ("reserved", 1, 1)]
    assert records.show(session, person).values["protected_abode"][0]["street"] == "via Po 3"
    records.retire(session, person, "doppia")
    assert lists.page_of(session, type_named("person"))[0] == []
    assert records.show(session, person).retired == "doppia"
    records.retire(session, person, None)
    assert records.show(session, person).values["protected_abode"][0]["street"] == "via Po 3"


def test_a_save_over_what_was_not_shown_waits_and_is_settled(session: Session) -> None:
    person = giulia(session)
    shown = records.show(session, person)
    colleague_saves(session, person, {"comune": Put("Viadana")})
    saved = records.change(session, person, {"comune": "Casalmaggiore", "job": None}, seen=shown.entry)
    assert saved.state == "to_decide"
    assert records.show(session, person).values["comune"] == "Viadana"
    ((_, clash),) = kept.clashes_of(session.vault.read(), person)
    assert (clash.standing, clash.waiting.value, clash.waiting.before) == ("Viadana", "Casalmaggiore", "Gussola")
    settled = records.change(session, person, {"comune": "Casalmaggiore"}, seen=records.show(session, person).entry)
    assert settled.state == "saved"
    assert records.show(session, person).values["comune"] == "Casalmaggiore"
    assert checking.check(session).ok


def test_a_form_that_shows_the_older_state_takes_nothing_back_that_it_did_not_touch(session: Session) -> None:
    person = giulia(session)
    shown = records.show(session, person)
    colleague_saves(session, person, {"comune": Put("Viadana")})
    saved = records.change(session, person, shown.values | {"name": "Giulia Maria"}, seen=shown.entry)
    assert (saved.changed, saved.state) == (("name",), "saved")
    after = records.show(session, person).values
    assert (after["comune"], after["name"]) == ("Viadana", "Giulia Maria")


def test_a_long_text_changed_by_two_from_the_same_state_keeps_both(session: Session) -> None:
    person = giulia(session)
    records.change(session, person, {"notes": LONG + "Fine."})
    shown = records.show(session, person)
    colleague_saves(session, person, {"notes": PutText("Nuovo inizio. " + LONG + "Fine.")})
    records.change(session, person, {"notes": LONG + "Fine davvero."}, seen=shown.entry)
    text = records.show(session, person).values["notes"]
    assert text.startswith("Nuovo inizio. La madre")
    assert text.endswith("Fine davvero.")
    assert checking.check(session).ok


def test_a_save_that_had_not_seen_the_retirement_waits_whole(session: Session) -> None:
    person = giulia(session)
    shown = records.show(session, person)
    colleague_saves(session, person, {RETIRED: Put("doppia")}, kind=EntryKind.RETIRE)
    saved = records.change(session, person, {"comune": "Viadana"}, seen=shown.entry)
    assert saved.state == "to_decide"
    after = records.show(session, person)
    assert (after.retired, after.values["comune"], after.state) == ("doppia", "Gussola", "to_decide")


def test_numbers_for_people_are_never_given_twice(session: Session) -> None:
    given = []
    for number in range(5):
        person = add(session, "person", surname=f"Prova{number}")
        cartella = add(session, "case_file", person=person)
        given.append(records.show(session, cartella).values["number"])
        records.retire(session, cartella, "aperta per errore")
    assert given == [f"2026/AA-{number}" for number in range(1, 6)]
