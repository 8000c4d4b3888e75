# SPDX-License-Identifier: EUPL-1.2
"""Unlocking: what can be asked before the vault is open, and what opens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import WeakPassphrase, WrongShares
from welfaredesk.base.ids import Ids
from welfaredesk.crypto.passphrase import check_strength, propose_words, word_list
from welfaredesk.crypto.shares import is_share, join, unknown_words, words
from welfaredesk.desk.closed import Cost, close_to_others, cost_here, has_vault, last_work
from welfaredesk.desk.founding import Drawn, FirstStart, draw, found
from welfaredesk.desk.naming import name_ente
from welfaredesk.desk.session import Session, change_passphrase, open_session, recover
from welfaredesk.store import instance

__all__ = [
    "Cost",
    "Drawn",
    "FirstStart",
    "Strength",
    "WordAsked",
    "begin",
    "change_passphrase",
    "close_to_others",
    "cost_here",
    "draw",
    "has_vault",
    "is_share",
    "last_work",
    "open_session",
    "propose_words",
    "recover",
    "strength",
    "unknown_words",
    "words",
    "words_to_ask",
    "wrong_answers",
]

WORDS_ASKED = 4
_FAIR_LENGTH = 20


class Strength(StrEnum):
    """What a new passphrase is worth."""

    SHORT = "short"
    ENOUGH = "enough"
    GOOD = "good"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class WordAsked:
    """A word asked back from a printed sheet: the sheet and the word, both counted from 1."""

    sheet: int
    number: int


def strength(passphrase: str) -> Strength:
    """Return what a new passphrase is worth, for a sentence beside the field."""
    typed = passphrase.split()
    if len(typed) >= 5 and set(typed) <= set(word_list()):
        return Strength.WORDS
    try:
        check_strength(passphrase)
    except WeakPassphrase:
        return Strength.SHORT
    varied = len(set(passphrase.casefold())) >= 8
    return Strength.GOOD if varied and len(passphrase) >= _FAIR_LENGTH else Strength.ENOUGH


def words_to_ask(drawn: Drawn, *, alone: bool, ids: Ids) -> list[WordAsked]:
    """Return the words to ask back: four of each of two sheets drawn by lot, or of the one sheet.

    The secret is first put together again from the sheets, so that what is asked can be trusted.

    Raises:
        WrongShares: when the sheets do not give the secret back.
    """
    sheets = [1] if alone else sorted(_lot(ids, 2, len(drawn.shares)))
    if join([drawn.shares[sheet - 1] for sheet in sheets]) != drawn.secret:
        raise WrongShares()
    length = len(words(drawn.shares[0]))
    return [WordAsked(sheet, number) for sheet in sheets for number in sorted(_lot(ids, WORDS_ASKED, length))]


def _lot(ids: Ids, count: int, upto: int) -> set[int]:
    drawn: set[int] = set()
    while len(drawn) < count:
        byte = ids.token(1)[0]
        if byte < 256 - 256 % upto:  # every number is equally likely
            drawn.add(byte % upto + 1)
    return drawn


def wrong_answers(drawn: Drawn, asked: Sequence[WordAsked], *, typed: Sequence[str]) -> list[int]:
    """Return the places, from 0, of the answers that are not the word on the sheet."""
    expected = [words(drawn.shares[one.sheet - 1])[one.number - 1] for one in asked]
    given = [words(answer) for answer in typed]
    return [n for n, (right, said) in enumerate(zip(expected, given, strict=True)) if said != [right]]


def begin(
    profile: Path,
    start: FirstStart,
    *,
    drawn: Drawn,
    operator_profile: str | None,
    clock: Clock,
    ids: Ids,
    cost: Cost,
) -> Session:
    """Found the ente whose sheets were tested and return its desk, open and named."""
    instance.hold(profile).release()  # a network share or a folder that cannot be written is refused first
    found(profile, start, clock=clock, ids=ids, cost=cost, drawn=drawn)
    session = open_session(profile, start.passphrase, clock=clock, ids=ids)
    try:
        name_ente(session, start, profile=operator_profile)
    except BaseException:
        session.close()
        raise
    return session
