# SPDX-License-Identifier: EUPL-1.2
"""Whether a letter may go to whom it names: no protected address on paper, and nobody who must not approach."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.protection import address_is_secret, cautions_of
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.names import link_title
from welfaredesk.domain.passages import plain
from welfaredesk.domain.spoken import words
from welfaredesk.store.derive import links_in
from welfaredesk.store.driver import Database
from welfaredesk.store.records import standing
from welfaredesk.store.rows import read_row

OFFICES = frozenset({"service", "body"})
DANGEROUS = frozenset({"protected_address", "no_contact_order"})
OWN_ADDRESSES = ("residence", "domicile", "abode")
MOST = 1_000
SHORTEST = 5
"""Fewer letters than this would be found in any text."""
_ROMAN = re.compile("(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})")
_DIGITS = {"i": 1, "v": 5, "x": 10}
_BROKEN = re.compile(r"(?<=\w)[-\u2010]\s*\n\s*(?=\w)")
STREET_WORDS = frozenset(
    {
        *("via", "viale", "v", "vle", "le", "piazza", "piazzale", "p", "pza", "zza", "corso", "c", "so", "vicolo"),
        *("strada", "largo", "localita", "loc", "frazione", "fraz", "n", "nr", "num", "numero", "civico", "presso"),
        *("za", "tta", "pzza", "ple", "piazzetta", "str", "vic", "vlo", "lgo", "contrada", "civ", "snc"),
        *("di", "de", "dei", "del", "della", "delle", "degli", "dello", "dell", "d", "da", "la", "il", "lo", "i"),
        *("al", "alla", "e", "o", "l", "gli"),
    }
)
NAME_WORDS = frozenset(
    {
        *("signor", "signora", "sig", "ex", "marito", "moglie", "compagno", "compagna", "padre", "madre", "figlio"),
        *("fratello", "convivente", "famiglia", "verso", "dal", "dalla", "con", "suo", "sua", "del", "della"),
    }
)
ADDRESS = N_("tra le parole che ne escono c'è un indirizzo protetto")
FORBIDDEN = N_("il destinatario è la persona verso cui c'è un divieto di avvicinamento")
CAREFUL = N_("c'è un'avvertenza ({cautions}) e il destinatario non è un servizio né un ente dell'archivio")
CAREFUL_NEAR = N_("una persona legata a questa è protetta e il destinatario non è un servizio né un ente dell'archivio")
LIKE = N_("il nome del destinatario somiglia a quello di un divieto di avvicinamento")
STREET = N_("nel testo c'è la via di un indirizzo protetto")
ELSEWHERE = N_("nel testo c'è un indirizzo che è protetto per un'altra persona")
IN_PROTECTION = N_("persona in protezione")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What speaks against a letter: `stop` for good, `unsure` until somebody says why it may go; no address in them."""

    stop: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """Return everything that speaks against it, in one line."""
        return "; ".join((*self.stop, *self.unsure))


@dataclass(frozen=True, slots=True)
class _Place:
    """An address that may not be told: with its number, and its street alone; each as words that say something."""

    whole: list[str]
    street: list[str]


def judged(session: Session, database: Database, values: Values, *, person: str, said: str) -> Verdict:
    """Return whether a letter may go to its addressee.

    Args:
        session: the open desk.
        database: where to read, the caller's transaction or not.
        values: the letter.
        person: in whose cartella it is.
        said: everything that is printed of what people wrote.
    """
    own = read_row(database, type_named("person"), person) or {}
    addressee = _Addressee(database, values, person)
    near = list(_near(session, database, person))
    others = list(_elsewhere(session, known={person, *(str(who["_id"]) for who in near)}))
    names = (addressee.name, type_named("person").title(own))
    # Who has an order against one of the two is near, however little the archive knows of it.
    tied = [who for who in others if any(_alike(name, one) > 1 for name in names for one in _forbidden(session, who))]
    near += tied
    stop, unsure = [], []
    spoken = _spoken(said)
    places = _places_around(session, own, near)
    if any(_within(one.whole, spoken) for one in places):
        stop.append(tr(ADDRESS))
    elif any(_within(one.street, spoken) for one in places):
        unsure.append(tr(STREET))
    elif any(_within(one.whole, spoken) for who in others for one in _places(session, who, known=(own,))):
        unsure.append(tr(ELSEWHERE))
    alike = max((_alike(addressee.name, against) for against in _forbidden(session, own)), default=0)
    alike_near = max((_alike(addressee.name, one) for who in near for one in _forbidden(session, who)), default=0)
    if alike > 1:
        stop.append(tr(FORBIDDEN))
    elif alike or alike_near:
        unsure.append(tr(LIKE))
    if not addressee.is_safe:
        unsure += _careful(session, own, near)
    return Verdict(tuple(stop), tuple(unsure))


