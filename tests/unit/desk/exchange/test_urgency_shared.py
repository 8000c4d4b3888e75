# SPDX-License-Identifier: EUPL-1.2
"""An urgency between two desks and a server: nobody hears of it, then it is shared and ticked on both at once."""

import pytest

from tests.opened import add
from tests.unit.desk.exchange.office import Office
from welfaredesk.base.errors import NotFound
from welfaredesk.desk import acts, clashes, granting, lists, records, urgencies
from welfaredesk.desk.session import Session
from welfaredesk.desk.urgency_papers import ACT, issue
from welfaredesk.domain.kinds import RESERVED
from welfaredesk.store import folders

SECOND_BEFORE_MS = 40 * 60_000


def _knows(session: Session, urgency: str) -> bool:
    return folders.root_type_of(session.vault.read(), urgency) is not None


def _rounds(office: Office, *sessions: Session) -> None:
    for session in sessions:
        office.round(session, files=True)


def test_it_stays_with_whoever_began_it_until_it_is_shared_and_two_ticks_are_one(office: Office) -> None:
    anna = office.found()
    office.attach(anna)
    bice = office.enrol(anna, name="two", groups=("Servizio sociale di base", "Coordinamento"))
    urgency = add(anna, "urgency", kind="emergency_removal", child_name="Bambina", safe_place="La Rondine")
    paper = issue(anna, urgency, ACT)
    _rounds(office, anna, bice, anna, bice)
    assert not _knows(bice, urgency)
    assert lists.find_words(bice, "rondine") == lists.find_words(bice, "bambina") == []
    assert urgencies.open_urgencies(bice) == []

    granting.grant(anna, urgency, anna.identity.groups["coordination"], circle=RESERVED)
    _rounds(office, anna, bice, bice)
    opened = urgencies.opened(bice, urgency)
    assert not opened.alone
    assert [one.id for one in opened.papers] == [paper.document]
    assert records.show(bice, urgency).values == records.show(anna, urgency).values

    acts.do(anna, urgency, "transmit", given={"sent_paper": "PEC 1"})
    office.clock.advance(ms=SECOND_BEFORE_MS)
    acts.do(bice, urgency, "transmit", given={"sent_paper": "PEC 2"})
    assert acts.offered(bice, urgency).provisional
    _rounds(office, anna, bice, anna)
    for one in (anna, bice):
        assert records.show(one, urgency).values["sent_paper"] == "PEC 1"
        assert not acts.offered(one, urgency).provisional
    assert {line.record for line in clashes.waiting(bice)} == {urgency}

    granting.ungrant(anna, urgency, anna.identity.groups["coordination"], circle=RESERVED)
    _rounds(office, anna, bice)
    with pytest.raises(NotFound):
        urgencies.opened(bice, urgency)
    assert not _knows(bice, urgency)
