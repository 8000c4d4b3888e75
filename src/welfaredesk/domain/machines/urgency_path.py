# SPDX-License-Identifier: EUPL-1.2
"""The path of an urgency: a collocamento in luogo sicuro goes from step to step, any other is reported and ends."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machine import Action, Ask, Machine

REMOVAL = "emergency_removal"
CHAIN = ("open", "sent", "requested", "decreed", "heard", "reopened")
PLAIN = ("intervention", "reported")
STATES = (*CHAIN, "closed", *PLAIN, "ended")
CLOSED = N_("È chiusa: per continuare va riaperta")
NO_REMOVAL = N_("Vale solo per il collocamento in luogo sicuro (art. 403 c.c.)")
IS_OPEN = N_("Non è chiusa")
IS_REMOVAL = N_("È già un collocamento in luogo sicuro")
SENT = N_("La trasmissione è già stata segnata: se l'ora è sbagliata si corregge nella scheda")
REQUESTED = N_("La richiesta è già stata segnata: se l'ora è sbagliata si corregge nella scheda")
DECREED = N_("Il decreto è già stato segnato: se l'ora è sbagliata si corregge nella scheda")
HEARD = N_("L'udienza è già stata segnata: se l'ora è sbagliata si corregge nella scheda")
_ENDS = {"closed": CLOSED, "ended": CLOSED}
_NOT_PLAIN = {"intervention": NO_REMOVAL, "reported": NO_REMOVAL, **_ENDS}


def _stay(*states: str) -> dict[str, str]:
    """Return moves that change no state: a step that nobody marked in its time is marked later all the same."""
    return {state: state for state in states}


def _start(values: Values) -> str:
    """Return the state of an urgency on which nothing was done yet."""
    return "open" if values.get("kind") == REMOVAL else "intervention"


NOTIFY = Action(
    name="notify",
    label=N_("Segna l'avviso orale"),
    deed=Deed.CONDUCT_CASES,
    icon="phone",
    key="O",
    moves=_stay(*CHAIN, *PLAIN),
    refusals=_ENDS,
    asks=(
        Ask("noticed_at", required=True, fills="now"),
        Ask("notice_to", required=True, fills="kept"),
        Ask("notice_outcome", required=True, fills="kept"),
    ),
)
TRANSMIT = Action(
    name="transmit",
    label=N_("Segna la trasmissione"),
    deed=Deed.CONDUCT_CASES,
    icon="send",
    key="T",
    moves={"open": "sent", "reopened": "sent", "intervention": "reported", **_stay("requested", "decreed", "heard")},
    refusals={"sent": SENT, "reported": SENT, **_ENDS},
    asks=(
        Ask("sent_at", required=True, fills="now"),
        Ask("sent_paper", required=True, fills="kept"),
        Ask("sent_to", fills="kept"),
    ),
    freezes=True,
)
REQUEST = Action(
    name="request-validation",
    label=N_("Segna la richiesta di convalida"),
    deed=Deed.CONDUCT_CASES,
    icon="inbox",
    key="R",
    moves={**dict.fromkeys(("open", "sent", "reopened"), "requested"), **_stay("decreed", "heard")},
    refusals={"requested": REQUESTED, **_NOT_PLAIN},
    asks=(Ask("requested_at", required=True, fills="now"), Ask("request_paper", required=True)),
)
DECREE = Action(
    name="decree",
    label=N_("Segna il decreto"),
    deed=Deed.CONDUCT_CASES,
    icon="gavel",
    key="D",
    moves={**dict.fromkeys(("open", "sent", "requested", "reopened"), "decreed"), **_stay("heard")},
    refusals={"decreed": DECREED, **_NOT_PLAIN},
    asks=(
        Ask("decreed_at", required=True, fills="now"),
        Ask("decree_paper", required=True),
        Ask("curator", fills="kept"),
        Ask("hearing_set_for", fills="kept"),
    ),
)
HEAR = Action(
    name="hear",
    label=N_("Segna l'udienza"),
    deed=Deed.CONDUCT_CASES,
    icon="scale",
    key="U",
    moves=dict.fromkeys(("open", "sent", "requested", "decreed", "reopened"), "heard"),
    refusals={"heard": HEARD, **_NOT_PLAIN},
    asks=(Ask("heard_at", required=True, fills="now"), Ask("hearing_paper", required=True)),
)
REMOVE = Action(
    name="emergency-removal",
    label=N_("Passa a collocamento (art. 403)"),
    deed=Deed.CONDUCT_CASES,
    icon="shield",
    key="L",
    moves=dict.fromkeys(PLAIN, "open"),
    refusals={**dict.fromkeys(CHAIN, IS_REMOVAL), **_ENDS},
    asks=(Ask("began_at", required=True, fills="now"), Ask("decided_by", required=True, fills="kept")),
    sets={"kind": f"={REMOVAL}", "sent_at": "", "sent_paper": "", "sent_to": ""},
)
CLOSE = Action(
    name="close",
    label=N_("Chiudi l'urgenza"),
    deed=Deed.CONDUCT_CASES,
    icon="archive",
    key="C",
    moves={**dict.fromkeys(CHAIN, "closed"), **dict.fromkeys(PLAIN, "ended")},
    refusals=dict.fromkeys(("closed", "ended"), N_("È già chiusa")),
    asks=(Ask("closed_at", required=True, fills="now"), Ask("outcome", required=True), Ask("closing_note")),
    freezes=True,
)
REOPEN = Action(
    name="reopen",
    label=N_("Riapri"),
    deed=Deed.CONDUCT_CASES,
    icon="rotate-ccw",
    key="A",
    moves={"closed": "reopened", "ended": "intervention"},
    refusals=dict.fromkeys((*CHAIN, *PLAIN), IS_OPEN),
    asks=(Ask("reopening_reason", required=True),),
    sets={"outcome": "", "closed_at": ""},
)

URGENCY_PATH = Machine(
    field="state",
    states=STATES,
    start=_start,
    ends=frozenset({"closed", "ended"}),
    ended=CLOSED,
    since=1,
    kept=frozenset({"number", "outcome", "closed_at"}),
    actions=(NOTIFY, TRANSMIT, REQUEST, DECREE, HEAR, REMOVE, CLOSE, REOPEN),
)
