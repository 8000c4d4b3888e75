# SPDX-License-Identifier: EUPL-1.2
"""Letter templates of the ente: tried whole before they are kept, and the plain one to start from."""

from dataclasses import dataclass
from pathlib import Path

from welfaredesk.base.errors import BadFile
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.record import RecordType

TEMPLATE = "letter_template"
UNREADABLE = N_("non si può leggere")
MOST, MOST_SHOWN = 6_000_000, 200
"""Of a file more than this is not read: the check says that it is too large."""


def stop_at_unfit(type_: RecordType, path: Path) -> None:
    """Stop a file that its record cannot use: a letter template with errors, all of them named.

    Raises:
        BadFile: when the template cannot be read.
        BadTemplate: when it has errors, or holds what could run.
    """
    if type_.name != TEMPLATE:
        return
    from welfaredesk.documents.letter_docx import checked

    try:
        with path.open("rb") as source:
            data = source.read(MOST)
    except OSError as error:
        raise BadFile(name=path.name, why=tr(UNREADABLE)) from error
    checked(data)


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A letter template as lists show it; `whole` when it has its file."""

    id: str
    name: str
    whole: bool


def templates(session: Session) -> list[TemplateLine]:
    """Return the letter templates of the ente, by name."""
    rows, _ = lists.page_of(session, type_named(TEMPLATE), limit=MOST_SHOWN)
    found = (TemplateLine(str(row["_id"]), str(row["_title"]), bool(row.get("document"))) for row in rows)
    return sorted(found, key=lambda one: one.name)


def plain_template() -> bytes:
    """Return the template to start from, with every field in its place, as a DOCX."""
    from welfaredesk.documents.letter_model import letter_model

    return letter_model()
