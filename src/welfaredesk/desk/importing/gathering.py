# SPDX-License-Identifier: EUPL-1.2
"""Gathering: from what rows say to the records the file wants: persons, cartelle, households, diary."""

from collections.abc import Iterator

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.importing.mapping import Mapping
from welfaredesk.desk.importing.present import Present, person_link
from welfaredesk.desk.importing.report import Noticed, Refused
from welfaredesk.desk.importing.said import Flat, Said, path_of
from welfaredesk.desk.importing.targets import (
    CASE_FILE,
    DIARY,
    HOUSEHOLD,
    KEY,
    MEMBERS,
    PERSON,
    Target,
    kind_word,
    needed_type,
)
from welfaredesk.desk.importing.wanted import Wanted, identity_of, person_keys, text_key
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.recognition import Traits
from welfaredesk.domain.records.diary_entry import PARTS
from welfaredesk.domain.spoken import fold_text

NO_KEY = N_("Manca il codice dell'altro programma: senza, la riga non si riconosce la prossima volta")
NAMELESS = N_("Manca di chi si tratta: né cognome né nome né codice fiscale")
OTHERWISE = N_("Un'altra riga con lo stesso codice dice una cosa diversa")
TWIN = N_(
    "Due codici dell'altro programma hanno lo stesso codice fiscale: diventano una persona, qui resta l'altro valore"
)
NOBODY = N_("La persona non è né in questo file né in archivio: importa prima le persone")
SEVERAL = N_("Ci sono più persone con questo nome: indica il codice fiscale o il codice dell'altro programma")
NO_REFERENCE = N_("La riga non dice di chi è")
NO_HOUSEHOLD = N_("La riga non dice di quale nucleo si tratta")
NO_MOMENT = N_("Manca la data")
FAMILY = N_("Famiglia {surname}")
REFERENCE = "reference"


