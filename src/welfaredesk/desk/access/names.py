# SPDX-License-Identifier: EUPL-1.2
"""Whose names a dossier does not say: relatives, the network, who spoke or signalled, and whoever is in protection."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists
from welfaredesk.desk.access.sources import Source
from welfaredesk.desk.access.treatments import TREATMENTS
from welfaredesk.desk.resources import code_lists
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Field, Kind, Value, Values
from welfaredesk.domain.names import link_title
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.spoken import words
from welfaredesk.domain.third_names import NameMask, is_plain, likely_names, names_in, pieces_of
from welfaredesk.store import folders
from welfaredesk.store.driver import Database

MARK = N_("[terza persona]")
IN_PROTECTION = N_("Persona in protezione")
TIED = N_("Dalla rete di un'altra cartella")
BY_HAND = N_("Aggiunto a mano")
A_NAME = 2
"""Words of a name: fewer or more without a capital are what somebody is."""
RELATIONS = (
    *("household_relation", "tie_role", "staff_role", "professional_profile", "requester_kind", "body_kind"),
    *("access_title", "signer_kind"),
)
"""The lists whose words say what somebody is, and not who."""
OFFICES = frozenset(
    {
        *("tribunale", "procura", "questura", "carabinieri", "prefettura", "polizia", "comune", "consorzio"),
        *("ambito", "azienda", "asst", "ats", "asl", "ospedale", "consultorio", "neuropsichiatria", "uonpia", "npi"),
        *("cps", "serd", "scuola", "istituto", "ufficio", "servizio", "servizi", "centro", "cooperativa", "caritas"),
        *("associazione", "fondazione", "parrocchia", "patronato", "inps", "commissione", "segreteria", "direzione"),
    }
)
"""Words with which the name of an office begins."""
REPORTED_BY = frozenset({"third_parties_who", "referrer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Third:
    """Somebody else who is named: where, whether the name stays by choice, and whether it never may."""

    name: str
    where: str
    kept: bool = False
    locked: bool = False

    @property
    def shown(self) -> str:
        """Return what a page says of him: whoever is in protection has no name there either."""
        return tr(IN_PROTECTION) if self.locked else self.name


@dataclass(frozen=True, slots=True)
class Named:
    """The other persons of a cartella, and the mask that takes their names out."""

    thirds: tuple[Third, ...]
    mask: NameMask
    kept: frozenset[str]
    known: frozenset[str]

    def likely(self, text: str) -> list[str]:
        """Return what in a text, already without the names that are known, looks like one more."""
        return likely_names(text.replace(tr(MARK), "."), known=self.known)

    def line(self, text: str) -> str:
        """Return a line that says who somebody is, with the mark in place of each piece that is a name."""
        made = []
        for piece, after in pieces_of(text):
            stays = _is_nobody(piece) or key_of(piece) in self.kept
            made.append(piece + after if stays else tr(MARK) + after)
        return "".join(made).strip()


def key_of(name: str) -> str:
    """Return a name as it is compared: its words in order of the alphabet."""
    return " ".join(sorted(words(name)))


def _is_nobody(piece: str) -> bool:
    return is_plain(piece, plain_words(), offices=OFFICES)


@cache
def plain_words() -> frozenset[str]:
    """Return the words of kinship and office, which tell nobody's name."""
    found = code_lists()
    return frozenset(word for name in RELATIONS for code in found[name].codes for word in words(code.label))


def named_in(session: Session, sources: Sequence[Source], *, request: Values) -> Named:
    """Return who else is named in some records, the first of which is the person's own."""
    own = sources[0]
    found: dict[str, Third] = {}
    rows = request.get("names") or ()
    kept = {key_of(str(row.get("name") or "")) for row in rows if row.get("kept")}
    # Whoever asks knows his own name, unless somebody took it out.
    kept |= {key_of(str(request.get("requester") or ""))} - {key_of(str(row.get("name") or "")) for row in rows}
    known = _not_names(session, own.values)
    for name, where in _said(session, sources, own=own.id, known=known):
        if key_of(name):
            found.setdefault(key_of(name), Third(name=name, where=where, kept=key_of(name) in kept))
    tied = _tied(session, own.id)
    for line in lists.person_lines(session, tied):
        found.setdefault(key_of(line.name), Third(name=line.name, where=tr(TIED), kept=key_of(line.name) in kept))
    for row in rows:
        name = str(row.get("name") or "")
        if key_of(name) and not row.get("kept"):
            found.setdefault(key_of(name), Third(name=name, where=tr(BY_HAND)))
    for name in _hidden(session, sources, own.id, tied=tied):
        found[key_of(name)] = Third(name=name, where="", locked=True)
    operators = lists.operator_names(session).values()
    mine = {key_of(one) for one in (*own_names(own.values), *operators)}
    thirds = tuple(_others(found, mine, own_words={word for one in own_names(own.values) for word in words(one)}))
    stays = [one.name for one in thirds if one.kept]
    mask = NameMask(
        [form for one in thirds if not one.kept for form in _forms(one, known)],
        own=own_names(own.values),
        others=[*stays, *operators],
        mark=tr(MARK),
    )
    may_be_named = [*known, *own_names(own.values), *stays, *operators]
    plainly = frozenset(word for one in may_be_named for word in words(one)) | plain_words()
    return Named(thirds, mask, frozenset(key_of(one) for one in stays) | mine, plainly)


