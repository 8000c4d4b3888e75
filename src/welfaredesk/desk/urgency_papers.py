# SPDX-License-Identifier: EUPL-1.2
"""The papers of an urgency: made from what was typed, logged, and kept as they were printed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from welfaredesk.base.casework_errors import SecretInText
from welfaredesk.base.clock import today
from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import attachments, lists, reading, records
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.printing import UNNUMBERED, ente_name
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.wording import in_words
from welfaredesk.documents.cartella import Line, Pdf
from welfaredesk.documents.passages import Passage
from welfaredesk.documents.urgency import UrgencyPaper, urgency_pdf
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machines.urgency_path import REMOVAL
from welfaredesk.domain.spoken import fold_text

ACT, COPY, REPORT = "urgency-act", "urgency-copy", "urgency-report"
TEMPLATES = (ACT, COPY, REPORT)
TITLES = {
    "emergency_removal": N_("Verbale di collocamento in luogo sicuro"),
    "emergency_intervention": N_("Verbale di pronto intervento"),
    "criminal_report": N_("Verbale dei fatti oggetto di denuncia"),
    "prosecutor_notice": N_("Verbale dei fatti segnalati"),
    "unaccompanied_minor": N_("Verbale di accoglienza di minore straniero non accompagnato"),
}
REPORTS = {
    "emergency_removal": N_("Relazione sintetica sul collocamento in luogo sicuro"),
    "emergency_intervention": N_("Relazione sul pronto intervento"),
    "criminal_report": N_("Denuncia di reato"),
    "prosecutor_notice": N_("Segnalazione di un minore in situazione di pregiudizio"),
    "unaccompanied_minor": N_("Segnalazione di minore straniero non accompagnato"),
}
LAWS = {
    "emergency_removal": N_("Art. 403 del codice civile"),
    "criminal_report": N_("Art. 331 del codice di procedura penale"),
}
PROSECUTOR = N_("Alla Procura della Repubblica presso il Tribunale per i minorenni")
PUBLIC_PROSECUTOR = N_("Alla Procura della Repubblica")
FOR_FAMILY = N_("Copia per chi esercita la responsabilità genitoriale")
TO_FILL = N_("(da completare)")
CHILD, AGE = N_("Minore"), N_("Età stimata")
WHO, WHERE, PRESENT, DONE = N_("Il minore"), N_("Dove e quando"), N_("Chi era presente"), N_("Che cosa è stato fatto")
FACTS, THIRD, THIRD_WHO = N_("Fatti"), N_("Riferito da terzi"), N_("Riferito da terzi: {who}")
EVALUATION = N_("Valutazioni")
NUMBER = N_("Urgenza {number}")
FILE = N_("{title} {number}.pdf")
PLACED, CARRIED_OUT = N_("Collocamento"), N_("Intervento")
NOTICED = N_("{when}; ha risposto: {who}; esito: {outcome}")
SHORTEST_SECRET = 5
"""Fewer letters than this would be found in any text."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper as it was printed, and the document with which it is kept."""

    pdf: Pdf
    document: str
    fingerprint: str


def issue(session: Session, urgency: str, template: str) -> Issued:
    """Print a paper of an urgency: log it, make it, and keep it with its fingerprint, the same one once.

    Raises:
        NotFound: when it is not here, or is no urgency.
        NotAllowed: when this operator works on no case.
        SecretInText: when the copy for the family would say where the child is.
    """
    session.require(Deed.CONDUCT_CASES)
    shown = records.show(session, urgency)
    if shown.type.name != "urgency":
        raise NotFound()
    paper = paper_of(session, shown.values, template)
    reading.logged(session, "print", record=urgency, root=urgency, detail=template)
    pdf = urgency_pdf(paper)
    papers = lists.of_root(session, "document", urgency)
    kept = next((row for row in papers if row.get("fingerprint") == pdf.sha256), None)
    document = str(kept["_id"]) if kept is not None else _keep(session, urgency, paper, pdf=pdf)
    return Issued(pdf, document, paper.fingerprint)


def _keep(session: Session, urgency: str, paper: UrgencyPaper, *, pdf: Pdf) -> str:
    name = tr(FILE).format(title=paper.title, number=paper.number.replace("/", "-"))
    values = {
        "title": paper.title if not paper.note else f"{paper.title}: {paper.note}",
        "kind": "minutes" if paper.note or not paper.addressee else "social_report",
        "dated": paper.day.isoformat(),
        "direction": "internal",
        "fingerprint": pdf.sha256,
        "attachment": attachments.sealed_value(session, pdf.data, name=name),
    }
    return records.add(session, type_named("document"), values, root=urgency).id


