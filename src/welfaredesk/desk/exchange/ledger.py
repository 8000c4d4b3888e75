# SPDX-License-Identifier: EUPL-1.2
"""The ledger: what left this desk, with its receipts; what was refused, and why; when the last round ended."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.words import why
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import may_read
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.store import folders, records
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import elsewhere, outgoing, rounds
from welfaredesk.store.exchange.elsewhere import Way
from welfaredesk.store.exchange.kept import Kept, ParcelState

NAMED_ROOTS = frozenset({"person", "household", "sitting", "situation", "project"})
REASON = N_("Il server non l'ha presa: {why}.")
KEPT_APART = N_("È al sicuro sul server, tenuta da parte: entra quando la accetta chi segue la cartella.")

LeftState: TypeAlias = Literal["waiting", "sent", "received", "refused", "apart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnParcel:
    """A parcel of this desk: what it is about, and how many changes it holds."""

    id: str
    when: Moment
    root: str
    root_type: str
    title: str
    circle: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(OwnParcel):
    """How far a parcel came."""

    state: LeftState
    position: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine(OwnParcel):
    """A parcel that the server refused, with the reason as a sentence."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """Cartelle that are whole here, of those this desk may read."""

    here: int
    total: int


@dataclass(frozen=True, slots=True)
class About:
    """What a folder is about: its root with its kind, title and circle; nothing of one that is not here."""

    root: str
    root_type: str
    title: str
    circle: str


def left(session: Session, *, limit: int = 200) -> list[Left]:
    """Return what left this desk or waits to, the newest first."""
    database = session.vault.read()
    sent, known = notes.is_uncertain(database), elsewhere.ways(database)
    return [
        _left(session, database, one, sent=sent, apart=known.get(one.id) is Way.APART)
        for one in outgoing.left(database, limit=limit)
    ]


def _left(session: Session, database: Database, kept: Kept, *, sent: bool, apart: bool) -> Left:
    found = about(session, database, kept.folder)
    states: dict[ParcelState, LeftState] = {
        ParcelState.WAITING: "sent" if sent else "waiting",
        ParcelState.REFUSED: "refused",
    }
    return Left(
        id=kept.id.hex(),
        when=Moment(kept.utc_ms, session.clock.now().offset),
        root=found.root,
        root_type=found.root_type,
        title=found.title,
        circle=found.circle,
        entries=kept.k_to - kept.k_from + 1,
        state="apart" if apart and kept.position is None else states.get(kept.state, "received"),
        position=kept.position,
    )


def refused(session: Session) -> list[RefusedLine]:
    """Return the parcels that the server refused, the oldest first."""
    database = session.vault.read()
    lines, known = [], elsewhere.ways(database)
    for kept in outgoing.refused(database):
        found = about(session, database, kept.folder)
        code = kept.reason or ""
        lines.append(
            RefusedLine(
                id=kept.id.hex(),
                when=Moment(kept.utc_ms, session.clock.now().offset),
                root=found.root,
                root_type=found.root_type,
                title=found.title,
                circle=found.circle,
                entries=kept.k_to - kept.k_from + 1,
                code=code,
                reason=_reason(code, kept=known.get(kept.id) is Way.APART),
            )
        )
    return lines


def _reason(code: str, *, kept: bool) -> str:
    said = tr(REASON).format(why=tr(why(code)))
    return f"{said} {tr(KEPT_APART)}" if kept else said


def about(session: Session, database: Database, folder: str) -> About:
    """Return what a folder is about, its title only for those whose roles read it."""
    found = folders.by_id(database, folder)
    if found is None:
        return About("", "", "", ORDINARY)
    title = ""
    if found.root_type in NAMED_ROOTS and may_read(session.identity.roles, found.root_type):
        stands = records.standing(database, found.root)
        title = stands.type.title(stands.values) if stands is not None else ""
    return About(found.root, found.root_type, title, found.circle)


def retry(session: Session, identity: str) -> None:
    """Let a refused parcel be sent with the next exchange.

    Raises:
        NotFound: when no parcel of that id waits.
    """
    try:
        data = bytes.fromhex(identity)
    except ValueError as error:
        raise NotFound() from error
    if not session.vault.write(lambda database: outgoing.offer_again(database, data)):
        raise NotFound()


def last_exchange(session: Session) -> Moment | None:
    """Return when the last whole round ended, by this PC's clock."""
    return notes.last_round(session.vault.read())


def filling(session: Session) -> Filling:
    """Return how many cartelle are whole here, of those that this desk holds a key of."""
    found = rounds.count_cartelle(session.vault.read())
    return Filling(here=found.here, total=found.total)
