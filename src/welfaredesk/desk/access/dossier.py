# SPDX-License-Identifier: EUPL-1.2
"""The page of a request: which records go, which stay and why, what each says once others are out of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.clock import today
from welfaredesk.base.errors import BadInput, NotFound
from welfaredesk.base.ids import derived_id
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists, reading, records
from welfaredesk.desk.access import treatments
from welfaredesk.desk.access.cleaning import PASSAGE_MARK, Cleaned, CleanedLater, Cleaner, cleaner
from welfaredesk.desk.access.names import MARK, Third, key_of, named_in, own_names
from welfaredesk.desk.access.requests import access_terms
from welfaredesk.desk.access.sources import DOSSIER, Source, sources_of
from welfaredesk.desk.act_writing import inside
from welfaredesk.desk.correspondence.addressee import judged
from welfaredesk.desk.records import Shown
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.access_terms import Answerable, answerable
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.access_path import ACCESS_PATH
from welfaredesk.domain.passages import pieces
from welfaredesk.domain.records.access_request import record_of

OWN = N_("Dati della persona")
NO_PROOF = N_("non è scritto con quale documento o delega chi chiede ha dimostrato chi è")
NO_TEXT = N_("non è scritto che cosa chiede e perché")
NO_WORKER = N_("nessuno l'ha ancora presa in lavorazione")
NOTHING_GOES = N_("nessuna scheda si consegna")
NOT_OF_IT = N_("la scheda indicata non è di questa cartella")
NEVER_GOES = N_("Una scheda riservata non entra mai in un dossier")
NO_WORDS = N_("scegli prima le parole da togliere")
NO_NAME = N_("scrivi il nome da togliere")
IN_PROTECTION = N_("Il nome di chi è in protezione non si lascia mai scritto")


class Fate(StrEnum):
    """What becomes of a record: it goes, it stays by choice or by itself, or it never goes."""

    GOES = "goes"
    STAYS = "stays"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record of the cartella as this request treats it; `by_hand` when somebody chose so.

    `title` says on paper what it is and of which day, `label` what several of its type are called. `cleaning` takes
    others out of it: a cartella of ten years is not read through before somebody looks at it.
    """

    id: str
    type: str
    label: str
    title: str
    day: str
    fate: Fate
    why: str
    by_hand: bool
    cleaning: Callable[[], Cleaned]

    @property
    def cleaned(self) -> Cleaned:
        """Return what it says once others are out of it."""
        return self.cleaning()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPage:
    """Everything that the page of a request shows, and the paper is made from.

    `beware` says what speaks against handing anything to whoever asks: an order to stay away, somebody in protection.
    """

    shown: Shown
    person: str
    name: str
    state: str
    open: bool
    due: Answerable
    late: int
    missing: tuple[str, ...]
    beware: str
    candidates: tuple[Candidate, ...]
    thirds: tuple[Third, ...]
    made: tuple[Mapping[str, Value], ...]

    def of(self, fate: Fate) -> tuple[Candidate, ...]:
        """Return the records with a fate."""
        return tuple(one for one in self.candidates if one.fate is fate)

    def candidate(self, record: str) -> Candidate | None:
        """Return a record, nothing when it is not of this cartella."""
        return next((one for one in self.candidates if one.id == record), None)


def access_page(session: Session, request: str) -> AccessPage:
    """Return the page of a request of access.

    Raises:
        NotFound: when it is not here, or is no such request.
        NotAllowed: when this operator works on no case.
    """
    shown = _request(session, request)
    reading.opened(session, shown.root, root=shown.root)
    sources = sources_of(session, shown.root)
    named = named_in(session, sources, request=shown.values)
    clean = cleaner(session, sources, named=named, request=shown.values)
    choices = _choices(shown.values)
    found = tuple(_candidate(one, shown.root, choices.get(one.id), clean) for one in sources)
    due, state = answerable(shown.values, among=access_terms(session)), ACCESS_PATH.state_of(shown.values)
    is_open = state not in ACCESS_PATH.ends
    return AccessPage(
        shown=shown,
        person=shown.root,
        name=sources[0].type.title(sources[0].values),
        state=state,
        open=is_open,
        due=due,
        late=due.late(today(session.clock)) if is_open and state != "suspended" else 0,
        missing=tuple(tr(one) for one in _missing(shown.values, state, found)) if is_open else (),
        beware=_beware(session, shown, sources[0]) if is_open else "",
        candidates=found,
        thirds=named.thirds,
        made=tuple(_made(session, shown)),
    )


def _candidate(source: Source, person: str, choice: Mapping[str, Value] | None, clean: Cleaner) -> Candidate:
    why = treatments.why_it_stays(source.type, source.values, person=person)
    fate = Fate.NEVER if source.reserved else Fate.STAYS if why else Fate.GOES
    by_hand = choice is not None and fate is not Fate.NEVER
    if choice is not None and by_hand:
        fate = Fate.GOES if choice.get("included") else Fate.STAYS
        why = "" if fate is Fate.GOES else str(choice.get("why") or why or treatments.OTHER)
    return Candidate(
        id=source.id,
        type=source.type.name,
        label=tr(OWN if source.type.name == "person" else source.type.plural),
        title=source.title,
        day=source.day,
        fate=fate,
        why=why if fate is Fate.STAYS else "",
        by_hand=by_hand,
        cleaning=_nothing if fate is Fate.NEVER else CleanedLater(clean, source),
    )


def _nothing() -> Cleaned:
    return Cleaned((), (), ())


def doubtful_in(page: AccessPage, *, wanted: Callable[[], bool]) -> int:
    """Return in how many of the records that go there are words that may be somebody's name; 0 once nobody asks."""
    found = 0
    for one in page.of(Fate.GOES):
        if not wanted():
            return 0
        found += bool(one.cleaned.doubtful)
    return found


