# SPDX-License-Identifier: EUPL-1.2
"""Drafts whose cartella is read here no more: the words stay with their author, who can keep them as an appunto."""

from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import bulk
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.drafts import TYPED, Draft, draft_of
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.kinds import Field, Value
from welfaredesk.store import desk_notes, records
from welfaredesk.store import roster as rows
from welfaredesk.store.driver import Database

HEAD = N_("Bozza ({label}) di una scheda che non leggi più.")


def is_left(database: Database, draft: Draft) -> bool:
    """Tell whether what a draft was written on is not here any more: its folder was taken back."""
    if draft.record is not None:
        return not records.folders_of(database, draft.record)
    return draft.root is not None and not rows.folders_of_root(database, draft.root)


def keep_as_note(session: Session, key: str) -> str:
    """Turn a draft whose record is not here any more into an appunto, in one transaction, and return the note's id.

    Raises:
        NotFound: when there is no such draft.
    """
    draft = draft_of(session, key)
    if draft is None or not is_left(session.vault.read(), draft):
        raise NotFound()
    text, codes, made = _text(session, draft), Codes(session), session.ids.new()
    note = NewRecord(
        type=type_named("quick_note"),
        values={"text": text, "when": session.clock.now().iso()},
        identity=made,
        root=session.identity.operator,
    )

    def work(database: Database) -> None:
        bulk.add_within(session, database, [note], codes=codes)
        desk_notes.drop_draft(database, key)

    session.vault.write(work)
    session.tell(made)
    return made


def _text(session: Session, draft: Draft) -> str:
    """Return what a draft says, a line for each field."""
    type_, codes = find_type(draft.type), Codes(session)
    fields = {} if type_ is None else {field.name: field for field in type_.fields}
    said = [tr(HEAD).format(label=draft.type if type_ is None else tr(type_.label).lower())]
    for name, value in draft.values.items():
        field = fields.get(name)
        words = str(value or "") if field is None else _words(field, value, codes)
        if words and not name.startswith("_"):
            said.append(f"{name if field is None else tr(field.label)}: {words}")
    for place, text in dict(draft.values.get(TYPED) or {}).items():
        field = fields.get(place.partition(".")[0])
        said.append(f"{place if field is None else tr(field.label)}: {text}")
    return "\n".join(said)


def _words(field: Field, value: Value, codes: Codes) -> str:
    """Return a value in words; what was half typed stays as it was."""
    if isinstance(value, str) and field.codes is None:
        return value
    return in_words(field, value, codes=codes)
