# SPDX-License-Identifier: EUPL-1.2
"""Da riportare in GePI: blocks of words to copy by hand into the platform, ticked when done, by whom and when."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from welfaredesk.base.ids import derived_id
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists, reading, records
from welfaredesk.desk.acts import myself
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.correspondence.telling import day_of
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.writing import bring_up_to_date, make_once
from welfaredesk.desk.terms import terms_here
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.access import Deed
from welfaredesk.domain.care_view import adi_due
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.names import link_title
from welfaredesk.domain.parameters import TERMS, Term
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.record import RecordType
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

PURPOSE = "gepi/{block}"
ADI = ("adi_phase", "pad_signed_on", "adi_appointments")
PACT = "pais"
SAID = N_("{label}: {text}")
NEXT = N_("Prossimo appuntamento entro il {day}")
EVERY = N_("Si verifica ogni {months} mesi")
BY = N_("entro il {day}")
CARE, PROJECT = N_("Presa in carico {number}"), N_("PaIS {number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GepiBlock:
    """One block to copy: from where, what it is called, its words; `changed` when they are not those ticked."""

    source: str
    block: str
    title: str
    text: str
    done_at: str = ""
    done_by: str = ""
    changed: bool = False

    @property
    def done(self) -> bool:
        """Tell whether these very words were copied."""
        return bool(self.done_at) and not self.changed


@dataclass(frozen=True, slots=True)
class GepiSheet:
    """Everything of a person to copy into GePI."""

    name: str
    blocks: tuple[GepiBlock, ...]


def sheet_of(session: Session, person: str) -> GepiSheet:
    """Return what is to be copied into GePI of a person; that it was read is logged.

    Raises:
        NotFound: when the person is not here.
        WhyFirst: when she is read only on call, and no reason was given.
    """
    shown = records.show(session, person)
    reading.opened(session, person, root=person)
    return GepiSheet(shown.title, tuple(_blocks(session, person)))


def done_in(session: Session, person: str) -> list[bool]:
    """Return of each block of a person whether it was copied."""
    return [one.done for one in _blocks(session, person)]


def _blocks(session: Session, person: str) -> Iterator[GepiBlock]:
    database, codes, terms = session.vault.read(), Codes(session), terms_here(session, TERMS)
    for row in lists.of_root(session, "care_episode", person):
        if any(row.get(name) for name in ADI):
            title = tr(CARE).format(number=row.get("number") or "").strip()
            for block, lines in _of_care(row, codes, terms).items():
                yield from _block(database, row, title, block=block, lines=lines)
    for row in lists.linked_from(session, person, "project"):
        if row.get("kind") == PACT:
            title = tr(PROJECT).format(number=row.get("number") or "").strip()
            for block, lines in _of_pact(row, codes).items():
                yield from _block(database, row, title, block=block, lines=lines)


def _block(database: Database, row: Values, title: str, *, block: str, lines: Sequence[str]) -> Iterator[GepiBlock]:
    text = "\n".join(one for one in lines if one)
    if not text:
        return
    source = str(row["_id"])
    note = read_row(database, type_named("gepi_note"), note_id(source, block)) or {}
    yield GepiBlock(
        source=source,
        block=block,
        title=title,
        text=text,
        done_at=str(note.get("done_at") or ""),
        done_by=link_title(note.get("done_by")),
        changed=bool(note.get("done_at")) and note.get("fingerprint") != fingerprint(text),
    )


def note_id(source: str, block: str) -> str:
    """Return the id of the note that says that a block was copied: the same on every desk."""
    return derived_id(source, PURPOSE.format(block=block))


def fingerprint(text: str) -> str:
    """Return the hash of the words of a block."""
    return hashlib.sha256(text.encode()).hexdigest()


def tick(session: Session, person: str, block: GepiBlock, *, done: bool) -> None:
    """Say that a block was copied into GePI, now and by whoever works here, or that it was not.

    Raises:
        NotAllowed: when this operator works on no case.
    """
    session.require(Deed.CONDUCT_CASES)
    identity = note_id(block.source, block.block)
    said: dict[str, Value] = {
        "done_at": session.clock.now().iso() if done else None,
        "done_by": myself(session) if done else None,
        "fingerprint": fingerprint(block.text) if done else None,
    }

    def work(database: Database) -> None:
        whole = said | {"person": {"id": person}, "source": {"id": block.source}, "block": block.block}
        if not make_once(session, database, "gepi_note", identity=identity, root=person, values=whole):
            bring_up_to_date(session, database, identity, said)

    session.vault.write(work)
    session.tell(person, identity)


def _of_care(row: Values, codes: Codes, terms: Sequence[Term]) -> dict[str, list[str]]:
    type_ = type_named("care_episode")
    names = ("opened_on", "areas", "adi_phase", "pad_signed_on", "responsible_social_worker", "case_manager")
    due = adi_due(row, among=terms)
    held = [_appointment(type_, one, codes) for one in row.get("adi_appointments") or ()]
    return {
        "care": _fields(type_, row, names, codes=codes),
        "appointments": [*held, tr(NEXT).format(day=full_day(due.day)) if due is not None else ""],
    }


def _of_pact(row: Values, codes: Codes) -> dict[str, list[str]]:
    type_ = type_named("project")
    every = tr(EVERY).format(months=row["review_months"]) if row.get("review_months") else ""
    return {
        "needs": _fields(type_, row, ("needs", "wishes"), codes=codes),
        "goals": [_goal(type_, one, codes) for one in row.get("goals") or () if one.get("goal")],
        "actions": [_action(one) for one in row.get("actions") or () if one.get("what")],
        "terms": [*_fields(type_, row, ("starts_on", "ends_on", "next_review_on"), codes=codes), every],
    }


def _fields(type_: RecordType, row: Values, names: Sequence[str], *, codes: Codes) -> list[str]:
    said = ((type_.field(name), row.get(name)) for name in names)
    return [
        tr(SAID).format(label=tr(field.label), text=in_words(field, value, codes=codes))
        for field, value in said
        if value not in (None, "", [])
    ]


def _appointment(type_: RecordType, row: Mapping[str, Value], codes: Codes) -> str:
    parts = {field.name: field for field in type_.field("adi_appointments").rows}
    said = (in_words(parts[name], row.get(name), codes=codes) for name in ("held_on", "result", "justification"))
    return ", ".join(one for one in said if one)


def _goal(type_: RecordType, row: Mapping[str, Value], codes: Codes) -> str:
    parts = {field.name: field for field in type_.field("goals").rows}
    horizon = in_words(parts["horizon"], row.get("horizon"), codes=codes)
    return " · ".join(one for one in (str(row["goal"]), horizon, str(row.get("indicator") or "")) if one)


def _action(row: Mapping[str, Value]) -> str:
    who = link_title(row.get("operator")) or str(row.get("owner") or "")
    day = tr(BY).format(day=day_of(row["due_on"])) if row.get("due_on") else ""
    return " · ".join(one for one in (str(row["what"]), who, day) if one)