def paper_of(session: Session, values: Values, template: str) -> UrgencyPaper:
    """Return the words of a paper; what is missing is left to be completed with a pen.

    Raises:
        SecretInText: when the copy for the family would say where the child is.
    """
    kind = str(values.get("kind") or "")
    outside = template == COPY
    say = partial(_said, Codes(session), values)
    parts = _report(values, say) if template == REPORT else _act(values, say, outside=outside)
    paper = UrgencyPaper(
        title=tr((REPORTS if template == REPORT else TITLES).get(kind, TITLES["emergency_intervention"])),
        law=tr(LAWS[kind]) if kind in LAWS else "",
        addressee="" if outside or template != REPORT else _addressee(kind, values),
        note=tr(FOR_FAMILY) if outside else "",
        ente=ente_name(session),
        number=tr(NUMBER).format(number=values.get("number") or tr(UNNUMBERED)),
        operator=session.identity.name,
        signer=str(values.get("decided_by") or "") if template != REPORT else session.identity.name,
        day=today(session.clock),
        passages=tuple(one for one in parts if one.lines or one.text),
    )
    if outside:
        _stop_at_secret(values, paper)
    return paper


def _addressee(kind: str, values: Values) -> str:
    office = tr(PUBLIC_PROSECUTOR if kind == "criminal_report" else PROSECUTOR)
    return "\n".join(part for part in (office, str(values.get("prosecutor") or "")) if part)


def _said(codes: Codes, values: Values, name: str) -> str:
    field = type_named("urgency").field(name)
    return in_words(field, values.get(name), codes=codes)


def _act(values: Values, say: Callable[[str], str], *, outside: bool) -> Iterator[Passage]:
    """Give the passages of the act; the copy for the family says neither where the child is nor who told what."""
    yield _child(say)
    yield _where(values, say, outside=outside)
    yield Passage(tr(PRESENT), tuple(_present(values, outside=outside)))
    yield Passage(tr(FACTS), (), say("facts") or tr(TO_FILL))
    if not outside:
        yield _third(values, say)
    yield Passage(tr(EVALUATION), (), say("evaluation") or tr(TO_FILL))
    yield Passage(tr(DONE), tuple(_done(values, say, outside=outside)))


def _report(values: Values, say: Callable[[str], str]) -> Iterator[Passage]:
    """Give the passages of the report: facts, what others said and evaluations stand in three parts."""
    yield _child(say)
    yield _where(values, say, outside=False)
    yield Passage(tr(FACTS), (), say("facts") or tr(TO_FILL))
    yield _third(values, say)
    yield Passage(tr(EVALUATION), (), say("evaluation") or tr(TO_FILL))
    yield Passage(tr(DONE), tuple(_done(values, say, outside=False)))
    yield Passage(tr(PRESENT), tuple(_present(values, outside=False)))


def _line(name: str, text: str) -> Line:
    return Line(tr(type_named("urgency").field(name).label), text)


def _child(say: Callable[[str], str]) -> Passage:
    lines = [Line(tr(CHILD), say("child_name") or say("person") or tr(TO_FILL))]
    lines += [Line(tr(AGE), say("estimated_age"))] if say("estimated_age") else []
    lines += [_line("comune", say("comune"))] if say("comune") else []
    return Passage(tr(WHO), tuple(lines))


def _where(values: Values, say: Callable[[str], str], *, outside: bool) -> Passage:
    placed = tr(PLACED if values.get("kind") == REMOVAL else CARRIED_OUT)
    lines = [Line(placed, say("began_at"))]
    names = ("found_at", "decided_by") if outside else ("found_at", "safe_place", "decided_by")
    needed = {"decided_by"} | ({"safe_place"} if values.get("kind") == REMOVAL else set())
    for name in names:
        text = say(name) or (tr(TO_FILL) if name in needed else "")
        lines += [_line(name, text)] if text else []
    return Passage(tr(WHERE), tuple(lines))


def _present(values: Values, *, outside: bool) -> Iterator[Line]:
    for row in values.get("present") or ():
        said = [str(row.get(name) or "") for name in ("capacity", "body")]
        name = "" if outside else str(row.get("name") or "")
        words = [one for one in (name, *said) if one]
        if words:
            yield Line(words[0], ", ".join(words[1:]))


def _third(values: Values, say: Callable[[str], str]) -> Passage:
    who = str(values.get("third_parties_who") or "")
    heading = tr(THIRD_WHO).format(who=who) if who else tr(THIRD)
    return Passage(heading, (), say("third_parties"))


def _done(values: Values, say: Callable[[str], str], *, outside: bool) -> Iterator[Line]:
    if values.get("noticed_at"):
        when, who, outcome = (say(name) for name in ("noticed_at", "notice_to", "notice_outcome"))
        words = when if outside else tr(NOTICED).format(when=when, who=who or "—", outcome=outcome or "—")
        yield _line("noticed_at", words)
    if values.get("sent_at") and not outside:
        yield _line("sent_at", ", ".join(part for part in (say("sent_at"), say("sent_paper")) if part))


def _stop_at_secret(values: Values, paper: UrgencyPaper) -> None:
    """Stop a copy in which somebody wrote the protected place by hand."""
    secret = fold_text(str(values.get("safe_place") or ""))
    if len(secret) < SHORTEST_SECRET:
        return
    said = " ".join(" ".join((one.text, *(line.text for line in one.lines))) for one in paper.passages)
    if secret in fold_text(said):
        raise SecretInText()
