# SPDX-License-Identifier: EUPL-1.2
"""Cuts at every byte, old batches once more, hostile answers, and a scan of all that the server keeps."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from tests.opened import add
from tests.world.exchange.checks import Reckoning, check_all, nothing_twice, same_entries
from tests.world.exchange.link import Sent, deliver, frame_ends
from tests.world.exchange.machine import Machine
from tests.world.exchange.world import World, calm, world_of
from tests.world.scanner import Scanner
from tests.world.values import Dice
from welfaredesk.base.errors import Fault
from welfaredesk.desk import attachments, records
from welfaredesk.desk.exchange.round import exchange
from welfaredesk.store import content
from welfaredesk.sync.frames import FrameReader, WireBroken, decode, raw
from welfaredesk.sync.interning import Incoming
from welfaredesk.sync.limits import MOST_FRAME
from welfaredesk.sync.line import Answer, Counted, Line, LineBroken
from welfaredesk.sync.wire import FrameKind, ParcelAt

Change = Callable[[bytes], bytes]
PIECE = 700
SOME_PLACES = 16
"""A cut at every so-manyth byte runs with each change, at every byte in `make test-long`."""


class Watched:
    """A line that keeps what goes over it, cuts one direction at a byte, and may change an answer."""

    def __init__(
        self, line: Line, *, up: int | None = None, down: int | None = None, change: Change | None = None
    ) -> None:
        """Begin: `up` and `down` are the bytes after which the exchange of this line is cut, once."""
        self._line = line
        self._up = up
        self._down = down
        self._change = change
        self.counted = Counted()
        self.sent: list[Sent] = []
        self.came: list[bytes] = []

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        data = body if isinstance(body, bytes) else b"".join(body)
        self.sent.append(Sent(method, path, dict(headers), data))
        self.counted.requests += 1
        if self._up is not None and len(data) > self._up:
            place, self._up = self._up, None
            deliver(self._line, Sent(method, path, headers, data), cut=place)
            raise LineBroken()
        answer = self._line.ask(method, path, headers=headers, body=data)
        came = b"".join(answer.body)
        self.came.append(came)
        if self._change is not None:
            came = self._change(came)
        if self._down is not None and len(came) > self._down:
            place, self._down = self._down, None
            return Answer(answer.status, answer.headers, _begun(came[:place]))
        return Answer(answer.status, answer.headers, iter([came[at : at + PIECE] for at in range(0, len(came), PIECE)]))


def _begun(data: bytes) -> Iterator[bytes]:
    yield data
    raise LineBroken()


def work(machine: Machine, name: str) -> str:
    """Write a little: a person, a change of her, a diary entry, all with a name in them."""
    person = add(machine.session, "person", surname=f"Prova {name}", notes=f"Prima riga di {name}.")
    records.change(machine.session, person, {"job": None, "family_doctor": name})
    add(machine.session, "diary_entry", root=person, text=f"Colloquio {name}.", when="2026-03-02T10:00:00+01:00")
    return person


@pytest.fixture
def pair() -> Iterator[World]:
    """Return a world of two desks and nothing wrong, each with a little that the other has not."""
    with world_of(4242, desks=2) as world:
        for machine in world.machines:
            assert world.exchange(machine)
        yield world


def try_round(machine: Machine, line: Line) -> str:
    """Exchange and return the code of the fault that was told, nothing when the round was complete."""
    try:
        exchange(machine.session, line=line)
    except Fault as fault:
        return fault.code
    return ""


def finish(world: World) -> None:
    """Exchange until all is even, and check everything that can be without an oracle."""
    calm(world)
    check_all(world, oracle=False)


def even(world: World, *, thoroughly: bool) -> None:
    """Exchange until all is even: the same entries everywhere, each once and with a position."""
    if thoroughly:
        finish(world)
        return
    calm(world)
    reckoning = Reckoning.of(world)
    same_entries(reckoning)
    nothing_twice(reckoning)
    for machine in world.machines:
        assert machine.read().conn.execute("SELECT count(*) FROM entry WHERE position IS NULL").fetchone() == (0,)


def cut_a_push(world: World, every: int) -> int:
    """Cut the first request of a desk with work to send at each byte, and return how often."""
    machine = world.machines[0]
    work(machine, "alfa")
    line = Watched(world.server.line(machine.name))
    disk, server = machine.image(world.folder / "before"), world.snapshot_server()
    assert try_round(machine, line) == ""
    length = max(len(sent.body) for sent in line.sent)
    for place in range(0, length, every):
        machine.go_back(disk)
        world.server.put_back(server, statements=False)
        try_round(machine, Watched(world.server.line(machine.name), up=place))
        even(world, thoroughly=place % 256 == 0)
    return -(-length // every)


def cut_a_pull(world: World, every: int) -> int:
    """Cut the answer to a desk that has much to get at each byte, and return how often."""
    first, second = world.machines
    work(first, "alfa")
    assert world.exchange(first)
    disk = second.image(world.folder / "before")
    line = Watched(world.server.line(second.name))
    assert try_round(second, line) == ""
    length = max(len(came) for came in line.came)
    for place in range(0, length, every):
        second.go_back(disk)
        assert try_round(second, Watched(world.server.line(second.name), down=place)) in {"", "no_line"}
        even(world, thoroughly=place % 256 == 0)
    return -(-length // every)


@pytest.mark.parametrize("cut", [cut_a_push, cut_a_pull])
def test_a_cut_at_many_places_loses_and_doubles_nothing(cut: Callable[[World, int], int], pair: World) -> None:
    assert cut(pair, SOME_PLACES) > 30


@pytest.mark.long
@pytest.mark.parametrize("cut", [cut_a_push, cut_a_pull])
def test_a_cut_at_every_byte_loses_and_doubles_nothing(cut: Callable[[World, int], int], pair: World) -> None:
    assert cut(pair, 1) > 500


def test_old_requests_sent_once_more_change_nothing(pair: World) -> None:
    sent: list[tuple[Machine, Sent]] = []
    for number in range(4):
        machine = pair.machines[number % 2]
        work(machine, f"beta{number}")
        line = Watched(pair.server.line(machine.name))
        assert try_round(machine, line) == ""
        sent += [(machine, one) for one in line.sent]
    calm(pair)
    position, h = pair.server.position(), pair.server.head()
    for machine, one in sent:
        deliver(pair.server.line(machine.name), one)
    assert (pair.server.position(), pair.server.head()) == (position, h)
    finish(pair)


def _instead(old: bytes, _came: bytes) -> bytes:
    return old


def test_old_answers_are_not_believed(pair: World) -> None:
    first, second = pair.machines
    work(first, "gamma")
    assert pair.exchange(first)
    old = Watched(pair.server.line(second.name))
    assert try_round(second, old) == ""
    before = content.content_hash(second.read())
    for came in old.came:
        code = try_round(second, Watched(pair.server.line(second.name), change=partial(_instead, came)))
        assert code in {"other_server", "no_line"}
    assert content.content_hash(second.read()) == before
    finish(pair)


def _noise(_data: bytes, _ends: list[int], dice: Dice) -> bytes:
    return dice.ids.token(dice.below(400))


def _other_bytes(data: bytes, _ends: list[int], dice: Dice) -> bytes:
    at = dice.below(len(data)) if data else 0
    return data[:at] + dice.ids.token(1 + dice.below(8)) + data[at + 1 :]


def _shorter(data: bytes, _ends: list[int], dice: Dice) -> bytes:
    return data[: dice.below(len(data) + 1)]


def _frame_more(data: bytes, ends: list[int], dice: Dice) -> bytes:
    at = dice.pick(ends)
    return data[:at] + raw(dice.pick(list(FrameKind)), dice.ids.token(dice.below(200))) + data[at:]


def _frame_twice(data: bytes, ends: list[int], dice: Dice) -> bytes:
    one, two = dice.pick(ends), dice.below(len(ends))
    return data[:one] + data[ends[max(two - 1, 0)] : ends[two]] + data[one:]


def _frame_less(data: bytes, ends: list[int], dice: Dice) -> bytes:
    gone = dice.below(len(ends))
    return data[: ends[max(gone - 1, 0)]] + data[ends[gone] :]


def _deep(data: bytes, ends: list[int], dice: Dice) -> bytes:
    return data[: dice.pick(ends)] + raw(FrameKind.PARCEL_AT, b"\x91" * (1 + dice.below(5000)))


def _too_long(data: bytes, ends: list[int], dice: Dice) -> bytes:
    return data[: dice.pick(ends)] + b"\x0d\xff\xff\xff\xff\xff"


WAYS = (_noise, _other_bytes, _shorter, _frame_more, _frame_twice, _frame_less, _deep, _too_long)


def spoiled(dice: Dice, data: bytes) -> bytes:
    """Return an answer as somebody who wants to do harm might make it."""
    return dice.pick(WAYS)(data, [0, *frame_ends(data)], dice)


def meet_hostile_answers(world: World, count: int) -> dict[str, int]:
    """Let a desk read so many spoiled answers, and return how often it said what: it takes nothing that is unsigned."""
    first, second = world.machines
    work(first, "delta")
    assert world.exchange(first)
    disk = second.image(world.folder / "before")
    told: dict[str, int] = {}
    for number in range(count):
        dice = Dice.of(number)
        if number % 50 == 0:
            second.go_back(disk)
        line = Watched(world.server.line(second.name), change=partial(spoiled, dice))
        code = try_round(second, line)
        told[code] = told.get(code, 0) + 1
        assert code in {"", "no_line", "other_server", "server_refuses"}, (number, code)
    finish(world)
    return told


ANSWERS = 150
ANSWERS_TO_THE_DECODER = 2000


def test_hostile_answers_break_nothing(pair: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    assert meet_hostile_answers(pair, ANSWERS)["no_line"] > ANSWERS // 10


@pytest.mark.long
def test_many_hostile_answers_break_nothing(pair: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    assert meet_hostile_answers(pair, ANSWERS_TO_THE_DECODER)["no_line"] > ANSWERS_TO_THE_DECODER // 10


def test_the_decoder_takes_or_refuses_whatever_comes(pair: World) -> None:
    first, second = pair.machines
    work(first, "epsilon")
    assert pair.exchange(first)
    line = Watched(pair.server.line(second.name))
    assert try_round(second, line) == ""
    refused = 0
    for number in range(ANSWERS_TO_THE_DECODER):
        dice = Dice.of(number)
        refused += not decodes(spoiled(dice, dice.pick(line.came)))
    assert refused > ANSWERS_TO_THE_DECODER // 3


def decodes(data: bytes) -> bool:
    """Read an answer as a desk does, frame by frame; whatever is wrong must be said in the one way that is caught."""
    reader, names = FrameReader(MOST_FRAME), Incoming()
    try:
        for start in range(0, len(data), PIECE):
            for kind, payload in reader.feed(data[start : start + PIECE]):
                message = decode(kind, payload)
                if isinstance(message, ParcelAt):
                    names.name(message.parcel)
    except WireBroken:
        return False
    return reader.at_end


WORDS = ("Qzxperson", "Qzxdiary", "Qzxreserved", "Qzxcontact", "Qzxattached", "Qzxfilename", "Qzxchanged")
KINDS = ("diary_entry", "family_doctor", "protected_abode", "person", "reserved", "case_file")


def test_nothing_of_any_cartella_lies_at_the_server(
    pair: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    session = pair.machines[0].session
    person = add(session, "person", surname=WORDS[0], family_doctor="x")
    records.change(session, person, {"family_doctor": WORDS[6], "protected_abode": [{"street": WORDS[2]}]})
    add(session, "diary_entry", root=person, text=WORDS[1] * 30, when="2026-03-02T10:00:00+01:00")
    add(session, "contact", who=WORDS[3], when="2026-03-02T10:00:00+01:00")
    document = add(session, "document", title="Carta", person=person)
    paper = tmp_path / f"{WORDS[5]}.txt"
    paper.write_text(WORDS[4] * 100)
    attachments.attach(session, document, paper)
    paper.unlink()
    exchange(session, line=pair.server.line("desk"), files=True)
    pair.snapshot_server()
    backup = pair.server.backup(pair.folder / "copia.wdserver")
    scanner = Scanner((*WORDS, *KINDS))
    places = [pair.server.folder, *pair.backups, backup.parent]
    assert scanner.scan(*places) == []
    assert not list(scanner.data(caplog.text.encode(), "log"))
    assert caplog.text