def _places_around(session: Session, own: Values, near: Sequence[Values]) -> list[_Place]:
    """Return the addresses that may not be told of a person and of those near."""
    of_others = (one for who in near for one in _places(session, who, known=(own,)))
    return [*_places(session, own, known=()), *of_others]


class Secrets:
    """The addresses that no paper about a person may tell, hers and of those near."""

    def __init__(self, session: Session, person: str) -> None:
        """Read them once, for many texts."""
        database = session.vault.read()
        own = read_row(database, type_named("person"), person) or {}
        self._places = _places_around(session, own, list(_near(session, database, person)))

    def are_told_in(self, said: str) -> bool:
        """Tell whether a text says one, with its number or its street alone."""
        if not self._places:
            return False
        spoken = _spoken(said)
        return any(_within(one.whole, spoken) or _within(one.street, spoken) for one in self._places)


class _Addressee:
    """To whom a letter goes; a service or body of the archive, or the person herself, is safe."""

    def __init__(self, database: Database, values: Values, person: str) -> None:
        link = values.get("addressee")
        target = str(link["id"]) if isinstance(link, dict) else ""
        found = standing(database, target) if target else None
        kind = found.type.name if found is not None else ""
        title = found.type.title(found.values) if found is not None else link_title(link)
        written = str(values.get("addressee_text") or "")
        self.name = f"{title} {written}"
        # What is written by hand over a link may be anybody else: it counts as the same when it names it.
        same = not written or bool(set(_names(written)) & set(_names(title)))
        self.is_safe = same and (kind in OFFICES or target == person)


def _careful(session: Session, own: Values, near: Sequence[Values]) -> Iterator[str]:
    codes = Codes(session)
    labels = [codes.label("caution_kind", str(one["kind"])) for one in cautions_of(session, own) if _is_dangerous(one)]
    labels += [tr(IN_PROTECTION)] if own.get("in_protection") else []
    if labels:
        yield tr(CAREFUL).format(cautions=", ".join(dict.fromkeys(one.lower() for one in labels)))
    if any(who.get("in_protection") or any(map(_is_dangerous, cautions_of(session, who))) for who in near):
        yield tr(CAREFUL_NEAR)


def _is_dangerous(caution: Values) -> bool:
    return caution.get("kind") in DANGEROUS


def _near(session: Session, database: Database, person: str) -> Iterator[Values]:
    """Give the persons of the households and of the network of a person, in both directions."""
    rows = [(one, "household") for one in lists.linked_from(session, person, "household")]
    rows += [(one, "network_tie") for one in lists.of_root(session, "network_tie", person)]
    rows += [(one, "network_tie") for one in lists.linked_from(session, person, "network_tie")]
    named = {target for row, name in rows for _, target in links_in(type_named(name), row)}
    roots = {str(row["_root"]) for row, name in rows if name == "network_tie"}
    for identity in sorted((named | roots) - {person}):
        found = read_row(database, type_named("person"), identity)
        if found is not None:
            yield found


def _elsewhere(session: Session, *, known: Container[str]) -> Iterator[Values]:
    """Give the other persons in protection that this desk knows."""
    rows, _ = lists.page_of(session, type_named("person"), where=[("in_protection", "1")], limit=MOST)
    yield from (row for row in rows if row["_id"] not in known)


