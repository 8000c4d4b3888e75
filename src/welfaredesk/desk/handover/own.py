# SPDX-License-Identifier: EUPL-1.2
"""What passes to nobody: the appunti and drafts of whoever leaves, to be filed or destroyed by him alone."""

from dataclasses import dataclass

from welfaredesk.desk import drafts, lists, quick_notes
from welfaredesk.desk.handover.lines import HandoverLine, handovers
from welfaredesk.desk.quick_notes import NoteLine
from welfaredesk.desk.session import Session
from welfaredesk.desk.today import DraftLine, draft_line


@dataclass(frozen=True, slots=True)
class OwnThings:
    """The appunti and drafts of this operator, and the handovers by which he leaves."""

    notes: tuple[NoteLine, ...]
    drafts: tuple[DraftLine, ...]
    leaving: tuple[HandoverLine, ...]

    @property
    def count(self) -> int:
        """Return how much there is to put in order."""
        return len(self.notes) + len(self.drafts)


def own_things(session: Session) -> OwnThings:
    """Return what this operator has to file or destroy before leaving."""
    me = session.identity.operator
    return OwnThings(
        notes=tuple(quick_notes.open_notes(session)),
        drafts=tuple(draft_line(session, one) for one in drafts.all_drafts(session)),
        leaving=tuple(one for one in handovers(session, states=("proposed", "accepted")) if one.giver == me),
    )


def left_behind(session: Session) -> tuple[str, ...]:
    """Return who has handed cartelle over or is about to, and so may have appunti and drafts that nobody else reads."""
    me, names = session.identity.operator, lists.operator_names(session)
    found = {one.giver: one.giver_name for one in handovers(session, states=("proposed", "accepted"))}
    return tuple(sorted(names.get(one) or name for one, name in found.items() if one != me))
