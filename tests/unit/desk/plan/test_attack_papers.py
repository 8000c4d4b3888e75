# SPDX-License-Identifier: EUPL-1.2
"""No place of a plan or contract on paper lets a protected address through: goals, roles, signers, what was refused."""

from typing import Any

import pytest

from tests.unit.desk.plan.plans import active, contract
from tests.unit.desk.staff.made import do
from welfaredesk.base.casework_errors import AddressOnPaper
from welfaredesk.desk import records
from welfaredesk.desk.plan.page import project_page
from welfaredesk.desk.plan.papers import print_contract, print_project
from welfaredesk.desk.session import Session

HOME = "Si va in via dei Mulini 7"


def plan_of_a_hidden_girl(session: Session) -> str:
    made = active(session)
    home: list[dict[str, Any]] = [{"street": "Via dei Mulini 7"}]
    records.change(session, project_page(session, made).person, {"residence": home})
    return made


@pytest.mark.parametrize(
    "said",
    [
        {"goals": [{"goal": HOME}]},
        {"roles": [{"name": f"La zia, {HOME}", "role": "family"}]},
        {"budget": [{"what": HOME, "source": "comune", "committed": 1}]},
    ],
)
def test_an_address_in_a_row_stops_the_paper_of_a_plan(session: Session, said: dict[str, Any]) -> None:
    made = plan_of_a_hidden_girl(session)
    records.change(session, made, said)
    with pytest.raises(AddressOnPaper):
        print_project(session, made)


def test_an_address_beside_a_signer_or_in_what_was_refused_stops_the_contract(session: Session) -> None:
    made = plan_of_a_hidden_girl(session)
    agreed = contract(session, made)
    do(session, agreed, "refuse-part", refused_what=HOME)
    with pytest.raises(AddressOnPaper):
        print_contract(session, agreed)
    do(session, agreed, "take-back", take_back_reason="Si cambia")
    records.change(session, agreed, {"signers": [{"name": f"Zia, {HOME}", "signs_as": "relative"}]})
    with pytest.raises(AddressOnPaper):
        print_contract(session, agreed)
