# SPDX-License-Identifier: EUPL-1.2
"""Segnalazioni: what waits on top, the sheet of a new one, the answer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from welfaredesk.desk import reading, records, referrals
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import Put
from welfaredesk.store import records as rows
from welfaredesk.store.records import FolderChange
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.choices import ChoiceEditor
from welfaredesk.ui.screens.referral_sheet import MISSING_WHO
from welfaredesk.ui.screens.referrals import MISSING, NO_OPEN, SAVED, SAVED_OPEN, Referrals


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def urgent(stage: Stage) -> str:
    add(stage.context.session, "referral", received_on="2026-10-01", source="neighbour", subject="Anziano solo")
    return add(
        stage.context.session,
        "referral",
        received_on="2026-10-08",
        source="school",
        subject="Bambina",
        urgency="urgent",
    )


@pytest.fixture
def page(stage: Stage) -> Referrals:
    made = Referrals(stage.context)
    stage.put(made)
    return made


def without_a_state(session: Session, **said: str) -> None:
    """Write a referral as a program did that left its state unsaid, beside an answered one of now."""
    other = add(session, "referral", **said | {"subject": "Accanto"}, answered_on="2026-10-09")
    beside = rows.standing(session.vault.read(), other)
    assert beside is not None
    part = FolderChange(
        folder=beside.circles["ordinary"],
        circle="ordinary",
        changes={name: Put(value) for name, value in said.items()},
        seen={},
    )
    session.vault.write(
        lambda database: rows.write(
            database,
            records.type_named("referral"),
            session.ids.new(),
            root=beside.root,
            parts=[part],
            author=session.author(),
            save=session.ids.new(),
            ids=session.ids,
        )
    )


def test_an_empty_register_offers_a_new_one(page: Referrals) -> None:
    assert page.page.empty.isVisible()
    page.page.empty.action.click()
    assert page.sheet is not None
    assert page.sheet.isVisible()
    assert page.count() is None


def test_what_waits_is_counted_and_said_in_days(urgent: str, page: Referrals) -> None:
    assert page.count() == 2
    assert page.table.current_id() == urgent
    assert page.table.model().index(0, 2).data() == "Senza risposta da 11 giorni"


def test_showing_a_referral_is_logged_before_its_page(stage: Stage, urgent: str, page: Referrals) -> None:
    assert page.detail.title.text() == "Bambina"
    assert [line["act"] for line in reading.lines(stage.context.session, record=urgent)] == ["open"]


def test_an_answer_takes_it_off_what_waits(stage: Stage, urgent: str, page: Referrals) -> None:
    page.editors["answered_on"].set_value("2026-10-19")
    page.editors["outcome"].set_value("guidance")
    prose = page.editors["answer"].control
    assert isinstance(prose, QPlainTextEdit)
    prose.setFocus()
    prose.setPlainText("Sentita la famiglia")
    QTest.keyClick(prose, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.rest()
    assert records.show(stage.context.session, urgent).values["answer"] == "Sentita la famiglia"
    assert page.count() == 1
    assert page.table.current_id() != urgent
    page.which.chip("all").click()
    stage.rest()
    assert page.table.model().rowCount() == 2


def test_an_answer_to_what_nobody_accepted_leaves_it_open_and_says_what_is_missing(
    stage: Stage, urgent: str, page: Referrals
) -> None:
    assert "Manca: chi l'accetti, il primo contatto, l'esito." in page.path.words.text()
    page.editors["answered_on"].set_value("2026-10-19")
    page.editors["outcome"].set_value("guidance")
    page.save_answer()
    stage.rest()
    assert stage.notices[-1][0] == SAVED_OPEN
    assert page.count() == 1
    page.which.chip("open").click()
    stage.rest()
    assert page.table.current_id() == urgent
    assert page.table.model().index(0, 2).data() == "Informazione e orientamento"
    assert page.path.words.text() == "Manca: chi l'accetti, la conclusione."
    page.which.chip("all").click()
    stage.rest()
    told = {page.table.model().index(row, 2).data() for row in range(page.table.model().rowCount())}
    assert "Da concludere: Informazione e orientamento" in told
    page.which.chip("open").click()
    stage.rest()
    page.path.start("conclude")
    assert page.path.form is not None
    page.path.form.do()
    stage.rest()
    page.touched(frozenset())
    stage.rest()
    assert page.table.model().rowCount() == 0
    assert page.page.empty.words.text() == NO_OPEN
    page.which.chip("all").click()
    stage.rest()
    page.table.selectRow(0)
    stage.rest()
    assert page.table.current_id() == urgent
    assert page.table.model().index(0, 2).data() == "Informazione e orientamento"
    assert page.path.words.text() == ""


def test_an_answer_concludes_what_was_written_without_a_state_and_says_no_other(stage: Stage, page: Referrals) -> None:
    without_a_state(stage.context.session, received_on="2026-10-08", source="school", subject="Bambina")
    page.shown()
    stage.rest()
    page.editors["answered_on"].set_value("2026-10-19")
    page.editors["outcome"].set_value("guidance")
    page.save_answer()
    stage.rest()
    assert stage.notices[-1][0] == SAVED
    assert [line.who for line in referrals.to_conclude(stage.context.session)] == ["Accanto"]


def test_an_answer_without_its_day_is_not_saved(stage: Stage, urgent: str, page: Referrals) -> None:
    page.editors["outcome"].set_value("guidance")
    page.save_answer()
    stage.rest()
    assert page.boxes["answered_on"].problem.words.text() == MISSING
    assert page.count() == 2


def test_an_answer_with_an_outcome_that_is_no_entry_is_not_saved_without_it(
    stage: Stage, urgent: str, page: Referrals
) -> None:
    page.editors["answered_on"].set_value("2026-10-19")
    outcome = page.editors["outcome"]
    assert isinstance(outcome, ChoiceEditor)
    QTest.keyClicks(outcome.picker, "parlato con la zia")
    add(stage.context.session, "referral", received_on="2026-10-19", source="police", subject="Altro")
    page.touched(frozenset())
    stage.rest()
    page.save_answer()
    stage.rest()
    assert "«parlato con la zia»" in page.boxes["outcome"].problem.words.text()
    assert outcome.picker.text() == "parlato con la zia"
    assert page.count() == 3


def test_an_answer_half_written_survives_a_save_elsewhere(stage: Stage, urgent: str, page: Referrals) -> None:
    page.table.selectRow(1)
    stage.rest()
    chosen = page.table.current_id()
    page.editors["answer"].set_value("Ho chiamato")
    add(stage.context.session, "referral", received_on="2026-10-19", source="police", subject="Altro")
    page.touched(frozenset())
    stage.rest()
    assert page.table.current_id() == chosen != urgent
    assert page.editors["answer"].value() == "Ho chiamato"


def test_an_answer_half_written_is_there_after_another_row_and_after_a_lock(
    stage: Stage, urgent: str, page: Referrals
) -> None:
    prose = page.editors["answer"].control
    assert isinstance(prose, QPlainTextEdit)
    prose.setPlainText("Ho chiamato, richiamo")
    page.table.selectRow(1)
    stage.rest()
    assert page.editors["answer"].value() is None
    page.table.selectRow(0)
    stage.rest()
    assert page.editors["answer"].value() == "Ho chiamato, richiamo"
    prose.setPlainText("Ho chiamato, richiamo lunedì")
    page.before_lock()
    again = Referrals(stage.context)
    stage.put(again)
    assert again.editors["answer"].value() == "Ho chiamato, richiamo lunedì"


@pytest.mark.parametrize("answered", [False, True])
def test_an_answer_half_written_is_there_after_a_look_at_another_list(
    stage: Stage, urgent: str, page: Referrals, answered: bool
) -> None:
    if answered:
        other = add(stage.context.session, "referral", received_on="2026-10-02", source="police", subject="Altro")
        records.change(stage.context.session, other, {"answered_on": "2026-10-16", "outcome": "guidance"})
    prose = page.editors["answer"].control
    assert isinstance(prose, QPlainTextEdit)
    prose.setPlainText("Ho chiamato, richiamo")
    page.which.chip("open").click()
    stage.rest()
    assert page.table.model().rowCount() == int(answered)
    page.which.chip("waiting").click()
    stage.rest()
    assert page.table.current_id() == urgent
    assert page.editors["answer"].value() == "Ho chiamato, richiamo"


def test_a_new_referral_needs_a_source_and_somebody(stage: Stage, page: Referrals) -> None:
    page.start()
    sheet = page.sheet
    assert sheet is not None
    sheet.save()
    stage.rest()
    assert sheet.boxes["subject"].problem.words.text() == MISSING_WHO
    assert not referrals.all_referrals(stage.context.session)
    sheet.editors["source"].set_value("police")
    sheet.editors["subject"].set_value("Nucleo in via Po")
    sheet.urgency.choose("emergency")
    sheet.save()
    stage.rest()
    [line] = referrals.all_referrals(stage.context.session)
    assert (line.who, line.urgency, line.number) == ("Nucleo in via Po", "emergency", "2026/AA-1")
    assert sheet.isHidden()


def test_kinds_of_violence_are_asked_where_they_matter(page: Referrals) -> None:
    page.start()
    assert page.sheet is not None
    assert not page.sheet.boxes["violence"].isVisible()
    page.sheet.editors["vulnerabilities"].set_value(["violence"])
    page.sheet.editors["vulnerabilities"].changed.emit()
    assert page.sheet.boxes["violence"].isVisible()


def test_somebody_here_is_picked_and_the_name_is_no_longer_asked(stage: Stage, page: Referrals) -> None:
    person = giulia(stage.context.session)
    page.start()
    sheet = page.sheet
    assert sheet is not None
    sheet.editors["person"].control.setFocus()
    QTest.keyClicks(sheet.editors["person"].control, "ferr")
    QTest.keyClick(sheet.editors["person"].control, Qt.Key.Key_Return)
    assert sheet.editors["person"].value() == {"id": person}
    assert not sheet.boxes["subject"].isVisible()


def test_a_half_written_referral_comes_back(stage: Stage, page: Referrals) -> None:
    page.start()
    stage.rest()
    assert page.sheet is not None
    page.sheet.editors["subject"].set_value("Metà")
    page.sheet.keeper.touch()
    page.before_lock()
    again = Referrals(stage.context)
    stage.put(again)
    assert again.half.isVisible()
    again.half.action.click()
    stage.rest()
    assert again.sheet is not None
    assert again.sheet.values()["subject"] == "Metà"


def test_nothing_is_cut_at_200_per_cent(stage: Stage, urgent: str, page: Referrals) -> None:
    stage.window.resize(*NARROW)
    stage.qtbot.waitUntil(lambda: not page.page.beside.wide and not cut_sideways(page))
    page.start()
    sheet = page.sheet
    assert sheet is not None
    stage.qtbot.waitUntil(lambda: not cut_sideways(sheet))
    assert not unnamed(sheet)


def test_a_first_contact_alone_leaves_what_was_written_without_a_state_open(stage: Stage, page: Referrals) -> None:
    without_a_state(stage.context.session, received_on="2026-10-08", source="school", subject="Bambina")
    page.shown()
    stage.rest()
    page.editors["answered_on"].set_value("2026-10-19")
    page.save_answer()
    stage.rest()
    assert stage.notices[-1][0] == SAVED_OPEN
    assert "Bambina" in [line.who for line in referrals.to_conclude(stage.context.session)]
