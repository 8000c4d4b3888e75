# SPDX-License-Identifier: EUPL-1.2
"""Work of a desk that was shut out: it leaves with a receipt, and enters when whoever holds the case accepts it."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import delete

from tests.opened import add, giulia
from tests.unit.desk.exchange.lines import OddLine, lost, rubbish
from tests.unit.desk.exchange.office import Office, database, same, sound, staged
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.base.exchange_errors import DeskRevoked, NotAcceptedWhy
from welfaredesk.desk import apart_work, attachments, people, reading, records
from welfaredesk.desk.exchange import apart, ledger, notes, rescue, shutting
from welfaredesk.desk.exchange.shutting import ShutOut
from welfaredesk.desk.people_names import operator_names
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import Role
from welfaredesk.server.tables import APART
from welfaredesk.store import standing
from welfaredesk.store.exchange import kept_apart
from welfaredesk.sync.apart import ApartReceipt
from welfaredesk.sync.line import Answer


def two(office: Office, *roles: Role) -> tuple[Session, Session, str]:
    """Return the desk of a responsabile, that of an operator, and a cartella that both read."""
    person = staged(office, _two, *roles)
    first, second = office.desks
    return first, second, person


def _two(office: Office, *roles: Role) -> str:
    first = office.found()
    person = giulia(first)
    office.attach(first)
    office.round(office.enrol(first, roles=roles))
    return person


def shut(office: Office, first: Session, second: Session, *, wipe: bool = True, stolen: bool = False) -> ShutOut:
    """Revoke a desk, let it call, and return how it stands."""
    people.revoke(first, second.identity.desk, wipe=wipe, stolen=stolen)
    office.round(first)
    with pytest.raises(DeskRevoked):
        office.round(second)
    out = shutting.shut_out(second)
    assert out is not None
    return out


def test_the_work_of_a_revoked_desk_is_received_then_accepted_by_whoever_holds_the_case(office: Office) -> None:
    first, second, person = two(office)
    for text in ("Prima.", "Seconda.", "Terza."):
        text_id = add(second, "diary_entry", person=person, text=text)
    out = shut(office, first, second)
    assert (out.unsent, out.kept, out.lost, out.is_received) == (3, 3, 0, True)
    office.round(first)
    with pytest.raises(NotFound):
        records.show(first, text_id)
    (work,) = apart_work.waiting(first)
    assert (work.name, work.cause, work.entries, work.title) == ("Rossi, Two", "revoked", 3, "Ferrari, Giulia")
    assert (work.state, work.may_accept, work.root) == ("waiting", True, person)
    assert [words for one in apart_work.preview(first, work.id) for words in one.words if words[0] == "Testo"] == [
        ("Testo", "Prima."),
        ("Testo", "Seconda."),
        ("Testo", "Terza."),
    ]
    assert [line["record"] for line in reading.lines(first)][-1] == person
    with pytest.raises(NotFound):
        records.show(first, text_id)
    assert apart_work.accept(first, work.id) == 3
    assert [one.state for one in apart_work.waiting(first)] == ["leaving"]
    office.round(first)
    office.round(first)
    assert records.show(first, text_id).values["text"] == "Terza."
    assert apart_work.waiting(first) == []
    assert kept_apart.lines(database(first)) == []
    assert office.round(first).requests == 1
    sound(first)
    with pytest.raises(NotFound):
        apart_work.accept(first, work.id)


def test_two_who_accept_at_once_have_it_once(office: Office) -> None:
    first, second, person = two(office)
    third = office.enrol(first, name="three", roles=(Role.OPERATORE, Role.CASE_MANAGER))
    office.round(third)
    text = add(second, "diary_entry", person=person, text="Una volta sola.")
    shut(office, first, second)
    for session in (first, third):
        office.round(session)
        (work,) = apart_work.waiting(session)
        apart_work.accept(session, work.id)
    for _ in range(2):
        office.round(first)
        office.round(third)
    for session in (first, third):
        assert records.show(session, text).values["text"] == "Una volta sola."
        assert apart_work.waiting(session) == []
        assert notes.refused_items(database(session)) == []
        sound(session)
    assert same(first, third)


def test_what_is_not_accepted_stays_with_its_reason_and_may_be_accepted_later(office: Office) -> None:
    first, second, person = two(office)
    third = office.enrol(first, name="three", roles=(Role.OPERATORE, Role.CASE_MANAGER))
    office.round(third)
    text = add(second, "diary_entry", person=person, text="Da valutare.")
    shut(office, first, second)
    office.round(first)
    office.round(third)
    (work,) = apart_work.waiting(first)
    with pytest.raises(NotAcceptedWhy):
        apart_work.decline(first, work.id, "  ")
    apart_work.decline(first, work.id, "Colloquio non autorizzato.")
    (mine,) = apart_work.waiting(first)
    assert mine.state == "declined"
    assert mine.declined is not None
    office.round(first)
    office.round(third)
    (theirs,) = apart_work.waiting(third)
    assert theirs.declined is not None
    names = operator_names(third)
    assert (theirs.declined.name, theirs.declined.reason) == (
        names[first.identity.operator],
        "Colloquio non autorizzato.",
    )
    apart_work.accept(third, theirs.id)
    office.round(third)
    office.round(first)
    assert records.show(first, text).values["text"] == "Da valutare."
    assert apart_work.waiting(first) == []


def test_of_a_stolen_desk_nothing_leaves_and_nothing_is_shown(office: Office) -> None:
    first, second, person = two(office)
    add(second, "diary_entry", person=person, text="Prima del furto.")
    out = shut(office, first, second, stolen=True)
    assert (out.unsent, out.kept, out.lost, out.is_received) == (1, 0, 1, False)
    office.round(first)
    assert apart_work.waiting(first) == []


def test_a_desk_found_to_be_stolen_later_is_shown_no_more(office: Office) -> None:
    first, second, person = two(office)
    add(second, "diary_entry", person=person, text="Di chi?")
    shut(office, first, second)
    office.round(first)
    (work,) = apart_work.waiting(first)
    people.revoke(first, second.identity.desk, stolen=True)
    office.round(first)
    assert apart_work.waiting(first) == []
    with pytest.raises(NotFound):
        apart_work.accept(first, work.id)


def test_a_cartella_that_only_the_revoked_desk_knew_is_read_and_accepted(office: Office) -> None:
    first, second, _ = two(office)
    fresh = giulia(second)
    out = shut(office, first, second)
    assert out.is_received
    office.round(first)
    (work,) = apart_work.waiting(first)
    assert (work.root, work.root_type, work.title) == (fresh, "person", "")
    assert any(("Cognome", "Ferrari") in one.words for one in apart_work.preview(first, work.id))
    apart_work.accept(first, work.id)
    for _ in range(2):
        office.round(first)
    assert records.show(first, fresh).title == "Ferrari, Giulia"
    assert apart_work.waiting(first) == []


def test_who_was_taken_out_of_a_group_leaves_his_work_and_learns_that_it_came(office: Office) -> None:
    first, second, person = two(office)
    desk = second.identity.desk
    text = add(second, "diary_entry", person=person, text="Scritta prima di saperlo.")
    people.remove_member(first, second.identity.operator, second.identity.groups["working"])
    office.round(first)
    office.round(second)
    (line,) = ledger.refused(second)
    assert "tenuta da parte" in line.reason
    assert shutting.shut_out(second) is None
    assert office.round(second).requests == 1
    office.round(first)
    (work,) = apart_work.waiting(first)
    assert (work.cause, work.entries) == ("removed", 1)
    assert apart_work.waiting(second) == []
    # Whoever writes in the folder meanwhile turns its key: what was sealed with the old one comes all the same.
    add(first, "diary_entry", person=person, text="Con la chiave nuova.")
    office.round(first)
    apart_work.accept(first, work.id)
    office.round(first)
    office.round(first)
    assert records.show(first, text).values["text"] == "Scritta prima di saperlo."
    office.round(second)
    assert (ledger.refused(second), standing.count_unsent(database(second))) == ([], 0)
    assert second.identity.desk == desk


def test_an_operator_accepts_only_what_is_his_case(office: Office) -> None:
    first, second, person = two(office)
    third = office.enrol(first, name="three")
    office.round(third)
    add(second, "diary_entry", person=person, text="Chi la segue?")
    shut(office, first, second)
    office.round(third)
    (work,) = apart_work.waiting(third)
    assert not work.may_accept
    for act in (lambda: apart_work.accept(third, work.id), lambda: apart_work.decline(third, work.id, "No.")):
        with pytest.raises(NotAllowed):
            act()
    assert apart_work.preview(third, work.id)


def test_attachments_follow_and_the_desk_is_not_wiped_before(office: Office, tmp_path: Path) -> None:
    first, second, person = two(office)
    source = tmp_path / "relazione.pdf"
    source.write_bytes(b"%PDF- una relazione " * 2_000)
    document = add(second, "document", person=person, title="Relazione")
    attachments.attach(second, document, source)
    people.revoke(first, second.identity.desk, wipe=True)
    office.round(first)
    with pytest.raises(DeskRevoked):
        office.round(second)
    out = shutting.shut_out(second)
    assert out is not None
    assert (out.files, out.is_received) == (0, True)
    office.round(first)
    (work,) = apart_work.waiting(first)
    apart_work.accept(first, work.id)
    office.round(first)
    office.round(first, files=True)
    attachments.take_out(first, document, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == source.read_bytes()


def forged(answer: Answer) -> Answer:
    """Give a receipt that another key has signed."""
    receipt = msgspec.msgpack.decode(answer.whole(), type=ApartReceipt)
    data = msgspec.msgpack.encode(ApartReceipt(receipt.kept, receipt.refused, bytes(64)))
    return Answer(answer.status, answer.headers, iter([data]))


@pytest.mark.parametrize("change", [lost, forged, rubbish])
def test_without_a_receipt_nothing_counts_as_kept_until_the_next_call(
    change: Callable[[Answer], Answer], office: Office
) -> None:
    first, second, person = two(office)
    add(second, "diary_entry", person=person, text="Riprova.")
    people.revoke(first, second.identity.desk, wipe=True)
    office.round(first)
    with pytest.raises(DeskRevoked):
        office.round(second, OddLine(office.line, apart.PATH, change))
    out = shutting.shut_out(second)
    assert out is not None
    assert (out.kept, out.lost, out.is_received) == (0, 1, False)
    with pytest.raises(DeskRevoked):
        office.round(second)
    again = shutting.shut_out(second)
    assert again is not None
    assert again.is_received
    office.round(first)
    assert [one.entries for one in apart_work.waiting(first)] == [1]


def test_what_is_in_a_rescue_file_is_not_lost_with_the_archive(office: Office, tmp_path: Path) -> None:
    first, second, person = two(office)
    add(second, "diary_entry", person=person, text="Sulla chiavetta.")
    out = shut(office, first, second, stolen=True)
    assert (out.lost, out.saved) == (1, 0)
    rescue.export(second, tmp_path / "da-inviare.wdr")
    out = shut_out_of(second)
    assert (out.lost, out.saved, out.is_received) == (0, 1, False)


def shut_out_of(session: Session) -> ShutOut:
    out = shutting.shut_out(session)
    assert out is not None
    return out


def test_a_server_that_was_put_back_and_forgot_them_takes_them_from_a_colleague(office: Office) -> None:
    """Once a colleague was told, the parcels lie at her desk too: the author's may be wiped."""
    first, second, person = two(office)
    text = add(second, "diary_entry", person=person, text="Sopravvive.")
    shut(office, first, second)
    office.round(first)
    with office.server.ledger.writing() as connection:
        connection.execute(delete(APART))
    office.round(first)
    (work,) = apart_work.waiting(first)
    apart_work.accept(first, work.id)
    for _ in range(2):
        office.round(first)
    assert records.show(first, text).values["text"] == "Sopravvive."


def test_much_work_leaves_in_pieces(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, person = two(office)
    other = giulia(first)
    office.round(first)
    office.round(second)
    for whose in (person, other):
        add(second, "diary_entry", person=whose, text="Una parte.")
    monkeypatch.setattr(apart, "PIECE", 10)
    assert shut(office, first, second).is_received
    office.round(first)
    assert len(apart_work.waiting(first)) == 2
