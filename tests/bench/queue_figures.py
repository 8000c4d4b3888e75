# SPDX-License-Identifier: EUPL-1.2
"""Figures of the review queue and of a long cartella, off-screen at 1280x800, printed as JSON.

    python -m tests.bench.queue_figures [--waiting N] [--approved N] [--entries N] [--rounds N] [--folder DIR]

A desk is made in a folder of its own inside DIR: minutes of 40 cases that wait for their case manager, others that were
approved, and one cartella of ten years. Medians and 95th percentiles in milliseconds, of the window also of processor
time alone; the load of the machine, printed with them, is in the others.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.bench.desk_figures import summary, timed
from tests.bench.window_figures import HEIGHT, WIDTH, settle
from tests.opened import add, giulia, open_desk
from tests.unit.desk.staff import made
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import acts, cartella
from welfaredesk.desk.bulk import NewRecord, add_many
from welfaredesk.desk.queue import queue
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.reviewing import review_page
from welfaredesk.ui.app import context_of, dress
from welfaredesk.ui.screens.queue import QueuePage
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName

NOW = Moment(1_792_396_800_000, 120)
CASES, DAYS = 40, 28
QUEUE_MS, CARTELLA_MS = 200, 150


def fill(session: Session, *, waiting: int, approved: int) -> None:
    """Make minutes that wait for this case manager, and some that he approved."""
    about = []
    for number in range(CASES):
        person = add(session, "person", surname=f"Prova {number}", name="Ada")
        add(session, "care_episode", person=person, opened_on="2026-01-07", case_manager=session.identity.operator)
        about.append(made.situation(session, made.SCHOOL, person=person))
    for number in range(waiting + approved):
        when = f"2026-{number % 9 + 1:02}-{number % DAYS + 1:02}T10:{number % 60:02}:00+02:00"
        one = made.minutes_about(session, about[number % CASES], when=when, attendance=[made.SCHOOL], decisions=[])
        acts.do(session, one, "share", given={})
        if number >= waiting:
            acts.do(session, one, "approve", given={})


def long_case(session: Session, entries: int) -> str:
    """Make a cartella with a diary of ten years."""
    person = giulia(session)
    link = {"id": person, "root": person, "title": "Ferrari, Giulia"}
    type_, day = type_named("diary_entry"), 86_400_000
    step = 3650 * day // entries

    def new(number: int) -> NewRecord:
        moment = Moment(NOW.utc_ms - number * step, NOW.offset)
        values = {
            "person": link,
            "when": moment.iso(),
            "kind": "interview",
            "text": f"Colloquio {number} con la madre.",
        }
        return NewRecord(type=type_, values=values, root=person)

    add_many(session, map(new, range(entries)))
    return person


@dataclass(slots=True)
class Taken:
    """How long something took again and again: by the clock, and of the processors."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take(self, shell: Shell, ask: Callable[[], object]) -> None:
        """Ask for something and wait until the window rests."""
        began, used = time.perf_counter(), time.process_time()
        ask()
        settle(shell)
        self.wall.append((time.perf_counter() - began) * 1000)
        self.cpu.append((time.process_time() - used) * 1000)


def of_window(session: Session, person: str, *, rounds: int) -> dict[str, dict[str, float]]:
    """Time the pages in a window: from asking for one to its rest, and from a key to the next text."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    style.apply(app, ThemeName.LIGHT)
    dress(session)
    shell = Shell(context_of(session))
    shell.resize(WIDTH, HEIGHT)
    shell.show()
    settle(shell)
    cartella_page, queue_page, key = Taken(), Taken(), Taken()
    for _ in range(rounds):
        cartella_page.take(shell, partial(shell.context.ways.cartella.emit, person))
        queue_page.take(shell, partial(shell.open_screen, "queue"))
    page = shell.current()
    assert isinstance(page, QueuePage)
    for _ in range(rounds):
        key.take(shell, partial(QTest.keyClicks, page, "A"))
    shell.context.tasks.close()
    named = {"cartella_page": cartella_page, "queue_page": queue_page, "approve_to_next": key}
    found = {f"{name}_ms": summary(one.wall) for name, one in named.items()}
    return found | {f"{name}_cpu_ms": summary(one.cpu) for name, one in named.items()}


def figures(session: Session, *, waiting: int, approved: int, entries: int, rounds: int) -> dict[str, object]:
    """Return the figures of one desk."""
    fill(session, waiting=waiting, approved=approved)
    person = long_case(session, entries)
    items = queue(session)
    found: dict[str, object] = {"load": [round(one, 1) for one in os.getloadavg()], "items": len(items)}
    found |= {"wanted_queue_ms": QUEUE_MS, "wanted_cartella_ms": CARTELLA_MS, "entries": entries, "approved": approved}
    found["queue_ms"] = summary([timed(partial(queue, session)) for _ in range(rounds)])
    found["text_ms"] = summary([timed(partial(review_page, session, one.minutes)) for one in items[:rounds]])

    def read() -> None:
        cartella.page(session, person)
        cartella.stream(session, person)

    found["cartella_ms"] = summary([timed(read) for _ in range(rounds)])
    return found | of_window(session, person, rounds=rounds)


def main() -> None:
    """Make a desk and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waiting", type=int, default=200)
    parser.add_argument("--approved", type=int, default=200)
    parser.add_argument("--entries", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    clock = FixedClock(NOW)
    with tempfile.TemporaryDirectory(dir=asked.folder) as scratch:
        session = open_desk(Path(scratch) / "desk", clock=clock, ids=SeededIds(7, clock))
        found = figures(
            session, waiting=asked.waiting, approved=asked.approved, entries=asked.entries, rounds=asked.rounds
        )
        session.close()
    print(json.dumps(found), flush=True)
    # The widgets go with the process: nothing of them is looked at any more.
    os._exit(0)


if __name__ == "__main__":
    main()
