# SPDX-License-Identifier: EUPL-1.2
"""Targets: where a column of another program may go, each with its path in a map file."""

from dataclasses import dataclass, replace
from functools import cache

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.kinds import Field, Kind, day, line
from welfaredesk.domain.record import RecordType

PERSON, HOUSEHOLD, DIARY, CASE_FILE = "person", "household", "diary_entry", "case_file"
TYPES = (PERSON, HOUSEHOLD, DIARY)
MEMBERS = "members"
TIME = "when.time"
KEY = "key"

NAMES_TOGETHER = ("surname_name", "name_surname")
_REFERENCE: dict[str, Field] = {
    KEY: line(N_("Codice della persona nell'altro programma")),
    "tax_code": line(N_("Codice fiscale")),
    "surname": line(N_("Cognome")),
    "name": line(N_("Nome")),
    "surname_name": line(N_("Cognome e nome")),
    "name_surname": line(N_("Nome e cognome")),
    "birth": day(N_("Data di nascita")),
}
"""How a row of a household or of the diary says whose it is."""
_LINKED_BY_NAME = ("author", "responsible_social_worker", "case_manager")
"""Links to operators, who are named in the file by surname and name."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place for a column: the section of the row, the field, the part of its rows, and what it holds."""

    section: str
    field: str
    part: str
    declared: Field

    @property
    def kind(self) -> Kind:
        """Return what the column must hold."""
        return self.declared.kind


def needed_type(name: str) -> RecordType:
    """Return a type that the catalogue surely has.

    Raises:
        LookupError: when it does not.
    """
    found = find_type(name)
    if found is None:
        raise LookupError(name)
    return found


@cache
def targets(type_name: str) -> dict[str, Target]:
    """Return every target of the rows that hold a type, by its path."""
    found = dict(_own(type_name, ""))
    if type_name == PERSON:
        for together in NAMES_TOGETHER:
            found[together] = Target("", together, "", replace(_REFERENCE[together], name=together))
        found |= {path: target for path, target in _own(CASE_FILE, CASE_FILE).items() if target.field != "person"}
        found |= _own(HOUSEHOLD, HOUSEHOLD)
        found[f"{HOUSEHOLD}.{KEY}"] = Target(HOUSEHOLD, KEY, "", line(N_("Codice del nucleo")))
        return found
    for name, declared in _REFERENCE.items():
        found[f"{PERSON}.{name}"] = Target(PERSON, name, "", replace(declared, name=name))
    if type_name == DIARY:
        found[TIME] = Target("", TIME, "", line(N_("Ora")))
    return found


def _own(type_name: str, section: str) -> dict[str, Target]:
    """Return the targets in the fields of a type."""
    before = f"{section}." if section else ""
    found = {}
    for field in needed_type(type_name).fields:
        if field.retired or field.kind is Kind.FILE:
            continue
        if field.kind is Kind.ROWS:
            for part in field.rows:
                if part.kind not in {Kind.LINK, Kind.ROWS, Kind.FILE}:
                    path = f"{before}{field.name}.{part.name}"
                    found[path] = Target(section, field.name, part.name, part)
        elif field.kind is not Kind.LINK or field.name in _LINKED_BY_NAME:
            found[f"{before}{field.name}"] = Target(section, field.name, "", field)
    return found


KIND_WORDS: dict[Kind, str] = {
    Kind.TEXT: N_("testo"),
    Kind.LONG_TEXT: N_("testo lungo"),
    Kind.DAY: N_("data"),
    Kind.MOMENT: N_("data e ora"),
    Kind.NUMBER: N_("numero"),
    Kind.MONEY: N_("importo"),
    Kind.CHOICE: N_("voce di un elenco"),
    Kind.CHOICES: N_("voci di un elenco"),
    Kind.FLAG: N_("sì o no"),
    Kind.LINK: N_("nome di un operatore"),
    Kind.ROWS: N_("elenco"),
    Kind.FILE: N_("allegato"),
}


def kind_word(target: Target | None) -> str:
    """Return in a word what a column should hold: it is said in place of the value, which is never repeated."""
    if target is None:
        return tr(N_("riga"))
    if target.field == "tax_code":
        return tr(N_("codice fiscale"))
    if target.field == KEY:
        return tr(N_("codice dell'altro programma"))
    return tr(KIND_WORDS[target.kind])


def label_of(type_name: str, path: str) -> str:
    """Return how a target is called on the screen: «Residenza: CAP», «Persona: Codice fiscale»."""
    target = targets(type_name)[path]
    owner = target.section or type_name
    parts = [tr(needed_type(target.section).label)] if target.section else []
    if target.part:
        parts.append(tr(needed_type(owner).field(target.field).label))
    return ": ".join([*parts, tr(target.declared.label)])
