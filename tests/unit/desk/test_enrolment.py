# SPDX-License-Identifier: EUPL-1.2
"""Enrolment: from the code of an invitation to a desk of one's own, on a real server and real vaults."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE, open_desk
from tests.server_of import AppLine, ServerOf, server_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import NotAllowed, WrongPassphrase
from welfaredesk.base.exchange_errors import NoLine, OtherServer
from welfaredesk.base.ids import SeededIds
from welfaredesk.base.people_errors import (
    BadInvitation,
    ForgedRoster,
    HasEnte,
    NoRequest,
    RequestRefused,
    StillWaiting,
    UnknownName,
    WrongWords,
)
from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk import enrolment, inviting, people
from welfaredesk.desk.arrival import push, take_roster
from welfaredesk.desk.exchange.place import ServerPlace, keep_server
from welfaredesk.desk.exchange.talk import signer_of
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.people import stated
from welfaredesk.desk.session import Session, open_session
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.store import folders, vault
from welfaredesk.store import roster as rows
from welfaredesk.store.exchange import items
from welfaredesk.sync.frames import FrameReader, decode, encode
from welfaredesk.sync.line import Answer, Counted, Line, LineBroken, LineTrouble
from welfaredesk.sync.statements import read_roster, state, statement_id
from welfaredesk.sync.wire import BytesAt, FrameKind

URL = "http://127.0.0.1:8750"
ROSSI = ("Rossi", "Anna")


@dataclass(slots=True)
class OddLine:
    """A line whose server hands down other statements than it holds, or breaks at a path."""

    line: AppLine
    counted: Counted = field(default_factory=Counted)
    statements: Callable[[list[BytesAt]], list[BytesAt]] | None = None
    broken_at: str = ""

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        if path == self.broken_at:
            raise LineBroken(LineTrouble.NO_LINE)
        answer = self.line.ask(method, path, headers=headers, body=body)
        if path != "/v1/exchange" or self.statements is None or answer.status != 200:
            return answer
        reader, said = FrameReader(), list[BytesAt]()
        other: list[bytes] = []
        for kind, payload in (one for piece in answer.body for one in reader.feed(piece)):
            message = decode(kind, payload)
            if isinstance(message, BytesAt):
                said.append(message)
            else:
                other.append(encode(kind, message))
        told = [encode(FrameKind.STATEMENT_AT, one) for one in self.statements(said)]
        return Answer(answer.status, answer.headers, iter([other[0], *told, *other[1:]]))


@dataclass(slots=True)
class Office:
    """A desk that is attached to a server, and the way there."""

    session: Session
    server: ServerOf
    line: AppLine

    @property
    def fingerprint(self) -> str:
        return sha256(self.server.key.public).hex()

    def send(self) -> None:
        """Push what this desk stated, and take its positions."""
        session, place = self.session, ServerPlace(URL, self.server.key.public)
        some = items.unsent_statements(session.vault.read())
        assert push(session, self.line, place, some=some, signer=signer_of(session))
        take_roster(session, self.line, place, signer=signer_of(session))

    def invited(self, *, name: tuple[str, str] = ROSSI, roles: tuple[Role, ...] = (Role.OPERATORE,)) -> str:
        return inviting.invite(
            self.session, self.line, operator_name=name, roles=roles, groups=["Servizio sociale di base"]
        ).code

    def admit(self, words: str) -> str:
        (asking,) = inviting.requests(self.session, self.line)
        desk = inviting.approve(self.session, self.line, asking.id, words=words)
        self.send()
        return desk


@pytest.fixture
def office(session: Session, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """Return the first desk of an ente, its statements on a server."""
    with server_of(tmp_path / "server", clock=clock) as server:
        place = ServerPlace(URL, server.key.public)
        session.vault.write(lambda database: keep_server(database, place))
        body = {"key": place.key, "url": place.url}
        stated(session, lambda saying, _: saying.say(StatementKind.SERVER, body))
        opened = Office(session, server, server.line())
        opened.send()
        yield opened


class Newcomer:
    """Somebody with an empty profile."""

    def __init__(self, office: Office, profile: Path, clock: FixedClock, ids: SeededIds) -> None:
        self.office, self.profile, self.clock, self.ids = office, profile, clock, ids
        self.pauses: list[float] = []

    def begin(self, code: str, *, fingerprint: str | None = None, passphrase: str = PASSPHRASE) -> str:
        return enrolment.begin(
            self.profile,
            URL,
            fingerprint=fingerprint or self.office.fingerprint,
            code=code,
            passphrase=passphrase,
            clock=self.clock,
            ids=self.ids,
            cost=TEST_COST,
            line=self.office.line,
        ).words

    def wait(self, seconds: float = 0, *, line: Line | None = None) -> None:
        def pause(some: float) -> None:
            self.pauses.append(some)
            self.clock.advance(ms=int(some * 1000))

        enrolment.wait(
            self.profile,
            PASSPHRASE,
            clock=self.clock,
            ids=self.ids,
            pause=pause,
            seconds=seconds,
            line=line or self.office.line,
        )

    def open(self) -> Session:
        return open_session(self.profile, PASSPHRASE, clock=self.clock, ids=self.ids)


@pytest.fixture
def newcomer(office: Office, tmp_path: Path, clock: FixedClock) -> Newcomer:
    """Return somebody with an empty profile on another PC."""
    return Newcomer(office, tmp_path / "second", clock, SeededIds(2, clock))


def enrolled(office: Office, newcomer: Newcomer) -> Session:
    office.admit(newcomer.begin(office.invited()))
    newcomer.wait()
    return newcomer.open()


def test_a_new_operator_comes_in_with_code_and_six_words(office: Office, newcomer: Newcomer) -> None:
    words = newcomer.begin(office.invited(roles=(Role.OPERATORE, Role.CASE_MANAGER)))
    assert len(words.split()) == 6
    (asking,) = inviting.requests(office.session, office.line)
    assert (asking.words, asking.name, asking.further) == (words, "Rossi, Anna", False)
    desk = office.admit(f"  {words.upper()} ")
    newcomer.wait()
    here = newcomer.open()
    identity, boss = here.identity, office.session.identity
    assert (identity.ente, identity.desk, identity.letters) == (boss.ente, desk, "AB")
    assert identity.roles == (Role.OPERATORE, Role.CASE_MANAGER)
    assert identity.operator == asking.operator
    assert identity.groups["working"] == boss.groups["working"]
    assert identity.groups["everyone"] == boss.groups["everyone"]
    assert identity.groups["own"] != boss.groups["own"]
    here.close()
    assert not (newcomer.profile / enrolment.ENROLLING).exists()
    assert inviting.requests(office.session, office.line) == []


def test_the_new_desk_holds_the_keys_of_its_groups_and_of_no_other(office: Office, newcomer: Newcomer) -> None:
    here = enrolled(office, newcomer)
    mine, boss = here.identity.groups, office.session.identity.groups
    held = {kind: rows.group_keys(here.vault.read(), group) for kind, group in (boss | mine).items()}
    theirs = {kind: rows.group_keys(office.session.vault.read(), group) for kind, group in boss.items()}
    assert held["working"] == theirs["working"]
    assert held["everyone"] == theirs["everyone"]
    assert held["audit"] == held["coordination"] == {}
    assert rows.group_keys(here.vault.read(), boss["own"]) == {}
    assert set(held["own"]) == {1}
    here.close()


def test_its_own_group_is_wrapped_to_the_recovery_key_and_waits_to_be_sent(office: Office, newcomer: Newcomer) -> None:
    here = enrolled(office, newcomer)
    roster, identity = roster_of(here), here.identity
    own = roster.groups[identity.groups["own"]]
    assert len(own.recovery_grant) == 80
    assert own.founder == identity.operator
    assert len(items.unsent_statements(here.vault.read())) == 2
    folders = rows.folders_of_root(here.vault.read(), identity.operator)
    assert [folder.root_type for folder in folders] == ["operator"]
    assert [folder.id for folder, _ in items.unsent_grants(here.vault.read())] == [folders[0].id]
    place = ServerPlace(URL, office.server.key.public)
    some = items.unsent_statements(here.vault.read())
    assert push(here, office.line, place, some=some, signer=signer_of(here))
    here.close()


def test_nobody_comes_in_before_the_words_are_confirmed(office: Office, newcomer: Newcomer) -> None:
    words = newcomer.begin(office.invited())
    with pytest.raises(StillWaiting):
        newcomer.wait(10)
    assert sum(newcomer.pauses) == 10
    (asking,) = inviting.requests(office.session, office.line)
    with pytest.raises(WrongWords):
        inviting.approve(office.session, office.line, asking.id, words=words + " abaco")
    with pytest.raises(NoRequest):
        inviting.approve(office.session, office.line, "00" * 16, words=words)
    assert not vault.exists(newcomer.profile)
    office.admit(words)
    newcomer.wait()
    assert vault.exists(newcomer.profile)


def test_a_refused_desk_keeps_nothing(office: Office, newcomer: Newcomer) -> None:
    newcomer.begin(office.invited())
    (asking,) = inviting.requests(office.session, office.line)
    inviting.refuse(office.session, office.line, asking.id)
    with pytest.raises(RequestRefused):
        newcomer.wait()
    assert not (newcomer.profile / enrolment.ENROLLING).exists()
    assert inviting.requests(office.session, office.line) == []


def test_the_same_command_goes_on_with_the_same_words(office: Office, newcomer: Newcomer) -> None:
    code = office.invited()
    words = newcomer.begin(code)
    assert newcomer.begin(f" {code.lower().replace(' ', '-')}") == words
    with pytest.raises(WrongPassphrase):
        newcomer.begin(code, passphrase="tutta un'altra frase")
    assert newcomer.begin(code) == words


def test_another_invitation_begins_anew(office: Office, newcomer: Newcomer) -> None:
    first = newcomer.begin(office.invited())
    second = newcomer.begin(office.invited(), passphrase="tutta un'altra frase")
    assert first != second


def test_a_code_works_once(office: Office, newcomer: Newcomer, tmp_path: Path, clock: FixedClock) -> None:
    code = office.invited()
    newcomer.begin(code)
    late = Newcomer(office, tmp_path / "third", clock, SeededIds(3, clock))
    with pytest.raises(BadInvitation):
        late.begin(code)


def test_a_code_that_nobody_drew_opens_nothing(office: Office, newcomer: Newcomer) -> None:
    code = office.invited()
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    for bad in ("", "ciao", wrong, code[:-2]):
        with pytest.raises(BadInvitation):
            newcomer.begin(bad)
    assert not newcomer.profile.exists() or not vault.exists(newcomer.profile)


def test_an_expired_invitation_is_worth_nothing(office: Office, newcomer: Newcomer, clock: FixedClock) -> None:
    code = office.invited()
    clock.advance(ms=49 * 3_600_000)
    with pytest.raises(BadInvitation):
        newcomer.begin(code)


def test_another_server_is_not_told_the_code(office: Office, newcomer: Newcomer) -> None:
    code = office.invited()
    before = office.line.counted.up
    with pytest.raises(OtherServer):
        newcomer.begin(code, fingerprint="00" * 32)
    assert office.line.counted.up == before


def test_a_profile_with_an_ente_is_left_alone(office: Office, newcomer: Newcomer, clock: FixedClock) -> None:
    """Two enti started alone are not one: the second enrols on a new profile and imports."""
    open_desk(newcomer.profile, clock=clock, ids=SeededIds(9, clock)).close()
    before = (newcomer.profile / vault.SLOTS_NAME).read_bytes()
    with pytest.raises(HasEnte) as said:
        newcomer.begin(office.invited())
    assert "importa" in said.value.text
    assert (newcomer.profile / vault.SLOTS_NAME).read_bytes() == before


def test_who_has_not_the_role_invites_nobody_but_himself(office: Office, newcomer: Newcomer) -> None:
    here = enrolled(office, newcomer)
    with pytest.raises(NotAllowed):
        inviting.invite(here, office.line, operator_name=("Verdi", "Ugo"), roles=(), groups=[])
    with pytest.raises(UnknownName):
        inviting.invite(office.session, office.line, operator_name=("Verdi", "Ugo"), roles=(), groups=["Che non c'è"])
    here.close()


def test_a_second_desk_of_the_same_operator_is_admitted_by_the_first(office: Office, newcomer: Newcomer) -> None:
    boss = office.session.identity
    code = inviting.invite(office.session, office.line, operator_name=("bianchi", "LUCIA"), roles=(), groups=[]).code
    office.admit(newcomer.begin(code))
    newcomer.wait()
    here = newcomer.open()
    assert here.identity.operator == boss.operator
    assert here.identity.groups == boss.groups
    assert here.identity.roles == boss.roles
    assert here.identity.letters == "AB"
    for group in boss.groups.values():
        assert rows.group_keys(here.vault.read(), group) == rows.group_keys(office.session.vault.read(), group)
    assert items.unsent_statements(here.vault.read()) == []
    assert [desk.own for desk in people.desks(here)] == [False, True]
    here.close()


def test_a_line_that_breaks_on_the_way_in_costs_nothing(office: Office, newcomer: Newcomer) -> None:
    words = newcomer.begin(office.invited())
    (request,) = [asking.id for asking in inviting.requests(office.session, office.line)]
    office.admit(words)
    for path in ("/v1/exchange", f"/v1/request/{request}"):
        with pytest.raises(NoLine):
            newcomer.wait(line=OddLine(office.line, broken_at=path))
    assert not vault.exists(newcomer.profile)
    newcomer.wait()
    newcomer.open().close()


def without_recovery(office: Office) -> Callable[[list[BytesAt]], list[BytesAt]]:
    """Return what a server would hand down that takes a group whose key no sheet opens."""
    boss = office.session.identity

    def told(said: list[BytesAt]) -> list[BytesAt]:
        body = {"group": office.session.ids.opaque(), "kind": "working", "epoch": 1, "public": b"p" * 32}
        key = SigningKey.from_bytes(boss.sign)
        head = statement_id(said[-1].data)
        more = state(StatementKind.GROUP, body, ente=boss.ente, previous=head, key=key)
        return [*said, BytesAt(said[-1].position + 1, more)]

    return told


def test_no_cartella_is_taken_from_an_ente_with_a_group_that_cannot_be_recovered(
    office: Office, newcomer: Newcomer
) -> None:
    office.admit(newcomer.begin(office.invited()))
    with pytest.raises(ForgedRoster):
        newcomer.wait(line=OddLine(office.line, statements=without_recovery(office)))
    assert not vault.exists(newcomer.profile)


@pytest.mark.parametrize("kept", [0, 1, 3, -1])
def test_a_roster_that_does_not_know_this_desk_is_no_roster_to_enter(
    office: Office, newcomer: Newcomer, kept: int
) -> None:
    office.admit(newcomer.begin(office.invited()))
    desk = len(read_roster(items_of(office)).desks)
    assert desk == 2
    cut = kept if kept >= 0 else next(place for place, one in enumerate(items_of(office)) if b"AB" in one)
    with pytest.raises(ForgedRoster):
        newcomer.wait(line=OddLine(office.line, statements=lambda said: said[:cut]))
    assert not vault.exists(newcomer.profile)


def items_of(office: Office) -> list[bytes]:
    return folders.statements(office.session.vault.read())


def test_the_roster_of_another_ente_is_refused(
    office: Office, newcomer: Newcomer, tmp_path: Path, clock: FixedClock
) -> None:
    other = open_desk(tmp_path / "other", clock=clock, ids=SeededIds(9, clock))
    forged = [BytesAt(place, data) for place, data in enumerate(folders.statements(other.vault.read()), start=1)]
    office.admit(newcomer.begin(office.invited()))
    with pytest.raises(ForgedRoster):
        newcomer.wait(line=OddLine(office.line, statements=lambda _: forged))
    other.close()


def test_waiting_without_having_begun_is_told(newcomer: Newcomer) -> None:
    with pytest.raises(BadInvitation):
        newcomer.wait()
