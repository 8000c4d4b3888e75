# SPDX-License-Identifier: EUPL-1.2
"""Naming: the words of a new ente (name, comuni, operator, groups), written when its desk is first opened."""

from welfaredesk.base.text import tr
from welfaredesk.desk.bulk import NewRecord, add_within
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.founding import GROUP_NAMES, FirstStart, places
from welfaredesk.desk.resources import birthplaces
from welfaredesk.desk.session import Session
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.record import RecordType
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database

NAMED = "named"


def name_ente(session: Session, start: FirstStart, *, profile: str | None = None) -> bool:
    """Write the records that name a new ente, all or none; say whether there was anything to write.

    Args:
        session: the desk, opened for the first time.
        start: what the wizard or `init` was told.
        profile: the operator's professional profile, a code of `professional_profile`.
    """
    codes = Codes(session)

    def work(database: Database) -> bool:
        if desk_notes.get(database, NAMED):
            return False
        add_within(session, database, _names(session, start, profile=profile), codes=codes)
        desk_notes.put(database, NAMED, value=True)
        return True

    done = session.vault.write(work)
    if done:
        session.tell(*places(session.identity.ente).values())
    return done


def _type(name: str) -> RecordType:
    found = find_type(name)
    if found is None:
        raise LookupError(name)
    return found


def _names(session: Session, start: FirstStart, *, profile: str | None) -> list[NewRecord]:
    identity = session.identity
    person: dict[str, Value] = {
        "surname": start.surname,
        "name": start.name,
        "profile": profile,
        "since": session.clock.now().local().date().isoformat(),
    }
    made = [NewRecord(type=_type("operator"), values=person, identity=identity.operator)]
    made += [
        NewRecord(type=_type("group"), values={"name": tr(name)}, identity=identity.groups[kind])
        for kind, name in GROUP_NAMES.items()
        if kind in identity.groups
    ]
    comuni: list[Value] = [_comune(name) for name in start.comuni]
    made.append(NewRecord(type=_type("ente_settings"), values={"name": start.ente, "comuni": comuni}))
    return made


def _comune(name: str) -> dict[str, Value]:
    found = next((one for one in birthplaces().find(name, limit=5) if one.name == name and not one.suppressed), None)
    return {"comune": name, "code": found.code if found else ""}
