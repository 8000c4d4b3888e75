# SPDX-License-Identifier: EUPL-1.2
"""A letter as it stands and as it was issued: what its page shows, and what has changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import acts, lists, reading, records
from welfaredesk.desk.correspondence.addressee import Verdict
from welfaredesk.desk.correspondence.telling import leaves_out, person_of, persons_of, verdict_of
from welfaredesk.desk.kept_copies import standing_copy
from welfaredesk.desk.protection import cautions_of
from welfaredesk.desk.records import Shown, type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.frozen import copy_hash, differing
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.letter_path import LETTER_PATH
from welfaredesk.domain.names import id_in
from welfaredesk.domain.records.letter import LIFE
from welfaredesk.store.driver import Database

NOT_TOLD = N_("La residenza e i recapiti non si stampano: l'indirizzo della persona è protetto.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterShown:
    """A letter as its page and its papers need it.

    `values` are those of the copy that was issued, where there is one that stands; `digest` is its hash, and `changed`
    names the fields that are no longer as in it. `family` are the others of the household; `kept`
    are the papers of it among the documents, the latest first.
    """

    shown: Shown
    person: str
    name: str
    state: str
    values: Mapping[str, Value]
    digest: str
    changed: tuple[str, ...]
    verdict: Verdict
    cautions: tuple[dict[str, Value], ...]
    provisional: bool
    left_out: str
    family: tuple[dict[str, Value], ...]
    kept: tuple[dict[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Whose:
    """Of whom a new letter is: the name, the avvertenze to read before writing, and the others of the household."""

    person: str
    name: str
    cautions: tuple[dict[str, Value], ...]
    family: tuple[dict[str, Value], ...]


def whose(session: Session, person: str) -> Whose:
    """Return of whom a new letter is; that the cartella was opened is logged.

    Raises:
        NotFound: when the person is not here.
        WhyFirst: when she is read only on call, and no reason was given.
    """
    shown = records.show(session, person)
    reading.opened(session, person, root=person)
    return Whose(person, shown.title, tuple(cautions_of(session, shown.values)), family_of(session, person))


def family_of(session: Session, person: str) -> tuple[dict[str, Value], ...]:
    """Return links to the others of the households of a person who are here and not in protection."""
    rows = [row for one in lists.linked_from(session, person, "household") for row in one.get("members") or ()]
    named = {id_in(row.get("person")): row["person"] for row in rows if id_in(row.get("person")) not in ("", person)}
    hidden = lists.in_protection(session, sorted(named))
    here = {line.id for line in lists.person_lines(session, named)}
    return tuple(link for one, link in named.items() if one in here - hidden)


def written_fields() -> list[str]:
    """Return the fields of a letter that are its text."""
    aside = {"number", "template", "person"}
    return [field.name for field in type_named("letter").fields if field.section != LIFE and field.name not in aside]


def issued_copy(database: Database, identity: str, values: Values) -> Mapping[str, Any] | None:
    """Return the copy that stands of a letter that was issued, nothing for one that never was or is being corrected."""
    if LETTER_PATH.state_of(values) == "draft":
        return None
    # Acts alone write when it was issued: an issuing that waits did not write it.
    return standing_copy(database, identity, field="issued_on")


def letter_page(session: Session, identity: str) -> LetterShown:
    """Return what the page of a letter shows; that it was read is logged first.

    Raises:
        NotFound: when it is not here, or is no letter.
        WhyFirst: when its cartella is read only on call, and was not opened with a reason.
    """
    reading.opened(session, identity, root=records.show(session, identity).root)
    return letter_shown(session, identity)


def letter_shown(session: Session, identity: str) -> LetterShown:
    """Return a letter with all that it says.

    Raises:
        NotFound: when it is not here, or is no letter.
    """
    shown = records.show(session, identity)
    if shown.type.name != "letter":
        raise NotFound()
    database = session.vault.read()
    copy = issued_copy(database, identity, shown.values)
    values: Mapping[str, Value] = dict(copy) if copy is not None else shown.values
    persons = [person_of(database, one) for one in persons_of(values, person=shown.root)]
    return LetterShown(
        shown=shown,
        person=shown.root,
        name=type_named("person").title(persons[0]),
        state=LETTER_PATH.state_of(shown.values),
        values=values,
        digest=copy_hash(copy) if copy is not None else "",
        changed=tuple(differing(copy, shown.values, fields=written_fields())) if copy is not None else (),
        verdict=verdict_of(session, database, values, person=shown.root),
        cautions=tuple(caution for one in persons for caution in cautions_of(session, one)),
        family=family_of(session, shown.root),
        provisional=acts.is_provisional(session, identity),
        left_out=tr(NOT_TOLD) if leaves_out(session, values, persons) else "",
        kept=tuple(sorted(lists.linked_from(session, identity, "document"), key=_latest, reverse=True)),
    )


def _latest(row: dict[str, Value]) -> tuple[str, int]:
    # Of two of one day the later version has the longer title.
    return str(row.get("dated") or ""), len(str(row.get("title") or ""))
