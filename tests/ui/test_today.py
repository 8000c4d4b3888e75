# SPDX-License-Identifier: EUPL-1.2
"""Oggi: what is shown leads where one works, and what is ticked can be undone."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import copies, drafts, quick_notes, records
from welfaredesk.desk.access.requests import new_request
from welfaredesk.desk.preferences import prefer
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.today import ALL_IN_ORDER, NO_MEETINGS, NOTHING_DUE, Today

DAY_MS = 86_400_000


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


def _words(page: Today) -> set[str]:
    return {label.text() for label in page.findChildren(PlainLabel) if label.isVisibleTo(page)}


def test_an_empty_day_says_so_and_offers_one_thing_to_do(stage: Stage, tmp_path: Path) -> None:
    prefer(stage.context.session, "copy_folder", str(tmp_path))
    copies.copy_now(stage.context.session)
    page = Today(stage.context)
    stage.put(page)
    assert {NO_MEETINGS, NOTHING_DUE, ALL_IN_ORDER} <= _words(page)
    assert page.count() is None


def test_prepare_opens_the_cartella_of_who_is_expected(stage: Stage) -> None:
    person = giulia(stage.context.session)
    add(stage.context.session, "appointment", person=person, when="2026-10-19T10:30:00+02:00")
    page = Today(stage.context)
    stage.put(page)
    [row] = page.now.rows
    row.action.click()
    assert stage.went == [("cartella", person)]


def test_a_ticked_deadline_goes_and_comes_back_with_undo(stage: Stage) -> None:
    session = stage.context.session
    deadline = add(session, "deadline", person=giulia(session), title="Relazione", due_on="2026-10-16")
    page = Today(stage.context)
    stage.put(page)
    page.due.rows[0].tick.click()
    stage.rest()
    assert not page.due.rows
    assert records.show(session, deadline).values["done_on"] == "2026-10-19"
    stage.undo()
    assert [row.key for row in page.due.rows] == [deadline]


def test_a_request_of_access_falls_due_and_leads_to_its_page(stage: Stage) -> None:
    session = stage.context.session
    request = new_request(session, giulia(session), {"requester": "Ottavia Mazzi", "received_on": "2026-09-20"}).id
    went: list[tuple[str, str]] = []
    stage.context.ways.page.connect(lambda name, record: went.append((name, record)))
    page = Today(stage.context)
    stage.put(page)
    [row] = page.due.rows
    assert row.words.accessibleName() == "Risposta alla richiesta di accesso 2026/AA-1"
    row.words.click()
    assert went == [("access", request)]


def test_late_deadlines_are_said_in_words(stage: Stage) -> None:
    session = stage.context.session
    add(session, "deadline", person=giulia(session), title="Relazione", due_on="2026-10-16")
    page = Today(stage.context)
    stage.put(page)
    assert page.due.rows[0].words.accessibleDescription() == "in ritardo di 3 giorni · Ferrari, Giulia"
    assert "1 scadenza in ritardo" in page.head.said.text()


def test_a_draft_leads_back_to_where_it_was_written(stage: Stage) -> None:
    session = stage.context.session
    person = giulia(session)
    drafts.keep(session, f"diary/{person}", {"text": "Colloquio"}, type_name="diary_entry", root=person)
    drafts.keep(session, "contact/1", {"who": "Bini"}, type_name="contact")
    drafts.keep(session, f"new/deadline/{person}", {"title": "y"}, type_name="deadline", root=person)
    drafts.keep(session, "record/x", {"title": "x"}, type_name="deadline", record=person)
    page = Today(stage.context)
    stage.put(page)
    for row in page.mend.rows[1:]:
        row.action.click()
    wanted = [("cartella", person), ("quick",), ("record", person), ("new", "deadline", {"_root": person})]
    assert sorted(stage.went, key=str) == sorted(wanted, key=str)


def test_a_draft_on_what_is_read_no_more_becomes_an_appunto(stage: Stage) -> None:
    session = stage.context.session
    gone = session.ids.new()
    drafts.keep(session, f"diary/{gone}", {"text": "Colloquio con la zia"}, type_name="diary_entry", root=gone)
    page = Today(stage.context)
    stage.put(page)
    (row,) = [one for one in page.mend.rows if one.key == f"diary/{gone}"]
    assert row.words.accessibleDescription().startswith("non leggi più la sua scheda")
    row.action.click()
    stage.rest()
    assert stage.went == [("screen", "quick_notes")]
    assert "Colloquio con la zia" in quick_notes.open_notes(session)[0].text
    assert drafts.all_drafts(session) == []


def test_an_open_note_leads_to_the_notes(stage: Stage) -> None:
    quick_notes.write_note(stage.context.session, "Chiamare la scuola")
    page = Today(stage.context)
    stage.put(page)
    page.mend.rows[-1].words.click()
    assert stage.went == [("screen", "quick_notes")]


def test_without_a_folder_the_copy_leads_to_the_settings(stage: Stage) -> None:
    page = Today(stage.context)
    stage.put(page)
    page.mend.rows[0].action.click()
    assert stage.went == [("screen", "settings")]


def test_an_old_copy_is_made_again_from_here(stage: Stage, clock: FixedClock, tmp_path: Path) -> None:
    session = stage.context.session
    prefer(session, "copy_folder", str(tmp_path))
    copies.copy_now(session)
    clock.advance(ms=9 * DAY_MS)
    page = Today(stage.context)
    stage.put(page)
    assert page.mend.rows[0].words.accessibleName() == "Ultima copia: 9 giorni fa"
    page.mend.rows[0].action.click()
    stage.rest()
    assert copies.copy_age_days(session) == 0
    assert not page.mend.rows


def test_a_save_elsewhere_changes_the_count_at_once(stage: Stage) -> None:
    page = Today(stage.context)
    stage.put(page)
    stage.context.tasks.touched.connect(page.touched)
    add(stage.context.session, "deadline", title="Subito", due_on="2026-10-19")
    stage.rest()
    assert page.count() == 1


def test_it_stands_in_one_column_where_there_is_no_room(stage: Stage) -> None:
    session = stage.context.session
    add(session, "deadline", person=giulia(session), title="Relazione " * 12, due_on="2026-10-16")
    page = Today(stage.context)
    stage.put(page)
    assert page.columns.wide
    stage.window.resize(*NARROW)
    stage.qtbot.waitUntil(lambda: not page.columns.wide and not cut_sideways(page))
    assert not unnamed(page)
