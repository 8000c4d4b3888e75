# SPDX-License-Identifier: EUPL-1.2
"""A day in the real window, ended by a crash: 64 planted words lie nowhere but, for one open paper, in its folder."""

import base64
import os
import signal
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.stories.case import open_cartella
from tests.stories.program import PASSPHRASE, Program, founded
from tests.stories.window import Window, fixed_part, on_screen, until
from tests.world.day import paper
from tests.world.scanner import Scanner
from welfaredesk.base.text import tr
from welfaredesk.desk import attachments, drafts, lists, records
from welfaredesk.desk.opened_files import PRIVATE_NAME
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.ui.screens.cartella_documents import ASK
from welfaredesk.ui.screens.cartella_writing import SAVED
from welfaredesk.ui.screens.cartelle_words import IN_NOTES
from welfaredesk.ui.screens.quick_contact import IN_DIARY, IN_REGISTER

COVERED_FROM = 0.97
UNHEARD = "qzunheardxw"
KINDS = ("caller", "incare", "diary", "draft", "search", "paper", "file")
WORDS = {kind: [f"qz{kind}{letter}xw" for letter in "abcdefgh"] for kind in KINDS}
SURNAME, NAME, ALIAS, STREET, MOBILE, CALLER_NUMBER = (
    "Qzvanutighxw",
    "Qzoriellaxw",
    "Qzlarossaxw",
    "qzmalambertixw",
    "3337192465",
    "0375918273",
)
PERSON = [SURNAME, NAME, ALIAS, STREET, MOBILE, CALLER_NUMBER, "qzdettagrxw", PASSPHRASE]
PLANTED = [*PERSON, *(word for words in WORDS.values() for word in words)]
assert len(PLANTED) == 64
TABS_TO_THE_PAPER = 14
CACHES = ("home/.cache/fontconfig", "home/.cache/mesa_shader_cache")
"""Of the libraries that draw: names of the system's fonts, compiled shaders. They are searched like all the rest."""
OPENER = '#!/bin/sh\nprintf "%s" "$1" > "$OPENED_HERE.new" && mv "$OPENED_HERE.new" "$OPENED_HERE"\n'


@dataclass(frozen=True, slots=True)
class Place:
    """A home of its own, the program in it, and what stands outside: the person's papers, a program that opens them."""

    folder: Path

    @property
    def opened(self) -> Path:
        """Return where the other program writes which file it was asked to open."""
        return self.folder / "outside" / "opened"

    @property
    def watched(self) -> list[Path]:
        """Return the folders in which anything may be left behind."""
        return [self.folder / name for name in ("home", "temp", "run")]

    def environment(self) -> dict[str, str]:
        """Return the variables that keep the program, and what it loads, in this place."""
        home, temp, run = map(str, self.watched)
        inside = {f"XDG_{kind}_HOME": f"{home}/.{kind.lower()}" for kind in ("CONFIG", "CACHE", "DATA", "STATE")}
        path = f"{self.folder / 'outside' / 'bin'}{os.pathsep}{os.environ['PATH']}"
        desk = {"XDG_CURRENT_DESKTOP": "X-Generic", "BROWSER": "", "PATH": path, "OPENED_HERE": str(self.opened)}
        return inside | desk | {"HOME": home, "TMPDIR": temp, "SQLITE_TMPDIR": temp, "XDG_RUNTIME_DIR": run}

    def files(self) -> set[str]:
        """Return what lies in the watched folders, apart from the caches of libraries."""
        found = (path.relative_to(self.folder) for folder in self.watched for path in folder.rglob("*"))
        return {str(path) for path in found if not str(path).startswith(CACHES)}


def _place(folder: Path) -> tuple[Place, Program]:
    """Return a new ente with one person in carico, who has a diary and a paper."""
    place = Place(folder)
    for name in ("home", "temp", "run", "outside/bin"):
        (folder / name).mkdir(parents=True, mode=0o700)
    opener = folder / "outside" / "bin" / "xdg-open"
    opener.write_text(OPENER, "ascii")
    opener.chmod(opener.stat().st_mode | stat.S_IXUSR)
    program = founded(folder)
    session = program.open()
    about = {"notes": f"Detta {PERSON[6]}", "reachabilities": [{"kind": "mobile", "value": MOBILE}]}
    about |= {"aliases": [{"alias": ALIAS}], "abode": [{"street": f"via {STREET}"}]}
    person = records.add(session, type_named("person"), {"surname": SURNAME, "name": NAME} | about).id
    records.add(session, type_named("case_file"), {"person": person})
    title = {"title": f"Relazione {WORDS['file'][0]}", "person": person}
    document = records.add(session, type_named("document"), title).id
    source = folder / "outside" / f"{' '.join(WORDS['file'][1:])}.docx"
    source.write_bytes(paper(WORDS["paper"]))
    attachments.attach(session, document, source)
    session.close()
    return place, program


