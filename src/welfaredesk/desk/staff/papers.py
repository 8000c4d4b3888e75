# SPDX-License-Identifier: EUPL-1.2
"""Papers for who reads none at a desk: the minutes of their situation alone, and the sheet to prepare."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from welfaredesk.base.clock import today
from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import reading, records
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.printing import ente_name
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import on_paper
from welfaredesk.desk.staff.minutes import PREPARED, MinutesPage, minutes_page
from welfaredesk.desk.staff.tasks import Decision
from welfaredesk.desk.staff.telling import row_lines
from welfaredesk.desk.wording import in_words
from welfaredesk.documents.cartella import Line, Pdf
from welfaredesk.documents.passages import Passage
from welfaredesk.documents.staff import StaffPaper, staff_pdf
from welfaredesk.domain.checks import is_moment
from welfaredesk.domain.frozen import hash_words
from welfaredesk.domain.kinds import Field, Kind, Value
from welfaredesk.domain.machines.minutes_review import MINUTES_REVIEW
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.records.minutes import HELD, LIFE
from welfaredesk.store.rows import read_row

MINUTES, NUMBERED = N_("Verbale dello staff di progetto"), N_("Verbale dello staff di progetto {number}")
SHEET = N_("Per prepararsi allo staff di progetto")
COPY, OWN_COPY = N_("Copia {number} di {count}, per {who}"), N_("Copia del servizio")
STATE, FINGERPRINT = N_("Stato: {state}."), N_("Impronta del testo chiuso: {hash}")
NOT_CLOSED = N_("Non è il testo chiuso: può ancora cambiare.")
WHY, BEFORE = N_("Perché ci si incontra"), N_("Decisioni della volta prima")
MEMBER = N_("Membro")
UNTOLD = frozenset({"when", "place", "state", "round", "number"}) | MINUTES_REVIEW.own
"""Fields that are said above the text, or are nobody's business on paper."""


def print_minutes(session: Session, identity: str) -> Pdf:
    """Return minutes on paper: a numbered copy for each member who reads none; given an answer, for that member alone.

    Where every member reads them it is one copy, of the service.

    Raises:
        NotFound: when neither minutes nor an answer of that id are here.
    """
    page, only = _asked(session, identity)
    readers = _readers(session, page, only=only)
    _log(session, page)
    codes, state = Codes(session), page.state
    number = str(page.values.get("number") or "")
    note = tr(STATE).format(state=codes.label("minutes_state", state))
    paper = StaffPaper(
        title=tr(NUMBERED).format(number=number) if number else tr(MINUTES),
        subject=page.name,
        held=_held(page),
        note=note if state == "closed" else f"{note} {tr(NOT_CLOSED)}",
        ente=ente_name(session),
        operator=session.identity.name,
        day=today(session.clock),
        fingerprint=tr(FINGERPRINT).format(hash=hash_words(page.digest)) if page.digest else "",
        passages=tuple(_passages(page.values, codes)),
        readers=readers or [tr(OWN_COPY)],
        asks=bool(readers) and state == "shared",
    )
    return staff_pdf(paper)


def print_sheets(session: Session, identity: str) -> Pdf:
    """Return the sheets to prepare a situation, one for each member who reads none, with what was decided before.

    Raises:
        NotFound: when the minutes are not here.
    """
    page, only = _asked(session, identity)
    _log(session, page)
    type_ = type_named("preparation")
    situation = read_row(session.vault.read(), type_named("situation"), page.situation) or {}
    codes = Codes(session)
    reason = str(situation.get("reason") or "")
    passages = [Passage(tr(WHY), (), reason)] if reason else []
    if page.earlier:
        passages.append(Passage(tr(BEFORE), tuple(_decided(page.earlier, codes))))
    paper = StaffPaper(
        title=tr(SHEET),
        subject=page.name,
        held=_held(page),
        note="",
        ente=ente_name(session),
        operator=session.identity.name,
        day=today(session.clock),
        fingerprint="",
        passages=tuple(passages),
        readers=_readers(session, page, only=only) or [tr(OWN_COPY)],
        blanks=[tr(type_.field(name).label) for name in PREPARED],
    )
    return staff_pdf(paper)


def _asked(session: Session, identity: str) -> tuple[MinutesPage, str]:
    """Return the minutes, and the row of the member whose answer was named."""
    shown = records.show(session, identity)
    if shown.type.name == "confirmation":
        link = shown.values.get("minutes")
        return minutes_page(session, str((link or {}).get("id") or "")), str(shown.values.get("member") or "")
    if shown.type.name != "minutes":
        raise NotFound()
    return minutes_page(session, identity), ""


def _log(session: Session, page: MinutesPage) -> None:
    reading.logged(session, "print", record=page.shown.id, root=page.situation)


def _readers(session: Session, page: MinutesPage, *, only: str) -> list[str]:
    """Return for whom the copies are, each with its number: the same one however often it is printed."""
    count = len(page.members)
    away = on_paper(session, page.situation, ({"operator": {"id": one.operator}} for one in page.members))
    wanted = {one.row for one in page.members if not one.operator or one.operator in away}
    rows = {only} if only else wanted
    numbered = [(number, one) for number, one in enumerate(page.members, 1) if one.row in rows]
    return [tr(COPY).format(number=number, count=count, who=one.name or tr(MEMBER)) for number, one in numbered]


def _held(page: MinutesPage) -> str:
    when = str(page.values.get("when") or "")
    day = ""
    if is_moment(when):
        moment = datetime.fromisoformat(when)
        day = f"{full_day(moment.date())}, {moment.hour}:{moment.minute:02}"
    return " · ".join(part for part in (day, str(page.values.get("place") or "")) if part)


def _passages(values: Mapping[str, Value], codes: Codes) -> Iterator[Passage]:
    """Give the text section by section, then how it came to be closed; what says nothing is left out."""
    sections: dict[str, list[Field]] = {}
    for field in type_named("minutes").fields:
        if values.get(field.name) not in (None, "", []) and field.name not in UNTOLD:
            sections.setdefault(field.section, []).append(field)
    for section, fields in sections.items():
        plain = [one for one in fields if one.kind is not Kind.ROWS]
        if section in {HELD, LIFE} and plain:
            lines = (Line(tr(one.label), in_words(one, values[one.name], codes=codes)) for one in plain)
            yield Passage(tr(section), tuple(lines))
        else:
            yield from (Passage(tr(one.label), (), in_words(one, values[one.name], codes=codes)) for one in plain)
        for one in fields:
            if one.kind is Kind.ROWS:
                told = row_lines(one, values[one.name], codes=codes)
                yield Passage(tr(one.label), tuple(Line(line.name, line.text) for line in told))


def _decided(decisions: Sequence[Decision], codes: Codes) -> Iterator[Line]:
    for one in decisions:
        day = full_day(one.due_on) if one.due_on else ""
        outcome = codes.label("task_outcome", one.outcome) if one.outcome else ""
        yield Line(one.what, " · ".join(part for part in (one.who, day, outcome, one.note) if part))
