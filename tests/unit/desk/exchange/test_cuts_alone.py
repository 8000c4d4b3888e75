# SPDX-License-Identifier: EUPL-1.2
"""A cut that one person signs alone, of what is not his: it takes nothing, explains nothing, and stands in no way."""

import pytest
from sqlalchemy import select, update

from tests.opened import giulia
from tests.unit.desk.exchange.cutters import SECRET, fold_of, holds, note, rounds
from tests.unit.desk.exchange.office import Office, database, sound
from welfaredesk.base.errors import NotFound
from welfaredesk.base.ids import packed
from welfaredesk.desk import cutting, records
from welfaredesk.desk.exchange import lawful, rescue
from welfaredesk.desk.exchange import notes as exchange_notes
from welfaredesk.desk.organico import stating
from welfaredesk.desk.session import Session
from welfaredesk.domain.parcel import decode_parcel, encode_parcel
from welfaredesk.domain.statement import StatementKind
from welfaredesk.server.tables import A_PARCEL, ITEM
from welfaredesk.store import folders
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cut_notes, outgoing
from welfaredesk.store.exchange.cut_notes import CutOrder
from welfaredesk.sync.parcels import without_text


def say_cut(session: Session, *parcels: bytes) -> None:
    """State a cut alone, whoever's the parcels are."""
    body = {"parcels": list(parcels)}
    session.vault.write(lambda writing: stating(session, writing).say(StatementKind.CUT, body))
    session.read_roster()


@pytest.fixture
def told(office: Office, pair: tuple[Session, Session]) -> str:
    """Return a note of the first desk whose parcels the second has cut alone before they had a position."""
    first, second = pair
    person = giulia(first)
    made = note(first, person, f"Una cosa {SECRET}.")
    first.vault.write(lambda writing: rescue.seal_all(first, writing))
    folder = folders.find(database(first), person, "ordinary")
    assert folder is not None
    sealed = [one.id for one in outgoing.waiting(database(first)) if one.folder == folder.id]
    assert sealed
    say_cut(second, *sealed)
    office.round(second)
    rounds(office, first, second)
    return made


def test_what_one_person_cut_alone_is_read_and_can_still_be_erased_by_two(
    office: Office, pair: tuple[Session, Session], told: str
) -> None:
    first, second = pair
    for session in pair:
        assert SECRET in fold_of(session, told)["text"]
        assert lawful.lawful_parcels(database(session), session.read_roster()) == frozenset()
    made = cutting.propose(second, [told], number="12/2026", reason="Provvedimento del Garante")
    rounds(office, second, first)
    (proposal,) = cutting.proposals(first)
    assert (proposal.state, proposal.may_confirm) == ("waiting", True)
    cutting.confirm(first, made.id)
    rounds(office, first, second)
    for session in pair:
        with pytest.raises(NotFound):
            records.show(session, told)
        assert not holds(session.profile, SECRET)
        sound(session)
    assert cutting.still_at_server(first) == []


def test_a_cut_alone_of_what_is_not_ones_own_explains_no_text_held_back(
    office: Office, pair: tuple[Session, Session], told: str
) -> None:
    first, _ = pair
    third = office.enrol(first, name="three")
    with office.server.ledger.writing() as connection:
        folder = packed(_folder_of(first, told))
        position, data = connection.execute(
            select(ITEM.c.position, ITEM.c.data).where(A_PARCEL, ITEM.c.folder == folder)
        ).one()
        bare = encode_parcel(without_text(decode_parcel(data)))
        connection.execute(update(ITEM).where(ITEM.c.position == position).values(data=bare))
    rounds(office, third)
    assert [(one.position, one.code) for one in exchange_notes.bad(database(third))] == [(position, "withheld")]


def _folder_of(session: Session, record: str) -> str:
    folder = folders.find(database(session), records.show(session, record).root, "ordinary")
    assert folder is not None
    return folder.id


def test_alone_nobody_cuts_in_a_folder_of_which_no_holder_is_known(pair: tuple[Session, Session], told: str) -> None:
    first, _ = pair
    folder = _folder_of(first, told)

    def forget(writing: Database) -> list[CutOrder]:
        writing.conn.execute("DELETE FROM folder_grant WHERE folder = ?", (folder,))
        alone = CutOrder(parcels=frozenset([b"x"]), desks=frozenset(), own=frozenset(["g"]))
        return cut_notes.lawful(writing, folder, [alone])

    assert first.vault.write(forget) == []
