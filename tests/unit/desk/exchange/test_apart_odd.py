# SPDX-License-Identifier: EUPL-1.2
"""Kept apart when something is odd: a server that lies about it, a line that breaks, a no that came before the rest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update

from tests.opened import add
from tests.unit.desk.exchange.lines import OddLine, lost, rubbish
from tests.unit.desk.exchange.office import Office, database, same, sound
from tests.unit.desk.exchange.test_apart import shut, shut_out_of, two
from welfaredesk.base.exchange_errors import DeskRevoked, NoLine, OtherServer
from welfaredesk.base.ids import packed
from welfaredesk.desk import apart_work, attachments, people, records
from welfaredesk.desk.exchange import apart, notes
from welfaredesk.desk.letter_bodies import ApartDeclined
from welfaredesk.desk.organico import stating
from welfaredesk.desk.posting import post
from welfaredesk.desk.session import Session
from welfaredesk.domain.parcel import decode_parcel, encode_parcel
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.server.tables import APART
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import kept_apart, rounds
from welfaredesk.sync.apart import Apart
from welfaredesk.sync.line import Answer, LineBroken
from welfaredesk.sync.parcels import parcel_id
from welfaredesk.sync.wire import FrameKind


def relisted(change: Callable[[Apart], Apart]) -> Callable[[Answer], Answer]:
    """List something else than what is there, and give what is there."""

    def work(answer: Answer) -> Answer:
        data = answer.whole()
        try:
            found = msgspec.msgpack.decode(data, type=list[Apart])
        except msgspec.MsgspecError:
            return Answer(answer.status, answer.headers, iter([data]))
        listed = msgspec.msgpack.encode([change(one) for one in found])
        return Answer(answer.status, answer.headers, iter([listed]))

    return work


def by_another(one: Apart) -> Apart:
    return msgspec.structs.replace(one, desk=packed("7" * 26))


def in_no_folder(one: Apart) -> Apart:
    return msgspec.structs.replace(one, folder=b"")


def as_a_grant(one: Apart) -> Apart:
    return msgspec.structs.replace(one, kind=int(FrameKind.GRANT), folder=b"")


def longer(one: Apart) -> Apart:
    return msgspec.structs.replace(one, k_to=one.k_to + 5)


@pytest.mark.parametrize(
    ("under", "change"),
    [
        (f"{apart.PATH}/", rubbish),
        *((apart.PATH, relisted(one)) for one in (by_another, in_no_folder, as_a_grant, longer)),
    ],
)
def test_what_is_not_as_the_server_lists_it_is_kept_nowhere(
    under: str, change: Callable[[Answer], Answer], office: Office
) -> None:
    first, second, person = two(office)
    add(second, "diary_entry", person=person, text="Di chi?")
    shut(office, first, second)
    with pytest.raises(OtherServer):
        office.round(first, OddLine(office.line, under, change))
    assert kept_apart.lines(database(first)) == []
    assert apart_work.waiting(first) == []
    office.round(first)
    (work,) = apart_work.waiting(first)
    assert (work.letters, work.entries) == (first.read_roster().desks[second.identity.desk].letters, 1)


@dataclass
class Halting(OddLine):
    """A line that breaks at the second push of what is left apart; with `dead` at once."""

    dead: bool = False
    pushed: int = 0

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        self.pushed += method == "POST" and path == apart.PATH
        if self.dead or self.pushed > 1:
            raise LineBroken()
        return self.line.ask(method, path, headers=headers, body=body)


def half_left(office: Office, first: Session, second: Session, *, person: str) -> None:
    """Let somebody who was taken out of a group leave the first of two parcels apart, the second not yet."""
    add(second, "diary_entry", person=person, text="Prima.")
    with pytest.raises(NoLine):
        office.round(second, Halting(office.line, "", lost, dead=True))
    add(second, "diary_entry", person=person, text="Dopo.")
    people.remove_member(first, second.identity.operator, second.identity.groups["working"])
    office.round(first)
    with pytest.raises(NoLine):
        office.round(second, Halting(office.line, "", lost))
    office.round(first)
    assert [one.entries for one in apart_work.waiting(first)] == [1]


def test_what_is_here_already_is_not_said_otherwise(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PIECE", 10)
    first, second, person = two(office)
    half_left(office, first, second, person=person)
    before = kept_apart.lines(database(first))
    office.round(second)
    with pytest.raises(OtherServer):
        office.round(first, OddLine(office.line, apart.PATH, relisted(by_another)))
    assert kept_apart.lines(database(first)) == before


def test_what_nobody_signed_is_kept_nowhere(office: Office) -> None:
    first, second, person = two(office)
    add(second, "diary_entry", person=person, text="Di chi?")
    shut(office, first, second)
    with office.server.ledger.writing() as connection:
        parcel = decode_parcel(connection.execute(select(APART.c.data)).scalar_one())
        forged = msgspec.structs.replace(parcel, sealed=parcel.sealed + b"x")
        connection.execute(update(APART).values(id=parcel_id(forged), data=encode_parcel(forged)))
    with pytest.raises(OtherServer):
        office.round(first)
    assert kept_apart.lines(database(first)) == []


def test_a_line_that_breaks_is_no_answer_and_the_work_is_left_at_the_next_round(office: Office) -> None:
    first, second, person = two(office)
    add(second, "diary_entry", person=person, text="Non si perde.")
    people.remove_member(first, second.identity.operator, second.identity.groups["working"])
    office.round(first)
    with pytest.raises(NoLine):
        office.round(second, Halting(office.line, "", lost, pushed=1))
    office.round(second)
    office.round(first)
    (work,) = apart_work.waiting(first)
    assert work.entries == 1


def test_a_no_does_not_speak_of_what_came_after_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PIECE", 10)
    first, second, person = two(office)
    half_left(office, first, second, person=person)
    apart_work.decline(first, apart_work.waiting(first)[0].id, "Non serve.")
    assert (apart_work.waiting(first)[0].state, apart_work.count_waiting(first)) == ("declined", 0)
    office.round(second)
    office.round(first)
    (work,) = apart_work.waiting(first)
    assert (work.state, work.declined, work.entries) == ("waiting", None, 2)
    assert apart_work.count_waiting(first) == 1


def test_an_attachment_of_what_has_left_holds_the_wiping_back(office: Office, tmp_path: Path) -> None:
    first, second, person = two(office)
    source = tmp_path / "relazione.pdf"
    source.write_bytes(b"%PDF- una relazione " * 2_000)
    attachments.attach(second, add(second, "document", person=person, title="Relazione"), source)
    with pytest.raises(NoLine):
        office.round(second, OddLine(office.line, "/v1/file/", lost))
    people.revoke(first, second.identity.desk, wipe=True)
    office.round(first)
    with pytest.raises(DeskRevoked):
        office.round(second)
    out = shut_out_of(second)
    assert (out.unsent, out.files, out.is_received) == (0, 1, False)


def test_a_colleague_who_cuts_alone_what_waits_takes_nothing(office: Office) -> None:
    first, second, person = two(office)
    third = office.enrol(first, name="three")
    office.round(third)
    text = add(second, "diary_entry", person=person, text="Resta.")
    shut(office, first, second)
    office.round(third)
    (line,) = kept_apart.lines(database(third))
    body = {"parcels": [line.id], "number": "-"}
    third.vault.write(lambda there: stating(third, there).say(StatementKind.CUT, body))
    office.round(third)
    office.round(first)
    apart_work.accept(first, apart_work.waiting(first)[0].id)
    for _ in range(2):
        office.round(first)
        office.round(third)
    assert first.read_roster().cut_parcels() == {line.id}
    for session in (first, third):
        assert records.show(session, text).values["text"] == "Resta."
        assert notes.bad(database(session)) == []
        sound(session)
    assert same(first, third)


@pytest.mark.parametrize(("roles", "beyond"), [((Role.OPERATORE,), 0), ((Role.COORDINATORE,), 2**40)])
def test_a_no_counts_of_who_holds_the_case_and_up_to_what_lies_apart(
    office: Office, roles: tuple[Role, ...], beyond: int
) -> None:
    first, second, person = two(office)
    third = office.enrol(first, name="three", roles=roles)
    office.round(third)
    add(second, "diary_entry", person=person, text="Da valutare.")
    shut(office, first, second)
    for session in (first, third):
        office.round(session)
    (work,) = apart_work.waiting(third)
    assert work.may_accept is (Role.COORDINATORE in roles)
    (line,) = kept_apart.lines(database(third))
    body = ApartDeclined(folder=line.folder, desk=line.desk, k_to=line.k_to + beyond, reason="No.", utc_ms=2**50)

    def send(writing: Database) -> None:
        roster = third.read_roster(writing)
        for group in sorted(rounds.groups_holding(writing, line.folder)):
            if group in roster.groups:
                post(third, writing, group, body=body, roster=roster)

    third.vault.write(send)
    office.round(third)
    office.round(first)
    assert [one.state for one in apart_work.waiting(first)] == ["waiting"]
    assert apart_work.count_waiting(first) == 1
    apart_work.decline(first, apart_work.waiting(first)[0].id, "Non autorizzato.")
    assert apart_work.count_waiting(first) == 0
