# SPDX-License-Identifier: EUPL-1.2
"""Cycles in memory end on the thread of the windows, whoever made them."""

import gc
import threading

from pytestqt.qtbot import QtBot

from welfaredesk.base.cycles import look_when_due, uncollected
from welfaredesk.ui.collecting import EVERY_MS, Collecting


class _Ring:
    """Holds itself, and says on which thread it ended."""

    def __init__(self, ended: list[int]) -> None:
        self.itself = self
        self.ended = ended

    def __del__(self) -> None:
        self.ended.append(threading.get_ident())


def _make_many(ended: list[int]) -> None:
    for _ in range(2_000):
        _Ring(ended)


def test_what_another_thread_made_ends_on_this_one(qtbot: QtBot) -> None:
    ended: list[int] = []
    other = threading.Thread(target=_make_many, args=(ended,))
    other.start()
    other.join()
    assert not ended
    qtbot.waitUntil(lambda: len(ended) == 2_000, timeout=10 * EVERY_MS)
    assert set(ended) == {threading.get_ident()}


def test_it_waits_while_much_is_placed_and_leaves_it_switched_off(qtbot: QtBot) -> None:
    ended: list[int] = []
    with uncollected():
        _make_many(ended)
        look_when_due()
        assert not ended
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: len(ended) == 2_000, timeout=10 * EVERY_MS)


def test_after_it_the_interpreter_looks_again(collecting: Collecting) -> None:
    collecting.stop()
    assert gc.isenabled()
