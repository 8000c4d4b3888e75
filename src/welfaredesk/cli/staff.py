# SPDX-License-Identifier: EUPL-1.2
"""The verbs of the staff di progetto: an agenda, minutes with what belongs to them, the convocation as a file."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call, free_place
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk import reading
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.staff import minutes as minutes_of
from welfaredesk.desk.staff.calendar import save_convocation
from welfaredesk.desk.staff.minutes import MinutesPage
from welfaredesk.desk.staff.sittings import SittingPage, sitting_page
from welfaredesk.desk.staff.tasks import Decision, make_task
from welfaredesk.domain.frozen import hash_words

WRITTEN = N_("Convocazione scritta: si apre con il calendario.")
TASK = N_("Ora è un compito.")
NOTHING = N_("L'ordine del giorno è vuoto.")
EARLIER, DECIDED, ANSWERS = N_("Decisioni della volta prima:"), N_("Decisioni:"), N_("Risposte dei membri:")
HASH = N_("Impronta del testo chiuso: {hash}")
CHANGED = N_("Cambiato dopo la condivisione o la chiusura.")


def agenda(call: Call) -> int:
    """Answer the situations on the agenda of a sitting, named where this desk reads them."""
    with call.session() as session:
        page = sitting_page(session, call.text("SITTING"))
        reading.opened(session, page.shown.id)
        answer = {"id": page.shown.id, "state": page.state, "agenda": [asdict(one) for one in page.agenda]}
        call.answers.give(answer, lambda: _agenda_lines(page))
    return 0


def _agenda_lines(page: SittingPage) -> Iterator[str]:
    if not page.agenda:
        yield tr(NOTHING)
    for one in page.agenda:
        yield f"{one.situation}  {one.number:12} {one.name}  {one.minutes}"


def minutes(call: Call) -> int:
    """Answer minutes with the decisions of the time before, their tasks, the answers and the notes."""
    with call.session() as session:
        page = minutes_of.minutes_page(session, call.text("ID"))
        codes = Codes(session)
        call.answers.give(_answer(page), lambda: _lines(page, codes))
    return 0


def _answer(page: MinutesPage) -> dict[str, Any]:
    parts = ("earlier", "decisions", "members", "missing", "answers", "prepared", "notes")
    told = {name: [_plain(one) for one in getattr(page, name)] for name in parts}
    whole = {"id": page.shown.id, "situation": page.situation, "name": page.name, "state": page.state}
    return whole | {"values": dict(page.values), "hash": page.digest or None, "changed": list(page.changed)} | told


def _plain(one: Any) -> dict[str, Any]:
    said = asdict(one)
    if isinstance(one, Decision):
        said["due_on"] = one.due_on.isoformat() if one.due_on else None
    return said


def _lines(page: MinutesPage, codes: Codes) -> Iterator[str]:
    yield f"{page.name} · {codes.label('minutes_state', page.state)}"
    if page.digest:
        yield tr(HASH).format(hash=hash_words(page.digest))
    if page.changed:
        yield tr(CHANGED)
    for heading, some in ((EARLIER, page.earlier), (DECIDED, page.decisions)):
        if some:
            yield tr(heading)
        for one in some:
            how = codes.label("task_outcome", one.outcome) if one.outcome else ""
            yield "  " + " · ".join(part for part in (one.row, one.what, one.who, str(one.due_on or ""), how) if part)
    if page.answers:
        yield tr(ANSWERS)
    for given in page.answers:
        words = (
            codes.label("staff_answer", given.answer)
            if given.answer
            else codes.label("confirmation_state", given.state)
        )
        yield f"  {given.id}  {given.name}: {words}"


def task(call: Call) -> int:
    """Make a task of one decision, once, and answer it."""
    with call.session() as session:
        made = make_task(session, call.text("ID"), call.text("ROW"))
    call.answers.give({"id": made}, [tr(TASK)])
    return 0


def calendar(call: Call) -> int:
    """Write the convocation of a sitting, or of the part about one situation, as a calendar file."""
    out = free_place(call.path("--out"))
    with call.session() as session:
        situation = call.text("--situation") or None
        count = save_convocation(session, call.text("SITTING"), out, situation=situation)
    call.answers.give({"bytes": count}, [tr(WRITTEN)])
    return 0


VERBS = (
    Verb(
        name="staff agenda",
        does=N_("elenca le situazioni all'ordine del giorno di una seduta, con il nome di quelle che leggi"),
        answer='{"id","state","agenda":[{"situation","name","number","at","length","here","minutes","state"}]}',
        run=agenda,
        words=(Word("SITTING", N_("l'identificativo della seduta")),),
    ),
    Verb(
        name="staff minutes",
        does=N_(
            "mostra un verbale con le decisioni della volta prima e il loro esito, le risposte dei membri, le schede "
            "di preparazione e le note di rettifica; chiuso, è la copia che è stata chiusa, con la sua impronta"
        ),
        answer=(
            '{"id","situation","name","state","values","hash","changed","earlier","decisions","members","missing",'
            '"answers","prepared","notes"}'
        ),
        run=minutes,
        words=(Word("ID", N_("l'identificativo del verbale")),),
    ),
    Verb(
        name="staff task",
        does=N_("trasforma una decisione in un compito; due volte, anche da due postazioni, è un compito solo"),
        answer='{"id"}',
        run=task,
        words=(
            Word("ID", N_("l'identificativo del verbale")),
            Word("ROW", N_("la riga della decisione, da staff minutes")),
        ),
    ),
    Verb(
        name="staff convocation",
        does=N_("scrive la convocazione di una seduta come file di calendario (.ics), senza nomi"),
        answer='{"bytes"}',
        run=calendar,
        words=(Word("SITTING", N_("l'identificativo della seduta")),),
        options=(
            Option(flag="--situation", takes="ID", what=N_("solo la parte che riguarda una situazione")),
            Option(flag="--out", takes="FILE", required=True, path=True, what=N_("dove scrivere il file")),
        ),
    ),
)
