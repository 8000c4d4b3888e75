# SPDX-License-Identifier: EUPL-1.2
"""What there is to know of the exchange: a sentence each, the server's faults named, nothing silent."""

from pathlib import Path

import pytest

from tests.opened import add, giulia
from tests.unit.desk.exchange.lines import OddLine
from tests.unit.desk.exchange.office import Office, database
from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import PlaceTaken
from welfaredesk.base.exchange_errors import OtherServer
from welfaredesk.desk.exchange import notes, odd
from welfaredesk.desk.exchange.words import REASONS
from welfaredesk.desk.session import Session
from welfaredesk.store import folders
from welfaredesk.store.driver import Database
from welfaredesk.sync.frames import FrameReader, raw
from welfaredesk.sync.line import Answer
from welfaredesk.sync.wire import Code, FrameKind


def said(session: Session) -> list[str]:
    return [one.what for one in odd.odd_things(session)]


def folder_of(session: Session, person: str) -> str:
    found = folders.find(database(session), person, "ordinary")
    assert found is not None
    return found.id


def test_two_pasts_and_a_hole_name_the_server(office: Office) -> None:
    first = office.found()
    person = giulia(first)
    folder = folder_of(first, person)

    def work(there: Database) -> None:
        notes.keep_forks(there, [7, 9])
        notes.keep_bad(there, folder, position=11, code="gap")

    first.vault.write(work)
    two, hole = odd.odd_things(first)
    assert "una storia diversa" in two.what
    assert "posizione 7, 9" in two.what
    assert "non fidarti del server" in two.do
    assert "cartella Ferrari, Giulia" in hole.what
    assert "posizione 11" in hole.what
    assert "lo trattiene o lo ha perso" in hole.means
    assert (two.grave, hole.grave, two.stands, hole.stands) == (True, True, False, True)
    odd.mark_read(first, [two.id, hole.id])
    assert odd.odd_things(first) == [hole]
    first.vault.write(lambda there: notes.mend_bad(there, [folder]))
    assert odd.odd_things(first) == []
    first.vault.write(lambda there: notes.keep_forks(there, [13]))
    assert len(odd.odd_things(first)) == 1


@pytest.mark.parametrize("code", ["key", "signature", "unknown", "forked", "unreadable", "withheld", "bundle", "?"])
def test_each_bad_parcel_is_a_sentence(code: str, office: Office) -> None:
    first = office.found()
    folder = folder_of(first, giulia(first))
    first.vault.write(lambda there: notes.keep_bad(there, folder, position=3, code=code))
    (one,) = odd.odd_things(first)
    assert all(text and "{" not in text for text in (one.what, one.means, one.do))


@pytest.mark.parametrize("kind", ["statement", "grant", "ungrant", "letter", "rescue"])
def test_each_refused_thing_is_a_sentence_with_its_reason(kind: str, office: Office) -> None:
    first = office.found()

    def work(there: Database) -> None:
        for code in ("rule", "rule", "quota"):
            notes.keep_refused_item(there, kind, code=code)

    first.vault.write(work)
    found = said(first)
    assert len(found) == 2
    assert any(REASONS["rule"] in one and "(2 volte)" in one for one in found)
    assert any(REASONS["quota"] in one for one in found)


def test_every_code_of_the_wire_has_its_words() -> None:
    assert {str(code) for code in Code} <= set(REASONS)


def test_a_key_of_somebody_who_does_not_read_is_not_taken_for_a_grant_of_ones_own(office: Office) -> None:
    first = office.found()
    first.vault.write(notes.keep_foreign_key)
    assert ["ha mandato una chiave" in one for one in said(first)] == [True]
    first.vault.write(lambda there: notes.keep_refused_item(there, "grant", code="not_yours"))
    assert len(said(first)) == 2


def test_a_folder_taken_back_with_work_in_it_is_told(office: Office) -> None:
    first = office.found()
    folder = folder_of(first, giulia(first))
    first.vault.write(lambda there: notes.keep_gone(there, folder))
    (one,) = odd.odd_things(first)
    assert "non è partito" in one.what
    assert one.stands


def test_the_list_on_the_disk_names_no_person(office: Office, tmp_path: Path) -> None:
    first = office.found()
    folder = folder_of(first, giulia(first))
    first.vault.write(lambda there: notes.keep_bad(there, folder, position=11, code="gap"))
    first.vault.write(lambda there: notes.keep_broken_word(there, Moment(1_792_396_800_000, 120)))
    assert odd.save_list(first, tmp_path / "lista.txt") == 2
    text = (tmp_path / "lista.txt").read_text()
    assert "Ferrari" not in text
    assert folder in text
    with pytest.raises(PlaceTaken):
        odd.save_list(first, tmp_path / "lista.txt")


def crooked(answer: Answer) -> Answer:
    """Change the server's last word by a bit."""
    pieces = []
    for kind, payload in FrameReader().feed(answer.whole()):
        changed = payload[:-1] + bytes([payload[-1] ^ 1]) if kind is FrameKind.CHECK else payload
        pieces.append(raw(kind, changed))
    return Answer(answer.status, answer.headers, iter(pieces))


def test_a_word_of_the_server_that_does_not_hold_is_remembered(office: Office) -> None:
    first = office.found()
    office.attach(first)
    add(first, "quick_note", text="Qualcosa da mandare.")
    with pytest.raises(OtherServer):
        office.round(first, OddLine(office.line, "", crooked))
    (one,) = odd.odd_things(first)
    assert "parola che non torna" in one.what
    assert one.grave
    office.round(first)
    assert len(odd.odd_things(first)) == 1
