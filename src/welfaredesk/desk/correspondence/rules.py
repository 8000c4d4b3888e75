# SPDX-License-Identifier: EUPL-1.2
"""When a letter may be issued: not with a protected address in it, and with a reason where avvertenze leave a doubt."""

from welfaredesk.base.letter_errors import ReasonForAddressee
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.act_rules import Acted, ActRule
from welfaredesk.desk.correspondence.telling import verdict_of
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.records.letter import TEXTS
from welfaredesk.store.driver import Database

EMPTY = N_("La lettera non dice ancora niente: scrivi il testo")


def _issue_why(session: Session, database: Database, acted: Acted) -> str:
    if not any(acted.values.get(name) for name in TEXTS):
        return tr(EMPTY)
    return "; ".join(verdict_of(session, database, acted.values, person=acted.root).stop)


def _issue_adds(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    """Give the letter its version; where avvertenze leave a doubt, only with a reason.

    Raises:
        ReasonForAddressee: when nobody said why the addressee may have it.
    """
    verdict = verdict_of(session, database, acted.values, person=acted.root)
    if verdict.unsure and not str(acted.values.get("addressee_reason") or "").strip():
        raise ReasonForAddressee(why="; ".join(verdict.unsure))
    return {"version": int(acted.values.get("version") or 0) + 1}


LETTERS = {"issue": ActRule(why=_issue_why, adds=_issue_adds)}
"""The rules of the acts of a letter, by act."""
