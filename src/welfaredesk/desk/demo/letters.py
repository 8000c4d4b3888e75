# SPDX-License-Identifier: EUPL-1.2
"""The letters of the demo ente: a relazione that was sent, an invio still a draft, a convocazione that was issued."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from welfaredesk.base.places import resources_folder
from welfaredesk.desk import acts, records
from welfaredesk.desk.demo.territory import Calendar
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session


class Written(msgspec.Struct, frozen=True):
    """A letter: about which of the persons, what it says, and how far it went so many days ago."""

    person: int
    kind: str
    subject: str
    addressee: str
    address: str
    body: str
    facts: str
    third_parties: str
    third_parties_who: str
    evaluation: str
    data: list[str]
    reason: str
    protocol: str
    ago: int
    state: str


def write_letters(session: Session, *, persons: Sequence[str], calendar: Calendar) -> None:
    """Write the letters as people do, act by act.

    Args:
        session: the desk of the demo ente.
        persons: whom they are about, those of the pictures first.
        calendar: the days, seen from now.
    """
    texts = msgspec.json.decode((resources_folder() / "demo" / "letters.json").read_bytes(), type=list[Written])
    for one in texts:
        if one.person < len(persons):
            _write(session, one, person=persons[one.person], calendar=calendar)


def _write(session: Session, one: Written, *, person: str, calendar: Calendar) -> None:
    day = calendar.working_day(calendar.today - timedelta(days=one.ago)).isoformat()
    said = {
        "kind": one.kind,
        "subject": one.subject,
        "dated": day,
        "addressee_text": one.addressee,
        "addressee_address": one.address,
        "body": one.body,
        "facts": one.facts,
        "third_parties": one.third_parties,
        "third_parties_who": one.third_parties_who,
        "evaluation": one.evaluation,
        "shared_data": one.data,
    }
    made = records.add(session, type_named("letter"), said | {"person": {"id": person}}, root=person).id
    if one.state in {"issued", "sent"}:
        acts.do(session, made, "issue", given={"issued_on": day, "addressee_reason": one.reason})
    if one.state == "sent":
        given = {"sent_on": day, "sent_means": "pec", "protocol_number": one.protocol, "protocol_on": day}
        acts.do(session, made, "send", given=given)
