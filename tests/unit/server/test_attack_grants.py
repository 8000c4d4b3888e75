# SPDX-License-Identifier: EUPL-1.2
"""Attacks by somebody who reads for a while: he would hand himself what he is to lose."""

from tests.server_of import AppLine
from tests.unit.server.conftest import Office
from tests.unit.server.office import Desk
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import packed
from welfaredesk.domain.statement import Role
from welfaredesk.sync.wire import Fill

DAY = 86_400_000


def outsider(office: Office, line: AppLine, clock: FixedClock, *roles: Role) -> Desk:
    """Return a desk that reads the office's folder until tomorrow, with a group of its own."""
    came = office.ente.admit(roles, by=office.anna.sign)
    items = office.ente.stated[-3:]
    items.append(office.ente.join(came, office.group, by=office.anna, expires_ms=clock.now().utc_ms + DAY))
    assert office.anna.exchange(line, items).refused == {}
    return came


def test_somebody_from_outside_cannot_grant_himself_what_ends_tomorrow(
    settled: Office, line: AppLine, clock: FixedClock
) -> None:
    came = outsider(settled, line, clock, Role.ESTERNO)
    own = settled.ente.group(came, "own")
    reply = came.exchange(line, [*settled.ente.stated[-2:], came.grant([settled.folder], own)])
    assert reply.refused == {2: "not_yours"}
    clock.advance(ms=2 * DAY)
    settled.anna.exchange(line, [settled.anna.parcel(settled.folder)])
    late = came.exchange(line, ask=came.ask(fills=[Fill(packed(settled.folder.folder), 0)]), move=False)
    assert late.parcels() == []


def test_somebody_from_outside_turns_a_key_for_those_who_hold_the_folder(
    settled: Office, line: AppLine, clock: FixedClock
) -> None:
    came = outsider(settled, line, clock, Role.ESTERNO)
    turned = type(settled.folder)(
        settled.folder.folder, settled.ente.ids.token(32), settled.folder.root, "person", "ordinary"
    )
    assert came.exchange(line, [came.grant([turned], settled.group), came.parcel(turned)]).refused == {}


def test_whoever_only_controls_grants_nothing(settled: Office, line: AppLine, clock: FixedClock) -> None:
    came = outsider(settled, line, clock, Role.DPO)
    own = settled.ente.group(came, "own")
    reply = came.exchange(line, [*settled.ente.stated[-2:], came.grant([settled.folder], own)])
    assert reply.refused == {2: "not_yours"}


def test_a_colleague_who_works_here_grants_as_before(settled: Office, line: AppLine) -> None:
    bruno = settled.bruno
    assert bruno.exchange(line, [bruno.grant([settled.folder], settled.bruno_own)]).refused == {}
