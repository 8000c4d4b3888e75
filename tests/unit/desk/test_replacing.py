# SPDX-License-Identifier: EUPL-1.2
"""A burned PC: two recovery sheets give its operator a new desk, with everything that had left the old one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE, add
from tests.server_of import ServerOf, server_of
from tests.unit.desk.test_enrolment import URL, Newcomer, Office
from tests.unit.desk.test_two_desks import round_of, text_here
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import WrongShares
from welfaredesk.base.exchange_errors import DeskRevoked, ServerRefuses
from welfaredesk.base.ids import SeededIds
from welfaredesk.base.people_errors import HasEnte, UnknownName
from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk import inviting
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.place import ServerPlace, keep_server
from welfaredesk.desk.founding import Drawn, FirstStart, draw, found
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.people import add_group, stated
from welfaredesk.desk.records import type_named
from welfaredesk.desk.replacing import operator_meant, replace_desk
from welfaredesk.desk.session import Session, open_session
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.store import roster as rows
from welfaredesk.store.rows import read_row


@pytest.fixture
def drawn(ids: SeededIds) -> Drawn:
    """Return the secret of the ente and its three sheets."""
    return draw(ids, alone=False)


@pytest.fixture
def office(profile: Path, tmp_path: Path, drawn: Drawn, clock: FixedClock, ids: SeededIds) -> Iterator[Office]:
    """Return the one desk of an ente with a server; its sheets are `drawn`."""
    start = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE)
    found(profile, start, clock=clock, ids=ids, cost=TEST_COST, drawn=drawn)
    session = open_session(profile, PASSPHRASE, clock=clock, ids=ids)
    with server_of(tmp_path / "server", clock=clock) as server:
        place = ServerPlace(URL, server.key.public)

        def begin_here(session: Session, server: ServerOf) -> Office:
            session.vault.write(lambda database: keep_server(database, place))
            body = {"key": place.key, "url": place.url}
            stated(session, lambda saying, _: saying.say(StatementKind.SERVER, body))
            session.vault.write(notes.begin)
            return Office(session, server, server.line())

        yield begin_here(session, server)
    session.close()


class Replacing:
    """A new PC, the sheets, and whoever holds them."""

    def __init__(self, office: Office, profile: Path, clock: FixedClock) -> None:
        self.office, self.profile, self.clock, self.ids = office, profile, clock, SeededIds(7, clock)

    def go(self, shares: list[str], *, operator: str = "") -> Session:
        replace_desk(
            self.profile,
            URL,
            fingerprint=sha256(self.office.server.key.public).hex(),
            shares=shares,
            passphrase=PASSPHRASE,
            operator=operator,
            clock=self.clock,
            ids=self.ids,
            cost=TEST_COST,
            line=self.office.line,
        )
        return open_session(self.profile, PASSPHRASE, clock=self.clock, ids=self.ids)


@pytest.fixture
def new_pc(office: Office, tmp_path: Path, clock: FixedClock) -> Replacing:
    """Return a new PC."""
    return Replacing(office, tmp_path / "new-pc", clock)


def test_two_sheets_bring_back_all_that_had_left_the_burned_pc(office: Office, drawn: Drawn, new_pc: Replacing) -> None:
    burned = office.session
    person = add(burned, "person", surname="Ferrari", name="Giulia")
    note = add(burned, "diary_entry", root=person, text="Prima dell'incendio")
    own = add(burned, "quick_note", text="Solo mio")
    late_group = add_group(burned, "Tutela minori")
    round_of(burned, office)
    here = new_pc.go(list(drawn.shares[1:]))
    assert (here.identity.operator, here.identity.letters) == (burned.identity.operator, "AB")
    assert here.identity.groups == burned.identity.groups
    round_of(here, office)
    round_of(here, office)
    assert text_here(here, note) == "Prima dell'incendio"
    assert rows.folders_of_root(here.vault.read(), burned.identity.operator)
    roster = roster_of(here)
    assert not roster.is_active(burned.identity.desk)
    assert roster.turning == set()
    for group in (*here.identity.groups.values(), late_group):
        assert sorted(rows.group_keys(here.vault.read(), group)) == [1, 2]
    with pytest.raises(DeskRevoked):
        round_of(burned, office)
    kept = read_row(here.vault.read(), type_named("quick_note"), own)
    assert kept is not None
    assert kept["text"] == "Solo mio"
    after = add(here, "diary_entry", root=person, text="Dopo")
    round_of(here, office)
    assert text_here(here, after) == "Dopo"
    here.close()


def test_one_sheet_of_three_or_those_of_another_ente_bring_back_nothing(
    office: Office, drawn: Drawn, new_pc: Replacing, ids: SeededIds
) -> None:
    round_of(office.session, office)
    head = roster_of(office.session).head
    with pytest.raises(WrongShares):
        new_pc.go([drawn.shares[0]])
    others = draw(ids, alone=False)
    with pytest.raises(ServerRefuses):
        new_pc.go(list(others.shares[:2]))
    round_of(office.session, office)
    assert roster_of(office.session).head == head


def test_a_try_that_was_cut_is_simply_repeated(office: Office, drawn: Drawn, new_pc: Replacing, tmp_path: Path) -> None:
    round_of(office.session, office)
    new_pc.go(list(drawn.shares[:2])).close()
    with pytest.raises(HasEnte):
        new_pc.go(list(drawn.shares[:2]))
    again = Replacing(office, tmp_path / "third", new_pc.clock)
    again.ids = SeededIds(8, new_pc.clock)
    here = again.go(list(drawn.shares[:2]), operator="aa")
    assert here.identity.letters == "AC"
    assert [desk.revoked for desk in roster_of(here).desks.values()] == [True, True, False]
    here.close()


def test_who_is_meant_is_said_by_letters_when_there_are_several(office: Office) -> None:
    session = office.session
    roster, other = roster_of(session), session.ids.new()
    assert operator_meant(roster, "chiunque") == session.identity.operator
    body = {
        "desk": session.ids.opaque(),
        "operator": other,
        "letters": "AB",
        "sign": SigningKey.generate().public,
        "seal": SealingKey.generate().public,
    }
    stated(session, lambda saying, _: saying.say(StatementKind.OPERATOR, {"operator": other}))
    stated(session, lambda saying, _: saying.say(StatementKind.DESK, body))
    roster = roster_of(session)
    assert operator_meant(roster, " ab ") == other
    assert operator_meant(roster, other) == other
    assert operator_meant(roster, "AA") == session.identity.operator
    with pytest.raises(UnknownName):
        operator_meant(roster, "chiunque")


def test_who_is_only_from_outside_comes_back_until_the_same_day(
    office: Office, drawn: Drawn, new_pc: Replacing, tmp_path: Path, clock: FixedClock
) -> None:
    round_of(office.session, office)
    until = clock.now().utc_ms + 86_400_000
    code = inviting.invite(
        office.session,
        office.line,
        operator_name=("Rossi", "Anna"),
        roles=(Role.ESTERNO,),
        groups=[],
        until_ms=until,
    ).code
    guest = Newcomer(office, tmp_path / "guest", clock, SeededIds(3, clock))
    office.admit(guest.begin(code))
    guest.wait()
    burned = guest.open()
    round_of(burned, office)
    here = new_pc.go(list(drawn.shares[:2]), operator=burned.identity.letters)
    assert here.identity.operator == burned.identity.operator
    assert roster_of(here).end_of_outside(here.identity.operator) == until
    burned.close()
    here.close()
