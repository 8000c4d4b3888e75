# SPDX-License-Identifier: EUPL-1.2
"""An urgency on two desks that do not see each other: a step ticked twice, a word written meanwhile."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.opened import add
from tests.two_vaults import Sequence, Shared, desks, folder_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import acts, clashes, records, urgencies
from welfaredesk.domain.kinds import RESERVED, Value
from welfaredesk.domain.settling import Keep

HOUR = 3_600_000


class Pair:
    """Two desks that share an urgency, begun by the first."""

    def __init__(self, anna: Shared, bice: Shared) -> None:
        self.anna, self.bice, self.line = anna, bice, Sequence()
        self.urgency = add(anna.session, "urgency", kind="emergency_removal", child_name="Bambina", facts="Era sola.")
        anna.share(folder_of(anna, self.urgency, RESERVED), bice)
        self.exchange()

    def exchange(self) -> None:
        """Let both desks send what they have, then take what came."""
        folders = [folder_of(self.anna, self.urgency, RESERVED)]
        for one in (self.anna, self.bice):
            one.send(self.line, folder=folders[0])
        for one in (self.anna, self.bice):
            one.take(self.line)
        assert self.anna.hash(*folders) == self.bice.hash(*folders)
        for one in (self.anna, self.bice):
            one.sound()

    def values(self) -> dict[str, Value]:
        """Return what the urgency says on the second desk, which says the same as the first."""
        return dict(records.show(self.bice.session, self.urgency).values)


@pytest.fixture
def pair(tmp_path: Path, clock: FixedClock) -> Iterator[Pair]:
    with ExitStack() as stack:
        yield Pair(*desks(stack, tmp_path, ["anna", "bice"], clock=clock))


def transmit(pair: Pair, desk: Shared, paper: str) -> None:
    acts.do(desk.session, pair.urgency, "transmit", given={"sent_paper": paper})


def test_a_transmission_ticked_on_both_is_one_and_the_other_waits_whole(pair: Pair, clock: FixedClock) -> None:
    transmit(pair, pair.anna, "PEC 1")
    clock.advance(ms=HOUR)
    transmit(pair, pair.bice, "PEC 2")
    pair.exchange()
    said = pair.values()
    assert (said["state"], said["sent_paper"]) == ("sent", "PEC 1")
    waiting = clashes.waiting(pair.bice.session)
    assert {line.theirs for line in waiting if line.field == "sent_paper"} == {"PEC 1"}
    assert clashes.waiting(pair.anna.session) == [] or all(line.whole for line in waiting)
    due = {one.name: one.due for one in urgencies.opened(pair.bice.session, pair.urgency).clocks(clock.now().local())}
    assert due["removal_validation"] is not None
    clashes.settle(pair.bice.session, waiting[0].id, keep=Keep.THEIRS)
    pair.exchange()
    assert clashes.waiting(pair.bice.session) == []
    assert pair.values()["sent_paper"] == "PEC 1"


def test_the_same_tick_twice_asks_nobody(pair: Pair) -> None:
    for desk in (pair.anna, pair.bice):
        acts.do(desk.session, pair.urgency, "notify", given={"notice_to": "PM di turno", "notice_outcome": "aspetta"})
    pair.exchange()
    assert clashes.waiting(pair.anna.session) == clashes.waiting(pair.bice.session) == []
    assert pair.values()["notice_to"] == "PM di turno"


def test_two_who_write_at_once_lose_no_word(pair: Pair, clock: FixedClock) -> None:
    records.change(pair.anna.session, pair.urgency, {"facts": "Era sola. La luce è staccata.", "safe_place": "Rondine"})
    clock.advance(ms=60_000)
    records.change(pair.bice.session, pair.urgency, {"facts": "Era sola.\nHa la febbre.", "evaluation": "Grave"})
    pair.exchange()
    said = pair.values()
    assert (said["safe_place"], said["evaluation"]) == ("Rondine", "Grave")
    assert "La luce è staccata." in str(said["facts"])
    assert "Ha la febbre." in str(said["facts"])


def test_a_closing_unseen_makes_a_step_wait(pair: Pair) -> None:
    acts.do(pair.anna.session, pair.urgency, "close", given={"outcome": "revoked"})
    transmit(pair, pair.bice, "PEC 9")
    pair.exchange()
    said = pair.values()
    assert said["state"] == "closed"
    assert "sent_paper" not in said
    assert {line.field for line in clashes.waiting(pair.bice.session)} >= {"sent_paper", "sent_at"}
