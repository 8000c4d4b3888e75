# SPDX-License-Identifier: EUPL-1.2
"""Clashes on a desk: listed with who is asked, settled, and nothing decided unseen."""

from dataclasses import replace

import pytest

from tests import colleague
from tests.opened import add, giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadInput, NoClash, NotAllowed
from welfaredesk.desk import clashes, drafts, lists, records
from welfaredesk.desk.clashes import ClashLine
from welfaredesk.desk.last_changes import last_change
from welfaredesk.desk.session import Session
from welfaredesk.desk.standing import standing_of
from welfaredesk.desk.status import status_of
from welfaredesk.domain.entry import EntryKind, Operation, Put, PutText, RowChanges
from welfaredesk.domain.fold import RETIRED
from welfaredesk.domain.statement import Role
from welfaredesk.store import journal

DAY_MS = 24 * 3600 * 1000


def both_change(session: Session, person: str, *, theirs: dict[str, Operation], **mine: object) -> None:
    """Let a colleague's change arrive while the same record is open here, then save what was written meanwhile."""
    token = records.show(session, person).entry
    colleague.saves(session, person, theirs, who=colleague.operator(session))
    records.change(session, person, mine, seen=token)


def only(session: Session) -> ClashLine:
    (line,) = clashes.waiting(session)
    return line


def test_a_clash_is_told_with_who_changed_it_and_who_is_asked(session: Session) -> None:
    person = giulia(session)
    both_change(session, person, theirs={"comune": Put("Viadana")}, comune="Casalmaggiore")
    line = only(session)
    assert (line.record, line.field, line.label) == (person, "comune", "Comune")
    assert (line.before, line.mine, line.theirs) == ("Gussola", "Casalmaggiore", "Viadana")
    assert (line.by_name, line.author, line.asked) == ("Bianchi, Anna", session.identity.operator, line.author)
    assert (line.title, line.whose, line.whole, line.both) == ("Ferrari, Giulia", "Ferrari, Giulia", False, False)
    assert records.show(session, person).values["comune"] == "Viadana"
    assert records.show(session, person).state == "to_decide"
    assert not line.id.startswith("-")
    assert line.id.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(("keep", "comune"), [("mine", "Casalmaggiore"), ("theirs", "Viadana")])
def test_a_settled_clash_is_gone_and_cannot_be_settled_again(session: Session, keep: str, comune: str) -> None:
    person = giulia(session)
    both_change(session, person, theirs={"comune": Put("Viadana")}, comune="Casalmaggiore")
    line = only(session)
    clashes.settle(session, line.id, keep=keep, shown=line)
    assert records.show(session, person).values["comune"] == comune
    assert not clashes.waiting(session)
    assert status_of(session).to_decide == 0
    with pytest.raises(NoClash):
        clashes.settle(session, line.id, keep=keep)


@pytest.mark.parametrize("identity", ["", "x", "a-b-c", "a-1-comune", "-1-", "a-٣-comune", "a-99999999999999999999-b"])
def test_an_id_that_is_none_is_refused(session: Session, identity: str) -> None:
    with pytest.raises(NoClash):
        clashes.settle(session, identity, keep="mine")


def test_both_values_of_a_plain_field_are_refused(session: Session) -> None:
    person = giulia(session)
    both_change(session, person, theirs={"comune": Put("Viadana")}, comune="Casalmaggiore")
    with pytest.raises(BadInput):
        clashes.settle(session, only(session).id, keep="both")
    assert only(session).theirs == "Viadana"


def test_both_texts_stand_one_under_the_other(session: Session) -> None:
    person = giulia(session)
    note = add(session, "diary_entry", person=person, text="La madre lavora a Viadana.")
    theirs: dict[str, Operation] = {"text": PutText("La madre ha perso il lavoro.")}
    both_change(session, note, theirs=theirs, text="La madre lavora a Gussola.")
    line = only(session)
    assert (line.both, line.whose) == (True, "Ferrari, Giulia")
    clashes.settle(session, line.id, keep="both", shown=line)
    said = records.show(session, note).values["text"]
    assert said == "La madre ha perso il lavoro.\nLa madre lavora a Gussola."


def test_two_people_in_one_note_have_their_paragraphs_both(session: Session) -> None:
    person = giulia(session)
    note = add(session, "diary_entry", person=person, text="Visita alle 10.\n\nLa bambina gioca.")
    token = records.show(session, note).entry
    added = PutText("Visita alle 10.\n\nLa bambina gioca.\n\nLa scuola conferma le assenze.")
    colleague.saves(session, note, {"text": added})
    mine = "Visita alle 10.\n\nLa nonna è presente.\n\nLa bambina gioca."
    records.change(session, note, {"text": mine}, seen=token)
    assert records.show(session, note).values["text"] == (
        "Visita alle 10.\n\nLa nonna è presente.\n\nLa bambina gioca.\n\nLa scuola conferma le assenze."
    )
    assert not clashes.waiting(session)