def _places(session: Session, values: Values, *, known: Sequence[Values]) -> Iterator[_Place]:
    """Give the addresses of a person that may not be told; one where others known here live too is no secret."""
    for row in values.get("protected_abode") or []:
        yield from _places_in(row, hard=True)
    if not address_is_secret(session, values):
        return
    told = {
        tuple(_street(str(row.get("street") or "")))
        for other in known
        if not address_is_secret(session, other)
        for name in OWN_ADDRESSES
        for row in other.get(name) or []
    }
    for name in OWN_ADDRESSES:
        for row in values.get(name) or []:
            if tuple(_street(str(row.get("street") or ""))) not in told:
                yield from _places_in(row, hard=False)


def _places_in(row: dict[str, Value], *, hard: bool) -> Iterator[_Place]:
    said = _apart(str(row.get("street") or ""))
    # What follows the number, a letter or a staircase, is left out by most who write it.
    end = next((at for at, one in enumerate(said) if at and one[0].isdigit() and _named(said[:at])), len(said))
    for bare in _with_and_without_roman(said[:end]):
        whole = bare + said[end : end + 1]
        alone = bare if sum(map(len, bare)) >= SHORTEST else []
        if _named(bare) and (alone or len(whole) > len(bare)):
            yield _Place(whole, alone)
            yield from (_Place([], one) for one in _shorter(bare, said[end : end + 1]))
    house = _street(str(row.get("care_of") or ""))
    if sum(map(len, house)) >= SHORTEST:
        yield _Place(house if hard else [], house)


def _with_and_without_roman(street: list[str]) -> list[list[str]]:
    """Return a street with its Roman number in figures, and without it where it ends so: «Vittorio Emanuele II»."""
    plainly = [_figures(one) for one in street]
    ends = len(street) > 1 and plainly[-1] != street[-1]
    return [plainly, plainly[:-1]] if ends else [plainly]


def _named(street: Sequence[str]) -> bool:
    """Tell whether a street has a name by now, and not only a number: «25» of «25 Aprile» is none."""
    return any(not one[0].isdigit() for one in street)


def _shorter(street: Sequence[str], number: Sequence[str]) -> Iterator[list[str]]:
    """Give how a street of several words is written short: by its last one with the number, or with initials."""
    *first, last = street
    if first and not last[0].isdigit() and len(last) >= SHORTEST - 1:
        if number:
            yield [last, *number]
        initials = [one for one in (word[0] for word in first) if one not in STREET_WORDS]
        if initials:
            yield [*initials, last]


def _forbidden(session: Session, values: Values) -> Iterator[str]:
    """Give the names against whom a person has an order that keeps them away."""
    for one in cautions_of(session, values):
        if one.get("kind") == "no_contact_order" and one.get("against"):
            yield str(one["against"])


def _alike(name: str, against: str) -> int:
    """Return how many words of a name stand in another: two are the same person, one may be a relative."""
    return len(set(_names(name)) & set(_names(against)))


def _names(text: str) -> list[str]:
    return [one for one in _core(text, NAME_WORDS) if len(one) > 2]


def _core(text: str, empty: frozenset[str]) -> list[str]:
    """Return the words of a text that say something."""
    return [one for one in words(text) if one not in empty]


def _apart(text: str) -> list[str]:
    """Return the words of an address that say something, numbers apart from the letters that follow them."""
    return _core(re.sub(r"(?<=\d)(?=[^\W\d_])", " ", plain(text)), STREET_WORDS)


def _street(text: str) -> list[str]:
    return [_figures(one) for one in _apart(text)]


def _figures(word: str) -> str:
    """Return a Roman number, of the letters i, v and x, in figures; any other word as it is."""
    if not _ROMAN.fullmatch(word):
        return word
    said = [_DIGITS[one] for one in word]
    return str(sum(-one if one < max(said[at:]) else one for at, one in enumerate(said)))


def _spoken(text: str) -> str:
    """Return the words of a text that say something, each between blanks; those parted by a line break whole too."""
    whole = _BROKEN.sub("", text)
    said = [*_street(text), *(("", *_street(whole)) if whole != text else ())]
    return f" {' '.join(said)} "


def _within(wanted: Sequence[str], spoken: str) -> bool:
    """Tell whether words stand one after the other in what is said."""
    return bool(wanted) and f" {' '.join(wanted)} " in spoken
