# SPDX-License-Identifier: EUPL-1.2
"""The cartella page: whose it is, writing the diary, its stream, and what stands beside."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, stray_windows, unnamed
from welfaredesk.desk import attachments, cartella, drafts, lists, reading, records
from welfaredesk.domain.kinds import RESERVED
from welfaredesk.domain.passages import without
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.stream_model import StreamRow
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.cartella_documents import DocumentView, page_count
from welfaredesk.ui.screens.cartella_entry import EntryView
from welfaredesk.ui.screens.cartella_panel import cards_of
from welfaredesk.ui.screens.print_view import PrintView


class Opened:
    """Giulia's cartella on its stage, with her mother in the household."""

    def __init__(self, qtbot: QtBot, context: Context) -> None:
        self.context, self.session = context, context.session
        self.person = giulia(self.session)
        self.mother = add(self.session, "person", surname="Conti", name="Sara", birth="1985-05-02")
        members = [{"person": self.person, "relation": "child"}, {"person": self.mother, "relation": "parent"}]
        self.household = add(self.session, "household", name="Conti", kind="actual", members=members)
        self.stage = Stage(qtbot, context)
        self.page = CartellaPage(context)
        self.page.come_back({"person": self.person})
        self.stage.put(self.page)

    def write(self, text: str) -> None:
        """Type in the quick entry."""
        QTest.keyClicks(self.page.writing.entry.editor, text)

    def save(self) -> None:
        """Save with the keys."""
        editor = self.page.writing.entry.editor
        QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.read_again()

    def read_again(self) -> None:
        """Do what the shell does when records were touched."""
        self.stage.rest()
        self.page.touched(frozenset({self.person}))
        self.stage.rest()

    def rows(self) -> list[StreamRow]:
        """Return the cards of the stream."""
        model = self.page.stream.model()
        return [model.index(number, 0).data(Qt.ItemDataRole.UserRole + 1) for number in range(model.rowCount())]

    def card(self, key: str) -> dict[str, Any]:
        """Return label to value of the rows of a card beside."""
        assert self.page.found is not None
        found = next(card for card in cards_of(self.context, self.page.found) if card.key.startswith(key))
        return {row.label: row.value for row in found.rows}


@pytest.fixture
def opened(qtbot: QtBot, context: Context) -> Opened:
    """Return the page of Giulia."""
    return Opened(qtbot, context)


def test_the_header_says_who_in_one_glance(opened: Opened) -> None:
    header = opened.page.header
    assert header.name.text() == "Ferrari, Giulia"
    assert header.facts.text() == "9 anni · nata il 14/03/2017 · Gussola"
    chips = [chip.text() for chip in header.chips.findChildren(type(header.name))]
    assert chips == ["Indirizzo protetto", "Non telefonare a casa", "In carico dal 03/02/2025"]
    assert header.case_manager.text().endswith("Bianchi, Lucia")
    assert header.height() <= 96
    assert [line["act"] for line in reading.lines(opened.session, record=opened.person)] == ["open"]
    assert opened.page.writing.entry.editor.hasFocus()


def test_what_is_written_shows_in_the_stream_once_it_is_saved(opened: Opened) -> None:
    assert not opened.page.nothing.isHidden()
    opened.write("Colloquio in cucina")
    opened.page.writing.entry.kind.choose("home_visit")
    opened.save()
    [row] = opened.rows()
    assert (row.kind, row.text, row.month) == ("Visita domiciliare", "Colloquio in cucina", "Ottobre 2026")
    assert not opened.page.writing.entry.editor.toPlainText()
    assert opened.stage.notices[-1][0] == "Annotazione salvata."


def test_blank_text_saves_nothing(opened: Opened) -> None:
    opened.write("   ")
    opened.save()
    assert not opened.rows()


def test_an_entry_that_names_the_mother_shows_in_both_cartelle(opened: Opened) -> None:
    opened.write("Colloquio insieme")
    opened.page.writing.entry.who.choose([opened.mother])
    opened.save()
    [row] = opened.rows()
    assert [chip.text for chip in row.chips] == ["Nucleo"]
    assert "Conti, Sara" in row.meta
    assert [line.id for line in cartella.stream(opened.session, opened.mother)] == [row.key]


def test_a_reserved_entry_keeps_its_words_until_it_is_opened_and_logged(opened: Opened) -> None:
    opened.write("Cosa riservata")
    opened.page.writing.reserved.click()
    opened.save()
    [row] = opened.rows()
    assert records.show(opened.session, row.key).circle == RESERVED
    assert "Cosa riservata" not in row.spoken()
    assert not reading.lines(opened.session, record=row.key)
    opened.page.stream.opened.emit(row.key)
    opened.stage.rest()
    view = opened.page.findChild(EntryView)
    assert view is not None
    assert "Cosa riservata" in [label.text() for label in view.findChildren(type(opened.page.header.name))]
    assert [line["act"] for line in reading.lines(opened.session, record=row.key)] == ["open"]
    assert not opened.page.writing.reserved.isChecked()