def test_a_form_open_across_an_exchange_clashes_only_where_both_wrote(session: Session) -> None:
    person = giulia(session)
    both_change(
        session,
        person,
        theirs={"comune": Put("Viadana"), "birthplace": Put("Cremona")},
        comune="Casalmaggiore",
        languages="italiano",
    )
    values = records.show(session, person).values
    assert (values["birthplace"], values["languages"]) == ("Cremona", "italiano")
    assert [line.field for line in clashes.waiting(session)] == ["comune"]


def test_a_draft_reopened_after_an_exchange_keeps_what_it_had_seen(session: Session) -> None:
    person = giulia(session)
    shown = records.show(session, person)
    drafts.keep(session, "record/x", {"comune": "Casalmaggiore"}, type_name="person", record=person, seen=shown.entry)
    colleague.saves(session, person, {"comune": Put("Viadana")})
    draft = drafts.draft_of(session, "record/x")
    assert draft is not None
    records.change(session, person, draft.values, seen=draft.seen)
    assert (only(session).mine, only(session).theirs) == ("Casalmaggiore", "Viadana")


def test_nothing_is_decided_on_a_value_that_was_not_shown(session: Session) -> None:
    person = giulia(session)
    both_change(session, person, theirs={"comune": Put("Viadana")}, comune="Casalmaggiore")
    line = only(session)
    folder = colleague.folder_of(session, person)
    seen = {colleague.DESK: journal.seen_now(session.vault.read(), folder)[colleague.DESK]}
    colleague.saves(session, person, {"comune": Put("Cremona")}, seen=seen)
    assert only(session).theirs == "Cremona"
    with pytest.raises(NoClash):
        clashes.settle(session, line.id, keep="mine", shown=line)
    assert records.show(session, person).values["comune"] == "Cremona"


def test_the_titolare_is_asked_for_an_author_who_is_gone(session: Session) -> None:
    person = giulia(session)
    gone = colleague.operator(session, "Verdi", "Ugo")
    seen = colleague.seen_here(session, person)
    records.change(session, person, {"comune": "Casalmaggiore"})
    colleague.saves(session, person, {"comune": Put("Viadana")}, seen=seen, who=gone)
    line = only(session)
    assert (line.author_name, line.asked) == ("Verdi, Ugo", session.identity.operator)
    assert (line.mine, line.theirs, line.by) == ("Viadana", "Casalmaggiore", session.identity.operator)
    assert clashes.waiting(session, mine_only=True) == [line]


def test_what_is_asked_of_somebody_else_is_not_mine(session: Session, clock: FixedClock) -> None:
    person = giulia(session)
    other = colleague.operator(session)
    (case,) = lists.of_root(session, "case_file", person)
    records.change(session, str(case["_id"]), {"responsible_social_worker": other})
    both_change(session, person, theirs={"comune": Put("Viadana")}, comune="Casalmaggiore")
    clock.advance(ms=2 * DAY_MS)
    assert clashes.waiting(session, mine_only=True)
    clock.advance(ms=2 * DAY_MS)
    # The other has no desk in the roster: the author goes on being asked.
    assert only(session).asked == session.identity.operator


def test_a_save_that_had_not_seen_the_hiding_waits_whole(session: Session) -> None:
    person = giulia(session)
    note = add(session, "diary_entry", person=person, text="Visita di controllo.")
    token = records.show(session, note).entry
    colleague.saves(session, note, {RETIRED: Put("doppia")}, kind=EntryKind.RETIRE)
    records.change(session, note, {"text": "Visita alle 11.", "where": "A casa"}, seen=token)
    lines = clashes.waiting(session)
    assert [(line.field, line.whole, line.retired, line.both) for line in lines] == [
        ("text", True, True, True),
        ("where", True, True, True),
    ]
    assert lines[0].entry == lines[1].entry
    clashes.settle(session, lines[1].id, keep="both")
    assert not clashes.waiting(session)
    shown = records.show(session, note)
    assert (shown.retired, shown.values["text"], shown.values.get("where")) == ("doppia", "Visita di controllo.", None)
    (diary,) = lists.of_root(session, "diary_entry", person)
    assert diary["text"] == (
        "Nota di rettifica a «Visita di controllo.» (annotazione di diario), scritta il 19/10/2026.\n"
        "Testo: Visita alle 11.\nDove: A casa"
    )


