# SPDX-License-Identifier: EUPL-1.2
"""What Oggi tells of other desks: questions to answer, answers, cartelle opened with a reason, ended terms."""

from dataclasses import dataclass

from welfaredesk.desk import cutting, late_words, memberships, on_call, riscontro
from welfaredesk.desk.cutting import Proposal
from welfaredesk.desk.memberships import Ended
from welfaredesk.desk.on_call import ToldShown
from welfaredesk.desk.riscontro import QuestionShown, TaskShown
from welfaredesk.desk.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """What waits for this operator's eyes."""

    to_answer: tuple[TaskShown, ...] = ()
    answers: tuple[QuestionShown, ...] = ()
    told: tuple[ToldShown, ...] = ()
    ended: tuple[Ended, ...] = ()
    cuts: tuple[Proposal, ...] = ()
    late: int = 0

    @property
    def count(self) -> int:
        """Return how many of them somebody else waits for."""
        return len(self.to_answer) + len(self.cuts)


def letters_of(session: Session) -> Letters:
    """Return what other desks said to this operator and what was not taken note of."""
    asked = riscontro.questions(session)
    return Letters(
        to_answer=tuple(riscontro.tasks(session)),
        answers=tuple(one for one in asked if one.state != "waiting" and not one.noted),
        told=tuple(on_call.told(session)),
        ended=tuple(memberships.ended(session)),
        cuts=tuple(one for one in cutting.proposals(session) if one.may_confirm),
        late=len(late_words.late_words(session)),
    )
