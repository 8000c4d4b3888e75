# SPDX-License-Identifier: EUPL-1.2
"""Keys that were turned: whoever is granted a cartella later reads it whole, with every key that it ever had."""

from tests.opened import add, giulia
from tests.unit.desk.exchange.office import Office, database, everybody, sound
from welfaredesk.desk import granting, people
from welfaredesk.desk.exchange import odd
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.posting import own_group
from welfaredesk.desk.session import Session

BEFORE, AFTER = "Prima della chiave nuova.", "Dopo la chiave nuova."


def texts(session: Session) -> set[str]:
    """Return what the diary of this desk's cartelle says."""
    return {text for (text,) in database(session).conn.execute("SELECT text FROM r_diary_entry")}


def grants_kept(session: Session) -> int:
    """Return how many grants this desk knows of."""
    return int(database(session).conn.execute("SELECT count(*) FROM item WHERE kind = 'grant'").fetchone()[0])


def own(session: Session, operator: str) -> str:
    """Return the group of an operator alone."""
    group = own_group(roster_of(session), operator)
    assert group is not None
    return group


def turned(office: Office) -> tuple[Session, str]:
    """Return a desk with a cartella that was taken back from a group and then written in."""
    first = office.found()
    person = giulia(first)
    office.attach(first)
    second = office.enrol(first)
    add(first, "diary_entry", person=person, text=BEFORE)
    everybody(office, first, second)
    granting.ungrant(first, person, first.identity.groups["working"])
    add(first, "diary_entry", person=person, text=AFTER)
    everybody(office, first, second)
    assert texts(second) == set()
    return first, person


def test_a_cartella_granted_after_its_key_was_turned_is_read_whole(office: Office) -> None:
    first, person = turned(office)
    late = office.enrol(first, name="late", groups=())
    everybody(office, late, first)
    granting.grant(first, person, own(first, late.identity.operator))
    everybody(office, first, late, first)
    assert texts(late) == {BEFORE, AFTER}
    assert odd.odd_things(late) == []
    add(late, "diary_entry", person=person, text="Dalla collega.")
    everybody(office, late, first)
    assert texts(first) == texts(late)
    sound(late)


def test_two_who_grant_and_turn_without_knowing_leave_nobody_without_a_key(office: Office) -> None:
    first = office.found()
    person = giulia(first)
    office.attach(first)
    second = office.enrol(first, groups=["Coordinamento"])
    late = office.enrol(first, name="late", groups=())
    everybody(office, second, late, first, second)
    granting.grant(second, person, own(second, late.identity.operator))
    granting.ungrant(first, person, first.identity.groups["working"])
    add(first, "diary_entry", person=person, text=AFTER)
    everybody(office, first, second, late, first, second, late)
    assert texts(late) == texts(first) == texts(second) == {AFTER}
    assert odd.odd_things(late) == []
    add(late, "diary_entry", person=person, text=BEFORE)
    everybody(office, late, first, second, late, first, second)
    known = grants_kept(first), grants_kept(second)
    everybody(office, late, first, second)
    assert (grants_kept(first), grants_kept(second)) == known
    assert texts(first) == texts(second) == {BEFORE, AFTER}
    for session in (first, second, late):
        sound(session)


def test_who_is_granted_it_again_gets_the_keys_again(office: Office) -> None:
    first, person = turned(office)
    working = first.identity.groups["working"]
    granting.grant(first, person, working)
    everybody(office, first, office.desks[1], first)
    assert texts(office.desks[1]) == {BEFORE, AFTER}
    sound(office.desks[1])


def test_who_left_a_group_and_is_back_before_he_calls_reads_what_was_granted_meanwhile(office: Office) -> None:
    first = office.found()
    person = giulia(first)
    office.attach(first)
    second = office.enrol(first)
    third = office.enrol(first, name="three")
    everybody(office, second, third, first, second, third)
    working, him = first.identity.groups["working"], third.identity.operator
    people.remove_member(first, him, working)
    everybody(office, first, second)
    add(second, "diary_entry", person=person, text=AFTER)
    everybody(office, second, first)
    people.add_member(first, him, working)
    everybody(office, first, third, first, third)
    assert texts(third) == {AFTER}
    assert odd.odd_things(third) == []
    sound(third)
