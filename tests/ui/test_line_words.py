# SPDX-License-Identifier: EUPL-1.2
"""The state box: how the line stands in calm words, whatever goes wrong."""

from dataclasses import replace

import pytest

from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.errors import Fault
from welfaredesk.base.exchange_errors import CaptivePortal, DeskRevoked, NoLine, OtherServer, ServerRefuses, WrongClock
from welfaredesk.ui.exchanging import LineState
from welfaredesk.ui.line_words import Numbers, arriving_words, clock_words, last_words, line_standing

MINUTE_MS = 60_000


def _before(clock: FixedClock, minutes: int) -> Moment:
    now = clock.now()
    return Moment(now.utc_ms - minutes * MINUTE_MS, now.offset)


def test_a_desk_in_line_says_when_it_last_exchanged(clock: FixedClock) -> None:
    shown = line_standing(LineState(connected=True, last=_before(clock, 8)), Numbers(unsent=3), clock=clock)
    assert (shown.kind, shown.title) == ("neutral", "In linea")
    assert shown.lines == ("Da inviare 3 · Da decidere 0", "Rifiutate 0", "Ultima sincronizzazione 9:52")


def test_without_a_line_one_works_as_always(clock: FixedClock) -> None:
    state = LineState(connected=True, last=_before(clock, 60), fault=NoLine(), since=_before(clock, 50))
    shown = line_standing(state, Numbers(), clock=clock)
    assert (shown.kind, shown.title, shown.icon) == ("attention", "Senza linea", "cloud-off")
    assert shown.lines[0] == "Dalle 9:10: si lavora come sempre"
    yesterday = replace(state, since=_before(clock, 24 * 60))
    assert line_standing(yesterday, Numbers(), clock=clock).lines[0] == "Da ieri 10:00: si lavora come sempre"


@pytest.mark.parametrize(
    ("fault", "kind", "title"),
    [
        (CaptivePortal(), "attention", "Serve un accesso alla rete"),
        (OtherServer(), "danger", "Risponde un altro server"),
        (WrongClock(), "attention", "Data e ora da controllare"),
        (DeskRevoked(), "danger", "Postazione revocata"),
        (ServerRefuses(reason="x"), "attention", "Sincronizzazione ferma"),
    ],
)
def test_each_trouble_has_its_own_words(clock: FixedClock, fault: Fault, kind: str, title: str) -> None:
    shown = line_standing(LineState(connected=True, fault=fault, since=clock.now()), Numbers(), clock=clock)
    assert (shown.kind, shown.title) == (kind, title)
    assert "Non ancora sincronizzato" in shown.lines


def test_what_waits_for_somebody_presses(clock: FixedClock) -> None:
    for numbers in (Numbers(to_decide=1), Numbers(refused=1)):
        assert line_standing(LineState(connected=True), numbers, clock=clock).kind == "attention"
    assert line_standing(LineState(connected=True), Numbers(unsent=9), clock=clock).kind == "neutral"


def test_a_fresh_desk_says_how_many_cartelle_are_here(clock: FixedClock) -> None:
    numbers = Numbers(here=12, total=430)
    shown = line_standing(LineState(connected=True, running=True), numbers, clock=clock)
    assert (shown.title, shown.lines[0]) == ("Arrivano le cartelle", "12 di 430: puoi già usarle")
    assert arriving_words(numbers) == "Arrivano le cartelle: 12 di 430. Quelle arrivate si usano già."
    assert not Numbers(here=430, total=430).arriving


def test_another_day_is_said_by_its_name(clock: FixedClock) -> None:
    today = clock.now().local().date()
    assert clock_words(_before(clock, 24 * 60), today) == "ieri 10:00"
    assert last_words(LineState(), clock) == "Non ancora sincronizzato"
