# SPDX-License-Identifier: EUPL-1.2
"""The other answers to a cut: a no with a word, a proposal taken back, and what to do with words that came late."""

import pytest

from tests.opened import giulia
from tests.unit.desk.exchange.cutters import LATER, SECRET, cut, fold_of, holds, note, rounds
from tests.unit.desk.exchange.office import WORKING, Office, sound
from welfaredesk.base.cut_errors import NobodyToConfirm, ProposalRefused
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.desk import cutting, granting, late_words, quick_notes, records, reserving
from welfaredesk.desk.letter_bodies import CutDeclined
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.people_names import group_names, operator_names
from welfaredesk.desk.posting import group_of_kind, post
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import GroupKind


def test_a_no_reaches_who_proposed_with_its_word(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    wrong = note(first, giulia(first), SECRET)
    rounds(office, first, second)
    made = cutting.propose(second, [wrong], number="1", reason="Richiesta")
    rounds(office, second, first)
    said = cutting.decline(first, made.id, " Manca il parere ")
    assert (said.state, said.word, said.may_confirm) == ("refused", "Manca il parere", False)
    with pytest.raises(ProposalRefused):
        cutting.confirm(first, made.id)
    rounds(office, first, second)
    (told,) = cutting.proposals(second)
    named = operator_names(second)[first.identity.operator]
    assert (told.state, told.said_no, told.word, told.own) == ("refused", named, "Manca il parere", True)
    assert SECRET in fold_of(second, wrong)["text"]
    cut(office, first, second, [wrong])
    assert cutting.proposals(first)[0].state == "cut"


def test_who_proposed_may_take_it_back(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    wrong = note(first, giulia(first), SECRET)
    rounds(office, first, second)
    made = cutting.propose(first, [wrong], number="1", reason="Richiesta", to=second.identity.operator)
    rounds(office, first, second)
    assert [one.may_confirm for one in cutting.proposals(second)] == [True]
    assert cutting.decline(first, made.id, "Sbagliato scheda").state == "refused"
    rounds(office, first, second)
    with pytest.raises(ProposalRefused):
        cutting.confirm(second, made.id)


def test_nobody_says_no_to_what_is_confirmed_or_not_theirs(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    wrong = note(first, giulia(first), SECRET)
    rounds(office, first, second)
    third = office.enrol(first, name="three")
    rounds(office, third, first, second)
    weak = cutting.propose(second, [wrong], number="2", reason="Richiesta", to=third.identity.operator)
    rounds(office, second, third)
    with pytest.raises(NotAllowed):
        cutting.decline(third, weak.id, "No")
    with pytest.raises(NotFound):
        cutting.decline(first, weak.id, "No")
    made = cutting.propose(second, [wrong], number="1", reason="Richiesta")
    rounds(office, second, first)
    cutting.confirm(first, made.id)
    with pytest.raises(NotAllowed):
        cutting.decline(first, made.id, "Ho cambiato idea")
    rounds(office, first, second)
    assert cutting.proposals(second)[0].state == "cut"


def test_a_no_of_somebody_who_could_not_confirm_counts_for_nothing(
    office: Office, pair: tuple[Session, Session]
) -> None:
    first, second = pair
    wrong = note(first, giulia(first), SECRET)
    rounds(office, first, second)
    third = office.enrol(first, name="three")
    rounds(office, third, first, second)
    made = cutting.propose(second, [wrong], number="1", reason="Richiesta")
    body = CutDeclined(made.id, "No")
    group = group_of_kind(roster_of(third), GroupKind.COORDINATION)
    assert group is not None
    third.vault.write(lambda database: post(third, database, group, body=body, roster=roster_of(third)))
    rounds(office, second, third, first)
    assert cutting.confirm(first, made.id).state == "leaving"


def test_where_nobody_else_may_confirm_it_is_said_at_once(office: Office) -> None:
    alone = office.found()
    wrong = note(alone, giulia(alone), SECRET)
    office.attach(alone)
    with pytest.raises(NobodyToConfirm):
        cutting.propose(alone, [wrong], number="1", reason="Richiesta")
    with pytest.raises(NobodyToConfirm):
        reserving.reserve(alone, [wrong], number="1", reason="Tutela")
    assert records.show(alone, wrong).circle == "ordinary"


def test_late_words_of_an_erased_record_become_a_private_note(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    wrong = note(first, giulia(first), SECRET)
    rounds(office, first, second)
    third = office.enrol(first, name="three")
    rounds(office, third, first, second)
    records.change(third, wrong, {"text": f"{SECRET} e {LATER}"})
    cut(office, first, second, [wrong])
    rounds(office, third, first, second, third)
    (late,) = late_words.late_words(third)
    assert (late.whose, late.circle, late.label) == ("Ferrari, Giulia", "", "Annotazione di diario")
    assert [label for label, _ in late.lines()] == ["Testo"]
    kept = late_words.keep_as_note(third, late.id)
    assert late_words.late_words(third) == []
    (open_one,) = quick_notes.open_notes(third)
    assert (open_one.id, open_one.about) == (kept, late.root)
    assert LATER in open_one.text
    with pytest.raises(NotFound):
        late_words.keep_as_note(third, late.id)
    rounds(office, third, first, second)
    assert not holds(first.profile, LATER)
    sound(third)


def test_late_words_of_a_record_made_reserved_go_beside_it(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    told = note(first, person, "Prima.")
    rounds(office, first, second)
    third = office.enrol(first, name="three")
    rounds(office, third, first, second)
    records.change(third, told, {"text": f"Prima, poi {LATER}."})
    made = reserving.reserve(first, [told], number="7", reason="Tutela", to=second.identity.operator)
    working = next(group for group, name in group_names(first).items() if name == WORKING)
    granting.grant(first, person, working, circle="reserved")
    rounds(office, first, second)
    cutting.confirm(second, made.proposal.id)
    rounds(office, second, first, third)
    assert records.show(third, told).circle == "reserved"
    (late,) = late_words.late_words(third)
    assert late.circle == "reserved"
    kept = late_words.keep_as_note(third, late.id)
    assert late_words.late_words(third) == []
    shown = records.show(third, kept)
    assert (shown.type.name, shown.circle, shown.root) == ("diary_entry", "reserved", person)
    assert LATER in shown.values["text"]
    rounds(office, third, first)
    assert LATER in fold_of(first, kept)["text"]
