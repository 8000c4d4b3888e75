# SPDX-License-Identifier: EUPL-1.2
"""Letters that no program of ours writes, rightly sealed and signed: kept as they came, and no page stumbles over."""

from typing import Any

import msgspec
import pytest

from tests.opened import giulia
from tests.unit.desk.exchange.office import Office, database, everybody
from welfaredesk.base.ids import derived_id
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk import on_call, posting, reading
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import Role
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import heard, items, rounds
from welfaredesk.store.exchange.heard import QuestionState
from welfaredesk.sync.letters import letter_id, seal_letter

FAR_MS, FAR_OFFSET = 2**53 - 1, 1440
RECORD = derived_id("record", "test")


def send(session: Session, group: str, said: dict[str, Any]) -> None:
    """Seal anything at all to a group, and let it leave with the next exchange."""
    line, me = session.read_roster().groups[group], session.identity

    def work(db: Database) -> None:
        letter = seal_letter(
            msgspec.msgpack.encode(said),
            ente=me.ente,
            group=group,
            epoch=line.epoch,
            public=line.public,
            desk=me.desk,
            n=rounds.last_letter(db) + 1,
            sign=SigningKey.from_bytes(me.sign),
        )
        items.keep_letter(db, letter_id(letter), msgspec.msgpack.encode(letter), utc_ms=0)

    session.vault.write(work)


def line_of(**changed: object) -> list[object]:
    """Return a reading as it travels, some of it said otherwise."""
    line = {
        "number": 1,
        "utc_ms": 1,
        "offset": 0,
        "operator": RECORD,
        "act": "opened",
        "record": RECORD,
        "root": RECORD,
    }
    return [*(line | changed).values(), None, None]


@pytest.mark.parametrize(
    "odd", [{"number": 2**64 - 1}, {"utc_ms": 2**63}, {"utc_ms": FAR_MS}, {"offset": FAR_OFFSET}, {"number": -1}]
)
def test_readings_of_no_number_and_no_time_are_kept_out_of_the_list(office: Office, odd: dict[str, object]) -> None:
    first = office.found()
    giulia(first)
    office.attach(first)
    second = office.enrol(first)
    audit = first.identity.groups["audit"]
    before = len(reading.lines(first))
    send(second, audit, {"kind": "audit", "lines": [line_of(**odd)]})
    send(second, audit, {"kind": "audit", "lines": [line_of()]})
    everybody(office, second, first)
    assert len(reading.lines(first)) == before + 1


def test_questions_answers_and_openings_of_no_time_are_not_heard(office: Office) -> None:
    first = office.found()
    giulia(first)
    office.attach(first)
    second = office.enrol(first, roles=(Role.OPERATORE, Role.COORDINATORE))
    everybody(office, second, first)
    mine = posting.own_group(second.read_roster(), second.identity.operator)
    hers = posting.own_group(first.read_roster(), first.identity.operator)
    assert mine is not None
    assert hers is not None
    coordination = first.identity.groups["coordination"]
    for when in ({"utc_ms": FAR_MS, "offset": 0}, {"utc_ms": 0, "offset": FAR_OFFSET}):
        asked = {"kind": "question", "id": second.ids.new(), "group": mine, "about": {"surname": "Neri"}, **when}
        send(second, coordination, asked)
        send(second, hers, {"kind": "opened", "record": RECORD, "group": mine, "why": "x", **when})
    about = {"surname": "Neri", "name": "Ugo", "birth": "2017-03-14\n"}
    asked = {"kind": "question", "id": second.ids.new(), "group": mine, "about": about, "utc_ms": 0, "offset": 0}
    send(second, coordination, asked)
    everybody(office, second, first)
    assert heard.questions(database(first), *QuestionState) == []
    assert on_call.told(first) == []
    assert [one.text for one in items.letters_in(database(first)) if b"2017-03-14\n" in one.text]
