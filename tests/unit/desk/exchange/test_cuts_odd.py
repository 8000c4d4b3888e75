# SPDX-License-Identifier: EUPL-1.2
"""Odd cuts: from ordinary to reserved, a whole root, texts held back, forged notes, two at once."""

import pytest
from sqlalchemy import select, update

from tests.opened import giulia
from tests.unit.desk.exchange.cutters import LATER, SECRET, cut, fold_of, holds, note, rounds
from tests.unit.desk.exchange.office import Office, database, same, sound
from welfaredesk.base.cut_errors import CutNumberMissing, UndecidedRecord
from welfaredesk.base.errors import NotFound
from welfaredesk.base.ids import packed
from welfaredesk.desk import cutting, lists, records, reserving
from welfaredesk.desk.exchange import notes as exchange_notes
from welfaredesk.desk.session import Session
from welfaredesk.domain import cut_note
from welfaredesk.domain.entry import EntryKind
from welfaredesk.domain.parcel import decode_parcel, encode_parcel
from welfaredesk.server.tables import A_PARCEL, ITEM
from welfaredesk.store import folders
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cut_plan
from welfaredesk.store.journal import Writing, append
from welfaredesk.sync.parcels import without_text


def test_a_record_made_reserved_keeps_who_wrote_what(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    told = note(first, person, "Prima.")
    rounds(office, first, second)
    records.change(second, told, {"text": SECRET})
    rounds(office, second, first)
    before = fold_of(second, told)
    history = [(line["field"], line["operator"], line["when"], line["after"]) for line in records.history(second, told)]
    with pytest.raises(CutNumberMissing):
        reserving.reserve(second, [told], number="", reason="Tutela")
    made = reserving.reserve(second, [told], number="7", reason="Tutela")
    assert len(made.had_it) == 2
    assert fold_of(second, told) == before
    rounds(office, second, first)
    cutting.confirm(first, made.proposal.id)
    rounds(office, first, second)
    assert fold_of(second, told) == before
    assert records.show(second, told).circle == "reserved"
    after = [(line["field"], line["operator"], line["when"], line["after"]) for line in records.history(second, told)]
    assert after == history
    with pytest.raises(NotFound):
        records.show(first, told)
    assert not holds(first.profile, SECRET)
    records.change(second, told, {"text": "Ancora."})
    rounds(office, second, first)
    assert fold_of(second, told)["text"] == "Ancora."
    sound(first)
    sound(second)


def test_a_record_with_an_open_question_is_not_made_reserved(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    rounds(office, first, second)
    seen = records.show(second, person).entry
    records.change(first, person, {"family_doctor": "Verdi"})
    rounds(office, first, second)
    records.change(second, person, {"family_doctor": "Neri"}, seen=seen)
    rounds(office, second, first)
    with pytest.raises(UndecidedRecord):
        reserving.reserve(second, [person], number="7", reason="Tutela")


def test_a_text_held_back_without_a_cut_is_named(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    note(first, person, "Una visita.")
    office.round(first)
    folder = folders.find(database(first), person, "ordinary")
    assert folder is not None
    with office.server.ledger.writing() as connection:
        position, data = connection.execute(
            select(ITEM.c.position, ITEM.c.data).where(A_PARCEL, ITEM.c.folder == packed(folder.id))
        ).one()
        bare = encode_parcel(without_text(decode_parcel(data)))
        connection.execute(update(ITEM).where(ITEM.c.position == position).values(data=bare))
    rounds(office, second)
    assert [(one.position, one.code) for one in exchange_notes.bad(database(second))] == [(position, "withheld")]


def test_a_root_goes_with_all_that_is_in_its_folders(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    told = note(first, person, SECRET)
    rounds(office, first, second)
    made = cutting.propose(second, [], root=person, number="9", reason="Sentenza")
    assert {line.record for line in made.lines} >= {person, told}
    rounds(office, second, first)
    assert [(one.name, one.may_confirm) for one in cutting.proposals(first)] == [(second.identity.name, True)]
    cutting.confirm(first, made.id)
    rounds(office, first, second)
    for session in pair:
        for record in (person, told):
            with pytest.raises(NotFound):
                records.show(session, record)
        assert not lists.search(session, "Ferrari")
        for word in (SECRET, "ferrari", "1234567"):
            assert not holds(session.profile, word)
        sound(session)


def test_a_note_of_somebody_else_carries_nothing_and_takes_nothing(
    office: Office, pair: tuple[Session, Session]
) -> None:
    first, second = pair
    person = giulia(first)
    right = note(first, person, "Una visita.")
    rounds(office, first, second)
    parts = [part for part, _ in cut_plan.parts_of(database(second), right)]

    def forge(writing: Database) -> None:
        (one,) = cut_plan.plan(writing, parts, cut=())
        for forged in cut_plan.notes_for(writing, one):
            entry = Writing(
                folder=one.folder,
                record=second.ids.new(),
                type=cut_note.TYPE,
                rules=1,
                kind=EntryKind.SET,
                changes=cut_note.to_changes(forged),
                seen={},
            )
            append(writing, entry, author=second.author(), save=second.ids.new(), ids=second.ids)

    second.vault.write(forge)
    rounds(office, second, first)
    for session in pair:
        assert fold_of(session, right)["text"] == "Una visita."
        sound(session)


def test_two_cuts_at_once_are_told_to_be_finished(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    wrong, other = note(first, person, SECRET), note(first, person, LATER)
    right = note(first, person, "Una visita.")
    rounds(office, first, second)
    made = cutting.propose(second, [wrong], number="1", reason="Richiesta")
    back = cutting.propose(first, [other], number="2", reason="Richiesta", to=second.identity.operator)
    rounds(office, second, first, second)
    cutting.confirm(first, made.id)
    cutting.confirm(second, back.id)
    rounds(office, first, second)
    for session in pair:
        assert fold_of(session, right)["text"] == "Una visita."
        for gone in (wrong, other):
            with pytest.raises(NotFound):
                records.show(session, gone)
        assert not lists.search(session, SECRET)
    assert cutting.still_at_server(first) == sorted([wrong, other])
    cut(office, first, second, [wrong, other])
    for session in pair:
        assert cutting.still_at_server(session) == []
        assert fold_of(session, right)["text"] == "Una visita."
        assert not holds(session.profile, SECRET)
        assert not holds(session.profile, LATER)
        sound(session)
    assert same(first, second)
