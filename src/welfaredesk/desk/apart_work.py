# SPDX-License-Identifier: EUPL-1.2
"""Work that arrived after its desk was shut out: who left it, where; read, accepted, or not accepted with a reason.

Accepted work leaves with the next exchange, forwarded as a rescue file is; what is not accepted stays at the server.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.base.exchange_errors import NotAcceptedWhy
from welfaredesk.base.ids import spelled
from welfaredesk.base.text import tr
from welfaredesk.crypto.hashes import key_id
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk import reading
from welfaredesk.desk.clashes import holders_of
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.exchange import rescue
from welfaredesk.desk.exchange.ledger import about
from welfaredesk.desk.exchange.opening import are_of, copied_from
from welfaredesk.desk.late_words import words_of
from welfaredesk.desk.letter_bodies import ApartDeclined, decode, encode
from welfaredesk.desk.people_names import operator_names
from welfaredesk.desk.posting import post
from welfaredesk.desk.session import Session
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.access import may_read, may_write
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import Header, Put, decode_body
from welfaredesk.domain.kinds import ORDINARY, Field
from welfaredesk.domain.parcel import Parcel, decode_parcel
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import Role
from welfaredesk.store import desk_notes, folders
from welfaredesk.store import roster as roster_rows
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cut_plan, kept_apart, rounds, scope
from welfaredesk.store.exchange.kept_apart import ApartLine
from welfaredesk.sync.grants import FolderKey, GrantUnreadable, open_grant, verify_grant
from welfaredesk.sync.parcels import ParcelUnreadable, known_ids, open_parcel, verify_parcel
from welfaredesk.sync.wire import Grant

Noes: TypeAlias = dict[tuple[str, str], list[tuple[str, ApartDeclined]]]
"""By desk and folder of the work: who said no, each with the letter."""
ACCEPTING = frozenset({Role.CASE_MANAGER, Role.COORDINATORE, Role.RESPONSABILE})
DECLINED = "apart/declined"
_START = encode(ApartDeclined("0" * 26, "0" * 26, 1, ""))[:20]
"""How the text of a letter begins that says no to such work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A no to such work: whose, why, when."""

    name: str
    reason: str
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartWork:
    """What one desk left in one folder: whose it is, since when, how many changes.

    `cause` is `revoked` for a desk that was shut out, else `removed`: its operator reads the folder no more, or his
    time is over. `state` is `waiting`, `leaving` once accepted here, `declined` when somebody said no, with `declined`.
    """

    id: str
    operator: str
    name: str
    letters: str
    cause: str
    when: Moment
    entries: int
    root: str
    root_type: str
    title: str
    circle: str
    state: str
    declined: Declined | None
    may_accept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartEntry:
    """A change in such work: on what kind of record, when, and the words by the label of their field."""

    record: str
    label: str
    when: Moment
    words: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Work:
    """The parcels of one desk in one folder, in their order, with the grants of that desk."""

    desk: str
    folder: str
    lines: tuple[ApartLine, ...]
    grants: tuple[ApartLine, ...]

    @property
    def id(self) -> str:
        return self.lines[0].id.hex()


def waiting(session: Session) -> list[ApartWork]:
    """Return the work that is kept apart for this desk to see, the oldest first; nothing of a stolen desk."""
    database, roster = session.vault.read(), session.read_roster()
    names, said = operator_names(session), _declined(database, roster)
    return [_shown(session, database, one, roster=roster, names=names, said=said) for one in _works(database, roster)]


def count_waiting(session: Session) -> int:
    """Return how many works wait for somebody to accept them or not, among those that are kept apart."""
    database = session.vault.read()
    if not kept_apart.lines(database):
        return 0
    return sum(one.state == "waiting" for one in waiting(session))


def _works(database: Database, roster: Roster) -> list[_Work]:
    lines = [one for one in kept_apart.lines(database) if one.desk in roster.desks]
    lines = [one for one in lines if not roster.desks[one.desk].stolen]
    found: dict[tuple[str, str], list[ApartLine]] = {}
    for one in lines:
        if not one.is_grant:
            found.setdefault((one.desk, one.folder), []).append(one)
    works = []
    for (desk, folder), some in found.items():
        grants = tuple(one for one in lines if one.is_grant and one.desk == desk)
        works.append(_Work(desk, folder, tuple(sorted(some, key=lambda one: one.k_from)), grants))
    return sorted(works, key=lambda one: (one.lines[0].utc_ms, one.id))


def _shown(
    session: Session,
    database: Database,
    work: _Work,
    *,
    roster: Roster,
    names: dict[str, str],
    said: Noes,
) -> ApartWork:
    desk, key = roster.desks[work.desk], _folder_key(session, database, work, roster)
    here = about(session, database, work.folder)
    root, root_type = (here.root, here.root_type) if key is None else (key.root, key.root_type)
    noes = [
        (who, no)
        for who, no in said.get((work.desk, work.folder), ())
        if no.k_to == work.lines[-1].k_to
        and holds_case(session, who, roles=roster.roles_of(who), root=root, root_type=root_type)
    ]
    no = max(noes, key=lambda one: one[1].utc_ms, default=None)
    state = "leaving" if rounds.is_forwarded(database, work.lines[0].id) else "waiting" if no is None else "declined"
    return ApartWork(
        id=work.id,
        operator=desk.operator,
        name=names.get(desk.operator, desk.letters),
        letters=desk.letters,
        cause="revoked" if desk.revoked else "removed",
        when=Moment(work.lines[0].utc_ms, session.clock.now().offset),
        entries=sum(one.k_to - one.k_from + 1 for one in work.lines),
        root=root,
        root_type=root_type,
        title=here.title,
        circle=ORDINARY if key is None else key.circle,
        state=state,
        declined=None
        if no is None
        else Declined(name=names.get(no[0], ""), reason=no[1].reason, when=Moment(no[1].utc_ms, no[1].offset)),
        may_accept=may_accept(session, root, root_type),
    )


def may_accept(session: Session, root: str, root_type: str) -> bool:
    """Tell whether this operator holds the case: leads, is its case manager or titolare, or nobody is said to be.

    The server knows no cases: it takes what anybody forwards who may write in the folder and is not from outside.
    """
    identity = session.identity
    return holds_case(session, identity.operator, roles=identity.roles, root=root, root_type=root_type)


def holds_case(session: Session, operator: str, *, roles: Collection[Role], root: str, root_type: str) -> bool:
    """Tell whether an operator with these roles may accept work in the folders of a root, or say no to it."""
    if not root_type or not may_write(roles, root_type):
        return False
    if not ACCEPTING.isdisjoint(roles):
        return True
    holders = holders_of(session, root)
    known = {one for one in (holders.responsible, holders.case_manager) if one}
    return not known or operator in known


def _folder_key(session: Session, database: Database, work: _Work, roster: Roster) -> FolderKey | None:
    """Return what opens the folder of some work: held here, or brought by a grant that was kept apart with it."""
    known = folders.by_id(database, work.folder)
    if known is not None:
        return FolderKey(known.id, known.key, known.root, known.root_type, known.circle)
    for line in work.grants:
        grant = msgspec.msgpack.decode(kept_apart.data_of(database, line.id), type=Grant)
        if verify_grant(grant, roster.desks[work.desk].sign):
            opened = [one for one in _opened(session, database, grant) if one.folder == work.folder]
            if opened:
                return opened[0]
    return None


def _opened(session: Session, database: Database, grant: Grant) -> list[FolderKey]:
    for one in grant.groups:
        group = spelled(one.group)
        private = roster_rows.group_keys(database, group).get(one.epoch)
        if private is None:
            continue
        try:
            return open_grant(grant, SealingKey.from_bytes(private), group=group, epoch=one.epoch)
        except GrantUnreadable:
            continue
    return []


def preview(session: Session, identity: str) -> list[ApartEntry]:
    """Return what the work says, read and folded nowhere; that it was read is logged as the reading of a cartella.

    Raises:
        NotFound: when there is none of that id, or nothing here opens it; NotAllowed when the roles do not read it.
    """
    database, roster = session.vault.read(), session.read_roster()
    work = _named(database, roster, identity)
    key = _folder_key(session, database, work, roster)
    if key is None:
        raise NotFound()
    if not may_read(session.identity.roles, key.root_type):
        raise NotAllowed()
    reading.opened(session, key.root)
    author = roster.desks[work.desk]
    keys = {**scope.keys_of(database, work.folder), key_id(key.key): key.key}
    ids = known_ids(ente=session.identity.ente, operator=author.operator, root=key.root)
    found: list[ApartEntry] = []
    codes = Codes(session)
    for parcel in _parcels(database, work):
        if not verify_parcel(parcel, author.sign) or parcel.header.key not in keys:
            continue
        try:
            entries = open_parcel(parcel, keys[parcel.header.key], known=ids)
        except ParcelUnreadable:
            continue
        if are_of(entries, author.operator, others=copied_from(roster, key.circle)):
            found += [_entry(header, body, codes) for header, body in entries]
    return found


def _entry(header: Header, body: bytes, codes: Codes) -> ApartEntry:
    type_ = find_type(header.type)
    label = header.type if type_ is None else tr(type_.label)
    try:
        words = _words(body, {} if type_ is None else {field.name: field for field in type_.fields}, codes)
    except (ValueError, TypeError, AttributeError):
        # Nobody has judged its form yet: what is none is shown without words.
        words = []
    return ApartEntry(record=header.record, label=label, when=Moment(header.utc_ms, header.offset), words=words)


def _words(body: bytes, fields: dict[str, Field], codes: Codes) -> list[tuple[str, str]]:
    changes, words = decode_body(body).changes, []
    for name, said in words_of(body).items():
        field, change = fields.get(name), changes.get(name)
        shown = in_words(field, change.value, codes=codes) if field and isinstance(change, Put) else said
        if shown:
            words.append((name if field is None else tr(field.label), shown))
    return words


def _named(database: Database, roster: Roster, identity: str) -> _Work:
    found = next((one for one in _works(database, roster) if one.id == identity), None)
    if found is None:
        raise NotFound()
    return found


def _parcels(database: Database, work: _Work) -> Iterable[Parcel]:
    for line in work.lines:
        yield decode_parcel(kept_apart.data_of(database, line.id))


def accept(session: Session, identity: str) -> int:
    """Accept some work: it leaves with the next exchange and takes its positions then; return how many changes it is.

    Accepted twice, here or by two desks, it stands once.

    Raises:
        NotFound: when there is none of that id; NotAllowed when this operator does not hold the case.
    """
    work = _held(session, identity)

    def forward(database: Database) -> None:
        grants = [
            msgspec.msgpack.decode(kept_apart.data_of(database, line.id), type=Grant)
            for line in work.grants
            if folders.by_id(database, work.folder) is None
        ]
        rescue.forward(session, database, [*grants, *_parcels(database, work)])

    session.vault.write(forward)
    return sum(one.k_to - one.k_from + 1 for one in work.lines)


def _held(session: Session, identity: str) -> _Work:
    session.author()
    database, roster = session.vault.read(), session.read_roster()
    work = _named(database, roster, identity)
    key = _folder_key(session, database, work, roster)
    if key is None or not may_accept(session, key.root, key.root_type):
        raise NotAllowed()
    return work


def decline(session: Session, identity: str, reason: str) -> None:
    """Say that some work is not accepted, and why, to all who read the folder; it stays kept apart all the same.

    Raises:
        NotAcceptedWhy: when the reason is blank.
        NotFound: when there is none of that id; NotAllowed when this operator does not hold the case.
    """
    if not reason.strip():
        raise NotAcceptedWhy()
    work, author = _held(session, identity), session.author()
    body = ApartDeclined(
        folder=work.folder,
        desk=work.desk,
        k_to=work.lines[-1].k_to,
        reason=reason.strip(),
        utc_ms=author.moment.utc_ms,
        offset=author.moment.offset,
    )

    def work_on(database: Database) -> None:
        roster = session.read_roster(database)
        kept = desk_notes.get(database, DECLINED) or ()
        desk_notes.put(database, DECLINED, [*kept, (session.identity.desk, encode(body))])
        for group in sorted(rounds.groups_holding(database, work.folder)):
            if group in roster.groups:
                post(session, database, group, body=body, roster=roster)

    session.vault.write(work_on)


def _declined(database: Database, roster: Roster) -> Noes:
    """Return the noes to the work of each desk in each folder, of those who read the folder.

    One counts if its sender holds the case, and if it goes up to what lies apart here: what came since, or is claimed
    beyond it, nobody has seen.
    """
    own = [(desk, bytes(text)) for desk, text in desk_notes.get(database, DECLINED) or ()]
    found: Noes = {}
    for desk, text in [*cut_plan.letters(database, _START), *own]:
        line = roster.desks.get(desk)
        try:
            body = decode(text)
        except ValueError:
            continue
        if line is None or line.stolen or not isinstance(body, ApartDeclined):
            continue
        if roster.groups_of(line.operator).isdisjoint(rounds.groups_holding(database, body.folder)):
            continue
        found.setdefault((body.desk, body.folder), []).append((line.operator, body))
    return found