def _others(found: Mapping[str, Third], mine: Collection[str], *, own_words: Collection[str]) -> Iterator[Third]:
    """Give the others by name; «Marco» alone is there once where «Ferrari, Marco» is."""
    known = [set(key.split()) for key in found]
    for key in sorted(found, key=lambda one: found[one].name.lower()):
        said, third = set(key.split()), found[key]
        within = said <= set(own_words) or any(said < other for other in known)
        if key not in mine and (third.locked or third.where == tr(BY_HAND) or not within):
            yield third


def _forms(third: Third, known: Iterable[str]) -> Iterator[str]:
    """Give what is looked for in a text: a line without capitals is a name only where it is two words."""
    if third.where == tr(BY_HAND):
        yield third.name.title()
    elif any(sign.isupper() for sign in third.name) or len(words(third.name)) == A_NAME:
        yield from (third.name, *names_in(third.name, known=known))


def own_names(values: Values) -> list[str]:
    """Return the names of the person whose cartella it is."""
    whole = " ".join(str(values.get(name) or "") for name in ("surname", "name")).strip()
    return [whole, *(str(row.get("alias") or "") for row in values.get("aliases") or ())]


def _not_names(session: Session, person: Values) -> list[str]:
    """Return words that name no person: comuni, and the acronyms of services."""
    acronyms = [code.facts.get("acronym", "") for code in code_lists()["acronyms"].codes]
    return [*lists.case_comuni(session), str(person.get("comune") or ""), *acronyms]


def _said(session: Session, sources: Sequence[Source], *, own: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each name of somebody else that a record says in a field made for it, and where."""
    database = session.vault.read()
    for source in sources:
        for field, value in _telling_values(source):
            for part, one in _values(field, value):
                if part.kind is Kind.LINK and _names_somebody(database, part, one) and one.get("id") != own:
                    yield link_title(one), tr(source.type.label)
                elif part.kind is Kind.TEXT and _tells_who(source, field, part):
                    yield from ((name, tr(source.type.label)) for name in _pieces(str(one), known))


@cache
def _telling(type_: RecordType) -> tuple[Field, ...]:
    return tuple(one for one in type_.fields if one.kind in {Kind.LINK, Kind.ROWS, Kind.TEXT})


def _telling_values(source: Source) -> Iterator[tuple[Field, Value]]:
    """Give the fields of a record that may tell of somebody and say something."""
    for field in _telling(source.type):
        value = source.values.get(field.name)
        if value:
            yield field, value


def _values(field: Field, value: Value) -> Iterator[tuple[Field, Value]]:
    if field.kind is Kind.LINK and isinstance(value, dict):
        yield field, value
    elif field.kind is Kind.ROWS and isinstance(value, list):
        for row in value:
            for part in field.rows:
                if row.get(part.name):
                    yield from _values(part, row[part.name])
    elif field.kind is Kind.TEXT and value:
        yield field, value


def _names_somebody(database: Database, part: Field, link: Value) -> bool:
    """Tell whether a link is called by the name of a person: one to a service or body, where both may be, is not."""
    if part.targets == ("person",):
        return True
    named = {"person", "network_tie"} & set(part.targets)
    return bool(named) and folders.root_type_of(database, str(link.get("root"))) in {"person", None}


def _tells_who(source: Source, field: Field, part: Field) -> bool:
    naming = TREATMENTS[source.type.name].naming | REPORTED_BY
    in_rows = part is not field and part.name in {"who", "name", "owner", "against", "care_of"} and not part.targets
    return field.name in naming or (in_rows and field.name != "aliases")


def _pieces(line: str, known: Iterable[str]) -> Iterator[str]:
    for piece, _ in pieces_of(line):
        if piece.strip() and not _is_nobody(piece):
            yield from names_in(piece, known=known) or [piece.strip()]


def _tied(session: Session, person: str) -> list[str]:
    """Return in whose network a person stands: her own cartella need not say it."""
    return sorted({str(row["_root"]) for row in lists.linked_from(session, person, "network_tie")} - {person})


def _hidden(session: Session, sources: Sequence[Source], own: str, *, tied: Sequence[str]) -> list[str]:
    """Return the names, as they are now and as they were written, of those in protection."""
    links = [
        one
        for source in sources
        for field, value in _telling_values(source)
        for part, one in _values(field, value)
        if part.kind is Kind.LINK and "person" in part.targets and one.get("id") != own
    ]
    hidden = lists.in_protection(session, sorted({*tied, *(str(one["id"]) for one in links)}))
    written = {link_title(one) for one in links if one["id"] in hidden}
    now = {line.name for line in lists.person_lines(session, sorted(hidden))}
    return sorted(name for name in written | now if name)
