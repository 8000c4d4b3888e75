# SPDX-License-Identifier: EUPL-1.2
"""The words of a riscontro: how a question stands, and who to call."""

from datetime import date

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.riscontro import QuestionShown
from welfaredesk.domain.periods import clock_words, moment_words

WAITING = N_("Chiesto al coordinamento, {when}: la risposta arriva alla prossima sincronizzazione dei colleghi.")
NOBODY = N_("Il coordinamento risponde: nessuno la segue.")
FOLLOWED = N_("È già seguita: chiama {who}.")
MAYBE = N_("Forse è già seguita: chiama {who}.")
CLOSED = N_("È stata seguita, la cartella è chiusa: chiama {who}.")
SOMEBODY = N_("il coordinamento")


def when_words(one: QuestionShown, today: date) -> str:
    """Return when a question was asked."""
    at = one.asked.local()
    return clock_words(at) if at.date() == today else moment_words(at, today)


def who_words(one: QuestionShown) -> str:
    """Return colleague, group and telephone in one line."""
    said = one.answer
    parts = (said.colleague, said.group, said.phone) if said else ()
    return ", ".join(part for part in parts if part) or tr(SOMEBODY)


def standing_words(one: QuestionShown, today: date) -> str:
    """Return how a question stands, in a sentence."""
    if one.state == "waiting":
        return tr(WAITING).format(when=when_words(one, today))
    if one.answer is None:
        return tr(NOBODY)
    words = CLOSED if one.answer.closed else FOLLOWED if one.answer.sure else MAYBE
    return tr(words).format(who=who_words(one))
