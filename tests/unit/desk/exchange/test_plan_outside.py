# SPDX-License-Identifier: EUPL-1.2
"""A plan granted to who takes part in it: an educator of another group, and one from outside, without the cartella."""

from datetime import date

import pytest

from tests.unit.desk.exchange.office import Office, everybody, same
from tests.unit.desk.exchange.test_staff_outside import cells
from tests.unit.desk.exchange.test_who_may import ENTE_ROOTS, roots_here
from tests.unit.desk.plan.plans import active
from tests.unit.desk.staff.made import why_not
from tests.world.scanner import Scanner
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.desk import people, records
from welfaredesk.desk.plan.page import project_page
from welfaredesk.desk.plan.projects import new_project, share
from welfaredesk.domain.statement import Role


def test_who_takes_part_reads_the_plan_and_of_the_cartella_not_a_word(office: Office) -> None:
    first = office.found()
    office.attach(first)
    educator = office.enrol(first, name="two", groups=(), roles=(Role.OPERATORE,))
    until = people.end_of(first, date(2026, 12, 31))
    tutor = office.enrol(first, name="three", groups=(), roles=(Role.ESTERNO,), until_ms=until)
    everybody(office, first, educator, tutor, first)
    plan = active(first, needs="Parole sul progetto.")
    person = project_page(first, plan).person
    records.change(first, person, {"family_doctor": "Zugravescu"})
    roles = records.show(first, plan).values["roles"]
    more = [{"role": "educator", "operator": one.identity.operator} for one in (educator, tutor)]
    records.change(first, plan, {"roles": [*roles, *more]})
    assert len(project_page(first, plan).not_reading) == 2
    assert (share(first, plan), share(first, plan)) == (2, 0)
    assert project_page(first, plan).not_reading == ()
    everybody(office, first, educator, tutor)
    for session in (educator, tutor):
        page = project_page(session, plan)
        assert (page.name, page.values["needs"]) == ("Ferrari, Giulia", "Parole sul progetto.")
        assert roots_here(session) == ENTE_ROOTS | {"project"}
        assert list(Scanner(["Zugravescu"]).data(cells(session), "the vault")) == []
        with pytest.raises(NotFound):
            records.show(session, person)
    assert why_not(educator, plan, "approve") == "Lo fanno il coordinatore e il responsabile"
    assert why_not(tutor, plan, "start-review").startswith("Lo fa chi lavora sui casi")
    with pytest.raises(NotAllowed):
        new_project(tutor)
    actions = records.show(tutor, plan).values["actions"]
    records.change(tutor, plan, {"actions": [actions[0] | {"state": "under_way"}, *actions[1:]]})
    everybody(office, tutor, first)
    assert same(first, tutor)
    assert project_page(first, plan).changed == ("roles",)
