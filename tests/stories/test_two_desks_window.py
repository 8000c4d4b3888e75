# SPDX-License-Identifier: EUPL-1.2
"""Two windows and a server: a day without a line, the line pulled in the middle, and a clash put to its author."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.stories.inside import here
from tests.stories.program import PASSPHRASE, Program
from tests.stories.relay import relayed
from tests.stories.served import attached, enrolled, invited, newcomer, serving
from tests.stories.window import Window, on_screen, until
from welfaredesk.base.text import tr
from welfaredesk.ui.line_words import IN_ORDER, NO_LINE, TO_DO
from welfaredesk.ui.screens.quick_contact import IN_REGISTER
from welfaredesk.ui.screens.to_decide import ALL_DONE

BASE, HERS, MINE = "La madre lavora a Viadana.", "La madre ha perso il lavoro.", "La madre lavora a Gussola."
CALLER = "Qzcaller"
BROKEN_AFTER = 300
"""Bytes of the answer after which the line breaks: within the handshake that every round begins with."""


@pytest.mark.long
def test_two_operators_work_without_a_line_and_end_the_day_with_the_same_cartelle(tmp_path: Path) -> None:
    with serving(tmp_path / "server") as server, relayed(server.port) as relay:
        seen = type(server)(server.process, relay.url, server.fingerprint)
        lucia, anna = attached(tmp_path / "lucia", seen), newcomer(tmp_path / "anna")
        person = _add(lucia, "person", '{"surname":"Ferrari","name":"Giulia"}')
        note = _add(lucia, "diary_entry", f'{{"person":"{person}","text":"{BASE}"}}')
        enrolled(anna, lucia, seen, code=invited(lucia))
        relay.pull()
        _change(anna, note, HERS)
        _change(lucia, note, MINE)
        with on_screen(lucia) as first, on_screen(anna) as second:
            for window in (first, second):
                _open(window)
                _says(window, tr(NO_LINE), _numbers(1, 0))
            _register_a_caller(second)
            _says(second, tr(NO_LINE), _numbers(2, 0))
            second.picture(tmp_path / "1-senza-linea.png")
            relay.mend()
            relay.pull(after=BROKEN_AFTER)
            _exchange(second)
            until(relay.broken.is_set, "a line that breaks within an exchange")
            _says(second, tr(NO_LINE), _numbers(2, 0))
            relay.mend()
            _exchange(second)
            _says(second, tr(IN_ORDER), _numbers(0, 0))
            second.picture(tmp_path / "2-in-linea.png")
            _exchange(first)
            _says(first, tr(IN_ORDER), _numbers(0, 1))
            first.key("ctrl+k")
            first.write("da decidere")
            first.key("Return")
            until(lambda: first.shows(HERS) and first.shows(MINE), "the card with both texts")
            first.picture(tmp_path / "3-da-decidere.png")
            first.key("2")
            until(lambda: first.shows(tr(ALL_DONE)), "nothing left to decide")
            _exchange(first)
            _says(first, tr(IN_ORDER), _numbers(0, 0))
            first.picture(tmp_path / "4-deciso.png")
            _exchange(second)
            until(lambda: second.knows(MINE), "what was decided, on the other desk")
            assert (first.close(), second.close()) == (0, 0)
        for desk in (lucia, anna):
            here(desk, "exchange")
        shown = [_state(desk, note) for desk in (lucia, anna)]
    assert (shown[0], shown[0]["text"]) == (shown[1], MINE)
    assert shown[0]["contacts"] == 1


def _add(desk: Program, type_name: str, given: str) -> str:
    return str(here(desk, "record", "add", type_name, "-", given=given)["id"])


def _change(desk: Program, note: str, text: str) -> None:
    here(desk, "record", "change", note, "-", given=f'{{"text":"{text}"}}')


def _open(window: Window) -> None:
    until(window.is_shown, "a window")
    window.write(PASSPHRASE)
    window.key("Return")
    until(lambda: window.has_open("vault.db") and window.shows(tr(NO_LINE)) and window.is_shown(), "an open desk")


def _numbers(unsent: int, to_decide: int) -> str:
    return tr(TO_DO).format(unsent=unsent, to_decide=to_decide)


def _says(window: Window, *words: str) -> None:
    for one in words:
        until(partial(window.shows, one), f"the state box says {one}")


def _exchange(window: Window) -> None:
    window.key("ctrl+k")
    window.write("sincronizza ora")
    window.key("Return")


def _register_a_caller(window: Window) -> None:
    window.key("ctrl+n")
    window.write(CALLER)
    window.key("Tab", "Tab", "Tab", "Tab")
    window.write("chiede del servizio")
    window.key("ctrl+Return")
    until(lambda: window.shows(tr(IN_REGISTER).partition("{")[0]), "the access in the register")


def _state(desk: Program, note: str) -> dict[str, Any]:
    text = here(desk, "record", "show", note)["text"]
    contacts = here(desk, "record", "list", "contact")["records"]
    return {"text": text, "contacts": len(contacts), "ok": here(desk, "check")["ok"]}
