# SPDX-License-Identifier: EUPL-1.2
"""The path of a contract: bozza, in attesa di firma, firmato or rifiutato in parte; once signed nothing changes."""

from collections.abc import Sequence
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machine import Action, Ask, Bar, Machine, unbarred
from welfaredesk.domain.machines.starts import begins_in

STATES = ("draft", "awaiting", "refused_in_part", "signed", "withdrawn")
ENDED = N_("Il contratto è firmato o ritirato e non cambia più: se ne fa uno nuovo dal progetto")
IS_DRAFT = N_("È ancora una bozza: prima si prepara per la firma")
SIGNED, WITHDRAWN = N_("È già firmato"), N_("È stato ritirato: se ne fa uno nuovo dal progetto")
SENT_OUT = ("awaiting", "refused_in_part")
NOBODY_SIGNED = N_("Nessuno ha ancora firmato: prima si segna chi ha firmato, e come")
WAITS_FOR = N_("Manca la firma di: {who}. Si segna chi ha firmato, o «Non firma» per chi non firma o non può firmare")
NONE_OF_THE_FAMILY = N_("Non ha firmato né la persona né la famiglia: non è un contratto firmato, e resta com'è")
SOME_REFUSE = N_("Non firma: {who}. Prima si scrive che cosa non si accetta, con «Segna come rifiutato in parte»")
NO_NAME = N_("senza nome")


def names_of(rows: Sequence[Values]) -> str:
    """Return who some signers are, one after the other: in «Bianchi, Lucia» there is a comma."""
    return "; ".join(str(row.get("name") or tr(NO_NAME)) for row in rows)


def who_refuses(values: Values) -> list[dict[str, Any]]:
    """Return who of the person and the family does not sign; a professional of the service refuses nothing."""
    return [row for row in _family(_signers(values)) if row.get("state") == "refused"]


def _signers(values: Values) -> list[dict[str, Any]]:
    said = values.get("signers")
    return [row for row in said if isinstance(row, dict)] if isinstance(said, list) else []


def _family(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row.get("signs_as") != "professional"]


def _not_all_signed(values: Values) -> str:
    """Say who of those named has not signed and does not say so either; whoever refuses says first what.

    A code that the ente added to the list says neither.
    """
    rows = _signers(values)
    signed = [row for row in rows if row.get("state") == "signed"]
    if not signed:
        return tr(NOBODY_SIGNED)
    if waiting := [row for row in rows if row.get("state") not in ("signed", "refused")]:
        return tr(WAITS_FOR).format(who=names_of(waiting))
    if _family(rows) and not _family(signed):
        return tr(NONE_OF_THE_FAMILY)
    refusing = who_refuses(values)
    if refusing and values.get("state") == "awaiting":
        return tr(SOME_REFUSE).format(who=names_of(refusing))
    return ""


UNSIGNED = Bar("somebody of `signers` is still to sign, or `refused` and nothing was refused yet", _not_all_signed)

ISSUE = Action(
    name="issue",
    label=N_("Prepara per la firma"),
    deed=Deed.CONDUCT_CASES,
    icon="printer",
    key="P",
    moves={"draft": "awaiting"},
    refusals={
        "awaiting": N_("Aspetta già la firma: per correggerlo si riporta in bozza"),
        "refused_in_part": N_("È stato rifiutato in parte: per rifarlo si riporta in bozza"),
        "signed": SIGNED,
        "withdrawn": WITHDRAWN,
    },
    asks=(Ask("issued_on", required=True, fills="today"),),
    sets={"edition": "+"},
    freezes=True,
)
SIGN = Action(
    name="sign",
    label=N_("Segna come firmato"),
    deed=Deed.CONDUCT_CASES,
    icon="handshake",
    key="F",
    moves=dict.fromkeys(SENT_OUT, "signed"),
    refusals={"draft": IS_DRAFT, "signed": SIGNED, "withdrawn": WITHDRAWN},
    bar=UNSIGNED,
    asks=(Ask("signed_on", required=True, fills="today"), Ask("paper_place", fills="kept")),
    freezes=True,
)
REFUSE_PART = Action(
    name="refuse-part",
    label=N_("Segna come rifiutato in parte"),
    deed=Deed.CONDUCT_CASES,
    icon="message-square-off",
    key="N",
    moves=dict.fromkeys(SENT_OUT, "refused_in_part"),
    refusals={"draft": IS_DRAFT, "signed": SIGNED, "withdrawn": WITHDRAWN},
    asks=(Ask("refused_on", required=True, fills="today"), Ask("refused_what", required=True, fills="rule")),
    freezes=True,
)
TAKE_BACK = Action(
    name="take-back",
    label=N_("Riporta in bozza"),
    deed=Deed.CONDUCT_CASES,
    icon="undo-2",
    key="B",
    moves=dict.fromkeys(SENT_OUT, "draft"),
    refusals={"draft": N_("È già una bozza"), "signed": ENDED, "withdrawn": WITHDRAWN},
    asks=(Ask("take_back_reason", required=True),),
    sets={"issued_on": "", "refused_on": "", "refused_what": ""},
)
WITHDRAW = Action(
    name="withdraw",
    label=N_("Segna come ritirato"),
    deed=Deed.CONDUCT_CASES,
    icon="ban",
    key="R",
    moves=dict.fromkeys(("draft", *SENT_OUT, "signed"), "withdrawn"),
    refusals={"withdrawn": N_("È già ritirato")},
    asks=(Ask("withdrawn_on", required=True, fills="today"), Ask("withdrawal_reason", required=True)),
    freezes=True,
)
ADD_SCAN = Action(
    name="add-scan",
    label=N_("Aggiungi la copia scansionata"),
    deed=Deed.CONDUCT_CASES,
    icon="paperclip",
    key="S",
    moves={state: state for state in STATES if state != "draft"},
    refusals={"draft": IS_DRAFT},
    asks=(Ask("scan", required=True),),
    freezes=True,
)

CONTRACT_PATH = Machine(
    field="state",
    since=3,
    states=STATES,
    start=begins_in("draft"),
    ends=frozenset({"signed", "withdrawn"}),
    ended=ENDED,
    seals=frozenset({"signed", "withdrawn"}),
    guards=frozenset({"edition", "issued_on", "signed_on", "refused_on", "withdrawn_on"}),
    actions=(ISSUE, SIGN, REFUSE_PART, TAKE_BACK, WITHDRAW, ADD_SCAN),
)
SIGNED_BY_ANY = unbarred(CONTRACT_PATH, since=2, until=3)
