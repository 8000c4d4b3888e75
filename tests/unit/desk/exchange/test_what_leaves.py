# SPDX-License-Identifier: EUPL-1.2
"""What leaves and what comes back: batches in one request, attachments, refusals, the rescue file, the audit."""

from pathlib import Path

import msgspec
import pytest

from tests.opened import add, giulia
from tests.unit.desk.exchange.office import URL, Office, database, pair, same, sound
from welfaredesk.base.errors import BadFile, NotFound, PlaceTaken
from welfaredesk.base.exchange_errors import AlreadyAttached, DeskRevoked, NoServer, OtherServer, ServerRefuses
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import attachments, granting, people, reading, records
from welfaredesk.desk.exchange import ledger, notes, rescue, shutting
from welfaredesk.desk.exchange.joining import attach
from welfaredesk.desk.exchange.place import ServerPlace, keep_server
from welfaredesk.desk.exchange.round import exchange
from welfaredesk.desk.status import status_of
from welfaredesk.domain.statement import Role
from welfaredesk.store import standing
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import items
from welfaredesk.store.files import sealed_path


def test_a_hundred_saves_in_twenty_cartelle_are_one_request(office: Office) -> None:
    first, second, _ = pair(office)
    persons = [giulia(first) for _ in range(20)]
    office.round(first)
    office.round(second)
    for number in range(100):
        person = persons[number % 20]
        if number % 2:
            records.change(first, person, {"comune": f"Comune {number}"})
        else:
            add(first, "diary_entry", person=person, text=f"Colloquio numero {number} in ufficio, con la madre.")
    up = office.round(first)
    assert (up.requests, up.sent, standing.count_unsent(database(first))) == (1, 100, 0)
    down = office.round(second)
    assert (down.requests, down.received) == (1, 100)
    assert up.bytes_up < 20_000
    assert down.bytes_down < 20_000
    assert same(first, second)


def test_nothing_new_costs_less_than_a_kilobyte(office: Office) -> None:
    first, second, _ = pair(office)
    for desk in (first, second):
        office.round(desk)
        done = office.round(desk)
        assert done.requests == 1
        assert done.bytes_up + done.bytes_down < 700


def test_status_says_where_a_desk_stands(office: Office) -> None:
    first = office.found()
    assert status_of(first).last_exchange is None
    assert status_of(first).position is None
    giulia(first)
    office.attach(first)
    status = status_of(first)
    assert status.last_exchange == office.clock.now().iso()
    assert (status.unsent, status.refused) == (0, 0)
    assert status.position
    assert ledger.last_exchange(first) == office.clock.now()
    found = ledger.left(first)
    assert {one.state for one in found} == {"received"}
    assert ledger.filling(first).here == ledger.filling(first).total


def test_a_desk_without_a_server_says_so_and_one_with_a_server_takes_no_other(office: Office) -> None:
    first = office.found()
    with pytest.raises(NoServer):
        exchange(first)
    with pytest.raises(OtherServer):
        attach(first, URL, "00" * 32, line=office.line)
    with pytest.raises(NoServer):
        exchange(first)
    office.attach(first)
    with pytest.raises(AlreadyAttached):
        office.attach(first)
    second = office.enrol(first)
    with pytest.raises(AlreadyAttached):
        office.attach(second)


