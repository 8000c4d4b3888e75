# SPDX-License-Identifier: EUPL-1.2
"""Writing within an act: records that one makes or brings up to date besides its own, in the same transaction."""

from collections.abc import Mapping

from welfaredesk.desk.bulk import NewRecord, add_within, change_within
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.changes import difference
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.sealing import sealed_for
from welfaredesk.store import records
from welfaredesk.store.driver import Database


def make_once(
    session: Session, database: Database, type_name: str, *, identity: str, root: str, values: Mapping[str, Value]
) -> bool:
    """Write a record whose id is derived, unless it is here already; tell whether it was written."""
    if records.standing(database, identity) is not None:
        return False
    new = NewRecord(type=type_named(type_name), values=dict(values), identity=identity, root=root)
    add_within(session, database, [new], codes=Codes(session))
    return True


def bring_up_to_date(session: Session, database: Database, identity: str, values: Mapping[str, Value]) -> bool:
    """Write what differs in a record that is here, unless it is sealed; tell whether anything did."""
    found = records.standing(database, identity)
    if found is None or found.retired is not None or sealed_for(found.type, found.values):
        return False
    changes = difference(found.type, found.values, wanted=values, new_row=session.ids.new)
    if not changes:
        return False
    change_within(session, database, identity, found=found, changes=changes)
    return True
