# SPDX-License-Identifier: EUPL-1.2
"""Da decidere: a card at a time, decided by the keys 1 2 3, undone for some seconds, never repainted on its own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests import colleague
from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, stray_windows, unnamed
from welfaredesk.desk import clashes, lists, reading, records
from welfaredesk.domain.entry import EntryKind, Operation, Put, PutText
from welfaredesk.domain.fold import RETIRED
from welfaredesk.domain.settling import Keep
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.marked_text import Mark, MarkedText, Stretch
from welfaredesk.ui.screens.to_decide import ALL_DONE, CHANGED_AGAIN, NOTHING, OF_OTHERS, ToDecide
from welfaredesk.ui.screens.to_decide_words import LEFT_OUT, marks, shortened

BASE, HIS, MINE = "La madre lavora a Viadana.", "La madre ha perso il lavoro.", "La madre lavora a Gussola."


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def page(stage: Stage) -> ToDecide:
    """Return the page, not yet on the screen: what is to be decided is made first."""
    made = ToDecide(stage.context)
    stage.context.tasks.touched.connect(made.touched)
    return made


def clash(stage: Stage, record: str, theirs: dict[str, Operation], **mine: object) -> None:
    """Let a colleague and this desk change a record without seeing each other."""
    session = stage.context.session
    token = records.show(session, record).entry
    colleague.saves(session, record, theirs, who=_anna(stage))
    records.change(session, record, mine, seen=token)


def _anna(stage: Stage) -> str:
    """Return the colleague who stands in the list of operators, made at the first call."""
    session = stage.context.session
    names = {name: operator for operator, name in lists.operator_names(session).items()}
    return names.get("Galli, Anna") or colleague.operator(session, "Galli", "Anna")


def notes(stage: Stage, count: int) -> list[str]:
    """Return notes whose text is to be decided."""
    session = stage.context.session
    person = giulia(session)
    made = [add(session, "diary_entry", person=person, text=f"Nota {number}. {BASE}") for number in range(count)]
    for number, note in enumerate(made):
        theirs: dict[str, Operation] = {"text": PutText(f"Nota {number}. {HIS}")}
        clash(stage, note, theirs, text=f"Nota {number}. {MINE}")
    return made


def words_of(page: ToDecide, side: int) -> MarkedText:
    """Return the words in one of the three columns."""
    assert page.card is not None
    found = page.card.sides[side].findChild(MarkedText)
    assert found is not None
    return found


def press(stage: Stage, page: QWidget, key: str) -> None:
    QTest.keyClicks(page, key)
    stage.rest()


def text(stage: Stage, record: str) -> str:
    return str(records.show(stage.context.session, record).values["text"])


def test_a_card_says_who_what_and_marks_the_words(stage: Stage, page: ToDecide) -> None:
    notes(stage, 1)
    stage.put(page)
    card = page.card
    assert card is not None
    assert card.sentence.text() == "Mentre eri fuori, Galli Anna ha cambiato «Testo»."
    assert card.about.label() == "Ferrari, Giulia"
    before, his, mine = (words_of(page, side) for side in range(3))
    assert (his.text(), mine.text()) == (f"Nota 0. {HIS}", f"Nota 0. {MINE}")
    assert his.marked(Mark.NEW) == ["ha perso il lavoro."]
    assert mine.marked(Mark.NEW) == ["Gussola."]
    assert before.marked(Mark.GONE) == ["lavora a Viadana."]
    assert page.head.said.text() == "1 di 1"
    assert [button.label() for button in page.buttons.values()] == ["Tieni il suo", "Tieni il tuo", "Tieni entrambi"]
    assert not unnamed(page)
    assert not stray_windows(stage.window)


def test_what_is_shown_was_first_written_in_the_log_of_readings(stage: Stage, page: ToDecide) -> None:
    made = notes(stage, 2)
    stage.put(page)
    read = {line["record"] for line in reading.lines(stage.context.session) if line["act"] == "open"}
    assert page.current is not None
    assert page.current.line.record in read
    assert len(read & set(made)) == 1


def test_ten_are_decided_with_ten_keys(stage: Stage, page: ToDecide) -> None:
    made = notes(stage, 10)
    stage.put(page)
    order = []
    for number in range(10):
        assert page.current is not None
        assert page.head.said.text() == f"{number + 1} di 10"
        order.append(page.current.line.record)
        press(stage, page, "123"[number % 3])
    assert page.empty.words.text() == ALL_DONE
    page.before_lock()
    assert sorted(order) == sorted(made)
    assert not clashes.waiting(stage.context.session)
    kept = [text(stage, note) for note in order]
    assert all(words.endswith(HIS) for words in kept[0::3])
    assert all(words.endswith(MINE) for words in kept[1::3])
    assert all(HIS in words and MINE in words for words in kept[2::3])


def test_the_last_choice_can_be_undone_and_writes_nothing(stage: Stage, page: ToDecide) -> None:
    notes(stage, 2)
    stage.put(page)
    first = page.current
    press(stage, page, "2")
    assert page.current != first
    assert page.undo_bar.isVisible()
    assert len(clashes.waiting(stage.context.session)) == 2
    QTest.keySequence(page, "Ctrl+Z")
    stage.rest()
    assert page.current == first
    assert not page.undo_bar.isVisible()
    assert page.head.said.text() == "1 di 2"
    assert len(clashes.waiting(stage.context.session)) == 2


def test_after_some_seconds_the_choice_is_written(stage: Stage, page: ToDecide) -> None:
    (note,) = notes(stage, 1)
    page.timer.setInterval(0)
    stage.put(page)
    press(stage, page, "2")
    stage.qtbot.waitUntil(lambda: not clashes.waiting(stage.context.session))
    stage.rest()
    assert text(stage, note).endswith(MINE)
    assert not page.undo_bar.isVisible()
    assert page.empty.isVisible()
    page.take_back()
    stage.rest()
    assert page.card is None


def test_both_are_not_offered_where_one_value_is_right(stage: Stage, page: ToDecide) -> None:
    person = giulia(stage.context.session)
    clash(stage, person, {"comune": Put("Viadana")}, comune="Casalmaggiore")
    stage.put(page)
    assert not page.buttons[Keep.BOTH].isVisible()
    press(stage, page, "3")
    assert page.current is not None


def test_later_puts_a_card_at_the_end(stage: Stage, page: ToDecide) -> None:
    notes(stage, 2)
    stage.put(page)
    first = page.current
    QTest.keyClick(page, Qt.Key.Key_Right)
    stage.rest()
    assert page.current != first
    QTest.keyClick(page, Qt.Key.Key_Right)
    stage.rest()
    assert page.current == first


def test_a_card_is_not_repainted_by_an_exchange_but_a_changed_one_is(stage: Stage, page: ToDecide) -> None:
    session = stage.context.session
    made = notes(stage, 2)
    stage.put(page)
    card, current = page.card, page.current
    assert current is not None
    other = next(note for note in made if note != current.line.record)
    clash(stage, other, {"where": Put("A casa")}, where="In ufficio")
    stage.rest()
    assert page.card is card
    assert page.head.said.text() == "1 di 3"
    seen = colleague.seen_here(session, current.line.record)
    only = {colleague.DESK: seen[colleague.DESK]}
    colleague.saves(session, current.line.record, {"text": PutText("Riscritta tutta.")}, seen=only)
    stage.rest()
    assert page.card is not card


def test_nothing_is_decided_on_what_changed_meanwhile(stage: Stage, page: ToDecide) -> None:
    session = stage.context.session
    (note,) = notes(stage, 1)
    stage.put(page)
    press(stage, page, "2")
    only = {colleague.DESK: colleague.seen_here(session, note)[colleague.DESK]}
    colleague.saves(session, note, {"text": PutText("Riscritta tutta.")}, seen=only, tell=False)
    page.timer.timeout.emit()
    stage.rest()
    assert stage.notices[-1][0] == CHANGED_AGAIN
    assert page.current is not None
    assert page.current.line.theirs == "Riscritta tutta."
    assert text(stage, note) == "Riscritta tutta."


def test_what_was_written_in_a_hidden_record_becomes_a_note(stage: Stage, page: ToDecide) -> None:
    session = stage.context.session
    note = add(session, "diary_entry", person=giulia(session), text="Visita di controllo.")
    token = records.show(session, note).entry
    colleague.saves(session, note, {RETIRED: Put("doppia")}, kind=EntryKind.RETIRE, who=_anna(stage))
    records.change(session, note, {"text": "Visita alle 11.", "where": "A casa"}, seen=token)
    stage.put(page)
    assert page.card is not None
    assert page.head.said.text() == "1 di 1"
    assert "ha nascosto la scheda" in page.card.sentence.text()
    assert page.buttons[Keep.BOTH].label() == "Nota di rettifica"
    press(stage, page, "3")
    page.before_lock()
    assert not clashes.waiting(session)


def test_what_others_are_asked_is_seen_with_all(stage: Stage, page: ToDecide) -> None:
    session = stage.context.session
    person = giulia(session)
    anna = _anna(stage)
    case = records.show(session, person)
    seen = colleague.seen_here(session, person)
    records.change(session, case.id, {"comune": "Casalmaggiore"})
    for row in lists.of_root(session, "case_file", person):
        records.change(session, str(row["_id"]), {"responsible_social_worker": None})
    for row in lists.of_root(session, "care_episode", person):
        records.retire(session, str(row["_id"]), "Aperta per errore")
    colleague.saves(session, person, {"comune": Put("Viadana")}, seen=seen, who=anna)
    stage.put(page)
    assert page.empty.words.text() == OF_OTHERS
    page.which.chip("all").click()
    stage.rest()
    assert page.card is not None
    assert page.card.sentence.text() == "Galli Anna ha cambiato «Comune» senza vedere quello che avevi scritto tu."
    assert [button.label() for button in page.buttons.values() if button.isVisible()] == [
        "Tieni il tuo",
        "Tieni il suo",
    ]


def test_where_acts_alone_write_only_what_stands_is_offered(stage: Stage, page: ToDecide) -> None:
    session = stage.context.session
    (row,) = lists.of_root(session, "care_episode", giulia(session))
    episode = str(row["_id"])
    seen = colleague.seen_here(session, episode)
    colleague.saves(session, episode, {"status": Put("closed")}, seen=seen, who=_anna(stage))
    stage.put(page)
    page.which.chip("all").click()
    stage.rest()
    assert page.card is not None
    assert page.card.sentence.text() == (
        "«Stato» lo cambia solo un'azione della scheda: quello che ha salvato Galli Anna non vale."
    )
    assert [button.label() for button in page.buttons.values() if button.isVisible()] == ["Lascia com'è"]
    press(stage, page, "1")
    page.before_lock()
    assert not clashes.waiting(session)
    assert records.show(session, episode).values["status"] == "in_care"


def test_an_empty_page_says_what_comes_here(stage: Stage, page: ToDecide) -> None:
    stage.put(page)
    assert page.empty.words.text() == NOTHING
    assert not page.foot.isVisible()
    press(stage, page, "1")
    assert page.card is None


def test_nothing_is_cut_in_a_narrow_window(stage: Stage, page: ToDecide) -> None:
    notes(stage, 1)
    stage.window.resize(*NARROW)
    stage.put(page)
    assert not cut_sideways(page)
    press(stage, page, "1")
    assert not cut_sideways(page)


def test_the_card_opens_its_record(stage: Stage, page: ToDecide) -> None:
    (note,) = notes(stage, 1)
    stage.put(page)
    assert page.card is not None
    page.card.about.click()
    assert stage.went == [("record", note)]


def test_long_untouched_words_are_left_out_until_asked(stage: Stage, page: ToDecide) -> None:
    session = stage.context.session
    long = " ".join(f"Frase {number} della relazione." for number in range(60))
    note = add(session, "diary_entry", person=giulia(session), text=long)
    theirs: dict[str, Operation] = {"text": PutText(long.replace("Frase 30", "Frase trenta"))}
    clash(stage, note, theirs, text=long.replace("Frase 30", "Frase 30bis"))
    stage.put(page)
    assert page.card is not None
    assert LEFT_OUT in words_of(page, 2).text()
    page.card.whole.click()
    stage.rest()
    assert words_of(page, 2).text() == long.replace("Frase 30", "Frase 30bis")
    assert not page.card.whole.isVisible()


def test_marks_without_a_before_tell_the_two_apart() -> None:
    before, his, mine = marks("", "Rossi Maria", mine="Rossi Anna")
    assert before == ()
    assert [one.text for one in his if one.mark is Mark.NEW] == ["Maria"]
    assert [one.text for one in mine if one.mark is Mark.NEW] == ["Anna"]


def test_a_short_text_is_left_whole() -> None:
    words = (Stretch("Poche parole "), Stretch("nuove", Mark.NEW))
    assert shortened(words) == words
