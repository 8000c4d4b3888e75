# SPDX-License-Identifier: EUPL-1.2
"""The nota di rettifica: what somebody wrote into a closed or hidden record, kept in the diary of its root.

A situation of a staff and a project have no diary: there it is a note beside the minutes, the contract or the plan.
"""

from datetime import datetime

from welfaredesk.base.clock import Moment
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.bulk import NewRecord, add_within
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.entry import Entry
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.periods import full_day
from welfaredesk.store import folders
from welfaredesk.store.driver import Database
from welfaredesk.store.records import Standing

HEAD = N_("Nota di rettifica a «{title}» ({label}), scritta il {day}.")
LINE = N_("{label}: {value}")
NOTHING = N_("(tolto)")
DIARY, NOTE = "diary_entry", "minutes_note"
ABOUT = frozenset(type_named(NOTE).field("about").targets)


def has_diary(database: Database, root: str) -> bool:
    """Tell whether a root is of a kind that has a diary, or notes of its own."""
    return _kept_as(database, root) is not None


def _kept_as(database: Database, root: str) -> str | None:
    kind = folders.root_type_of(database, root)
    return next((name for name in (DIARY, NOTE) if kind in type_named(name).roots), None)


def write(
    session: Session, database: Database, found: Standing, said: Values, *, identity: str, entry: Entry, circle: str
) -> None:
    """Write the note in the caller's transaction, into the circle of what it corrects.

    Args:
        session: the open desk.
        database: the writer.
        found: the record.
        said: field to value, what the waiting entry says.
        identity: the id of the record.
        entry: the waiting entry.
        circle: the circle of the folder that holds it.
    """
    codes = Codes(session)
    type_ = found.type
    written = Moment(entry.header.utc_ms, entry.header.offset).local()
    label = tr(type_.label).lower()
    lines = [tr(HEAD).format(title=type_.title(found.values), label=label, day=_day(written))]
    for name, value in said.items():
        if type_.has(name):
            words = in_words(type_.field(name), value, codes=codes) or tr(NOTHING)
            lines.append(tr(LINE).format(label=tr(type_.field(name).label), value=words))
    values: dict[str, Value] = {"text": "\n".join(lines)}
    kept_as = _kept_as(database, found.root) or DIARY
    if kept_as == DIARY:
        values["when"] = session.clock.now().iso()
    elif type_.name == "minutes":
        values["minutes"] = identity
    elif type_.name in ABOUT:
        values["about"] = identity
    add_within(
        session,
        database,
        [NewRecord(type=type_named(kept_as), values=values, root=found.root, circle=circle)],
        codes=codes,
    )


def _day(written: datetime) -> str:
    return full_day(written.date())
