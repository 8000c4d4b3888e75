# SPDX-License-Identifier: EUPL-1.2
"""Checks of a whole vault: pages, chain, rows against entries, files; and the rows written anew."""

from dataclasses import dataclass

from welfaredesk.desk.session import Session
from welfaredesk.store import content, records


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: problems in a sentence each, and one hash that is the same for equal content."""

    problems: tuple[str, ...]
    hash: str

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.problems


def check(session: Session) -> Checked:
    """Check everything that this desk holds; nothing is changed."""
    return session.vault.write(
        lambda database: Checked(tuple(content.problems(database, session.profile)), content.content_hash(database))
    )


def rebuild(session: Session) -> Checked:
    """Write every row anew from the journal, in one transaction, then check."""
    session.vault.write(records.rebuild)
    session.tell()
    return check(session)


def content_hash(session: Session) -> str:
    """Return one hash of all that this desk holds."""
    return content.content_hash(session.vault.read())
