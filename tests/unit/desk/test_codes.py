# SPDX-License-Identifier: EUPL-1.2
"""Code lists as an ente uses them: its own labels, additions, dates, and codes no longer offered."""

from datetime import date

from tests.opened import add
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.resources import code_lists
from welfaredesk.desk.session import Session

ON = date(2026, 10, 19)


def offered(codes: Codes, *, on: date = ON) -> dict[str, str]:
    """Return code and label of what a picker of kinds of alias offers."""
    return {one.code: one.label for one in codes.offered("alias_kind", on)}


def test_an_ente_names_adds_dates_and_hides_codes(session: Session) -> None:
    codes = Codes(session)
    shipped = [one.code for one in code_lists()["alias_kind"]]
    assert list(offered(codes)) == shipped
    add(session, "local_code", list_name="alias_kind", code=shipped[0], label="Come diciamo qui")
    add(session, "local_code", list_name="alias_kind", code=shipped[1], label="Nascosta", hidden=True)
    add(session, "local_code", list_name="alias_kind", code="soprannome", label="Soprannome", valid_from="2026-10-19")
    add(session, "local_code", list_name="alias_kind", code="vecchio", label="Vecchio", valid_to="2026-10-18")
    assert "soprannome" not in codes.known("alias_kind")
    codes.read_again()
    found = offered(codes)
    assert found[shipped[0]] == "Come diciamo qui"
    assert shipped[1] not in found
    assert list(found)[-1] == "soprannome"
    assert "soprannome" not in offered(codes, on=date(2026, 10, 18))
    assert "vecchio" in offered(codes, on=date(2026, 10, 18))
    assert codes.known("alias_kind") == {*shipped, "soprannome", "vecchio"}
    assert codes.label("alias_kind", shipped[1]) == "Nascosta"


def test_two_sub_ambiti_may_call_one_thing_by_two_names(session: Session) -> None:
    for label in ("SED", "ADM", "SED"):
        add(session, "local_code", list_name="alias_kind", code="educativa", label=label)
    assert Codes(session).label("alias_kind", "educativa") == "SED / ADM"


def test_a_code_is_offered_only_while_the_ente_says_so(session: Session) -> None:
    shipped = next(iter(code_lists()["alias_kind"])).code
    add(session, "local_code", list_name="alias_kind", code=shipped, label="Fino a ieri", valid_to="2026-10-18")
    codes = Codes(session)
    assert shipped not in offered(codes)
    assert offered(codes, on=date(2026, 10, 18))[shipped] == "Fino a ieri"


def test_a_code_that_is_no_more_is_not_offered_and_keeps_its_name(session: Session) -> None:
    codes = Codes(session)
    gone = next(one for one in code_lists()["anpr_work_position"] if one.valid_to is not None)
    assert gone.valid_to is not None
    now = {one.code for one in codes.offered("anpr_work_position", ON)}
    then = {one.code for one in codes.offered("anpr_work_position", gone.valid_to)}
    assert gone.code not in now
    assert gone.code in then
    assert codes.label("anpr_work_position", gone.code) == gone.label
    assert gone.code in codes.known("anpr_work_position")


def test_a_list_that_nobody_ships_is_empty(session: Session) -> None:
    codes = Codes(session)
    assert codes.known("nothing") == frozenset()
    assert codes.offered("nothing", ON) == []
    assert (codes.label("nothing", "x"), codes.icon("nothing", "x")) == ("x", "")
    assert codes.icon("caution_kind", "protected_address")
