# SPDX-License-Identifier: EUPL-1.2
"""Acts: what may be done to a record now, what may not and why, and the doing of one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from welfaredesk.base.casework_errors import ActRefused, UnknownAct
from welfaredesk.base.clock import today
from welfaredesk.base.errors import BadInput, NotAllowed
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import reading, records, taking_on
from welfaredesk.desk.act_rules import Acted
from welfaredesk.desk.act_writing import act_changes, actor_of, folder_of_acts, inside, moved_to, write_act
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.exchange.place import server_of
from welfaredesk.desk.filling import completed
from welfaredesk.desk.founding import places
from welfaredesk.desk.kept_copies import standing_copy
from welfaredesk.desk.records import Shown, label_of, stop_at_errors
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.rules import rule_of
from welfaredesk.domain.access import may_write
from welfaredesk.domain.changes import said
from welfaredesk.domain.checks import field_problem, future_problems, problems_of
from welfaredesk.domain.entry import seen_of_token
from welfaredesk.domain.guarding import COUNTED, next_number
from welfaredesk.domain.judging import Move, judged, machines_of, moves, named
from welfaredesk.domain.kinds import ORDINARY, Field, Value, Values
from welfaredesk.domain.machine import Ask, Go, Machine, No
from welfaredesk.domain.record import Problem, RecordType
from welfaredesk.domain.sealing import open_beyond
from welfaredesk.store import desk_notes, folders, rights
from welfaredesk.store import records as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange.leaving import carried
from welfaredesk.store.records import Standing

NEEDED = N_("serve per «{action}»")
NOT_ASKED = N_("«{action}» non lo chiede")
STALE = N_("la scheda indicata in _seen non è di questa cartella")
HIDDEN = N_("La scheda è nascosta")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A field that an act asks for, and what it starts with; one that `fills` with now starts when it is shown."""

    field: Field
    required: bool
    value: Value
    fills: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An act, and whether it may be done now: where it leads, or why not."""

    name: str
    label: str
    icon: str
    key: str
    field: str
    to: str
    why: str
    asks: tuple[Asked, ...]

    @property
    def allowed(self) -> bool:
        """Tell whether it may be done now."""
        return not self.why


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What may be done to a record: its states, its acts, and the record as it was read.

    `provisional` says that its last act has no position from the server yet. `changed` names the fields that are no
    longer as they were when it was closed.
    """

    shown: Shown
    states: dict[str, str]
    provisional: bool
    changed: tuple[str, ...]
    acts: tuple[Offer, ...]

    def offer(self, name: str) -> Offer | None:
        """Return the act of that name, or nothing."""
        return next((one for one in self.acts if one.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An act that was done: durable when it is given. `made` is a record that it opened besides."""

    id: str
    action: str
    before: str
    after: str
    provisional: bool
    made: str = ""


def draft_key(record: str, action: str) -> str:
    """Return the name under which the form of an act keeps its draft."""
    return f"act/{record}/{action}"


def offered(session: Session, identity: str) -> Offers:
    """Return what may be done to a record now, and what may not and why.

    Raises:
        NotFound: when it is not here, or the operator's roles do not reach it.
    """
    shown = records.show(session, identity)
    machines = machines_of(shown.type.name, shown.type.rules)
    return Offers(
        shown=shown,
        states={machine.field: machine.state_of(shown.values) for machine in machines},
        provisional=is_provisional(session, identity),
        changed=tuple(_changed_since(session, shown, machines)),
        acts=tuple(_offer(session, shown, machines, move) for move in moves(machines)),
    )


def _offer(session: Session, shown: Shown, machines: Sequence[Machine], move: Move) -> Offer:
    answer = judged(machines, move, values=shown.values, actor=actor_of(session))
    if shown.retired is not None:
        answer = No(HIDDEN)
    action, acted = move.action, Acted(shown.id, shown.root, shown.values)
    database, rule = session.vault.read(), rule_of(shown.type.name, action.name)
    why = tr(answer.why) if isinstance(answer, No) else rule.why(session, database, acted)
    ruled = {} if why else rule.fills(session, database, acted)
    return Offer(
        name=action.name,
        label=tr(action.label),
        icon=action.icon,
        key=action.key,
        field=move.machine.field,
        to=answer.to if isinstance(answer, Go) and not why else "",
        why=why,
        asks=tuple(_asked(session, shown.type, ask, shown.values, ruled=ruled) for ask in action.asks),
    )


def _asked(session: Session, type_: RecordType, ask: Ask, values: Values, *, ruled: Values) -> Asked:
    day, kept = today(session.clock).isoformat(), values.get(ask.field)
    ready: dict[str, Value] = {"today": day, "now": session.clock.now().iso(), "kept": kept, "first": kept or day}
    ready["rule"] = ruled.get(ask.field)
    return Asked(field=type_.field(ask.field), required=ask.required, value=ready.get(ask.fills), fills=ask.fills)


def is_provisional(session: Session, identity: str) -> bool:
    """Tell whether the last act of a record waits for its position; without a server an act is final at once."""
    return server_of(session) is not None and rights.last_act_unplaced(session.vault.read(), identity)


def _changed_since(session: Session, shown: Shown, machines: Sequence[Machine]) -> Iterator[str]:
    """Give the fields of a closed record that are no longer as in the copy that its closing keeps."""
    if not any(machine.state_of(shown.values) in machine.ends for machine in machines):
        return
    own = open_beyond(shown.type.name, shown.type.rules)
    kept = standing_copy(session.vault.read(), shown.id, aside=own)
    if kept is not None:
        yield from (name for name in _differing(shown.type, kept, shown.values) if name not in own)


def _differing(type_: RecordType, frozen: Values, values: Values) -> Iterator[str]:
    for field in type_.fields:
        if field.circle == ORDINARY and said(frozen.get(field.name)) != said(values.get(field.name)):
            yield field.name


def do(session: Session, identity: str, action: str, *, given: Values, seen: str | None = None) -> Done:
    """Do an act on a record, all of it or nothing, and return once it is durable; its draft goes with it.

    Args:
        session: the open desk.
        identity: the record.
        action: the name of the act.
        given: what the act asks for, field to value.
        seen: the token of the state that was shown, else all that is here.

    Raises:
        NotFound: when the record is not here.
        UnknownAct: when its type has no such act.
        ActRefused: when it may not be done now, with the reason.
        BadInput: when what it asks for is missing or cannot be held.
    """
    shown = records.show(session, identity)
    codes = Codes(session)

    def work(database: Database) -> Done:
        found = rows.standing(database, identity)
        if found is None:  # it was here a moment ago: another desk's erasure can have come between
            raise ActRefused(why=inside(tr(HIDDEN)))
        return _do(session, database, found, _Wanted(identity, action, dict(given), seen, codes))

    done = session.vault.write(work)
    reading.logged(session, "act", record=identity, root=shown.root)
    session.tell(*(one for one in (identity, done.made) if one))
    return done


@dataclass(frozen=True, slots=True)
class _Wanted:
    record: str
    action: str
    given: dict[str, Value]
    seen: str | None
    codes: Codes


def _do(session: Session, database: Database, found: Standing, wanted: _Wanted) -> Done:
    type_ = found.type
    machines = machines_of(type_.name, type_.rules)
    move = named(machines, wanted.action)
    if move is None:
        raise UnknownAct()
    root_type = folders.root_type_of(database, found.root) or type_.roots[0]
    if not may_write(session.identity.roles, root_type):
        raise NotAllowed()
    answer = judged(machines, move, values=found.values, actor=actor_of(session))
    why = HIDDEN if found.retired is not None else answer.why if isinstance(answer, No) else ""
    if why or isinstance(answer, No):
        raise ActRefused(why=inside(tr(why)))
    acted, rule = Acted(wanted.record, found.root, found.values), rule_of(type_.name, wanted.action)
    if needs := rule.why(session, database, acted):
        raise ActRefused(why=inside(needs))
    before = move.machine.state_of(found.values)
    values = _values(session, database, found, move, wanted)
    stop_at_errors(type_, [*_unsound(type_, values, wanted.codes)])  # before a rule counts on what they hold
    values |= moved_to(move.machine, answer.to, standing=found.values, values=values)
    values |= rule.adds(session, database, Acted(wanted.record, found.root, found.values | values))
    wrong = [*problems_of(type_, found.values | values, codes=wanted.codes.known)]
    now = session.clock.now().local()
    stop_at_errors(type_, [*wrong, *future_problems(type_, values, now=now, standing=found.values)])
    save, made = session.ids.new(), ""
    if move.action.makes:
        link = taking_on.open_care(session, database, found.values | values, referral=wanted.record, save=save)
        values |= {move.action.makes: link}
        made = str(link["id"])
    shown = carried(database, _shown(wanted.seen)) if wanted.seen else None
    on_screen = None
    if shown is not None and move.action.freezes:
        on_screen = rows.as_seen(database, found, wanted.record, seen=shown, desk=session.identity.desk)
    changes = act_changes(session, found, move.action, values=values, on_screen=on_screen)
    seen = None if shown is None else shown.get(folder_of_acts(found), {})
    write_act(session, database, wanted.record, found=found, changes=changes, save=save, seen=seen)
    desk_notes.drop_draft(database, draft_key(wanted.record, wanted.action))
    return Done(
        id=wanted.record,
        action=wanted.action,
        before=before,
        after=answer.to,
        provisional=server_of(session) is not None,
        made=made,
    )


def _values(session: Session, database: Database, found: Standing, move: Move, wanted: _Wanted) -> dict[str, Value]:
    """Return what the act writes: what it was given, what fills itself, what it sets."""
    action, type_ = move.action, found.type
    asked = {ask.field for ask in action.asks}
    label = tr(action.label)
    wrong = [name for name in wanted.given if name not in asked and not name.startswith("_")]
    if wrong:
        raise BadInput(problems=_told(type_, wrong, tr(NOT_ASKED).format(action=label)))
    acted = Acted(wanted.record, found.root, found.values)
    ruled = rule_of(type_.name, action.name).fills(session, database, acted)
    values: dict[str, Value] = {}
    for ask in action.asks:
        start = _asked(session, type_, ask, found.values, ruled=ruled).value
        values[ask.field] = said(wanted.given[ask.field]) if ask.field in wanted.given else start
    missing = [ask.field for ask in action.asks if ask.required and values[ask.field] is None]
    if missing:
        raise BadInput(problems=_told(type_, missing, tr(NEEDED).format(action=label)))
    values = completed(session, database, type_, values)
    for name, source in action.sets.items():
        values[name] = _set(session, name, source=source, values=found.values | values)
    return values


def _unsound(type_: RecordType, values: Values, codes: Codes) -> Iterator[Problem]:
    """Give what no field of its kind could hold."""
    for name, value in values.items():
        text = "" if value is None else field_problem(type_.field(name), value, codes=codes.known)
        if text:
            yield Problem(name, text)


def _told(type_: RecordType, names: Sequence[str], why: str) -> str:
    return "; ".join(f"{label_of(type_, name)}: {why}" for name in names)


def _set(session: Session, name: str, *, source: str, values: Values) -> Value:
    """Return what an act writes by itself: a code, what stands in another field, whoever acts, or the next number."""
    if source == COUNTED:
        return next_number(values.get(name))
    if source.startswith("="):
        return source.removeprefix("=")
    if source.startswith("@"):
        return values.get(source.removeprefix("@")) or myself(session)
    return None


def myself(session: Session) -> dict[str, Value]:
    """Return the link to the operator of this desk."""
    identity = session.identity
    return {"id": identity.operator, "root": places(identity.ente)["roster"], "title": identity.name}


def _shown(token: str | None) -> dict[str, dict[str, int]]:
    try:
        return seen_of_token(token) if token else {}
    except ValueError as error:
        raise BadInput(problems=tr(STALE)) from error
