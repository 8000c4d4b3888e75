# SPDX-License-Identifier: EUPL-1.2
"""The verb of paper: print, a document as a PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from welfaredesk.base.clock import today
from welfaredesk.base.errors import BadFile, WrongUse
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call, free_place
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk.session import Session
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.files import durable_write

# Typesetting is loaded only by the paper that is meant: the other verbs start without it.
if TYPE_CHECKING:
    from welfaredesk.desk.correspondence.papers import Docx
    from welfaredesk.documents.cartella import Pdf


def _cartella(session: Session, identity: str) -> "Pdf":
    from welfaredesk.desk.printing import print_cartella

    return print_cartella(session, identity)


def _urgency(template: str) -> "Callable[[Session, str], Pdf]":
    def made(session: Session, identity: str) -> "Pdf":
        from welfaredesk.desk.urgency_papers import issue

        return issue(session, identity, template).pdf

    return made


def _staff_minutes(session: Session, identity: str) -> "Pdf":
    from welfaredesk.desk.staff.papers import print_minutes

    return print_minutes(session, identity)


def _staff_sheet(session: Session, identity: str) -> "Pdf":
    from welfaredesk.desk.staff.papers import print_sheets

    return print_sheets(session, identity)


def _project(session: Session, identity: str) -> "Pdf":
    from welfaredesk.desk.plan.papers import print_project

    return print_project(session, identity)


def _contract(session: Session, identity: str) -> "Pdf":
    from welfaredesk.desk.plan.papers import print_contract

    return print_contract(session, identity)


def _access_dossier(session: Session, identity: str) -> "Pdf":
    from welfaredesk.desk.access.papers import print_dossier

    return print_dossier(session, identity)


def _letter(session: Session, identity: str) -> "Pdf":
    from welfaredesk.desk.correspondence.papers import print_letter

    return print_letter(session, identity)


def _letter_docx(session: Session, identity: str) -> "Docx":
    from welfaredesk.desk.correspondence.papers import print_docx

    return print_docx(session, identity)


def _handover(session: Session, identity: str) -> "Pdf":
    from welfaredesk.desk.handover.papers import print_handover

    return print_handover(session, identity)


PAPERS: "dict[str, Callable[[Session, str], Pdf | Docx]]" = {
    "cartella": _cartella,
    **{name: _urgency(name) for name in ("urgency-act", "urgency-copy", "urgency-report")},
    "staff-minutes": _staff_minutes,
    "staff-sheet": _staff_sheet,
    "access-dossier": _access_dossier,
    "project": _project,
    "contract": _contract,
    "letter": _letter,
    "letter-docx": _letter_docx,
    "handover": _handover,
}
SHEETS = "recovery-sheet"
TEMPLATES = (*PAPERS, SHEETS)
NO_TEMPLATE = N_("i modelli sono: {templates}")
DOCX_READY = N_("Documento pronto: si apre e si finisce con il programma di scrittura.")
NO_SHEETS = N_("non contiene fogli di recupero copiati bene")


def print_(call: Call) -> int:
    """Make a PDF in memory and write it where it was asked; logged first."""
    template = call.text("TEMPLATE")
    if template not in TEMPLATES:
        raise WrongUse(why=tr(NO_TEMPLATE).format(templates=", ".join(TEMPLATES)))
    out = free_place(call.path("--out"))
    with call.session() as session:
        pdf = (
            _sheets(call, session, call.path("ID"))
            if template == SHEETS
            else PAPERS[template](session, call.text("ID"))
        )
        with errors_as_faults():
            durable_write(out, pdf.data)
    words = tr(N_("Stampa pronta: {pages} pagine.")).format(pages=pdf.pages) if pdf.pages else tr(DOCX_READY)
    call.answers.give({"pages": pdf.pages, "sha256": pdf.sha256}, [words])
    return 0


def _sheets(call: Call, session: Session, folder: Path) -> "Pdf":
    from welfaredesk.desk.printing import ente_name
    from welfaredesk.desk.share_files import read_sheets
    from welfaredesk.documents.cartella import Pdf, count_pages
    from welfaredesk.documents.recovery_sheet import recovery_sheets

    shares = read_sheets(folder, ente=session.identity.ente)
    if not shares:
        raise BadFile(name=folder.name, why=tr(NO_SHEETS))
    ente, alone = ente_name(session), session.identity.alone
    data = recovery_sheets(shares, ente=ente, holders=(), alone=alone, day=today(call.clock))
    return Pdf(data, count_pages(data))


VERBS = (
    Verb(
        name="print",
        does=N_(
            "stampa in PDF una cartella, le carte di un'urgenza (verbale, copia per la famiglia senza il luogo sicuro, "
            "relazione; restano anche tra i suoi documenti), un verbale dello staff o le schede per prepararlo (una "
            "copia numerata per ogni membro senza postazione; con la sua risposta, per lui solo), il dossier di "
            "un accesso agli atti (senza le schede, i passaggi e i nomi di altri; resta tra i documenti), un progetto "
            "personalizzato, il contratto con la persona e la famiglia (in caratteri grandi, con numero e impronta), "
            "una lettera o relazione (anche in DOCX, con zero pagine nella risposta; quelle emesse restano anche tra i "
            "documenti), la carta di un passaggio di consegne, o di nuovo i fogli di recupero che init ha scritto"
        ),
        answer='{"pages","sha256"}',
        run=print_,
        words=(
            Word(
                "TEMPLATE",
                N_(
                    "il modello: cartella, urgency-act, urgency-copy, urgency-report, staff-minutes, staff-sheet, "
                    "access-dossier, project, contract, letter, letter-docx, handover, recovery-sheet"
                ),
            ),
            Word(
                "ID",
                N_(
                    "la persona o una sua scheda, l'urgenza, il verbale o la risposta di un membro, il progetto, "
                    "il contratto, la lettera, il passaggio di consegne; per recovery-sheet la cartella dei fogli"
                ),
            ),
        ),
        options=(Option(flag="--out", takes="FILE", required=True, path=True, what=N_("dove scrivere il PDF")),),
    ),
)