class Gathering:
    """The records that a file wants, in the order in which they can be written."""

    def __init__(self, present: Present, mapping: Mapping, *, ente: str, has_key: bool) -> None:
        """Start with nothing wanted."""
        self._present = present
        self._mapping = mapping
        self._ente = ente
        self._has_key = has_key
        self._wanted: dict[str, dict[str, Wanted]] = {PERSON: {}, CASE_FILE: {}, HOUSEHOLD: {}, DIARY: {}}
        self._references: dict[tuple[Value, ...], list[str]] = {}
        self.refused: list[Refused] = []
        self.warnings: list[Noticed] = []

    def wanted(self) -> Iterator[Wanted]:
        """Give the records in order: persons, cartelle, households, diary; each by its key, however the rows stood."""
        for found in self._wanted.values():
            yield from sorted(found.values(), key=lambda one: (len(one.sort), one.sort))

    def gather(self, rows: list[Said]) -> None:
        """Take every row of the file."""
        if self._mapping.type == PERSON:
            self._persons(rows)
        elif self._mapping.type == HOUSEHOLD:
            for said in rows:
                self._household_row(said)
        else:
            for said in rows:
                self._diary_row(said)
        for household in self._wanted[HOUSEHOLD].values():
            self._name_household(household)

    def refuse(self, row: int, section: str, *, name: str, why: str) -> None:
        """Note a refusal at the column that goes into a field."""
        heading = self._mapping.heading_of(section, name)
        target: Target | None = self._mapping.target(heading) if heading else None
        if not heading and name == KEY:
            heading = self._mapping.key or ""
        self.refused.append(Refused(row, heading, kind_word(target), tr(why)))

    def _id(self, kind: str, key: str) -> str:
        return identity_of(self._ente, self._mapping.source, kind=kind, key=key)

    def _take(self, wanted: Wanted, values: Flat, said: Said) -> None:
        """Add a row's values to a record; what another row says otherwise is refused."""
        known = self._wanted[wanted.type.name].setdefault(wanted.identities[0], wanted)
        for path in known.add(values, said.row):
            self.refuse(said.row, known.section, name=path.partition("/")[0], why=OTHERWISE)

    # Persons, with the cartella and the household that their row may speak of.

    def _persons(self, rows: list[Said]) -> None:
        kept: list[tuple[Said, str]] = []
        for said in rows:
            values = said.of("")
            keys = person_keys(values, said.key)
            if self._has_key and not said.key:
                self.refuse(said.row, "", name=KEY, why=NO_KEY)
            elif not keys:
                self.refuse(said.row, "", name="surname", why=NAMELESS)
            else:
                ids = tuple(self._id(PERSON, key) for key in keys)
                new = Wanted(type=needed_type(PERSON), section="", identities=ids, sort=keys[0])
                self._take(new, values, said)
                kept.append((said, ids[0]))
        joined = self._join_twins()
        for wanted in self._wanted[PERSON].values():
            wanted.here = self._person_here(wanted)
        for said, first in kept:
            person = self._wanted[PERSON][joined.get(first, first)]
            self._case_file(said, person)
            if self._mapping.fills(HOUSEHOLD):
                self._household_of_person(said, person)

    def _join_twins(self) -> dict[str, str]:
        """Make one of the keys that share a tax code, the smallest standing, and return which became which."""
        by_code: dict[str, Wanted] = {}
        joined: dict[str, str] = {}
        people = self._wanted[PERSON]
        for one in sorted(people.values(), key=lambda wanted: (len(wanted.sort), wanted.sort)):
            code = Traits(tax_code=str(one.values.get("tax_code") or "")).code_key
            other = by_code.setdefault(code, one) if code else one
            if other is one:
                continue
            joined[one.identities[0]] = other.identities[0]
            del people[one.identities[0]]
            other.identities = (*other.identities, *one.identities)
            for path in other.add(one.values, one.rows[0]):
                heading = self._mapping.heading_of("", path.partition("/")[0])
                self.warnings.append(Noticed(one.rows[0], heading, tr(TWIN)))
        return joined

    def _person_here(self, wanted: Wanted) -> str | None:
        """Return who of the persons here the row describes: by its key, by an earlier import, by the tax code."""
        for identity in wanted.identities:
            before = self._present.before(identity)
            if before is not None:
                return before.record
            if self._present.is_person(identity):
                return identity
        return next(iter(self._present.with_code(str(wanted.values.get("tax_code") or ""))), None)

    def _case_file(self, said: Said, person: Wanted) -> None:
        values = {path: value for path, value in said.of(CASE_FILE).items() if value is not None}
        if not self._mapping.open_case_files or (self._mapping.fills(CASE_FILE) and not values):
            return
        identity = self._id(CASE_FILE, person.identity)
        here = self._present.case_files_of(person.identity) if person.here else []
        if here and identity not in here:
            return
        values["person"] = person_link(person.identity, person.values)
        if person.values.get("comune"):
            values.setdefault("comune", person.values["comune"])
        new = Wanted(
            type=needed_type(CASE_FILE),
            section=CASE_FILE,
            identities=(identity,),
            sort=person.sort,
            root=person.identity,
        )
        self._take(new, values, said)

    def _household_of_person(self, said: Said, person: Wanted) -> None:
        values = said.of(HOUSEHOLD)
        key = str(values.pop(KEY, "") or "")
        if key or values.get("name"):
            self._member_row(said, values, key=key, person=person_link(person.identity, person.values))

    # Households of their own file, one row per member.

    def _household_row(self, said: Said) -> None:
        if self._has_key and not said.key:
            self.refuse(said.row, "", name=KEY, why=NO_KEY)
            return
        person = self._person_of(said) if said.of(PERSON) else None
        if said.of(PERSON) and person is None:
            return
        self._member_row(said, said.of(""), key=said.key, person=person)

    def _member_row(self, said: Said, values: Flat, *, key: str, person: Value) -> None:
        named = [fold_text(str(values.get(name) or "")) for name in ("name", "address", "comune")]
        if not key and not any(named):
            self.refuse(said.row, "" if self._mapping.type == HOUSEHOLD else HOUSEHOLD, name="name", why=NO_HOUSEHOLD)
            return
        section = "" if self._mapping.type == HOUSEHOLD else HOUSEHOLD
        key = f"key:{key}" if key else "|".join(["name", *named])
        new = Wanted(type=needed_type(HOUSEHOLD), section=section, identities=(self._id(HOUSEHOLD, key),), sort=key)
        self._take(new, _with_member(values, person), said)

    def _name_household(self, household: Wanted) -> None:
        """Name a household after its person of reference, when the file gives it no name."""
        if household.values.get("name"):
            return
        members = []
        for path, value in household.values.items():
            if path.endswith("/person"):
                relation = household.values.get(path.removesuffix("person") + "relation")
                members.append((relation != REFERENCE, str(value["title"]), str(value["id"])))
        surname = min(members)[1].partition(",")[0] if members else ""
        household.values["name"] = tr(FAMILY).format(surname=surname or "…")
        household.said_in["name"] = household.rows[0]

    # The diary.

    def _diary_row(self, said: Said) -> None:
        values = dict(said.of(""))
        person = self._person_of(said)
        if self._has_key and not said.key:
            self.refuse(said.row, "", name=KEY, why=NO_KEY)
        elif not values.get("when"):
            self.refuse(said.row, "", name="when", why=NO_MOMENT)
        elif person is not None:
            values["person"] = person
            # Whose entry it is may be unknown, but it is surely not of whoever imports it.
            values.setdefault("author", self._present.operator(self._mapping.source))
            texts = [str(values.get(part) or "") for part in PARTS]
            key = f"key:{said.key}" if said.key else f"{person['id']}|{values['when']}|{text_key(texts)}"
            new = Wanted(
                type=needed_type(DIARY),
                section="",
                identities=(self._id(DIARY, key),),
                sort=f"{values['when']}|{key}",
                root=str(person["id"]),
            )
            self._take(new, values, said)

    def _person_of(self, said: Said) -> Value:
        """Return the link to whom a row is about, or nothing, with the refusal noted."""
        wanted = said.of(PERSON)
        asked = tuple(wanted.get(name) for name in (KEY, "tax_code", "surname", "name", "birth"))
        if asked not in self._references:
            self._references[asked] = self._who(wanted)
        found = self._references[asked]
        if len(found) == 1:
            return self._present.link_to(found[0])
        names = (KEY, "tax_code", "surname")
        said_by = [one for one in names if wanted.get(one)] or [
            one for one in names if self._mapping.heading_of(PERSON, one)
        ]
        why = SEVERAL if found else NOBODY if any(asked) else NO_REFERENCE
        self.refuse(said.row, PERSON, name=said_by[0] if said_by else "", why=why)
        return None

    def _who(self, wanted: Flat) -> list[str]:
        key = " ".join(str(wanted.get(KEY) or "").split())
        if key:
            identity = self._id(PERSON, f"key:{key}")
            before = self._present.before(identity)
            if before is not None:
                return [before.record]
            if self._present.is_person(identity):
                return [identity]
        found = self._present.with_code(str(wanted.get("tax_code") or ""))
        if not found and wanted.get("surname") and (wanted.get("birth") or not wanted.get("tax_code")):
            found = self._present.named(wanted)
        return found


def _with_member(values: Flat, person: Value) -> Flat:
    """Return the values with the member's row under the person's own id, so that its place in the file is nothing."""
    before = f"{MEMBERS}/"
    plain = {path: value for path, value in values.items() if not path.startswith(before)}
    if person is None:
        return plain
    slot = str(person["id"])
    for path, value in values.items():
        if path.startswith(before):
            plain[path_of(MEMBERS, slot, part=path.rpartition("/")[2])] = value
    plain[path_of(MEMBERS, slot, part="person")] = person
    return plain
