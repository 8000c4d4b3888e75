# SPDX-License-Identifier: EUPL-1.2
"""Replacing a desk that is gone with its PC: two recovery sheets admit a new one to the groups of its operator."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import WrongShares
from welfaredesk.base.exchange_errors import ServerRefuses
from welfaredesk.base.ids import Ids
from welfaredesk.base.people_errors import UnknownName
from welfaredesk.base.text import tr
from welfaredesk.crypto.passphrase import Cost, check_strength
from welfaredesk.crypto.seal import SealBroken
from welfaredesk.crypto.shares import ente_id, join, recovery_key, root_key
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.crypto.wrap import SealingKey, unwrap
from welfaredesk.desk.arrival import move_in, push, take_roster
from welfaredesk.desk.enrolment import ENROLLING, prepare, put_in_place, stop_at_ente
from welfaredesk.desk.exchange.place import ServerPlace, find_server, keep_server, way_to
from welfaredesk.desk.exchange.talk import Signer
from welfaredesk.desk.exchange.words import why
from welfaredesk.desk.founding import DeskKeys, keep_identity
from welfaredesk.desk.letters import next_letters
from welfaredesk.desk.session import Session, open_session
from welfaredesk.desk.stating import RECOVERY_LABEL, epoch_aad, member_body
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import StatementKind
from welfaredesk.store.driver import Database
from welfaredesk.sync.line import Line
from welfaredesk.sync.signin import ROOT_DESK
from welfaredesk.sync.statements import add, state
from welfaredesk.sync.wire import Code

TRIES = 5


def replace_desk(
    profile: Path,
    url: str,
    *,
    fingerprint: str,
    shares: Sequence[str],
    passphrase: str,
    operator: str,
    clock: Clock,
    ids: Ids,
    cost: Cost,
    line: Line | None = None,
) -> None:
    """Admit a new desk for an operator whose PC is gone, signed by the root key that the sheets give back.

    The desks that the operator had are revoked. Work that had not left them is lost with them.

    Args:
        profile: an empty one.
        url: of the server.
        fingerprint: of the server's key.
        shares: two of the three recovery sheets, or the one of an ente of one person.
        passphrase: of the new vault.
        operator: the letters of one of his desks or his id; who is the only operator may be called by name.
        clock: for the ids.
        ids: for the new desk.
        cost: of a guess of the passphrase.
        line: to the server, when the caller has one.

    Raises:
        WrongShares: when the sheets are not of this ente, or its server knows another.
        HasEnte: when the profile has one.
        UnknownName: when the operator is not told from the others.
    """
    stop_at_ente(profile)
    check_strength(passphrase)
    secret = join(list(shares))
    root, recovery = root_key(secret), recovery_key(secret)
    place = find_server(url, fingerprint, line=line)
    keys, ente = DeskKeys.draw(ids), ente_id(root.public)

    def write(database: Database, whose: str = "") -> None:
        keep_identity(database, keys, {"ente": ente, "operator": whose, "name": operator, "alone": False})
        keep_server(database, place)

    prepare(profile, passphrase, recovery=recovery.public, write=write, ids=ids, cost=cost)
    aside = open_session(profile / ENROLLING, passphrase, clock=clock, ids=ids)
    with closing(aside) as session, way_to(place, line) as way:
        signer = Signer(ente=ente, desk=ROOT_DESK, key=root)
        whose = _admitted(session, way, place, keys=keys, operator=operator, signer=signer, recovery=recovery)
        session.vault.write(lambda database: write(database, whose))
        session.read_roster()
        move_in(session)
    put_in_place(profile)


def _admitted(
    session: Session,
    line: Line,
    place: ServerPlace,
    *,
    keys: DeskKeys,
    operator: str,
    signer: Signer,
    recovery: SealingKey,
) -> str:
    """Let the server take the statements of the root, made again while others are faster; return the operator."""
    for _ in range(TRIES):
        roster = take_roster(session, line, place, signer=signer)
        if roster.root != signer.key.public:
            raise WrongShares()
        whose = operator_meant(roster, operator)
        some = _said(roster, keys, operator=whose, root=signer.key, recovery=recovery)
        if push(session, line, place, some=some, signer=signer):
            take_roster(session, line, place, signer=signer)
            return whose
    raise ServerRefuses(reason=tr(why(Code.STALE_HEAD)))


def operator_meant(roster: Roster, said: str) -> str:
    """Return the operator with this id or with a desk of these letters; the only one there is by any name.

    Names are sealed to *everyone*, and nothing is opened before the desk is admitted.

    Raises:
        UnknownName: when it is not clear who is meant.
    """
    if said in roster.operators:
        return said
    for desk in roster.desks.values():
        if desk.letters == said.strip().upper():
            return desk.operator
    if len(roster.operators) == 1:
        return next(iter(roster.operators))
    raise UnknownName()


def _said(roster: Roster, keys: DeskKeys, *, operator: str, root: SigningKey, recovery: SealingKey) -> list[bytes]:
    """Return the statements of the root: the new desk, the keys of its groups, and an end of the desks before it."""
    roster, said = roster.copy(), []
    former = [desk.id for desk in roster.desks_of(operator) if not desk.revoked]

    def say(kind: StatementKind, body: Mapping[str, Any]) -> None:
        data = state(kind, dict(body), ente=roster.ente, previous=roster.head, key=root)
        add(roster, data)
        said.append(data)

    desk = {"desk": keys.desk, "operator": operator, "sign": keys.sign.public, "seal": keys.seal.public}
    say(StatementKind.DESK, desk | {"letters": next_letters(roster)})
    for group in sorted(roster.groups_of(operator)):
        opened, end = _opened(roster, group, recovery), roster.expiry(group, operator)
        say(StatementKind.MEMBER, member_body(roster, group, desk=keys.desk, keys=opened, expires_ms=end))
    for one in former:
        say(StatementKind.REVOKE, {"desk": one})
    return said


def _opened(roster: Roster, group: str, recovery: SealingKey) -> dict[int, bytes]:
    """Return the private halves of a group's epochs that the recovery key opens."""
    found: dict[int, bytes] = {}
    for (one, epoch), line in roster.epochs.items():
        if one != group:
            continue
        aad = epoch_aad(roster.ente, group, epoch=epoch)
        try:
            found[epoch] = unwrap(recovery, line.recovery_grant, label=RECOVERY_LABEL, aad=aad)
        except (SealBroken, ValueError):
            continue  # wrapped to a recovery key that was replaced since
    return found
