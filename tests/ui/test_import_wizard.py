# SPDX-License-Identifier: EUPL-1.2
"""Importa: the guessed map is shown and corrected, a trial says what is wrong, then all or nothing."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from welfaredesk.desk import lists
from welfaredesk.ui.context import Context
from welfaredesk.ui.screens.import_columns import KEY, path_of
from welfaredesk.ui.screens.import_wizard import STOPPED, ImportWizard

GOOD = "Cognome;Nome;Data nascita;Codice\nBini;Carla;01/02/1960;A1\nVezzoni;Piero;3/4/1950;A2\n"
BAD = "Cognome;Nome;Data nascita\nBini;Carla;01/02/1960\nVezzoni;Piero;31/02/1950\n"


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def page(stage: Stage) -> ImportWizard:
    made = ImportWizard(stage.context)
    stage.put(made)
    return made


def _read(stage: Stage, page: ImportWizard, folder: Path, text: str) -> None:
    path = folder / "vecchio.csv"
    path.write_text(text, encoding="utf-8")
    page.line.setText(str(path))
    page.read_button.click()
    stage.rest()


def test_a_file_is_read_and_its_columns_guessed(stage: Stage, page: ImportWizard, tmp_path: Path) -> None:
    _read(stage, page, tmp_path, GOOD)
    assert {heading: picker.code() for heading, picker in page.columns.pickers.items()} == {
        "Cognome": "surname",
        "Nome": "name",
        "Data nascita": "birth",
        "Codice": page.columns.pickers["Codice"].code(),
    }
    assert page.state.words.text() == "vecchio.csv: 2 righe, 4 colonne"
    assert not page.import_button.isEnabled()


def test_a_trial_writes_nothing_and_an_import_all(stage: Stage, page: ImportWizard, tmp_path: Path) -> None:
    session = stage.context.session
    _read(stage, page, tmp_path, GOOD)
    page.try_button.click()
    stage.rest()
    assert page.result is not None
    assert (page.result.added, page.result.dry_run) == (2, True)
    assert not lists.find_people(session, "vezzoni")
    page.import_button.click()
    stage.rest()
    assert len(lists.find_people(session, "vezzoni")) == 1
    assert not page.import_button.isEnabled()
    page.try_button.click()
    stage.rest()
    assert (page.result.added, page.result.same) == (0, 2)
    assert not page.import_button.isEnabled()


def test_a_bad_row_is_named_with_its_column_and_reason(stage: Stage, page: ImportWizard, tmp_path: Path) -> None:
    _read(stage, page, tmp_path, BAD)
    page.try_button.click()
    stage.rest()
    model = page.problems.model()
    assert [model.index(0, column).data() for column in (0, 1)] == ["3", "Data nascita"]
    assert page.why.text() == model.index(0, 3).data()
    assert not page.import_button.isEnabled()
    report = tmp_path / "resoconto.csv"
    page.save_report(report)
    stage.rest()
    lines = report.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].startswith("3;Data nascita;")
    assert "31/02/1950" not in report.read_text(encoding="utf-8-sig")


def test_a_corrected_column_asks_for_another_trial(stage: Stage, page: ImportWizard, tmp_path: Path) -> None:
    _read(stage, page, tmp_path, BAD)
    page.try_button.click()
    stage.rest()
    picker = page.columns.pickers["Data nascita"]
    picker.set_code("")
    picker.changed.emit("")
    assert page.mapping is not None
    assert path_of(page.mapping, "Data nascita") == ""
    assert not page.problems.isVisible()
    page.try_button.click()
    stage.rest()
    assert page.import_button.isEnabled()


def test_a_column_may_be_the_code_of_the_other_program(stage: Stage, page: ImportWizard, tmp_path: Path) -> None:
    _read(stage, page, tmp_path, GOOD)
    page.columns.pickers["Codice"].changed.emit(KEY)
    assert page.mapping is not None
    assert page.mapping.key == "Codice"


def test_two_columns_in_one_field_are_told_at_once(stage: Stage, page: ImportWizard, tmp_path: Path) -> None:
    _read(stage, page, tmp_path, GOOD)
    page.columns.pickers["Nome"].changed.emit("surname")
    assert page.state.isVisible()
    assert "surname" in page.state.words.text()


def test_another_kind_of_rows_keeps_what_makes_sense(stage: Stage, page: ImportWizard, tmp_path: Path) -> None:
    _read(stage, page, tmp_path, GOOD)
    page.rows_are.chip("diary_entry").click()
    assert page.mapping is not None
    assert page.mapping.type == "diary_entry"
    assert "Cognome" not in page.mapping.columns


def test_a_file_that_is_none_is_told_in_words(stage: Stage, page: ImportWizard, tmp_path: Path) -> None:
    page.line.setText(str(tmp_path / "manca.csv"))
    page.read()
    stage.rest()
    assert "manca.csv" in page.state.words.text()
    assert page.read_button.isEnabled()
    page.line.setText("~nessuno-qui/manca.csv")
    page.read()
    stage.rest()
    assert "~nessuno-qui/manca.csv comincia con la cartella di un utente" in page.state.words.text()
    assert page.read_button.isEnabled()


def test_a_cancelled_trial_shows_nothing_later(stage: Stage, page: ImportWizard, tmp_path: Path) -> None:
    _read(stage, page, tmp_path, GOOD)
    page.try_out()
    page.cancel()
    stage.rest()
    assert page.result is None
    assert page.state.words.text() == STOPPED


def test_nothing_is_cut_at_200_per_cent(stage: Stage, page: ImportWizard, tmp_path: Path) -> None:
    _read(stage, page, tmp_path, BAD)
    page.try_out()
    stage.rest()
    stage.window.resize(*NARROW)
    stage.qtbot.waitUntil(lambda: not cut_sideways(page))
    assert not unnamed(page)


def test_an_import_under_way_can_be_stopped_and_leaves_nothing(
    stage: Stage, page: ImportWizard, tmp_path: Path
) -> None:
    _read(stage, page, tmp_path, GOOD)
    page.try_button.click()
    stage.rest()
    page.import_button.click()
    page.cancel()
    stage.rest()
    assert "Non è stata importata nessuna riga" in page.state.words.text()
    assert not lists.find_people(stage.context.session, "vezzoni")
    assert page.try_button.isEnabled()
