# SPDX-License-Identifier: EUPL-1.2
"""What an operator wrote on a record before hearing that it was cut: it entered nowhere, and is not lost."""

from dataclasses import dataclass
from typing import Any

from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import correction_notes
from welfaredesk.desk.bulk import NewRecord, add_within
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.lists import person_lines
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import COPIED, Put, PutText, RowChanges, SpliceText, decode_body
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.restated import RESTATED
from welfaredesk.store import folders, records
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cut_plan

HEAD = N_("Scritto il {day} su una scheda ({label}) che intanto era stata tolta.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LateWords:
    """What this operator wrote on a record before hearing that it was cut: kept for the author until thrown away.

    `root` is whose it was, empty when that is not here; `whose` its name. `circle` is where the record stands now: it
    was made reserved and this desk reads it; empty when it was erased, or is not read here.
    """

    id: str
    record: str
    type: str
    when: Moment
    words: dict[str, str]
    root: str = ""
    whose: str = ""
    circle: str = ""

    @property
    def label(self) -> str:
        """Return of what kind the record was."""
        type_ = find_type(self.type)
        return self.type if type_ is None else tr(type_.label)

    def lines(self) -> list[tuple[str, str]]:
        """Return the label of each field and the words written in it."""
        type_ = find_type(self.type)
        known = {} if type_ is None else {field.name: tr(field.label) for field in type_.fields}
        return [(known.get(name, name), said) for name, said in self.words.items() if said]


def late_words(session: Session) -> list[LateWords]:
    """Return what did not enter because its record was cut, the oldest first."""
    database = session.vault.read()
    return [_shown(session, database, one) for one in cut_plan.late(database)]


def _shown(session: Session, database: Database, one: cut_plan.Late) -> LateWords:
    folder, found = folders.by_id(database, one.folder), records.standing(database, one.record)
    root = "" if folder is None else folder.root
    whose = next((line.name for line in person_lines(session, [root])), "") if root else ""
    return LateWords(
        id=one.hash.hex(),
        record=one.record,
        type=one.type,
        when=Moment(one.utc_ms, session.clock.now().offset),
        words=words_of(one.body),
        root=root,
        whose=whose,
        circle="" if found is None else next(iter(found.circles)),
    )


def words_of(body: bytes) -> dict[str, str]:
    """Return by field the words of an entry, as plain text."""
    found = {}
    for name, change in decode_body(body).changes.items():
        if name in {COPIED, RESTATED}:
            continue
        match change:
            case PutText(text):
                said = text
            case SpliceText(splices):
                said = "\n".join(words for _, _, words in splices if words)
            case RowChanges(rows):
                said = "\n".join(" ".join(str(one) for one in (row or {}).values()) for row in rows.values())
            case Put(value):
                said = "" if value is None else str(value)
        found[name] = said
    return found


def keep_as_note(session: Session, identity: str) -> str:
    """Keep what did not enter as a new note, and return its id.

    It goes into the diary beside its record where that was made reserved and is read here. What was erased by law does
    not come back before others by itself: it becomes an appunto, which only the author reads.

    Raises:
        NotFound: when there is nothing of that id.
    """
    late = next((one for one in late_words(session) if one.id == identity), None)
    if late is None:
        raise NotFound()
    day = full_day(late.when.local().date())
    said = [tr(HEAD).format(day=day, label=late.label.lower()), *(f"{label}: {words}" for label, words in late.lines())]
    text, made = "\n".join(said), session.ids.new()

    def work(database: Database) -> None:
        diary = bool(late.circle) and correction_notes.has_diary(database, late.root)
        values: dict[str, Any] = {"text": text, "when": session.clock.now().iso()}
        if not diary and late.whose:
            values["about"] = {"id": late.root}
        note = NewRecord(
            type=type_named(correction_notes.DIARY if diary else "quick_note"),
            values=values,
            identity=made,
            root=late.root if diary else session.identity.operator,
            circle=late.circle if diary else None,
        )
        add_within(session, database, [note], codes=Codes(session))
        cut_plan.drop_late(database, bytes.fromhex(identity))

    session.vault.write(work)
    session.tell(made)
    return made


def drop_late(session: Session, identity: str) -> None:
    """Throw away what did not enter.

    Raises:
        NotFound: when there is nothing of that id.
    """
    try:
        wanted = bytes.fromhex(identity)
    except ValueError as error:
        raise NotFound() from error
    if not session.vault.write(lambda database: cut_plan.drop_late(database, wanted)):
        raise NotFound()
