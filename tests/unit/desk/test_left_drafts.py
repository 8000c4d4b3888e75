# SPDX-License-Identifier: EUPL-1.2
"""Drafts on what is read no more: they become an appunto, those on what is here do not."""

import pytest

from tests.opened import add
from welfaredesk.base.errors import NotFound
from welfaredesk.desk import drafts, left_drafts, quick_notes
from welfaredesk.desk.session import Session


def test_a_draft_on_a_record_that_is_gone_becomes_an_appunto_with_all_its_words(session: Session) -> None:
    gone = session.ids.new()
    said = {
        "comune": "Lodi",
        "gender": "f",
        "reachabilities": [{"_row": session.ids.new(), "value": "333"}],
        "cap": None,
        drafts.TYPED: {"birth": "a marzo, credo", "reachabilities.0.kind": "piccione"},
    }
    drafts.keep(session, "x", said, type_name="person", record=gone)
    left_drafts.keep_as_note(session, "x")
    (note,) = quick_notes.open_notes(session)
    assert note.text.startswith("Bozza (persona) di una scheda che non leggi più.")
    assert all(word in note.text for word in ("Lodi", "333", ": a marzo, credo", "Recapiti: piccione"))
    assert drafts.all_drafts(session) == []


def test_a_draft_on_what_is_here_or_on_nothing_yet_stays_a_draft(session: Session) -> None:
    person = add(session, "person", surname="Verdi")
    drafts.keep(session, "record", {"comune": "Lodi"}, type_name="person", record=person)
    drafts.keep(session, "root", {"text": "Colloquio"}, type_name="diary_entry", root=person)
    drafts.keep(session, "new", {"who": "Bini"}, type_name="contact")
    for key in ("record", "root", "new", "no such draft"):
        with pytest.raises(NotFound):
            left_drafts.keep_as_note(session, key)
    assert len(drafts.all_drafts(session)) == 3