def test_three_parts_are_kept_apart(opened: Opened) -> None:
    opened.write("Arriva da sola")
    writing = opened.page.writing
    writing.in_parts.click()
    QTest.keyClicks(writing.parts.third_parties, "dorme bene")
    QTest.keyClicks(writing.parts.who, "la maestra")
    writing.entry.save_button.click()
    opened.read_again()
    [row] = opened.rows()
    values = records.show(opened.session, row.key).values
    assert (values["facts"], values["third_parties"], values["third_parties_who"]) == (
        "Arriva da sola",
        "dorme bene",
        "la maestra",
    )
    assert "Riferito da terzi (la maestra): dorme bene" in row.text


def test_folding_the_three_parts_loses_no_word(opened: Opened) -> None:
    opened.write("Arriva da sola")
    writing = opened.page.writing
    writing.in_parts.click()
    QTest.keyClicks(writing.parts.evaluation, "bene")
    writing.in_parts.click()
    assert writing.entry.editor.toPlainText() == "Arriva da sola\n\nValutazioni: bene"


def test_a_passage_of_others_is_marked_and_kept(opened: Opened) -> None:
    opened.write("La nonna dice che dorme")
    editor = opened.page.writing.entry.editor
    opened.page.writing.mark.click()
    assert "Seleziona" in opened.stage.notices[-1][0]
    editor.selectAll()
    opened.page.writing.mark.click()
    opened.save()
    [row] = opened.rows()
    [passage] = records.show(opened.session, row.key).values["third_party_passages"]
    assert (passage["part"], passage["passage"]) == ("text", "La nonna dice che dorme")


def test_a_passage_longer_than_a_line_is_marked_whole(opened: Opened) -> None:
    words = " ".join(["parola"] * 90)
    opened.write(words)
    opened.page.writing.entry.editor.selectAll()
    opened.page.writing.mark.click()
    opened.save()
    [row] = opened.rows()
    values = records.show(opened.session, row.key).values
    marked = [one["passage"] for one in values["third_party_passages"]]
    assert len(marked) == 3
    assert without(values["text"], marked, mark="").text == ""


def test_a_draft_comes_back_after_a_lock_in_the_same_field(opened: Opened, context: Context) -> None:
    opened.write("Riferisce che da ieri")
    opened.page.writing.entry.who.choose([opened.mother])
    opened.page.before_lock()
    again = CartellaPage(context)
    again.come_back(opened.page.place())
    opened.stage.put(again)
    assert again.writing.entry.editor.toPlainText() == "Riferisce che da ieri"
    assert again.writing.entry.values().who == (opened.mother,)
    assert again.writing.entry.draft_state.text() == "Bozza salvata 10:00"


def test_opening_another_cartella_keeps_the_draft_of_the_first(opened: Opened) -> None:
    opened.write("a meta")
    opened.page.come_back({"person": opened.mother})
    opened.page.shown()
    opened.stage.rest()
    assert opened.page.header.name.text() == "Conti, Sara"
    assert not opened.page.writing.entry.editor.toPlainText()
    assert drafts.draft_of(opened.session, f"diary/{opened.person}") is not None


def test_a_save_elsewhere_does_not_touch_what_is_being_written(opened: Opened) -> None:
    opened.write("sto scrivendo")
    add(opened.session, "diary_entry", person=opened.person, text="di un altro")
    opened.read_again()
    assert opened.page.writing.entry.editor.toPlainText() == "sto scrivendo"
    assert [row.text for row in opened.rows()] == ["di un altro"]


def test_a_correction_is_a_new_version(opened: Opened) -> None:
    entry = add(opened.session, "diary_entry", person=opened.person, text="Telefonta")
    opened.page.layers.correct(entry)
    opened.stage.rest()
    editor = opened.page.layers.editor
    assert editor is not None
    editor.form.editors["text"].set_value("Telefonata")
    editor.form.changed.emit()
    editor.save()
    opened.read_again()
    [row] = opened.rows()
    assert (row.text, "corretta" in row.meta) == ("Telefonata", True)
    assert [line["before"] for line in records.history(opened.session, entry) if line["field"] == "text"] == [
        None,
        "Telefonta",
    ]


def test_a_deadline_is_added_met_and_unmet_again(opened: Opened) -> None:
    opened.page.roads.act("deadlines")
    opened.stage.rest()
    editor = opened.page.layers.editor
    assert editor is not None
    editor.form.editors["title"].set_value("Relazione al TM")
    editor.form.editors["due_on"].set_value("2026-10-21")
    editor.save()
    opened.read_again()
    assert opened.card("deadlines") == {"Relazione al TM": "mer 21 ott"}
    [row] = lists.of_root(opened.session, "deadline", opened.person)
    opened.page.layers.mark_done(str(row["_id"]))
    opened.read_again()
    assert opened.card("deadlines") == {}
    opened.stage.undo()
    opened.read_again()
    assert opened.card("deadlines") == {"Relazione al TM": "mer 21 ott"}


