# SPDX-License-Identifier: EUPL-1.2
"""The offer of one cartella: its record, the prese in carico on offer, and the folders that the receiver will read."""

from collections.abc import Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from welfaredesk.base.people_errors import LastGroup
from welfaredesk.desk import bulk
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.granting import UNGRANTING, ungrant_within
from welfaredesk.desk.handover import passing as ways
from welfaredesk.desk.handover.held import ONCE, Held, held_in
from welfaredesk.desk.handover.passing import Way
from welfaredesk.desk.handover.reach import REGISTER, Passing, passing, reach_of
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows, own_group, share_with
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.changes import difference
from welfaredesk.domain.kinds import ORDINARY, RESERVED, Value, Values
from welfaredesk.domain.machines.handover_path import HANDOVER_PATH
from welfaredesk.domain.names import id_in
from welfaredesk.store import folders, questions, records
from welfaredesk.store.driver import Database

NOTHING: Values = {}
ITEMS = {ORDINARY: "items", RESERVED: "reserved_items"}
"""The fields of a handover that say what passes, by the circle in which it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms cartelle are handed over: from whom to whom, from when until when, why, what of it."""

    giver: dict[str, Value]
    taker: dict[str, Value]
    since: str
    until: str = ""
    reason: str = ""
    note: str = ""
    parts: tuple[str, ...] = ()

    @property
    def way(self) -> Way:
        """Return from whom to whom."""
        return Way(self.giver, self.taker)


def way_of(values: Values) -> Way:
    """Return from whom to whom a handover goes."""
    return Way(dict(values.get("from_operator") or {}), dict(values.get("to_operator") or {}))


def may_take(session: Session, operator: str) -> bool:
    """Tell whether an operator of the ente works on cases, and so can be handed one."""
    roles = roster_of(session).operators.get(operator)
    return roles is not None and may(roles, Deed.CONDUCT_CASES)


def on_offer(database: Database, person: str, *, giver: str) -> str | None:
    """Return the handover of a cartella from an operator that waits to be accepted, nothing when there is none."""
    rows = questions.of_root(database, type_named("handover"), person)
    waiting = (row for row in rows if HANDOVER_PATH.state_of(row) == "proposed")
    return next((str(row["_id"]) for row in waiting if id_in(row.get("from_operator")) == giver), None)


def passes_of(session: Session, database: Database, person: str, *, terms: Terms) -> Passing:
    """Return what passes with a cartella on some terms, and what stays."""
    said = {"from_operator": terms.giver, "to_operator": terms.taker, "since": terms.since, "parts": terms.parts}
    return what_passes(session, database, person, values=said)


def what_passes(session: Session, database: Database, person: str, *, values: Values) -> Passing:
    """Return what passes with a handover as things stand now, and what stays."""
    since = str(values.get("since") or "")
    found = held_in(database, person, id_in(values.get("from_operator")), since=since)
    reach = reach_of(session, database, id_in(values.get("to_operator")))
    return passing(reach, found, parts=values.get("parts") or (), person=person)


def item_rows(person: str, some: Iterable[Held], *, known: Values = NOTHING) -> dict[str, Value]:
    """Return what passes as rows, what is reserved apart; what lives outside the cartella is not told by its words.

    Args:
        person: whose cartella it is.
        some: what passes.
        known: the handover as it stands, whose rows stay the same rows.
    """
    every = list(some)
    made: dict[str, Value] = {}
    for circle, name in ITEMS.items():
        rows = {_which(row): str(row["_row"]) for row in as_rows(known.get(name))}
        said = [_item_row(person, one) for one in every if one.circle == circle]
        made[name] = [one | ({"_row": rows[_which(one)]} if _which(one) in rows else {}) for one in said] or None
    return made


def _which(row: Values) -> Hashable:
    return row.get("part"), id_in(row.get("record")), row.get("row")


def _item_row(person: str, one: Held) -> dict[str, Value]:
    told = one.what if one.root == person and one.part not in ONCE else None
    record: Value = {"id": one.record, "root": one.root, "title": ""}
    return {"part": one.part, "record": record, "row": one.row or None, "what": told, "day": one.day or None}


def keep_reserved(session: Session, database: Database, handover: str, *, rows: Values) -> None:
    """Write in the reserved part of a cartella what of it passes with a handover, in the caller's transaction."""
    found = records.standing(database, handover)
    if found is None:
        return
    changes = difference(found.type, found.values, wanted=rows, new_row=session.ids.new)
    folder = folders.find(database, found.root, RESERVED)
    if changes and folder is not None:
        bulk.change_in(session, database, handover, found=found, circle=RESERVED, folder=folder.id, changes=changes)


def make_offer(
    session: Session, database: Database, person: str, *, terms: Terms, some: list[Held], batch: str, but: str = ""
) -> str:
    """Write the offer of a cartella in the caller's transaction, and return its id.

    Raises:
        ActRefused: when a presa in carico may not be offered now.
        BadInput: when the terms cannot hold.
    """
    identity = session.ids.new()
    said: dict[str, Value] = {
        "person": {"id": person},
        "from_operator": terms.giver,
        "to_operator": terms.taker,
        "since": terms.since,
        "until": terms.until or None,
        "reason": terms.reason or None,
        "note": terms.note or None,
        "parts": list(terms.parts) or None,
        **item_rows(person, some),
        "batch": batch,
        "state": "proposed",
        "opened": open_to(session, database, person, some=some, taker=terms.taker),
    }
    new = NewRecord(type=type_named("handover"), values=said, identity=identity, root=person)
    bulk.add_within(session, database, [new], codes=Codes(session))
    ways.offer(session, database, some, way=terms.way, values=said, but=but)
    return identity


def open_to(session: Session, database: Database, person: str, *, some: Iterable[Held], taker: Values) -> bool | None:
    """Let the receiver read the cartella and where else something passes; tell whether the cartella was new to him.

    Raises:
        NotFound: when this desk reads none of it.
    """
    row = {"operator": taker}
    fresh = share_with(session, database, person, [row], outside=False)
    projects = (source for source, _ in questions.linking(database, person, "project"))
    kinds = {root: folders.root_type_of(database, root) for root in [*(one.root for one in some), *projects]}
    for root, kind in kinds.items():
        if root != person and kind != REGISTER and folders.find(database, root, "ordinary") is not None:
            share_with(session, database, root, [row], outside=False)
    return True if fresh else None


def close_to(session: Session, database: Database, person: str, *, taker: str) -> None:
    """Take back from the receiver the reading of a cartella that was opened to him for this, and what is about it."""
    roster = roster_of(session)
    group = own_group(roster, taker)
    if group is None or not roster.has_role(session.identity.operator, *UNGRANTING):
        return
    for root in (person, *_about(database, person, taker=taker)):
        found = folders.find(database, root, "ordinary")
        if found is not None and group in folders.groups_of(database, found.id):
            # Where nobody else would read it, it stays.
            with suppress(LastGroup):
                ungrant_within(session, database, root, group)


def _about(database: Database, person: str, *, taker: str) -> list[str]:
    """Return the situations and plans about a person in which an operator is not named himself."""
    found: list[str] = []
    for kind in ("situation", "project"):
        own = {source for source, _ in questions.linking(database, taker, kind)}
        about = (source for source, field in questions.linking(database, person, kind) if field == "person")
        found += [source for source in about if source not in own]
    return found
