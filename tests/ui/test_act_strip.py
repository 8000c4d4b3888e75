# SPDX-License-Identifier: EUPL-1.2
"""The path as a strip: what it says, its acts by mouse and key, the form of an act, why the rest may not be done."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from welfaredesk.desk import acts, drafts, lists, records
from welfaredesk.desk.session import Session
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.chip import Chip
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.act_form import ActForm
from welfaredesk.ui.screens.act_strip import ActStrip
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.history import HistoryView
from welfaredesk.ui.screens.record_form import RecordForm
from welfaredesk.ui.screens.referrals import Referrals


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def session(session: Session) -> Session:
    giulia(session)
    return session


@pytest.fixture
def episode(session: Session) -> str:
    (row,) = records_of(session, "care_episode")
    return row


@pytest.fixture
def page(stage: Stage, episode: str) -> CartellaPage:
    made = CartellaPage(stage.context)
    made.come_back({"person": records.show(stage.context.session, episode).root})
    stage.put(made)
    return made


def records_of(session: Session, type_name: str) -> list[str]:
    """Return the ids of a type of the girl."""
    (person,) = lists.case_ids(session, "ferrari")
    return [str(row["_id"]) for row in lists.of_root(session, type_name, person)]


def words(strip: ActStrip) -> str:
    """Return all that a strip says in visible labels."""
    return " | ".join(one.text() for one in strip.findChildren(PlainLabel) if one.isVisible())


def form_of(strip: ActStrip) -> ActForm:
    """Return the form that is unfolded."""
    assert strip.form is not None
    return strip.form


def test_the_cartella_says_where_the_path_is_and_what_is_missing(page: CartellaPage) -> None:
    assert page.path.isVisible()
    assert "In carico dal 03/02/2025" in words(page.path)
    assert "Manca: il servizio, se è nuova o in continuità, il mandato." in words(page.path)
    assert not page.path.more.isVisible()


def test_what_may_not_be_done_says_why(stage: Stage, page: CartellaPage) -> None:
    page.path.toggle.click()
    stage.rest()
    assert set(page.path.buttons) == {"suspend", "name-case-manager", "close", "transfer", "hand-over"}
    assert "Riprendi: non è sospesa." in words(page.path)
    assert page.path.toggle.accessibleName() == "Nascondi le azioni"
    page.path.toggle.click()
    assert not page.path.more.isVisible()


def test_a_term_of_the_adi_says_its_day_its_length_and_its_source(
    stage: Stage, page: CartellaPage, episode: str
) -> None:
    records.change(stage.context.session, episode, {"pad_signed_on": "2026-10-01"})
    page.touched(frozenset({episode}))
    stage.rest()
    assert "Primo appuntamento ADI: entro il 29/01/2027 (120 giorni da: sottoscrizione del PAD)." in words(page.path)
    page.path.toggle.click()
    stage.rest()
    assert "Primo appuntamento ADI: D.M. 13 dicembre 2023, art. 9, comma 2" in words(page.path)
    assert "da verificare sul testo in vigore" in words(page.path)


def test_a_day_that_is_still_to_come_is_told_and_the_form_stays(stage: Stage, page: CartellaPage, episode: str) -> None:
    page.path.start("close")
    stage.rest()
    form = form_of(page.path)
    form.editors["closing_reason"].set_value("moved")
    form.editors["closed_on"].set_value("2062-10-19")
    form.do()
    stage.rest()
    assert "Chiusa il: È nel futuro, per l'orologio di questo PC" in form.banner.words.text()
    assert page.path.form is form
    assert records.show(stage.context.session, episode).values["status"] == "in_care"


def test_an_act_is_done_with_the_keyboard_alone(stage: Stage, page: CartellaPage, episode: str) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    stage.rest()
    form = form_of(page.path)
    reason = form.editors["suspension_reason"].control
    assert isinstance(reason, QLineEdit)
    assert reason.hasFocus()
    QTest.keyClicks(reason, "Ricovero")
    QTest.keyClick(reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.rest()
    assert records.show(stage.context.session, episode).values["status"] == "suspended"
    assert page.path.form is None
    assert "Sospesa dal 19/10/2026" in words(page.path)
    assert [text for text, _ in stage.notices] == ["Fatto: Sospendi"]
    page.touched(frozenset({episode}))
    stage.rest()
    assert any("Sospesa" in one.text() for one in page.header.findChildren(Chip))


def test_what_an_act_needs_is_said_beside_its_field(stage: Stage, page: CartellaPage, episode: str) -> None:
    page.path.start("close")
    stage.rest()
    form = form_of(page.path)
    form.do()
    stage.rest()
    assert form.boxes["closing_reason"].problem.words.text() == "Serve per «Chiudi la presa in carico»"
    assert records.show(stage.context.session, episode).values["status"] == "in_care"
    form.editors["closing_reason"].set_value("goals_reached")
    form.do()
    stage.rest()
    assert records.show(stage.context.session, episode).values["status"] == "closed"
    assert page.path.isVisible()
    assert set(page.path.buttons) == {"reopen"}


def test_a_form_that_is_left_comes_back_as_it_was(stage: Stage, page: CartellaPage, episode: str) -> None:
    page.path.start("suspend")
    stage.rest()
    reason = form_of(page.path).editors["suspension_reason"].control
    QTest.keyClicks(reason, "Ricov")
    QTest.keyClick(reason, Qt.Key.Key_Escape)
    stage.rest()
    assert page.path.form is None
    assert drafts.draft_of(stage.context.session, acts.draft_key(episode, "suspend")) is not None
    page.path.start("suspend")
    stage.rest()
    assert form_of(page.path).editors["suspension_reason"].value() == "Ricov"


def test_a_lock_keeps_what_was_being_written(stage: Stage, page: CartellaPage, episode: str) -> None:
    page.path.start("suspend")
    stage.rest()
    QTest.keyClicks(form_of(page.path).editors["suspension_reason"].control, "Ricovero")
    page.before_lock()
    draft = drafts.draft_of(stage.context.session, acts.draft_key(episode, "suspend"))
    assert draft is not None
    assert draft.values["suspension_reason"] == "Ricovero"


def test_what_changed_meanwhile_refuses_and_says_why(stage: Stage, page: CartellaPage, episode: str) -> None:
    page.path.start("suspend")
    stage.rest()
    form = form_of(page.path)
    form.editors["suspension_reason"].set_value("Ricovero")
    acts.do(stage.context.session, episode, "close", given={"closing_reason": "moved"})
    stage.rest()
    form.do()
    stage.rest()
    assert form.banner.isVisible()
    assert "la presa in carico è chiusa" in form.banner.words.text()
    assert form.editors["suspension_reason"].value() == "Ricovero"


def test_a_segnalazione_leads_to_the_cartella_that_it_opens(stage: Stage, session: Session) -> None:
    (person,) = lists.case_ids(session, "ferrari")
    referral = add(session, "referral", source="school", received_on="2026-10-12", person=person)
    page = Referrals(stage.context)
    stage.put(page)
    assert "Ricevuta" in words(page.path)
    page.path.start("open-care")
    stage.rest()
    form_of(page.path).do()
    stage.rest()
    assert ("cartella", person) in stage.went
    assert records.show(session, referral).values["state"] == "in_care"


def test_another_segnalazione_has_its_own_path_and_keeps_the_draft(stage: Stage, session: Session) -> None:
    for subject in ("Uno", "Due"):
        add(session, "referral", source="school", received_on="2026-10-12", subject=subject)
    page = Referrals(stage.context)
    stage.put(page)
    first = page.table.current_id()
    page.path.start("reopen")
    assert page.path.form is None
    page.path.start("conclude")
    stage.rest()
    prose = form_of(page.path).editors["answer"].control
    QTest.keyClicks(prose, "Sentita")
    page.table.selectRow(1)
    stage.rest()
    assert page.path.form is None
    assert drafts.draft_of(session, acts.draft_key(first, "conclude")) is not None


def test_the_form_of_a_record_that_is_there_leaves_its_state_to_the_acts(stage: Stage, episode: str) -> None:
    made = RecordForm(stage.context)
    made.come_back({"record": episode})
    stage.put(made)
    assert made.editor is not None
    editors = made.editor.form.editors
    assert not editors["status"].control.isEnabled()
    assert not editors["assignment"].control.isEnabled()
    assert not editors["responsible_social_worker"].control.isEnabled()
    assert editors["comune"].control.isEnabled()
    session = stage.context.session
    acts.do(session, episode, "suspend", given={"suspension_reason": "Ricovero"})
    QTest.keyClicks(editors["comune"].control, "Gussola")
    made.editor.save()
    stage.rest()
    values = records.show(session, episode).values
    assert (values["status"], str(values["comune"]).endswith("Gussola")) == ("suspended", True)


def test_nothing_is_cut_or_nameless_at_twice_the_size(stage: Stage, page: CartellaPage) -> None:
    page.path.toggle.click()
    stage.window.resize(*NARROW)
    stage.rest()
    assert unnamed(page.path) == []
    assert cut_sideways(page.path) == []
    page.path.start("close")
    stage.rest()
    assert unnamed(page.path) == []
    assert cut_sideways(page.path) == []


def test_the_history_says_by_which_act(stage: Stage, episode: str, page: CartellaPage) -> None:
    acts.do(stage.context.session, episode, "close", given={"closing_reason": "moved"})
    view = HistoryView(stage.context, records.show(stage.context.session, episode).type, episode)
    stage.qtbot.addWidget(view)
    stage.rest()
    assert set(view.timelines) >= {"status", "closed_on", "closing_reason"}
    assert "_act" not in view.timelines
    told = view.timelines["status"].findChildren(PlainLabel)
    assert any("con «Chiudi la presa in carico»" in one.text() for one in told)
