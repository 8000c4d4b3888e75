# SPDX-License-Identifier: EUPL-1.2
"""A record as a dossier says it: without the fields, passages and names of others, and what was taken out and why.

What is taken out is not there any more: nothing of it reaches the paper.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.access.names import Named
from welfaredesk.desk.access.sources import Source, has_file
from welfaredesk.desk.access.treatments import PROTECTION, REPORTED, THIRD_PARTIES, TREATMENTS, Treatment
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.correspondence.addressee import Secrets
from welfaredesk.desk.protection import address_is_secret
from welfaredesk.desk.session import Session
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.kinds import ORDINARY, Field, Kind, Value, Values
from welfaredesk.domain.passages import without
from welfaredesk.domain.records.access_request import record_of

PASSAGE_MARK = N_("[passaggio tolto]")
ADDRESSES = ("residence", "domicile", "abode", "protected_abode")
NAMELESS = frozenset({Kind.DAY, Kind.MOMENT, Kind.NUMBER, Kind.MONEY, Kind.FLAG, Kind.CHOICE, Kind.CHOICES})
"""Kinds of field whose words are the program's own."""
PASSAGES, PASSAGE, LOST = N_("passaggi"), N_("passaggio"), N_("{part}, per intero: un passaggio segnato è cambiato")
NAMES, NAME = N_("nomi di altre persone"), N_("nome di un'altra persona")
FILE = N_("allegato, da valutare a parte")
CONTACTS_OF_OTHERS = N_("recapiti di altre persone")


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out of a record, and the code of the reason.

    What is not `told` stands on the page and not on the paper: that somebody is protected is nobody else's business.
    """

    what: str
    why: str
    told: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What a field says once others are out of it."""

    part: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a record says in a dossier, what was taken out, and the words that may still be somebody's name."""

    lines: tuple[Said, ...]
    removed: tuple[Removed, ...]
    doubtful: tuple[str, ...]


@dataclass(slots=True)
class _Making:
    lines: list[Said] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    doubtful: dict[str, None] = field(default_factory=dict)
    names: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaner:
    """Cleans the records of one request."""

    person: str
    named: Named
    codes: Codes
    secrets: Secrets
    address_secret: bool
    passages: Mapping[str, tuple[tuple[str, str], ...]]

    def clean(self, source: Source) -> Cleaned:
        """Return what a record says when it goes."""
        treatment, made = TREATMENTS[source.type.name], _Making()
        marked = self._marked(source)
        for one in source.type.fields:
            value = source.values.get(one.name)
            if value in (None, "", []) or one.circle != ORDINARY or one.name in treatment.silent:
                continue
            self._field(made, one, value, source=source, treatment=treatment, marked=marked)
        if made.names:
            made.removed.append(Removed(plural(made.names, NAME, many=NAMES), THIRD_PARTIES))
        if has_file(source):
            made.removed.append(Removed(tr(FILE), ""))
        return Cleaned(tuple(made.lines), tuple(made.removed), tuple(made.doubtful))

    def _marked(self, source: Source) -> dict[str, list[str]]:
        """Return part to the passages that were marked in it, in the record or for this request."""
        rows = source.values.get("third_party_passages") or ()
        pairs = [(str(row.get("part") or ""), str(row.get("passage") or "")) for row in rows]
        found: dict[str, list[str]] = {}
        for part, passage in (*pairs, *self.passages.get(source.id, ())):
            found.setdefault(part if source.type.has(part) else "text", []).append(passage)
        return found

    def _field(
        self,
        made: _Making,
        one: Field,
        value: Value,
        *,
        source: Source,
        treatment: Treatment,
        marked: Mapping[str, list[str]],
    ) -> None:
        label = tr(one.label)
        why = PROTECTION if self._would_tell_where(source, one) else treatment.dropped.get(one.name)
        if one.kind is Kind.FILE or (isinstance(value, dict) and value.get("id") == self.person):
            return
        if why is not None:
            made.removed.append(Removed(label, why, told=why != PROTECTION))
            return
        if one.name == "reachabilities":
            value = self._own_contacts(made, value)
        text = self.named.line(str(value)) if one.name in treatment.naming else in_words(one, value, codes=self.codes)
        cut = without(text, marked.get(one.name, ()), mark=tr(PASSAGE_MARK))
        if cut.lost:
            made.removed.append(Removed(tr(LOST).format(part=label), REPORTED))
            return
        if cut.count:
            made.removed.append(Removed(f"{label}: {plural(cut.count, PASSAGE, many=PASSAGES)}", REPORTED))
        if self.secrets.are_told_in(cut.text):
            made.removed.append(Removed(label, PROTECTION))
            return
        if one.kind in NAMELESS:
            made.lines.append(Said(one.name, label, cut.text))
            return
        masked = self.named.mask(cut.text)
        made.names += masked.count
        looks = self.named.likely(masked.text) if one.kind in {Kind.TEXT, Kind.LONG_TEXT} else []
        made.doubtful |= dict.fromkeys([*masked.doubtful, *looks])
        if masked.text.strip():
            made.lines.append(Said(one.name, label, masked.text))

    def _would_tell_where(self, source: Source, one: Field) -> bool:
        telling = (*ADDRESSES, "reachabilities")
        return self.address_secret and source.type.name == "person" and one.name in telling

    def _own_contacts(self, made: _Making, rows: Value) -> Value:
        own = [row for row in rows if not row.get("owner")]
        if len(own) < len(rows):
            made.removed.append(Removed(tr(CONTACTS_OF_OTHERS), THIRD_PARTIES))
        return own


class CleanedLater:
    """A record that is cleaned when somebody asks for it, once."""

    __slots__ = ("_cleaned", "_cleaner", "_source")

    def __init__(self, cleaner: Cleaner, source: Source) -> None:
        self._cleaner, self._source = cleaner, source
        self._cleaned: Cleaned | None = None

    def __call__(self) -> Cleaned:
        """Return what it says when it goes."""
        if self._cleaned is None:
            self._cleaned = self._cleaner.clean(self._source)
        return self._cleaned


def cleaner(session: Session, sources: Iterable[Source], *, named: Named, request: Values) -> Cleaner:
    """Return what cleans the records of a request, the first of which is the person's own."""
    found = list(sources)
    own = found[0]
    secret = address_is_secret(session, own.values)
    passages: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in request.get("passages") or ():
        identity = record_of(row)
        pair = (str(row.get("part") or ""), str(row.get("passage") or ""))
        passages[identity] = (*passages.get(identity, ()), pair)
    return Cleaner(
        person=own.id,
        named=named,
        codes=Codes(session),
        secrets=Secrets(session, own.id),
        address_secret=secret,
        passages=passages,
    )
