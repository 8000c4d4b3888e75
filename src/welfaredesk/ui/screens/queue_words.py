# SPDX-License-Identifier: EUPL-1.2
"""How the review queue is said: what waits in a row, and the sentences above a text."""

from collections.abc import Iterator, Mapping
from datetime import date

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.queue import KINDS, QueueItem
from welfaredesk.desk.staff.reviewing import ReviewPage
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.names import link_title
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.text_merge import words_changed
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.marked_text import Mark, Stretch
from welfaredesk.ui.said import field_names

SHORT = {
    "approve": N_("Da approvare"),
    "again": N_("Di nuovo"),
    "sent_back": N_("Rimandato"),
    "confirm": N_("Rispondi"),
    "read": N_("Da leggere"),
    "overdue": N_("In ritardo"),
    "plan": N_("Progetto"),
    "accept": N_("Consegne"),
    "assignment": N_("Assegnata"),
}
LOOKS = {
    "approve": ("accent", "clipboard-check"),
    "again": ("attention", "git-compare"),
    "sent_back": ("attention", "undo-2"),
    "confirm": ("accent", "message-square"),
    "read": ("neutral", "eye"),
    "overdue": ("danger", "clock"),
    "plan": ("accent", "target"),
    "accept": ("accent", "handshake"),
    "assignment": ("accent", "user-plus"),
}
APPROVED = N_("Approvato il {day} da {who}; da allora è cambiato: {what}.")
MARKS = N_("Le parole nuove sono sottolineate, quelle tolte sono barrate.")
SENT_BACK = N_("Rimandato il {day} da {who}: «{why}».")
WAS_SENT_BACK = N_("Era stato rimandato: «{why}».")
CORRECTED = N_("Risposta: «{what}».")
CHANGED_CLOSED = N_("Non è nel testo chiuso, è arrivato da altri: {what}.")
COMMENT = N_("Commento di chi ha approvato: «{what}».")
MARKED = {"same": Mark.NONE, "added": Mark.NEW, "removed": Mark.GONE}


def in_figures(day: str) -> str:
    """Return a day in figures, nothing for what is none."""
    return full_day(date.fromisoformat(day)) if is_day(day) else ""


def kind_chip(item: QueueItem) -> ChipMark:
    """Return what something waits for as a chip."""
    kind, icon = LOOKS[item.kind]
    return ChipMark(tr(KINDS[item.kind]), icon, kind)


def review_sentences(page: ReviewPage) -> Iterator[str]:
    """Give what was said of minutes before, and what changed since."""
    # Of a review that stands the copy says what was said: in open minutes anybody may have changed the words since.
    values = page.copy if page.copy is not None and page.review != "to_review" else page.values
    labels = field_names(page.page.shown.type, page.changed)
    reason, note = str(values.get("send_back_reason") or ""), str(values.get("review_note") or "")
    if page.review == "approved" and labels:
        yield tr(APPROVED).format(**_who(values.get("approved_on"), values.get("approved_by")), what=labels)
    if page.review == "approved" and values.get("approval_note"):
        yield tr(COMMENT).format(what=values["approval_note"])
    if page.review == "sent_back":
        yield sent_back_words(values)
    elif page.review == "to_review" and reason:
        yield tr(WAS_SENT_BACK).format(why=reason)
    if page.review == "to_review" and note:
        yield tr(CORRECTED).format(what=note)
    if labels:
        yield tr(MARKS)
    if page.page.state == "closed" and page.page.changed:
        yield tr(CHANGED_CLOSED).format(what=field_names(page.page.shown.type, page.page.changed))


def sent_back_words(values: Mapping[str, Value]) -> str:
    """Return who sent minutes back and why, nothing when they are not."""
    if values.get("review") != "sent_back":
        return ""
    who = _who(values.get("sent_back_on"), values.get("sent_back_by"))
    return tr(SENT_BACK).format(**who, why=str(values.get("send_back_reason") or ""))


def _who(day: Value, who: Value) -> dict[str, str]:
    return {"day": in_figures(str(day or "")), "who": link_title(who)}


def marked(before: str, now: str) -> tuple[Stretch, ...]:
    """Return the words of now with what is new and what was taken out marked."""
    found: list[Stretch] = []
    for one in words_changed(before, now):
        if found and found[-1].mark is Mark.GONE and one.kind == "added":
            found.append(Stretch(" "))
        found.append(Stretch(one.text, MARKED[one.kind]))
    return tuple(found)
