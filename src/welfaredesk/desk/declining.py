# SPDX-License-Identifier: EUPL-1.2
"""No to a cut: whoever was asked says it with a word, whoever proposed it takes it back; then nothing goes."""

from dataclasses import dataclass

from welfaredesk.base.clock import Moment
from welfaredesk.desk.letter_bodies import CutDeclined, CutProposed, decode, encode
from welfaredesk.desk.posting import group_of_kind, own_group, post
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import GroupKind, Role
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cut_plan

DECLINED = "cut/declined"
SENT_TO = "cut/to"
CUTTING = (Role.RESPONSABILE, Role.COORDINATORE)
_START = encode(CutDeclined("0" * 26, ""))[:19]
"""How the text of a letter begins that says no to a cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A no: whose, why, when."""

    operator: str
    word: str
    when: Moment


def may_confirm(roster: Roster, first: str, *, second: str) -> bool:
    """Tell whether two operators may cut together: they are two, and one of them leads."""
    return first != second and any(roster.has_role(one, *CUTTING) for one in (first, second))


def seconds(roster: Roster, first: str) -> list[str]:
    """Return the operators who may confirm what one proposes: with a desk, and not from outside."""
    return [
        one
        for one in roster.operators
        if may_confirm(roster, first, second=one)
        and not roster.roles_of(one) <= {Role.ESTERNO, Role.DPO}
        and any(roster.is_active(desk.id) for desk in roster.desks_of(one))
    ]


def sent_to(database: Database, identity: str, group: str) -> None:
    """Remember to which group a proposal went."""
    desk_notes.put(database, SENT_TO, dict(desk_notes.get(database, SENT_TO) or {}) | {identity: group})


def declined(session: Session, database: Database, *, roster: Roster) -> dict[str, list[Declined]]:
    """Return by proposal who said no."""
    own = [(session.identity.desk, bytes(text)) for text in desk_notes.get(database, DECLINED) or ()]
    found: dict[str, list[Declined]] = {}
    for desk, text in [*cut_plan.letters(database, _START), *own]:
        line = roster.desks.get(desk)
        try:
            body = decode(text)
        except ValueError:
            continue
        if line is not None and isinstance(body, CutDeclined):
            said = Declined(operator=line.operator, word=body.word, when=Moment(body.utc_ms, body.offset))
            found.setdefault(body.id, []).append(said)
    return found


def no_to(found: dict[str, list[Declined]], identity: str, *, proposer: str, roster: Roster) -> Declined | None:
    """Return the first no to a proposal of whoever may say it."""
    said = found.get(identity, ())
    return next(
        (one for one in said if one.operator == proposer or may_confirm(roster, proposer, second=one.operator)), None
    )


def say_no(session: Session, database: Database, said: CutProposed, *, proposer: str, word: str) -> None:
    """Keep a no, and tell it to whoever knows of the proposal."""
    roster, author = session.read_roster(database), session.author()
    body = CutDeclined(id=said.id, word=word.strip(), utc_ms=author.moment.utc_ms, offset=author.moment.offset)
    desk_notes.put(database, DECLINED, [*(desk_notes.get(database, DECLINED) or ()), encode(body)])
    told = {group_of_kind(roster, GroupKind.COORDINATION), (desk_notes.get(database, SENT_TO) or {}).get(said.id)}
    if author.operator != proposer:
        told.add(own_group(roster, proposer))
    for group in sorted(one for one in told if one is not None):
        post(session, database, group, body=body, roster=roster)
