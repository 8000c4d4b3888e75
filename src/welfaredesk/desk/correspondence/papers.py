# SPDX-License-Identifier: EUPL-1.2
"""The papers of a letter: a PDF, and a DOCX to go on with; checked before they come out, logged, kept once issued."""

import hashlib
import io
from dataclasses import dataclass

from welfaredesk.base.clock import today
from welfaredesk.base.letter_errors import BadTemplate, LetterStopped, ReasonForAddressee
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import attachments, lists, on_call, reading, records
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.correspondence.reading import LetterShown, letter_shown
from welfaredesk.desk.correspondence.telling import (
    addressee_of,
    data_of,
    dated,
    day_of,
    number_of,
    person_of,
    persons_of,
)
from welfaredesk.desk.founding import places
from welfaredesk.desk.printing import PROVISIONAL
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.documents.cartella import Line, Pdf
from welfaredesk.documents.letter import LetterPaper, letter_pdf
from welfaredesk.domain.access import Deed
from welfaredesk.domain.frozen import hash_words
from welfaredesk.domain.names import link_title
from welfaredesk.store.files import sealed_path

DRAFT = N_("Bozza: la lettera non è ancora emessa e può cambiare.")
WITHDRAWN = N_("Lettera ritirata.")
FINGERPRINT = N_("Impronta del testo: {hash}")
PROTOCOL, PROTOCOL_ON = N_("Prot. {number}"), N_("del {day}")
PHONE = N_("Tel. {phone}")
TITLE, FILE = N_("{kind} {number}"), N_("{kind} {number}.{suffix}")
DOCX = N_("{title} (DOCX)")
NO_FILE = N_("non ha ancora il suo file DOCX: lo aggiunge chi tiene le impostazioni dell'ente")
NOT_HERE = N_("il suo file non è su questo PC: arriva con la sincronizzazione")
PLAIN = ("subject", "body", "facts", "third_parties", "third_parties_who", "evaluation")
"""The texts that stand on paper as they were written."""


