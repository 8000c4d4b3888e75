# SPDX-License-Identifier: EUPL-1.2
"""Roots and folders: where a new record goes."""

from dataclasses import dataclass

from welfaredesk.base.errors import BadInput, NotAllowed
from welfaredesk.base.ids import derived_id
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.founding import COORDINATION, EVERYONE, OWN, WORKING, places, register_root
from welfaredesk.desk.session import Session
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.kinds import ORDINARY, Values
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.statement import GroupKind, Role
from welfaredesk.store import folders
from welfaredesk.store.driver import Database
from welfaredesk.store.folders import Folder
from welfaredesk.store.rows import read_row

NO_ROOT = N_("manca _root, la scheda della persona o del nucleo a cui appartiene")
WRONG_ROOT = N_("_root non è una scheda che può contenerla")

GROUPS_OF: dict[str, tuple[str, ...]] = {
    "person": (WORKING, COORDINATION),
    "household": (WORKING, COORDINATION),
    "register": (WORKING, COORDINATION),
    "operator": (OWN,),
    "directory": (EVERYONE,),
    "settings": (EVERYONE,),
    "roster": (EVERYONE,),
    "urgency": (),
    "sitting": (WORKING, COORDINATION),
    "situation": (WORKING, COORDINATION),
    "project": (WORKING, COORDINATION),
}
"""To which groups the folders of a kind of root are granted at first, in the ordinary circle."""
RESERVED_GROUPS = (OWN,)


@dataclass(frozen=True, slots=True)
class Place:
    """The id of a new record and the root it lives in."""

    identity: str
    root: str
    root_type: str


def place_of(session: Session, database: Database, type_: RecordType, values: Values, *, asked: str | None) -> Place:
    """Return where a new record goes: the root asked for, else what its type and links say.

    Raises:
        BadInput: when it must belong to a root and none is said, or to another kind of root.
    """
    identity = session.ids.new()
    ente = session.identity.ente
    fixed = places(ente)
    if type_.is_root:
        return Place(identity, identity, type_.name)
    if type_.singleton:
        kind = type_.roots[0]
        return Place(derived_id(ente, type_.name), fixed[kind], kind)
    if asked is not None:
        kind_asked = folders.root_type_of(database, asked)
        if kind_asked not in type_.roots:
            raise BadInput(problems=tr(WRONG_ROOT))
        return Place(identity, asked, str(kind_asked))
    linked = _linked_root(database, type_, values)
    if linked is not None:
        return Place(identity, *linked)
    for kind in type_.roots:
        if kind in fixed:
            return Place(identity, fixed[kind], kind)
        if kind == "operator":
            return Place(identity, session.identity.operator, kind)
        if kind == "register":
            return Place(identity, _register(session, values), kind)
    raise BadInput(problems=tr(NO_ROOT))


def _linked_root(database: Database, type_: RecordType, values: Values) -> tuple[str, str] | None:
    linked = values.get(type_.root_link) if type_.root_link else None
    if not isinstance(linked, dict):
        return None
    kind = folders.root_type_of(database, str(linked.get("id")))
    return (str(linked["id"]), kind) if kind in type_.roots and kind is not None else None


def _register(session: Session, values: Values) -> str:
    """Return the root of the register that a contact or referral belongs to: its group's, of its year."""
    said = str(values.get("when") or values.get("received_on") or "")[:4]
    year = int(said) if said.isdigit() else session.clock.now().local().year
    return register_root(session.identity.ente, session.identity.groups[WORKING], year=year)


def circle_of_root(root_type: str) -> str:
    """Return the circle of everything that a kind of root owns when nothing is said: some roots are reserved whole."""
    type_ = find_type(root_type)
    return type_.circle if type_ is not None else ORDINARY


def folder_for(session: Session, database: Database, place: Place, *, circle: str) -> Folder:
    """Return the folder of a root and circle, made and granted at first use; a root's ordinary one comes first.

    A root that is reserved whole has no ordinary one: nobody else shall hear that it is there.

    Raises:
        NotAllowed: when somebody only from outside would begin one.
    """
    found = folders.find(database, place.root, circle)
    if found is not None:
        return found
    if circle != ORDINARY and circle_of_root(place.root_type) == ORDINARY:
        folder_for(session, database, place, circle=ORDINARY)
    if place.root_type != "operator" and session.identity.roles == (Role.ESTERNO,):
        # He writes in what was shared with him; what he began would be nobody's but his.
        raise NotAllowed()
    groups = [*first_groups(session, place.root_type, circle), *_on_call(session, database, place, circle=circle)]
    return folders.make(database, place.root, root_type=place.root_type, circle=circle, groups=groups, ids=session.ids)


def first_groups(session: Session, root_type: str, circle: str) -> list[str]:
    """Return the groups to which a folder is granted at first."""
    kinds = GROUPS_OF[root_type] if circle == ORDINARY else RESERVED_GROUPS
    return [session.identity.groups[kind] for kind in kinds]


def _on_call(session: Session, database: Database, place: Place, *, circle: str) -> list[str]:
    """Return the groups on call, when the ente has said that they read new cartelle: the ordinary part only."""
    if circle != ORDINARY or place.root_type != "person":
        return []
    type_ = find_type("ente_settings")
    settings = read_row(database, type_, derived_id(session.identity.ente, type_.name)) if type_ else None
    if not settings or not settings.get("on_call_reads_new"):
        return []
    on_call = [one.id for one in session.read_roster(database).groups.values() if one.kind is GroupKind.ON_CALL]
    return [group for group in on_call if folders.knows_group(database, group)]


def grant_again(session: Session, database: Database) -> None:
    """Grant the folders that lost all their grants in a damage to the groups that they were granted to at first."""
    for folder in folders.without_grant(database):
        for group in first_groups(session, folder.root_type, folder.circle):
            if folders.knows_group(database, group):
                folders.grant(database, folder, group)
