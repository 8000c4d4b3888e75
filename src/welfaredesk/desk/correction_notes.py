# SPDX-License-Identifier: EUPL-1.2
"""The nota di rettifica: what somebody wrote into a closed or hidden record, kept in the diary of its root."""

from datetime import datetime

from welfaredesk.base.clock import Moment
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.bulk import NewRecord, add_within
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.entry import Entry
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.periods import full_day
from welfaredesk.store import folders
from welfaredesk.store.driver import Database
from welfaredesk.store.records import Standing

HEAD = N_("Nota di rettifica a «{title}» ({label}), scritta il {day}.")
LINE = N_("{label}: {value}")
NOTHING = N_("(tolto)")
DIARY = "diary_entry"


def has_diary(database: Database, root: str) -> bool:
    """Tell whether a root is of a kind that has a diary."""
    return folders.root_type_of(database, root) in type_named(DIARY).roots


def write(session: Session, database: Database, found: Standing, said: Values, *, entry: Entry, circle: str) -> None:
    """Write the note in the caller's transaction, into the circle of what it corrects.

    Args:
        session: the open desk.
        database: the writer.
        found: the record.
        said: field to value, what the waiting entry says.
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
    values = {"text": "\n".join(lines), "when": session.clock.now().iso()}
    add_within(
        session,
        database,
        [NewRecord(type=type_named(DIARY), values=values, root=found.root, circle=circle)],
        codes=codes,
    )


def _day(written: datetime) -> str:
    return full_day(written.date())
