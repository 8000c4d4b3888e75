# SPDX-License-Identifier: EUPL-1.2
"""The requests of access of the demo ente: one being worked on, and one that was answered in part."""

from collections.abc import Sequence
from datetime import timedelta

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import acts
from welfaredesk.desk.access.requests import new_request
from welfaredesk.desk.demo.territory import Calendar
from welfaredesk.desk.session import Session

CAME, ANSWERED_CAME, ANSWERED = 21, 70, 44
"""Days since the requests came, and since one was answered."""
LAWYER, PERSON = N_("Avv. Elda Conti"), N_("Il diretto interessato")
WHY, WHY_OWN = (
    N_("Chiede copia della cartella per il procedimento di separazione."),
    N_("Vuole leggere che cosa c'è scritto di lui."),
)
PROOF, PROOF_OWN = N_("Delega firmata, con il documento di chi delega"), N_("Carta d'identità, vista allo sportello")
REASON = N_("Non si consegnano le schede che riguardano altre persone.")


def ask_for_papers(session: Session, *, persons: Sequence[str], calendar: Calendar) -> None:
    """Write the two requests, about the first two persons.

    Args:
        session: the desk of the demo ente.
        persons: whose cartelle are asked for.
        calendar: the days, seen from now.
    """

    def day(ago: int) -> str:
        return calendar.working_day(calendar.today - timedelta(days=ago)).isoformat()

    said = {"requester": tr(LAWYER), "title": "lawyer", "received_on": day(CAME), "what": tr(WHY), "proof": tr(PROOF)}
    waiting = new_request(session, persons[0], said).id
    acts.do(session, waiting, "start", given={})
    if len(persons) > 1:
        own = {"requester": tr(PERSON), "basis": "own_data", "received_on": day(ANSWERED_CAME)}
        over = new_request(session, persons[1], own | {"what": tr(WHY_OWN), "proof": tr(PROOF_OWN)}).id
        acts.do(session, over, "start", given={})
        given = {"answer": "partly", "answered_on": day(ANSWERED), "reason": tr(REASON)}
        acts.do(session, over, "answer", given=given)