def test_an_attachment_travels_on_its_own_queue(office: Office, tmp_path: Path) -> None:
    first, second, person = pair(office)
    source = tmp_path / "relazione.pdf"
    source.write_bytes(b"%PDF- una relazione " * 40_000)
    document = add(first, "document", person=person, title="Relazione")
    attachments.attach(first, document, source)
    office.round(first)
    assert office.round(first).requests == 1
    office.round(second)
    value = attachments.value_of(second, document)
    assert not sealed_path(second.profile, str(value["sha256"])).exists()
    done = office.round(second, files=True)
    assert done.bytes_down > 700_000
    attachments.take_out(second, document, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == source.read_bytes()
    assert office.round(second, files=True).requests == 1


def test_the_audit_leaves_in_one_letter_that_only_its_group_reads(office: Office) -> None:
    first, second, person = pair(office)
    reading.opened(second, person)
    reading.logged(second, "print", record=person)
    assert office.round(second).requests == 1
    assert office.round(second).sent == 0
    assert items.unsent_letters(database(second)) == []
    office.round(first)
    letters = [one for one in items.letters_in(database(first)) if one.desk == second.identity.desk]
    said = msgspec.msgpack.decode(letters[-1].text)
    assert said["kind"] == "audit"
    assert [line[4] for line in said["lines"]][-2:] == ["open", "print"]
    assert items.letters_in(database(second)) == []


def test_what_a_dead_line_keeps_here_goes_with_a_colleague(office: Office, tmp_path: Path) -> None:
    first, second, person = pair(office)
    add(second, "diary_entry", person=person, text="Scritta senza linea.")
    fresh = giulia(second)
    file = tmp_path / "da-inviare.wdr"
    assert rescue.export(second, file) == standing.count_unsent(database(second)) > 1
    with pytest.raises(PlaceTaken):
        rescue.export(second, file)
    taken = rescue.take(first, file)
    assert taken == 2
    assert rescue.take(first, file) == 0
    with pytest.raises(NotFound):
        records.show(first, fresh)  # not folded without a position
    office.round(first)
    office.round(first)
    assert records.show(first, fresh).title == "Ferrari, Giulia"
    done = office.round(second)
    assert standing.count_unsent(database(second)) == 0
    assert done.refused == 0
    assert same(first, second)
    sound(first)
    sound(second)


@pytest.mark.parametrize("change", ["cut", "other", "bit", "tail"])
def test_a_rescue_file_that_is_none_is_refused(office: Office, tmp_path: Path, change: str) -> None:
    first, second, person = pair(office)
    add(second, "diary_entry", person=person, text="Scritta senza linea.")
    file = tmp_path / "da-inviare.wdr"
    rescue.export(second, file)
    data = file.read_bytes()
    bad = {
        "cut": data[:-5],
        "other": b"x" + data,
        "bit": data[:40] + b"\xff" + data[41:],
        "tail": data + b"\x07\x01\x90",
    }
    file.write_bytes(bad[change])
    with pytest.raises(BadFile):
        rescue.take(first, file)
    with pytest.raises(BadFile):
        rescue.take(first, tmp_path / "nessuno")


def test_a_parcel_that_the_server_refuses_is_kept_with_its_reason_and_can_be_tried_again(office: Office) -> None:
    first, second, person = pair(office)
    groups = second.identity.groups
    add(second, "diary_entry", person=person, text="Scritta mentre il gruppo perdeva la cartella.")
    assert granting.ungrant(first, person, groups["working"]) > 0
    office.round(first)
    note = add(second, "quick_note", text="Il mio foglio continua a partire.")
    done = office.round(second)
    assert done.refused == 1
    (line,) = ledger.refused(second)
    assert line.code == "not_yours"
    assert line.reason.endswith(".")
    assert standing.count_refused(database(second)) == 1
    assert status_of(second).refused == 1
    assert records.show(second, note).values["text"]
    office.round(second)
    assert len(ledger.refused(second)) == 1
    assert ledger.left(second)[0].state in {"received", "refused"}
    granting.grant(first, person, groups["working"])
    office.round(first)
    ledger.retry(second, line.id)
    with pytest.raises(NotFound):
        ledger.retry(second, derived_id("nessuno", "qui"))
    office.round(second)
    office.round(second)
    assert standing.count_refused(database(second)) == 0
    office.round(first)
    assert same(first, second)


def test_statements_of_two_desks_at_once_are_said_again_on_the_new_head(office: Office) -> None:
    first = office.found()
    office.attach(first)
    second = office.enrol(first, roles=(Role.OPERATORE, Role.RESPONSABILE))
    office.round(second)
    office.round(first)
    one = people.add_group(first, "Minori")
    two = people.add_group(second, "Anziani")
    office.round(first)
    office.round(second)
    office.round(first)
    assert {one, two} <= set(first.read_roster().groups) == set(second.read_roster().groups)
    assert items.unsent_statements(database(second)) == []


def test_a_revoked_desk_stops_writing_on_the_word_of_the_ente(office: Office) -> None:
    first, second, person = pair(office)
    add(second, "diary_entry", person=person, text="Non partirà.")
    people.revoke(first, second.identity.desk, wipe=True)
    office.round(first)
    assert shutting.shut_out(second) is None
    with pytest.raises(DeskRevoked):
        office.round(second)
    shut = shutting.shut_out(second)
    assert shut is not None
    assert (shut.wipe, shut.unsent) == (True, 1)
    with pytest.raises(DeskRevoked):
        add(second, "diary_entry", person=person, text="Non si scrive più.")
    assert records.show(second, person).title == "Ferrari, Giulia"


def test_a_server_that_does_not_know_a_desk_is_told_in_words(office: Office) -> None:
    first, _, person = pair(office)
    add(first, "diary_entry", person=person, text="Aspetta.")
    stranger = office.found("stranger")
    place = ServerPlace(URL, office.server.key.public)

    def pretend(database: Database) -> None:
        """Call at the server of another ente without a word of one's own."""
        keep_server(database, place)
        notes.begin(database)
        notes.put_uncertain(database, uncertain=True)

    stranger.vault.write(pretend)
    with pytest.raises(ServerRefuses) as caught:
        office.round(stranger)
    assert "non sono conosciuti" in caught.value.text
    assert standing.count_unsent(database(first)) == 1
