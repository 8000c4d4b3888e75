# SPDX-License-Identifier: EUPL-1.2
"""Drafts: what is being written, kept in the vault every few seconds with the state it was opened on."""

from typing import Any

from welfaredesk.desk.session import Session
from welfaredesk.store import desk_notes
from welfaredesk.store.desk_notes import Draft

__all__ = ["EVERY_SECONDS", "TYPED", "Draft", "all_drafts", "draft_of", "drop", "keep"]

EVERY_SECONDS = 3
TYPED = "_typed"
"""Where a draft keeps what is typed and not understood: text by its place, «due_on» or «decisions.0.due_on»."""


def keep(
    session: Session,
    key: str,
    values: dict[str, Any],
    *,
    type_name: str,
    record: str | None = None,
    root: str | None = None,
    seen: str | None = None,
) -> Draft:
    """Keep a draft in place of its earlier one and return it, durable.

    Args:
        session: the open desk.
        key: the form it belongs to, the same each time, e.g. `diary/PERSON` or `record/ID`.
        values: what the form says now.
        type_name: the record type it will become.
        record: the record being changed, nothing for a new one.
        root: the root it belongs to.
        seen: the token of the state that was shown when writing began.
    """
    draft = Draft(
        key=key,
        type=type_name,
        record=record,
        root=root,
        values=values,
        seen=seen,
        utc_ms=session.clock.now().utc_ms,
    )
    session.vault.write(lambda database: desk_notes.save_draft(database, draft))
    return draft


def drop(session: Session, key: str) -> None:
    """Forget a draft that was saved or given up."""
    session.vault.write(lambda database: desk_notes.drop_draft(database, key))


def all_drafts(session: Session) -> list[Draft]:
    """Return the drafts, the newest first."""
    return desk_notes.drafts(session.vault.read())


def draft_of(session: Session, key: str) -> Draft | None:
    """Return the draft of a form, or nothing."""
    return next((draft for draft in all_drafts(session) if draft.key == key), None)
