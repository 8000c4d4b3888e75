# SPDX-License-Identifier: EUPL-1.2
"""Erasure by law and the move into a reserved part, on screen: asked, confirmed, refused, proposed again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.opened import PASSPHRASE, add, giulia
from tests.ui.served import context_with, rest
from tests.ui.staged import NARROW, Stage, cut_sideways, stray_windows, unnamed
from tests.unit.desk.exchange.cutters import LATER, SECRET, cut, note, rounds
from tests.unit.desk.exchange.office import Office, office_in, pair
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import NotFound
from welfaredesk.base.ids import SeededIds
from welfaredesk.base.text import tr
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import cutting, founding, quick_notes, records
from welfaredesk.desk.copied import SOMEBODY
from welfaredesk.desk.founding import FirstStart
from welfaredesk.desk.lists import operator_names
from welfaredesk.desk.session import Session, open_session
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.cut_cards import AgainCard, LateCard, LeftCard, ProposalCard
from welfaredesk.ui.screens.people import People
from welfaredesk.ui.screens.people_cuts import CutsPart
from welfaredesk.ui.screens.people_part import CUTS
from welfaredesk.ui.screens.quick_notes import QuickNotes
from welfaredesk.ui.screens.record_form import RecordForm
from welfaredesk.ui.screens.today import Today
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName


@dataclass
class Two:
    """A responsabile and an operator of one ente, a cartella that both read, and a page of one of them."""

    office: Office
    first: Session
    second: Session
    person: str
    qtbot: QtBot

    def bring(self, *sessions: Session) -> None:
        rounds(self.office, *(sessions or (self.first, self.second, self.first)))

    def stage(self, session: Session) -> Stage:
        context = context_with(session, lambda _session: self.office.line)
        rest(self.qtbot, context)
        return Stage(self.qtbot, context)

    def part(self, stage: Stage) -> CutsPart:
        """Return the part of the cuts, on its page."""
        page = People(stage.context)
        page.come_back({"part": CUTS})
        stage.put(page)
        part = page.part(CUTS)
        assert isinstance(part, CutsPart)
        settled(stage)
        return part


def settled(stage: Stage) -> None:
    """Wait until the desk and the line rest."""
    rest(stage.qtbot, stage.context)
    stage.rest()
    rest(stage.qtbot, stage.context)


def close(context: Context) -> None:
    context.exchanging.stop()
    context.tasks.close()


@pytest.fixture
def two(qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: FixedClock) -> Iterator[Two]:
    style.apply(qapp, ThemeName.LIGHT)
    with office_in(tmp_path, clock=clock) as office:
        yield Two(office, *pair(office), qtbot)


def gone(session: Session, record: str) -> bool:
    """Tell whether a record is not here any more."""
    try:
        records.show(session, record)
    except NotFound:
        return True
    return False


def test_an_erasure_is_asked_from_the_entry(two: Two) -> None:
    wrong = note(two.first, two.person, f"Una cosa {SECRET}.")
    two.bring()
    stage = two.stage(two.second)
    page = CartellaPage(stage.context)
    page.come_back({"person": two.person})
    stage.put(page)
    page.layers.read(wrong)
    settled(stage)
    shown = records.show(two.second, wrong)
    more = page.layers._more(shown)
    assert more.labels() == ["Rendi riservata…", "Cancella per legge…"]
    page.layers.asking.ask(shown, reserve=False)
    settled(stage)
    form = page.layers.asking.form
    assert form is not None
    assert form.to.text() == "Chi coordina"
    form.button.click()
    settled(stage)
    assert "Mancano il numero" in form.trouble.words.text()
    form.number.setText("12/2026")
    form.reason.setText("Provvedimento del Garante")
    form.button.click()
    settled(stage)
    assert page.layers.asking.sheet is None
    assert "aspetta la conferma" in stage.notices[-1][0]
    (made,) = cutting.proposals(two.second)
    assert (made.state, made.number, made.reason) == ("waiting", "12/2026", "Provvedimento del Garante")
    close(stage.context)


def test_the_second_person_is_told_in_oggi_and_confirms(two: Two) -> None:
    wrong = note(two.first, two.person, f"Una cosa {SECRET}.")
    two.bring()
    cutting.propose(two.second, [wrong], number="12/2026", reason="Provvedimento del Garante")
    two.bring(two.second, two.first)
    other = two.stage(two.first)
    today = Today(other.context)
    other.put(today)
    settled(other)
    assert today.board is not None
    assert today.board.letters.count == 1
    assert any("cancellare per legge: 1 scheda" in row.words.accessibleName() for row in today.mend.rows)
    part = two.part(other)
    (card,) = part.cards.values()
    assert isinstance(card, ProposalCard)
    card.confirm_button.click()
    assert not card.sure.isHidden()
    assert card.sure.leave.hasFocus()
    card.sure.button.click()
    settled(other)
    settled(other)
    two.bring()
    assert gone(two.first, wrong)
    assert gone(two.second, wrong)
    assert part.found is not None
    part.ask()
    settled(other)
    assert [one.state for one in part.found.others] == ["cut"]
    assert part.found.count == 0
    close(other.context)


def test_a_no_is_told_with_its_word(two: Two) -> None:
    wrong = note(two.first, two.person, SECRET)
    two.bring()
    cutting.propose(two.second, [wrong], number="1", reason="Richiesta")
    two.bring(two.second, two.first)
    stage = two.stage(two.first)
    part = two.part(stage)
    (card,) = part.cards.values()
    assert isinstance(card, ProposalCard)
    card.refuse_button.click()
    assert card.word.hasFocus()
    card.refusal.leave.click()
    assert card.refusal.isHidden()
    assert card.refuse_button.hasFocus()
    card.refuse_button.click()
    card.word.setText("Manca il parere")
    card.refusal.button.click()
    settled(stage)
    assert part.found is not None
    assert [(one.state, one.word) for one in part.found.others] == [("refused", "Manca il parere")]
    close(stage.context)
    two.bring(two.second)
    assert cutting.proposals(two.second)[0].word == "Manca il parere"
    assert not gone(two.second, wrong)


def test_what_others_overtook_is_proposed_again(two: Two) -> None:
    wrong = note(two.first, two.person, SECRET)
    two.bring()
    cutting.propose(two.second, [wrong], number="1", reason="Richiesta")
    records.change(two.first, wrong, {"text": LATER})
    two.bring(two.second, two.first, two.second)
    stage = two.stage(two.second)
    part = two.part(stage)
    (card,) = part.cards.values()
    assert isinstance(card, AgainCard)
    card.again_button.click()
    settled(stage)
    assert part.found is not None
    assert sorted(one.state for one in part.found.others) == ["refused", "waiting"]
    part.withdraw(next(one.id for one in part.found.others if one.state == "waiting"))
    settled(stage)
    assert [one.state for one in part.found.others] == ["refused", "refused"]
    close(stage.context)


def test_late_words_are_kept_or_thrown_away_by_their_author(two: Two) -> None:
    wrong, again = note(two.first, two.person, SECRET), note(two.first, two.person, SECRET)
    two.bring()
    third = two.office.enrol(two.first, name="three")
    two.bring(third, two.first, two.second)
    records.change(third, wrong, {"text": f"{SECRET} e {LATER}"})
    records.change(third, again, {"text": f"{SECRET} e ancora"})
    cut(two.office, two.first, two.second, [wrong, again])
    two.bring(third, two.first, third)
    stage = two.stage(third)
    today = Today(stage.context)
    stage.put(today)
    settled(stage)
    assert today.board is not None
    assert today.board.letters.late == 2
    part = two.part(stage)
    cards = [card for card in part.cards.values() if isinstance(card, LateCard)]
    keep, drop = (cards[0], cards[1]) if LATER in _said(cards[0]) else (cards[1], cards[0])
    assert LATER in _said(keep)
    assert keep.keep_button.label() == "Tieni come appunto"
    keep.keep_button.click()
    settled(stage)
    (kept,) = quick_notes.open_notes(third)
    assert LATER in kept.text
    (drop,) = (card for card in part.cards.values() if isinstance(card, LateCard))
    drop.drop_button.click()
    drop.sure.button.click()
    settled(stage)
    assert part.found is not None
    assert part.found.late == ()
    close(stage.context)
    other = two.stage(two.first)
    part = two.part(other)
    left = [card for card in part.cards.values() if isinstance(card, LeftCard)]
    assert [card.number.text() for card in left] == ["12/2026", "12/2026"]
    left[0].again_button.click()
    settled(other)
    assert part.found is not None
    assert [one.state for one in part.found.others if one.state == "waiting"] == ["waiting"]
    close(other.context)


def _said(card: LateCard) -> str:
    return " ".join(label.text() for label in card.findChildren(type(card.title)))


@pytest.mark.qt_log_ignore("does not support")
def test_made_reserved_and_who_had_it_is_said_before(two: Two) -> None:
    told = note(two.first, two.person, SECRET)
    two.bring()
    stage = two.stage(two.second)
    page = RecordForm(stage.context)
    stage.put(page)
    page.come_back({"record": told})
    settled(stage)
    assert page.more.labels() == ["Rendi riservata…", "Cancella per legge…"]
    page.more.open_list()
    assert page.more.card is not None
    page.more.card.findChildren(Button)[0].click()
    settled(stage)
    form = page.asking.form
    assert form is not None
    assert len(form.found.had_it) == 2
    assert " · ".join(form.found.had_it) in [label.text() for label in form.findChildren(type(page.title))]
    form.number.setText("7")
    form.reason.setText("Tutela")
    form.button.click()
    settled(stage)
    assert "Copiata nella parte riservata" in stage.notices[-1][0]
    assert page.place() == {"record": told}
    (made,) = cutting.proposals(two.second)
    assert (made.circle, made.state) == ("reserved", "waiting")
    names = operator_names(two.second)
    first, second = (names.get(one.identity.operator, tr(SOMEBODY)) for one in (two.first, two.second))
    history = page.show_history()
    assert history is not None
    settled(stage)
    said = [label.text() for step in history.timelines["text"].steps() for label in step.findChildren(PlainLabel)]
    assert any(one.startswith(first) and f"reso riservato da {second} oggi" in one for one in said)
    close(stage.context)


def test_the_person_goes_with_all_of_the_cartella(context: Context, qtbot: QtBot) -> None:
    person = giulia(context.session)
    note(context.session, person, SECRET)
    stage = Stage(qtbot, context)
    page = RecordForm(context)
    stage.put(page)
    page.come_back({"record": person})
    stage.rest()
    assert page.more.labels() == ["Cancella per legge tutta la cartella…"]
    assert page.shown_record is not None
    page.asking.ask(page.shown_record, reserve=False)
    stage.rest()
    form = page.asking.form
    assert form is not None
    assert form.found.whole
    assert form.found.count == 4
    form.number.setText("7")
    form.reason.setText("Richiesta")
    form.button.click()
    stage.rest()
    assert "33" in form.sheets[0].field.problem.words.text()
    assert form.sheets[0].editor.hasFocus()
    assert not gone(context.session, person)


def test_with_its_sheet_an_ente_of_one_desk_erases_at_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: FixedClock
) -> None:
    style.apply(qapp, ThemeName.LIGHT)
    ids = SeededIds(7, clock)
    drawn, other = founding.draw(ids, alone=True), founding.draw(ids, alone=True)
    start = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE, alone=True)
    founding.found(tmp_path / "alone", start, clock=clock, ids=ids, cost=TEST_COST, drawn=drawn)
    session = open_session(tmp_path / "alone", PASSPHRASE, clock=clock, ids=ids)
    person = giulia(session)
    told = note(session, person, SECRET)
    context = context_with(session, lambda _session: None)
    stage = Stage(qtbot, context)
    page = RecordForm(context)
    stage.put(page)
    page.come_back({"record": told})
    stage.rest()
    assert page.shown_record is not None
    page.asking.ask(page.shown_record, reserve=False)
    stage.rest()
    form = page.asking.form
    assert form is not None
    assert (len(form.sheets), form.button.label()) == (1, "Cancella per sempre")
    form.number.setText("7")
    form.reason.setText("Richiesta")
    for share, erased in ((other.shares[0], False), (drawn.shares[0], True)):
        form.sheets[0].editor.setPlainText(share)
        form.button.click()
        stage.rest()
        assert gone(session, told) is erased
    assert stage.went[-1] == ("cartella", person)
    close(context)
    session.close()


def test_a_note_of_ones_own_goes_after_one_question_in_place(qtbot: QtBot, context: Context) -> None:
    session = context.session
    mine, other = add(session, "quick_note", text=SECRET), add(session, "quick_note", text=LATER)
    quick_notes.destroy_note(session, other)
    stage = Stage(qtbot, context)
    page = QuickNotes(context)
    stage.put(page)
    card = page.cards[mine]
    card.erase_button.click()
    assert not card.sure.isHidden()
    assert card.sure.leave.hasFocus()
    QTest.keyClick(card.sure.leave, Qt.Key.Key_Escape)
    assert card.sure.isHidden()
    card.erase_button.click()
    card.sure.button.click()
    stage.rest()
    assert gone(session, mine)
    assert page.cards == {}
    assert "1 appunto" in page.away.words.text()
    page.away.erase_button.click()
    page.away.sure.button.click()
    stage.rest()
    assert gone(session, other)
    assert page.away.isHidden()
    assert quick_notes.put_away(session) == []


def test_the_pages_hold_at_twice_the_size(two: Two) -> None:
    wrong = note(two.first, two.person, SECRET)
    two.bring()
    cutting.propose(two.second, [wrong], number="1", reason="Richiesta")
    two.bring(two.second, two.first)
    stage = two.stage(two.first)
    stage.window.resize(*NARROW)
    part = two.part(stage)
    (card,) = part.cards.values()
    assert isinstance(card, ProposalCard)
    card.confirm_button.click()
    settled(stage)
    assert cut_sideways(part) == []
    assert unnamed(part) == []
    assert stray_windows(stage.window) == []
    close(stage.context)