def _choices(values: Values) -> dict[str, Mapping[str, Value]]:
    """Return record to what was chosen; where two desks chose differently it stays."""
    found: dict[str, Mapping[str, Value]] = {}
    for row in values.get("chosen") or ():
        identity = record_of(row)
        if identity not in found or not row.get("included"):
            found[identity] = row
    return found


def _missing(values: Values, state: str, found: tuple[Candidate, ...]) -> list[str]:
    wanted = ((NO_PROOF, "proof"), (NO_TEXT, "what"))
    missing = [sentence for sentence, name in wanted if not values.get(name)]
    if state == "received":
        missing.append(NO_WORKER)
    return missing if any(one.fate is Fate.GOES for one in found) else [*missing, NOTHING_GOES]


def _beware(session: Session, shown: Shown, own: Source) -> str:
    """Return what speaks against whoever asks; the person herself, called by her name, is safe."""
    asks: Values = {"addressee_text": shown.values.get("requester")}
    if key_of(str(shown.values.get("requester") or "")) in {key_of(one) for one in own_names(own.values)}:
        asks = {"addressee": {"id": own.id}}
    return judged(session, session.vault.read(), asks, person=own.id, said="").why


def _made(session: Session, shown: Shown) -> list[dict[str, Value]]:
    """Return the dossiers that were made for a request, the latest first."""
    number = str(shown.values.get("number") or "")
    rows = lists.of_root(session, "document", shown.root)
    named = number_of_dossier(number)
    return [row for row in rows if row.get("kind") == DOSSIER and row.get("counterpart") == named]


def number_of_dossier(number: str) -> str:
    """Return how the kept copy of a dossier says whose it is: by the number of the request, never by a name."""
    return tr(N_("Richiesta di accesso {number}")).format(number=number)


def choose(session: Session, request: str, wanted: str, *, included: str, why: str = "") -> None:
    """Write that a record goes (`yes`), stays (`no`, with the reason), or as it would by itself (nothing).

    Raises:
        BadInput: when the record is not of this cartella.
        ActRefused: when the request is over, or the record is reserved.
    """
    shown, source = _open_and_there(session, request, wanted)
    if source.reserved and included == "yes":
        raise ActRefused(why=inside(tr(NEVER_GOES)))
    rows = _without(shown, "chosen", wanted)
    if included:
        row = {"_row": derived_id(request, wanted), "record": _link(source), "included": included == "yes"}
        rows.append(row | ({"why": why or treatments.OTHER} if included == "no" else {"why": None}))
    records.change(session, request, {"chosen": rows}, seen=shown.entry)


def cut(session: Session, request: str, wanted: str, *, part: str, words: str) -> None:
    """Write that a passage of a record is taken out of this dossier.

    Raises:
        BadInput: when there are no words, or the record is not of this cartella.
        ActRefused: when the request is over.
    """
    shown, source = _open_and_there(session, request, wanted)
    # What was selected may hold marks of what is out already: they stand in no record.
    marks = "|".join(re.escape(tr(one)) for one in (MARK, PASSAGE_MARK))
    said = [one for each in re.split(marks, words) for one in pieces(each) if one]
    if not said:
        raise BadInput(problems=tr(NO_WORDS))
    rows = [*(shown.values.get("passages") or ())]
    rows += [{"record": _link(source), "part": part, "passage": one} for one in said]
    records.change(session, request, {"passages": rows}, seen=shown.entry)


def uncut(session: Session, request: str, wanted: str) -> None:
    """Forget the passages that were taken out of a record for this dossier alone."""
    shown, _ = _open_and_there(session, request, wanted)
    records.change(session, request, {"passages": _without(shown, "passages", wanted)}, seen=shown.entry)


def name(session: Session, request: str, said: str, *, kept: bool) -> None:
    """Write that the name of somebody else stays in this dossier, or is taken out of it.

    Raises:
        BadInput: when no name is said.
        ActRefused: when the request is over, or he is in protection.
    """
    if not key_of(said):
        raise BadInput(problems=tr(NO_NAME))
    shown = _open(session, request)
    thirds = named_in(session, sources_of(session, shown.root), request=shown.values).thirds
    if kept and any(one.locked and key_of(one.name) == key_of(said) for one in thirds):
        raise ActRefused(why=inside(tr(IN_PROTECTION)))
    rows = [row for row in shown.values.get("names") or () if key_of(str(row.get("name") or "")) != key_of(said)]
    rows.append({"_row": derived_id(request, key_of(said)), "name": said.strip(), "kept": kept})
    records.change(session, request, {"names": rows}, seen=shown.entry)


def _link(source: Source) -> dict[str, Value]:
    """Return the link to a record, called by what it is and its day: never by what it says."""
    return {"id": source.id, "root": source.root, "title": source.title}


def _without(shown: Shown, field: str, record: str) -> list[dict[str, Value]]:
    return [row for row in shown.values.get(field) or () if record_of(row) != record]


def _open_and_there(session: Session, request: str, wanted: str) -> tuple[Shown, Source]:
    shown = _open(session, request)
    found = next((one for one in sources_of(session, shown.root) if one.id == wanted), None)
    if found is None:
        raise BadInput(problems=tr(NOT_OF_IT))
    return shown, found


def _open(session: Session, request: str) -> Shown:
    shown = _request(session, request)
    if ACCESS_PATH.state_of(shown.values) in ACCESS_PATH.ends:
        raise ActRefused(why=inside(tr(ACCESS_PATH.ended)))
    return shown


def _request(session: Session, request: str) -> Shown:
    session.require(Deed.CONDUCT_CASES)
    shown = records.show(session, request)
    if shown.type.name != "access_request":
        raise NotFound()
    return shown
