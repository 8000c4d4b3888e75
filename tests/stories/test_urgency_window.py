# SPDX-License-Identifier: EUPL-1.2
"""An urgency with no line, no cartella and no mouse: begun, told to the prosecutor, sent, printed within the hour."""

from functools import partial
from pathlib import Path

from tests.stories.inside import here
from tests.stories.program import PASSPHRASE, Program, founded
from tests.stories.window import on_screen, until
from welfaredesk.desk import records, urgencies


def test_from_two_words_to_the_transmission_by_keys_alone(tmp_path: Path) -> None:
    desk: Program = founded(tmp_path)
    with on_screen(desk) as window:
        window.unlock(PASSPHRASE)
        window.key("F9")
        until(partial(window.shows, "Nuova urgenza"), "the page of a new urgency")
        window.write("colloc")
        window.key("Return", "Tab", "Tab")
        window.write("Bambina, forse Alba")
        window.key("ctrl+Return")
        until(partial(window.shows, "Avviso orale al PM minorile"), "the clocks")
        window.key("alt+o")
        window.write("dott. Neri")
        window.key("Tab")
        window.write("aspetta la relazione")
        window.key("ctrl+Return")
        until(partial(window.shows, "Fatto: Segna l'avviso orale"), "the notice that was marked")
        window.key("alt+t")
        window.write("PEC 118")
        window.key("ctrl+Return")
        until(partial(window.shows, "Trasmessa alla Procura"), "the transmission that was marked")
        window.lock()
    session = desk.open()
    (line,) = urgencies.open_urgencies(session)
    values = records.show(session, line.id).values
    session.close()
    assert (values["child_name"], values["state"], values["sent_paper"]) == ("Bambina, forse Alba", "sent", "PEC 118")
    assert (values["notice_to"], values["notice_outcome"]) == ("dott. Neri", "aspetta la relazione")
    out = tmp_path / "relazione.pdf"
    assert here(desk, "print", "urgency-report", line.id, "--out", str(out)).keys() == {"pages", "sha256"}
    assert out.read_bytes().startswith(b"%PDF")
    assert here(desk, "check")["ok"]
