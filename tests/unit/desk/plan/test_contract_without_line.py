# SPDX-License-Identifier: EUPL-1.2
"""A contract printed while the server has not placed it says «provvisorio»; after the next round it does not."""

from tests.unit.desk.plan.plans import contract, project
from tests.unit.desk.test_enrolment import Office, office
from tests.unit.desk.test_printing import text_of
from tests.unit.desk.test_two_desks import boss, round_of
from welfaredesk.desk.plan.contracts import contract_page
from welfaredesk.desk.plan.papers import print_contract
from welfaredesk.desk.session import Session

__all__ = ["boss", "office"]


def test_a_contract_printed_without_a_line_says_that_it_is_provisional(office: Office, boss: Session) -> None:
    made = contract(boss, project(boss))
    before = text_of(print_contract(boss, made).data)
    assert "Provvisorio: manca la ricevuta del server." in before
    digest = contract_page(boss, made).digest
    round_of(boss, office)
    assert "rovvisorio" not in text_of(print_contract(boss, made).data)
    assert contract_page(boss, made).digest == digest
