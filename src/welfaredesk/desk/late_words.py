# SPDX-License-Identifier: EUPL-1.2
"""What an operator wrote on a record before hearing that it was cut: it entered nowhere, and is not lost."""

from dataclasses import dataclass

from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import NotFound
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import Put, PutText, RowChanges, SpliceText, decode_body
from welfaredesk.store.exchange import cut_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class LateWords:
    """What this operator wrote on a record before hearing that it was cut: kept for the author until thrown away."""

    id: str
    record: str
    type: str
    when: Moment
    words: dict[str, str]


def late_words(session: Session) -> list[LateWords]:
    """Return what did not enter because its record was cut, the oldest first."""
    return [
        LateWords(
            id=one.hash.hex(),
            record=one.record,
            type=one.type,
            when=Moment(one.utc_ms, session.clock.now().offset),
            words=_words(one.body),
        )
        for one in cut_plan.late(session.vault.read())
    ]


def _words(body: bytes) -> dict[str, str]:
    """Return by field the words of an entry, as plain text."""
    found = {}
    for name, change in decode_body(body).changes.items():
        match change:
            case PutText(text):
                said = text
            case SpliceText(splices):
                said = "\n".join(words for _, _, words in splices if words)
            case RowChanges(rows):
                said = "\n".join(" ".join(str(one) for one in (row or {}).values()) for row in rows.values())
            case Put(value):
                said = "" if value is None else str(value)
        found[name] = said
    return found


def drop_late(session: Session, identity: str) -> None:
    """Throw away what did not enter.

    Raises:
        NotFound: when there is nothing of that id.
    """
    try:
        wanted = bytes.fromhex(identity)
    except ValueError as error:
        raise NotFound() from error
    if not session.vault.write(lambda database: cut_plan.drop_late(database, wanted)):
        raise NotFound()