@pytest.mark.parametrize(("keep", "text"), [("mine", "Visita alle 11."), ("theirs", "Visita di controllo.")])
def test_a_whole_save_after_the_hiding_is_taken_or_left(session: Session, keep: str, text: str) -> None:
    note = add(session, "diary_entry", person=giulia(session), text="Visita di controllo.")
    token = records.show(session, note).entry
    colleague.saves(session, note, {RETIRED: Put("doppia")}, kind=EntryKind.RETIRE)
    records.change(session, note, {"text": "Visita alle 11."}, seen=token)
    clashes.settle(session, only(session).id, keep=keep)
    assert records.show(session, note).values["text"] == text
    assert records.show(session, note).retired == "doppia"
    assert not clashes.waiting(session)


def test_two_hidings_with_two_reasons_are_a_clash_too(session: Session) -> None:
    note = add(session, "diary_entry", person=giulia(session), text="Visita di controllo.")
    seen = colleague.seen_here(session, note)
    records.retire(session, note, "doppia")
    colleague.saves(session, note, {RETIRED: Put("persona sbagliata")}, kind=EntryKind.RETIRE, seen=seen)
    line = only(session)
    assert (line.label, line.mine, line.theirs) == ("Nascosta", "persona sbagliata", "doppia")
    clashes.settle(session, line.id, keep="mine")
    assert records.show(session, note).retired == "persona sbagliata"


def test_of_a_row_that_both_changed_both_can_be_kept(session: Session) -> None:
    person = giulia(session)
    shown = records.show(session, person)
    (row,) = shown.values["reachabilities"]
    theirs: dict[str, Operation] = {"reachabilities": RowChanges({row["_row"]: {"value": "333 2222222"}})}
    colleague.saves(session, person, theirs)
    mine = [row | {"value": "333 3333333"}]
    records.change(session, person, {"reachabilities": mine}, seen=shown.entry)
    line = only(session)
    assert [one["value"] for one in line.mine] == ["333 3333333"]
    assert [one["value"] for one in line.theirs] == ["333 2222222"]
    clashes.settle(session, line.id, keep="both", shown=line)
    kept = records.show(session, person).values["reachabilities"]
    assert {(one["value"], one["owner"]) for one in kept} == {("333 2222222", "madre"), ("333 3333333", "madre")}


def test_roles_that_do_not_reach_the_record_neither_see_nor_settle(session: Session) -> None:
    person = giulia(session)
    both_change(session, person, theirs={"comune": Put("Viadana")}, comune="Casalmaggiore")
    line = only(session)
    session.identity = replace(session.identity, roles=(Role.AMMINISTRATORE,))
    assert not clashes.waiting(session)
    with pytest.raises(NotAllowed):
        clashes.settle(session, line.id, keep="mine")


def test_a_name_in_protection_is_not_told(session: Session) -> None:
    person = giulia(session)
    mother = add(session, "person", surname="Conti", name="Sara", in_protection=True)
    aunt = add(session, "person", surname="Riva", name="Ada")
    theirs = {"id": mother, "root": mother, "title": "Conti, Sara"}
    both_change(session, person, theirs={"family_caregiver": Put(theirs)}, family_caregiver=aunt)
    line = only(session)
    assert (line.mine["title"], line.theirs) == ("Riva, Ada", {"id": mother, "root": mother, "title": ""})
    clashes.settle(session, line.id, keep="theirs", shown=line)
    assert not clashes.waiting(session)


def test_in_a_register_there_is_no_diary_for_a_note(session: Session) -> None:
    contact = add(session, "contact", who="Rossi", note="Chiede del bando.", channel="phone")
    token = records.show(session, contact).entry
    colleague.saves(session, contact, {RETIRED: Put("doppio")}, kind=EntryKind.RETIRE)
    records.change(session, contact, {"note": "Chiede del bando affitti."}, seen=token)
    line = only(session)
    assert (line.whole, line.both) == (True, False)
    with pytest.raises(BadInput):
        clashes.settle(session, line.id, keep="both")


def test_what_this_operator_is_asked_is_counted_whole_entries_once(session: Session) -> None:
    person = giulia(session)
    note = add(session, "diary_entry", person=person, text="Visita di controllo.")
    token = records.show(session, note).entry
    colleague.saves(session, note, {RETIRED: Put("doppia")}, kind=EntryKind.RETIRE)
    records.change(session, note, {"text": "Visita alle 11.", "where": "A casa"}, seen=token)
    both_change(session, person, theirs={"comune": Put("Viadana")}, comune="Casalmaggiore")
    assert (len(clashes.waiting(session)), clashes.count_mine(session)) == (3, 2)
    assert standing_of(session).to_decide == 2


def test_the_last_change_of_another_desk_is_told(session: Session, clock: FixedClock) -> None:
    person = giulia(session)
    assert last_change(session, person) is None
    clock.advance(ms=DAY_MS)
    colleague.saves(session, person, {"comune": Put("Viadana")}, who=colleague.operator(session, "Galli", "Marta"))
    found = last_change(session, person)
    assert found is not None
    assert (found.who, found.when) == ("Galli, Marta", clock.now())
