# SPDX-License-Identifier: EUPL-1.2
"""What two desks changed differently: decided by commands, and in the window by keyboard alone."""

from functools import partial
from pathlib import Path

from tests import colleague
from tests.opened import add
from tests.stories.inside import Inside
from tests.stories.program import PASSPHRASE, Program, founded
from tests.stories.window import on_screen, until
from welfaredesk.base.text import tr
from welfaredesk.desk import clashes, records
from welfaredesk.desk.clash_words import CHANGED
from welfaredesk.domain.entry import Operation, PutText
from welfaredesk.ui.screens.to_decide import ALL_DONE

BASE, HIS, MINE = "La madre lavora a Viadana.", "La madre ha perso il lavoro.", "La madre lavora a Gussola."


def numbered(number: int, text: str) -> str:
    """Return the words of a note, told from those of the others."""
    return f"Nota {number}. {text}"


def with_clashes(folder: Path, count: int) -> tuple[Program, list[str]]:
    """Return the program on a desk where a colleague and the operator rewrote the same notes, and those notes."""
    desk = founded(folder)
    session = desk.open()
    person = add(session, "person", surname="Ferrari", name="Giulia")
    anna = colleague.operator(session, "Galli", "Anna")
    notes = [add(session, "diary_entry", person=person, text=numbered(number, BASE)) for number in range(count)]
    for number, note in enumerate(notes):
        token = records.show(session, note).entry
        theirs: dict[str, Operation] = {"text": PutText(numbered(number, HIS))}
        colleague.saves(session, note, theirs, who=anna)
        records.change(session, note, {"text": numbered(number, MINE)}, seen=token)
    session.close()
    return desk, notes


def test_commands_list_and_settle(tmp_path: Path) -> None:
    program, notes = with_clashes(tmp_path, 3)
    desk = Inside(program.folder)
    assert desk.ask("status")["to_decide"] == 3
    found = desk.ask("clashes", "list")
    assert [one["record"] for one in found] == sorted(notes)
    assert [(one["field"], one["by"]) for one in found] == [("text", "Galli, Anna")] * 3
    assert [(one["alone"], one["bar"], one["keep"]) for one in found] == [(False, "", ["theirs", "mine", "both"])] * 3
    said = [(one["before"], one["mine"], one["theirs"]) for one in found]
    assert said == [tuple(numbered(notes.index(note), text) for text in (BASE, MINE, HIS)) for note in sorted(notes)]
    for one, keep in zip(found, ("mine", "theirs", "both"), strict=True):
        assert desk.ask("clashes", "settle", one["id"], "--keep", keep) == {"id": one["id"], "keep": keep}
    texts = [desk.ask("record", "show", one["record"])["text"] for one in found]
    assert texts == [said[0][1], said[1][2], f"{said[2][2]}\n{said[2][1]}"]
    assert desk.ask("clashes", "list") == []
    again = desk.run("--json", "clashes", "settle", found[0]["id"], "--keep", "mine")
    assert (again.code, again.error) == (2, "no_clash")
    wrong = desk.run("--json", "clashes", "settle", found[0]["id"], "--keep", "his")
    assert (wrong.code, wrong.error) == (2, "wrong_use")


def test_in_plain_italian_the_three_values_are_read(tmp_path: Path) -> None:
    desk, _ = with_clashes(tmp_path, 1)
    said = desk.run("clashes", "list").out
    for words in (f"prima: Nota 0. {BASE}", f"mine: Nota 0. {MINE}", f"theirs: Nota 0. {HIS}", "Galli, Anna"):
        assert words in said
    assert f"  {tr(CHANGED).format(by='Galli Anna', field='Testo')}\n" in said
    assert "si può tenere: theirs, mine, both" in said


def test_ten_are_decided_by_keyboard_alone(tmp_path: Path) -> None:
    desk, notes = with_clashes(tmp_path, 10)
    with on_screen(desk) as window:
        window.unlock(PASSPHRASE)
        window.key("ctrl+k")
        window.write("da decidere")
        window.key("Return")
        for place, note in enumerate(sorted(notes)):
            until(partial(window.shows, numbered(notes.index(note), MINE)), f"card {place}")
            window.key("123"[place % 3])
        until(lambda: window.shows(ALL_DONE), "nothing left")
        window.lock()
    session = desk.open()
    left = clashes.waiting(session)
    session.close()
    assert not left