def test_a_request_of_access_is_written_from_the_cartella_and_leads_to_its_page(opened: Opened) -> None:
    went: list[tuple[str, str]] = []
    opened.page.context.ways.page.connect(lambda name, record: went.append((name, record)))
    opened.page.roads.act("access")
    opened.stage.rest()
    editor = opened.page.layers.editor
    assert editor is not None
    editor.form.editors["requester"].set_value("Ottavia Mazzi")
    editor.save()
    opened.read_again()
    assert opened.card("access") == {"2026/AA-1 · Ottavia Mazzi": "Ricevuta"}
    [row] = lists.of_root(opened.session, "access_request", opened.person)
    opened.page.roads.open_row("access", str(row["_id"]))
    assert went == [("access", row["_id"])]


def test_who_lives_there_is_shown_with_ages_and_leads_to_the_cartella(opened: Opened) -> None:
    assert opened.card("household") == {"Conti, Sara · Padre / madre": "41 anni"}
    opened.page.roads.open_row(f"household:{opened.household}", f"person:{opened.mother}")
    assert opened.stage.went[-1] == ("cartella", opened.mother)


def test_a_person_in_protection_has_no_name_and_no_way_from_a_relative(opened: Opened) -> None:
    records.change(opened.session, opened.mother, {"in_protection": True})
    opened.read_again()
    assert opened.card("household") == {"Persona in protezione": "Padre / madre"}
    shown = " ".join(
        f"{one.accessibleName()} {one.accessibleDescription()} {one.toolTip()}"
        for one in opened.page.panel.findChildren(type(opened.page.data_button))
    )
    assert "Conti" not in shown
    assert opened.page.writing.entry.who.button.isHidden()


def test_an_avvertenza_is_read_before_the_number_shows(opened: Opened) -> None:
    assert opened.card("reach") == {"madre": "leggi l'avvertenza"}
    opened.page.roads.open_row("reach", "reach:0")
    sheet = opened.page.layers.sheet
    assert sheet is not None
    labels = sheet.findChildren(type(opened.page.header.name))
    [number] = [label for label in labels if "333 1234567" in label.text()]
    assert any("Non telefonare a casa" in label.text() for label in labels if label.isVisibleTo(sheet))
    assert number.isHidden()
    button = next(one for one in sheet.findChildren(type(opened.page.data_button)) if "Ho letto" in one.label())
    button.click()
    assert not number.isHidden()


def test_a_paper_is_shown_from_memory(opened: Opened, tmp_path: Path) -> None:
    paper = tmp_path / "verbale.txt"
    paper.write_text("parole del verbale")
    document = add(opened.session, "document", person=opened.person, title="Verbale")
    attachments.attach(opened.session, document, paper)
    opened.read_again()
    opened.page.roads.open_row("documents", document)
    opened.stage.rest()
    view = opened.page.findChild(DocumentView)
    assert view is not None
    assert view.ask.isHidden()
    view.elsewhere.click()
    assert not view.ask.isHidden()
    assert "document" in [line["act"] for line in reading.lines(opened.session, record=document)]


def test_the_cartella_is_looked_at_before_it_is_printed(opened: Opened) -> None:
    opened.page.roads.print_all()
    opened.stage.qtbot.waitUntil(lambda: opened.page.findChild(PrintView) is not None, timeout=20_000)
    view = opened.page.findChild(PrintView)
    assert view is not None
    assert page_count(view.pdf.data) == view.pdf.pages
    assert "print" in [line["act"] for line in reading.lines(opened.session)]


def test_a_person_without_a_cartella_is_given_one_from_the_page(opened: Opened) -> None:
    opened.page.come_back({"person": opened.mother})
    opened.page.shown()
    opened.stage.rest()
    assert not opened.page.banner.isHidden()
    opened.page.banner.action_asked.emit()
    opened.read_again()
    assert opened.mother in lists.case_ids(opened.session)


def test_the_stream_goes_on_as_it_is_scrolled(opened: Opened) -> None:
    for number in range(60):
        when = f"2026-0{1 + number // 28}-{1 + number % 28:02}T09:00:00+01:00"
        add(opened.session, "diary_entry", person=opened.person, text=str(number), when=when)
    opened.read_again()
    assert opened.page.stream.loaded() == 50
    opened.page.stream.model().fetchMore(opened.page.stream.rootIndex())
    assert [row.text for row in opened.rows()] == [str(number) for number in reversed(range(60))]


def test_nothing_is_cut_and_every_control_has_a_name(opened: Opened) -> None:
    assert not stray_windows(opened.stage.window)
    assert not unnamed(opened.page)
    opened.stage.window.resize(*NARROW)
    opened.stage.rest()
    opened.stage.qtbot.waitUntil(lambda: not cut_sideways(opened.page))
