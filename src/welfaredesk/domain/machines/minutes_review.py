# SPDX-License-Identifier: EUPL-1.2
"""The review of the minutes by the case manager: to review, approved, sent back; it goes on when they are closed."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machine import Action, Ask, Bar, Machine, by_older_rules
from welfaredesk.domain.machines.minutes_path import MINUTES_PATH
from welfaredesk.domain.machines.starts import begins_in

STATES = ("to_review", "approved", "sent_back")
NO_APPROVAL = {"approved_by": "", "approved_on": ""}
NOT_BACK = {"sent_back_by": "", "sent_back_on": ""}
IS_DRAFT = N_("Il verbale è ancora una bozza: si rivede quando è condiviso con i membri")


def _still_a_draft(values: Values) -> str:
    return IS_DRAFT if MINUTES_PATH.state_of(values) == "draft" else ""


DRAFT = Bar(f"`{MINUTES_PATH.field}` is `draft`", _still_a_draft)

APPROVE = Action(
    name="approve",
    label=N_("Approva"),
    deed=Deed.CONDUCT_CASES,
    icon="check-check",
    key="A",
    moves={"to_review": "approved", "sent_back": "approved", "approved": "approved"},
    refusals={},
    bar=DRAFT,
    asks=(Ask("approval_note"), Ask("approved_on", required=True, fills="today")),
    sets={"approved_by": "@"} | NOT_BACK,
    freezes=True,
)
SEND_BACK = Action(
    name="send-back",
    label=N_("Rimanda"),
    deed=Deed.CONDUCT_CASES,
    icon="undo-2",
    key="R",
    moves={"to_review": "sent_back", "approved": "sent_back"},
    refusals={"sent_back": N_("È già stato rimandato: si aspetta la correzione")},
    bar=DRAFT,
    asks=(Ask("send_back_reason", required=True), Ask("sent_back_on", required=True, fills="today")),
    sets={"sent_back_by": "@"} | NO_APPROVAL,
    freezes=True,
)
REVIEW_AGAIN = Action(
    name="review-again",
    label=N_("Rimetti da rivedere"),
    deed=Deed.CONDUCT_CASES,
    icon="refresh-cw",
    key="V",
    moves={"approved": "to_review", "sent_back": "to_review"},
    refusals={"to_review": N_("È già da rivedere")},
    asks=(Ask("review_note"),),
    sets=NO_APPROVAL | NOT_BACK,
)

MINUTES_REVIEW = Machine(
    field="review",
    states=STATES,
    start=begins_in("to_review"),
    since=4,
    beyond=True,
    guards=frozenset({*NO_APPROVAL, *NOT_BACK, "approval_note", "send_back_reason", "review_note"}),
    actions=(APPROVE, SEND_BACK, REVIEW_AGAIN),
)
REVIEW_OF_DRAFTS_TOO = by_older_rules(MINUTES_REVIEW, since=3, until=4)
