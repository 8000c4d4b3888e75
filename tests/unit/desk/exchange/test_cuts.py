# SPDX-License-Identifier: EUPL-1.2
"""The lawful cut: words go from every desk and from the server, what survives stands where it stood."""

from pathlib import Path
from typing import Any

import pytest

from tests.opened import add, giulia
from tests.unit.desk.exchange.cutters import LATER, SECRET, cut, fold_of, holds, note, rounds
from tests.unit.desk.exchange.office import Office, database, same, sound
from welfaredesk.base.cut_errors import CutNumberMissing, CutTooEarly, ProposalOutdated
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.desk import attachments, cutting, drafts, late_words, lists, records
from welfaredesk.desk.session import Session
from welfaredesk.store.exchange import scope
from welfaredesk.store.files import FILES_NAME


def test_words_are_nowhere_and_what_shared_their_parcel_stays(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    wrong = note(first, person, f"Una cosa {SECRET} di un'altra persona.")
    right = note(first, person, "Una visita.", "2026-03-03T09:30+01:00")
    rounds(office, first, second)
    records.change(second, right, {"text": "Una visita a casa."})
    rounds(office, second, first)
    before = fold_of(second, right)
    history = list(records.history(second, right))
    drafts.keep(second, f"record/{wrong}", {"text": SECRET}, type_name="diary_entry", record=wrong)
    assert lists.search(second, SECRET)
    assert holds(second.profile, SECRET)
    cut(office, first, second, [wrong])
    for session in pair:
        with pytest.raises(NotFound):
            records.show(session, wrong)
        assert fold_of(session, right) == before
        assert list(records.history(session, right)) == history
        assert not lists.search(session, SECRET)
        assert not holds(session.profile, SECRET)
        sound(session)
    assert same(first, second)
    assert drafts.all_drafts(second) == []
    assert [one.state for one in cutting.proposals(first)] == ["cut"]


def test_a_fresh_desk_has_the_same_entries_in_the_same_places(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    wrong = note(first, person, SECRET)
    right = note(first, person, "Una visita.", "2026-03-03T09:30+01:00")
    rounds(office, first, second)
    records.change(second, right, {"text": "Una visita a casa."})
    rounds(office, second, first)
    records.change(first, right, {"text": "Una visita a casa, con la madre."})
    cut(office, first, second, [wrong])
    third = office.enrol(first, name="three")
    rounds(office, second, first, third)

    def journal(session: Session) -> list[tuple[Any, ...]]:
        shared = set(scope.sums(database(third)))
        rows = database(session).conn.execute(
            "SELECT folder, desk, k, header, body, seen, position FROM entry ORDER BY folder, desk, k"
        )
        return [tuple(row) for row in rows if row[0] in shared]

    assert journal(third) == journal(first) == journal(second)
    assert same(first, second, third)
    assert list(records.history(third, right)) == list(records.history(first, right))
    for session in (first, second, third):
        sound(session)
        assert not holds(session.profile, SECRET)


def test_a_late_edit_does_not_enter_and_its_author_keeps_it(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    wrong = note(first, person, SECRET)
    rounds(office, first, second)
    third = office.enrol(first, name="three")
    rounds(office, third, first, second)
    records.change(third, wrong, {"text": f"{SECRET} e {LATER}"})
    cut(office, first, second, [wrong])
    rounds(office, third, first, second, third)
    after = note(third, person, "Dopo.")
    rounds(office, third, first, second)
    for session in (first, second, third):
        with pytest.raises(NotFound):
            records.show(session, wrong)
        assert fold_of(session, after)["text"] == "Dopo."
        assert not lists.search(session, LATER)
        sound(session)
    assert not holds(first.profile, LATER)
    assert not holds(second.profile, LATER)
    (late,) = late_words.late_words(third)
    assert LATER in late.words["text"]
    assert late_words.late_words(first) == []
    assert cutting.still_at_server(first) == [wrong]
    late_words.drop_late(third, late.id)
    assert late_words.late_words(third) == []
    third.vault.checkpoint()
    assert not holds(third.profile, LATER)
    cut(office, first, second, [wrong])
    assert cutting.still_at_server(first) == []
    assert same(first, second, third)


def test_what_is_unsent_when_the_cut_comes_leaves_with_the_rest(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    wrong, right = note(first, person, SECRET), note(first, person, "Una visita.")
    rounds(office, first, second)
    third = office.enrol(first, name="three")
    rounds(office, third, first, second)
    made = cutting.propose(second, [wrong], number="1", reason="Richiesta")
    rounds(office, second, first)
    cutting.confirm(first, made.id)
    office.round(first)
    office.round(third)
    records.change(third, right, {"text": "Una visita, dopo."})
    rounds(office, third, first, second)
    for session in (first, second, third):
        assert fold_of(session, right)["text"] == "Una visita, dopo."
        sound(session)
    assert same(first, second, third)


def test_a_survivor_of_a_cut_can_be_cut_later(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    wrong, other = note(first, person, SECRET), note(first, person, LATER)
    right = note(first, person, "Una visita.")
    rounds(office, first, second)
    cut(office, first, second, [wrong])
    assert fold_of(second, other)["text"] == LATER
    cut(office, first, second, [other])
    third = office.enrol(first, name="three")
    rounds(office, second, first, third)
    for session in (first, second, third):
        assert fold_of(session, right)["text"] == "Una visita."
        for gone in (wrong, other):
            with pytest.raises(NotFound):
                records.show(session, gone)
        assert not holds(session.profile, SECRET)
        assert not holds(session.profile, LATER)
        sound(session)
    assert same(first, second, third)


def test_the_files_and_keys_of_what_is_cut_go(office: Office, pair: tuple[Session, Session], tmp_path: Path) -> None:
    first, second = pair
    person = giulia(first)
    document = add(first, "document", root=person, title="Referto", kind="other")
    plain = tmp_path / "referto.txt"
    plain.write_text(SECRET)
    attachments.attach(first, document, plain)
    office.round(first, files=True)
    rounds(office, second)
    office.round(second, files=True)
    sealed = attachments.value_of(second, document)["sha256"]
    key = attachments.value_of(second, document)["key"]
    assert (second.profile / FILES_NAME / sealed).exists()
    cut(office, first, second, [document])
    for session in pair:
        assert not (session.profile / FILES_NAME / sealed).exists()
        assert not holds(session.profile, key)


def test_only_a_second_person_confirms_and_one_of_the_two_leads(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    wrong = note(first, person, SECRET)
    with pytest.raises(CutTooEarly):
        cutting.propose(first, [wrong], number="1", reason="Richiesta")
    rounds(office, first, second)
    with pytest.raises(CutNumberMissing):
        cutting.propose(first, [wrong], number=" ", reason="Richiesta")
    with pytest.raises(NotFound):
        cutting.propose(first, [first.ids.new()], number="1", reason="Richiesta")
    third = office.enrol(first, name="three")
    rounds(office, third, first, second)
    own = cutting.propose(first, [wrong], number="1", reason="Richiesta")
    with pytest.raises(NotAllowed):
        cutting.confirm(first, own.id)
    weak = cutting.propose(second, [wrong], number="2", reason="Richiesta", to=third.identity.operator)
    rounds(office, second, third)
    with pytest.raises(NotAllowed):
        cutting.confirm(third, weak.id)
    with pytest.raises(NotFound):
        cutting.confirm(first, weak.id)
    assert [one.may_confirm for one in cutting.proposals(third)] == [False]


def test_what_changed_since_the_proposal_must_be_proposed_again(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    wrong = note(first, person, SECRET)
    rounds(office, first, second)
    made = cutting.propose(second, [wrong], number="1", reason="Richiesta")
    records.change(second, wrong, {"text": LATER})
    rounds(office, second, first)
    assert [one.state for one in cutting.proposals(first)] == ["outdated"]
    with pytest.raises(ProposalOutdated):
        cutting.confirm(first, made.id)
    cut(office, first, second, [wrong])
    assert cutting.proposals(first)[0].state == "cut"


def test_in_the_own_folder_the_operator_cuts_alone(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    mine = add(first, "quick_note", text=SECRET)
    rounds(office, first, second)
    assert holds(first.profile, SECRET)
    made = cutting.propose(first, [mine], number="-", reason="Non serve più")
    assert made.state == "leaving"
    office.round(first)
    with pytest.raises(NotFound):
        records.show(first, mine)
    assert not holds(first.profile, SECRET)
    sound(first)