def _take_accesses(window: Window) -> None:
    """Register who came for the first time, then somebody in carico who calls from a number."""
    window.key("ctrl+n")
    window.write(" ".join(WORDS["caller"][:2]))
    window.key("Tab", "Tab", "Tab", "Tab")
    window.write(" ".join(WORDS["caller"][2:]))
    window.key("ctrl+Return")
    until(lambda: window.shows(fixed_part(IN_REGISTER)), "the access in the register")
    window.key("ctrl+n")
    window.write(CALLER_NUMBER)
    window.key("Tab")
    window.write(SURNAME[:6].lower())
    until(lambda: window.knows(f"{SURNAME}, {NAME}"), "the person in the list")
    window.key("Tab", "Tab", "Tab")
    window.write(" ".join(WORDS["incare"]))
    window.key("ctrl+Return")
    until(lambda: window.shows(fixed_part(IN_DIARY)), "the access in the diary")


def _work_on_cartella(window: Window, place: Place) -> Path:
    """Save a note, leave another unsaved, and return where another program was shown the paper."""
    open_cartella(window, SURNAME[:6].lower())
    window.write(" ".join(WORDS["diary"]))
    window.key("ctrl+Return")
    until(lambda: window.shows(SAVED), "the saved note")
    window.key(*["Tab"] * TABS_TO_THE_PAPER, "space")
    until(lambda: window.shows(ASK), "the paper")
    window.key("Tab", "Tab", "space", "Tab", "Tab", "space")
    until(place.opened.exists, "the paper in another program")
    window.key("Escape", *["shift+Tab"] * TABS_TO_THE_PAPER)
    window.write(" ".join(WORDS["draft"]))
    return Path(urlsplit(place.opened.read_text("utf-8")).path)


def _search(window: Window) -> None:
    """Search for what is there and for what is not, then draw the curtain, behind which no key does anything."""
    window.key("alt+4")
    window.write(WORDS["diary"][0])
    until(lambda: window.shows(tr(IN_NOTES) + " · 1 "), "the note found by a word")
    window.key("ctrl+a")
    window.write(" ".join(WORDS["search"]))
    until(lambda: window.knows(" ".join(WORDS["search"])), "what was searched")
    assert window.plainness() < COVERED_FROM
    window.key("F12")
    until(lambda: window.plainness() > COVERED_FROM, "the curtain")
    window.write(UNHEARD)
    window.key("F12")
    until(lambda: window.plainness() < COVERED_FROM, "the page again")
    assert not window.knows(UNHEARD)


def _prove(scanner: Scanner, folder: Path) -> None:
    """Plant every word, packed in two ways, and have the scanner find all of them."""
    folder.mkdir()
    words = " ".join(PLANTED)
    for data in (paper(PLANTED), base64.b64encode(words.encode("utf-16-le"))):
        (folder / "planted").write_bytes(data)
        assert {find.word for find in scanner.scan(folder)} == set(PLANTED)


def _kept(program: Program) -> dict[str, list[str]]:
    """Return what whoever has the phrase finds after the day."""
    session = program.open()
    texts = [
        str(one.get("text") or one.get("note")) for kind in ("diary_entry", "contact") for one in _all(session, kind)
    ]
    kept = {"texts": sorted(texts), "drafts": [str(one.values["text"]) for one in drafts.all_drafts(session)]}
    session.close()
    return kept


def _all(session: Session, kind: str) -> list[dict[str, Any]]:
    return [dict(row) for row in lists.page_of(session, type_named(kind))[0]]


def test_after_a_crash_and_a_new_start_no_word_of_the_day_lies_anywhere(tmp_path: Path) -> None:
    place, program = _place(tmp_path)
    scanner, private = Scanner(PLANTED), program.profile / PRIVATE_NAME
    places = [*place.watched, program.profile]
    with on_screen(program, **place.environment()) as window:
        window.unlock(PASSPHRASE)
        _take_accesses(window)
        opened = _work_on_cartella(window, place)
        _search(window)
        assert {path.stat().st_mode & 0o777 for path in (opened, opened.parent)} <= {0o600, 0o700}
        os.kill(window.pid, signal.SIGKILL)
        window.process.wait()
    _prove(scanner, tmp_path / "outside" / "proof")
    crashed = scanner.scan(*places)
    assert {find.word for find in crashed} == set(WORDS["paper"])  # the scanner sees: another program still shows it
    assert {find.place.partition(" »")[0] for find in crashed} == {str(opened)}
    with on_screen(program, **place.environment()) as window:
        window.unlock(PASSPHRASE)
        assert list(private.glob("*")) == []
        assert scanner.scan(*places) == []
        open_cartella(window, SURNAME[:6].lower())
        until(lambda: window.knows(" ".join(WORDS["draft"])), "the draft")
        window.lock()
        said = window.said()
    assert scanner.scan(*places) == []
    assert said == ""
    assert place.files() == set()
    said_in = ("diary", "incare")
    assert _kept(program) == {
        "texts": sorted([" ".join(WORDS["caller"][2:]), *(" ".join(WORDS[kind]) for kind in said_in)]),
        "drafts": [" ".join(WORDS["draft"])],
    }
