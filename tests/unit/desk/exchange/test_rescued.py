# SPDX-License-Identifier: EUPL-1.2
"""Work that left in a rescue file and is tried again by its author: it arrives once, under the same desk."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.opened import add, giulia
from tests.unit.desk.exchange.office import Office, database, same, sound
from welfaredesk.desk import granting, records
from welfaredesk.desk.exchange import ledger, rescue
from welfaredesk.desk.session import Session
from welfaredesk.store import standing
from welfaredesk.store.exchange import outgoing


@dataclass(frozen=True)
class Refused:
    """Two desks, a cartella, and what the second wrote in it that the server refused."""

    first: Session
    second: Session
    person: str
    text: str


def refused_work(office: Office) -> Refused:
    """Return two desks, a cartella that the second lost for a while, and what she wrote in it meanwhile."""
    first = office.found()
    person = giulia(first)
    office.attach(first)
    second = office.enrol(first)
    office.round(second)
    text = add(second, "diary_entry", person=person, text="Scritta mentre il gruppo perdeva la cartella.")
    granting.ungrant(first, person, second.identity.groups["working"])
    office.round(first)
    assert office.round(second).refused == 1
    return Refused(first, second, person, text)


def forwarded(office: Office, first: Session, second: Session, file: Path) -> None:
    """Carry what waits at the second desk to the server, by the hands of the first."""
    assert rescue.export(second, file) > 0
    assert rescue.take(first, file) == 1
    office.round(first)


@pytest.mark.parametrize("sent", ["as it was", "made anew"])
def test_what_a_colleague_forwarded_and_its_author_tries_again_makes_no_new_desk(
    sent: str, office: Office, tmp_path: Path
) -> None:
    had = refused_work(office)
    first, second, person, text = had.first, had.second, had.person, had.text
    desk = second.identity.desk
    forwarded(office, first, second, tmp_path / "da-inviare.wdr")
    if sent == "made anew":
        # The author's parcel is made anew before its receipt comes: the key of the folder is another one now.
        (line,) = ledger.refused(second)
        assert second.vault.write(lambda there: outgoing.retry(there, bytes.fromhex(line.id)))
    granting.grant(first, person, second.identity.groups["working"])
    office.round(first)
    if sent == "as it was":
        (line,) = ledger.refused(second)
        ledger.retry(second, line.id)
    for _ in range(3):
        office.round(second)
    office.round(first)
    assert second.identity.desk == desk
    assert len(second.read_roster().desks) == 2
    assert standing.count_unsent(database(second)) == 0
    assert ledger.refused(second) == []
    assert records.show(first, text).values["text"].startswith("Scritta mentre")
    assert same(first, second)
    sound(second)
    office.round(second)
    add(second, "diary_entry", person=person, text="E si va avanti.")
    assert office.round(second).refused == 0
    office.round(first)
    assert same(first, second)