@dataclass(frozen=True, slots=True)
class Docx:
    """A document to go on with in a word processor; how many pages it has is for that to say."""

    data: bytes
    pages: int = 0

    @property
    def sha256(self) -> str:
        """Return the hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def print_letter(session: Session, identity: str) -> Pdf:
    """Return a letter as a PDF; once it is issued the paper is that of the copy, and stays among the documents.

    Raises:
        NotFound: when it is not here, or is no letter.
        NotAllowed: when this operator works on no case.
        LetterStopped: when it would tell what an avvertenza protects.
        ReasonForAddressee: when avvertenze leave a doubt and nobody said why it may go.
        WhyFirst: when its cartella is read only on call, and was not opened with a reason.
    """
    one, paper = _ready(session, identity, detail="letter")
    pdf = letter_pdf(paper)
    _keep(session, one, paper, data=pdf.data, suffix="pdf")
    return pdf


def print_docx(session: Session, identity: str) -> Docx:
    """Return a letter as a DOCX, in the template it names or in the plain one.

    Raises:
        BadTemplate: when the template of the ente cannot be filled.
        DamagedVault: when the file of the template is not here.
        LetterStopped: when it would tell what an avvertenza protects.
        ReasonForAddressee: when avvertenze leave a doubt and nobody said why it may go.
    """
    # Only whoever wants a DOCX waits for the libraries that make it.
    from welfaredesk.documents.letter_docx import filled
    from welfaredesk.documents.letter_model import letter_model

    one, paper = _ready(session, identity, detail="letter-docx")
    link = one.shown.values.get("template")
    template = template_bytes(session, str(link["id"])) if isinstance(link, dict) else letter_model()
    docx = Docx(filled(template, paper.for_template()))
    _keep(session, one, paper, data=docx.data, suffix="docx")
    return docx


def template_bytes(session: Session, identity: str) -> bytes:
    """Return the file of a letter template.

    Raises:
        BadTemplate: when it has none, or it did not come here yet.
        DamagedVault: when it is not as it was written.
    """
    value = records.show(session, identity).values.get("document")
    if not isinstance(value, dict):
        raise BadTemplate(problems=tr(NO_FILE))
    if not sealed_path(session.profile, str(value["sha256"])).exists():
        raise BadTemplate(problems=tr(NOT_HERE))
    made = io.BytesIO()
    attachments.write_plain(session, value, made)
    return made.getvalue()


def _ready(session: Session, identity: str, *, detail: str) -> tuple[LetterShown, LetterPaper]:
    """Return a letter that may come out, with its words; that it does is logged before."""
    session.require(Deed.CONDUCT_CASES)
    one = letter_shown(session, identity)
    if one.verdict.stop:
        raise LetterStopped(why="; ".join(one.verdict.stop))
    if one.verdict.unsure and not one.values.get("addressee_reason"):
        raise ReasonForAddressee(why="; ".join(one.verdict.unsure))
    paper = paper_of(session, one)
    why = on_call.reason_of(session, one.person, None)
    for person in persons_of(one.values, person=one.person):
        reading.logged(session, "print", record=identity, root=person, why=why, detail=detail)
    return one, paper


def paper_of(session: Session, one: LetterShown) -> LetterPaper:
    """Return the words of a letter: those of the copy once it was issued, and the protocol, which comes after it."""
    values, live = one.values, one.shown.values
    settings = places(session.identity.ente)["settings"]
    ente = next(iter(lists.of_root(session, "ente_settings", settings)), {})
    phone, protocol = str(ente.get("phone") or ""), str(live.get("protocol_number") or "")
    contacts = (str(ente.get("address") or ""), tr(PHONE).format(phone=phone) if phone else "")
    said = {name: str(values.get(name) or "") for name in PLAIN}
    persons = [person_of(session.vault.read(), who) for who in persons_of(values, person=one.person)]
    data, title = data_of(session, values, persons), type_named("person").title
    return LetterPaper(
        **said,
        kind=Codes(session).label("letter_kind", str(values.get("kind") or "other")),
        ente=str(ente.get("name") or ""),
        contacts=(*contacts, str(ente.get("email") or "")),
        number=number_of(values),
        dated=day_of(values.get("dated")),
        protocol=tr(PROTOCOL).format(number=protocol) if protocol else "",
        protocol_on=tr(PROTOCOL_ON).format(day=day_of(live["protocol_on"])) if live.get("protocol_on") else "",
        addressee=addressee_of(session, values, person=one.person),
        address=str(values.get("addressee_address") or ""),
        data=tuple(Line(datum.label, datum.text) for datum in data),
        person="; ".join(map(title, persons)) if "name" in (values.get("shared_data") or ()) else "",
        writer=link_title(values.get("writer")) or session.identity.name,
        operator=session.identity.name if one.state == "draft" else "",
        day=dated(values.get("issued_on")) or today(session.clock),
        remark=_remark(one),
        fingerprint=tr(FINGERPRINT).format(hash=hash_words(one.digest)) if one.digest else "",
    )


def _remark(one: LetterShown) -> str:
    if one.state in {"draft", "withdrawn"}:
        return tr(DRAFT if one.state == "draft" else WITHDRAWN)
    return tr(PROVISIONAL) if one.provisional else ""


def _keep(session: Session, one: LetterShown, paper: LetterPaper, *, data: bytes, suffix: str) -> None:
    """Keep a paper of an issued letter among the documents, the same one once."""
    if one.state not in {"issued", "sent"}:
        return
    fingerprint = hashlib.sha256(data).hexdigest()
    if any(row.get("fingerprint") == fingerprint for row in lists.of_root(session, "document", one.person)):
        return
    number = number_of(one.values)
    title = tr(TITLE).format(kind=paper.kind, number=number)
    file = tr(FILE).format(kind=paper.kind, number=number.replace("/", "-"), suffix=suffix)
    values = {
        "title": title if suffix == "pdf" else tr(DOCX).format(title=title),
        "kind": "social_report" if one.values.get("kind") == "report" else "letter",
        "dated": one.values.get("issued_on"),
        "direction": "sent",
        "counterpart": paper.addressee,
        "protocol_number": one.shown.values.get("protocol_number"),
        "fingerprint": fingerprint,
        "letter": one.shown.id,
        "attachment": attachments.sealed_value(session, data, name=file),
    }
    records.add(session, type_named("document"), values, root=one.person, circle=one.shown.circle)
