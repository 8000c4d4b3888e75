# SPDX-License-Identifier: EUPL-1.2
"""The writing of an act: its entry with the copy that it keeps, and an act that another one brings with it."""

from typing import Any

from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.text import tr
from welfaredesk.desk.session import Session
from welfaredesk.domain.changes import difference
from welfaredesk.domain.entry import ACT, EntryKind, Operation, Put, PutText, SpliceText
from welfaredesk.domain.guarding import left_to_acts
from welfaredesk.domain.judging import Actor, judged, machines_of, named
from welfaredesk.domain.kinds import ORDINARY, Values
from welfaredesk.domain.machine import Action, Machine, No
from welfaredesk.store import journal
from welfaredesk.store import records as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.records import FolderChange, Standing


def inside(why: str) -> str:
    """Return a reason as it stands inside a sentence."""
    return why[:1].lower() + why[1:]


def actor_of(session: Session) -> Actor:
    """Return whoever acts at this desk."""
    return Actor(session.identity.operator, session.identity.roles)


def moved_to(machine: Machine, to: str, *, standing: Values, values: Values) -> Values:
    """Return the state that an act writes: none where it moves nothing, so that no other move is asked about."""
    stays = to == machine.state_of(standing) == machine.state_of({**standing, **values})
    return {} if stays else {machine.field: to}


def act_changes(
    session: Session, found: Standing, action: Action, *, values: Values, on_screen: Values | None = None
) -> dict[str, Operation]:
    """Return what an act writes in a record, with its name and the copy that it keeps.

    Args:
        session: the open desk.
        found: the record as it stands.
        action: the act.
        values: what it writes.
        on_screen: what was shown to whoever acts, where that is not what stands.
    """
    changes = difference(found.type, found.values, wanted=values, new_row=session.ids.new)
    for name in left_to_acts(found.type, changes, standing=found.values):
        if isinstance(changes[name], SpliceText):
            changes[name] = PutText(str(values[name] or ""))
    told: dict[str, Any] = {"name": action.name}
    if action.freezes:
        whole = {**(found.values if on_screen is None else on_screen), **values}
        circle = {field.name for field in found.type.fields if field.circle == ORDINARY}
        told["frozen"] = {name: value for name, value in whole.items() if name in circle and value is not None}
    return changes | {ACT: Put(told)}


def folder_of_acts(found: Standing) -> str:
    """Return the folder in which the state of a record stands: the ordinary one, else that of the whole record."""
    return found.circles.get(ORDINARY) or next(iter(found.circles.values()))


def write_act(
    session: Session,
    database: Database,
    identity: str,
    *,
    found: Standing,
    changes: dict[str, Operation],
    save: str,
    seen: dict[str, int] | None = None,
) -> None:
    """Write the entry of an act; without `seen` all that is here was seen."""
    folder = folder_of_acts(found)
    circle = next(name for name, where in found.circles.items() if where == folder)
    shown = journal.seen_now(database, folder) if seen is None else seen
    rows.write(
        database,
        found.type,
        identity,
        root=found.root,
        parts=[FolderChange(folder=folder, circle=circle, changes=changes, seen=dict(shown))],
        author=session.author(),
        save=save,
        ids=session.ids,
        kind=EntryKind.ACT,
    )


def do_along(session: Session, database: Database, identity: str, *, action: str, values: Values) -> None:
    """Do an act that goes with another, in its transaction: `values` are all that it writes but the state.

    Raises:
        ActRefused: when it may not be done now.
    """
    found = rows.standing(database, identity)
    machines = machines_of(found.type.name, found.type.rules) if found is not None else ()
    move = named(machines, action)
    if found is None or move is None:
        raise LookupError(action)
    answer = judged(machines, move, values=found.values, actor=actor_of(session))
    if isinstance(answer, No):
        raise ActRefused(why=inside(tr(answer.why)))
    wanted = {**values, **moved_to(move.machine, answer.to, standing=found.values, values=values)}
    changes = act_changes(session, found, move.action, values=wanted)
    write_act(session, database, identity, found=found, changes=changes, save=session.ids.new())
