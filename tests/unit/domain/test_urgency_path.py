# SPDX-License-Identifier: EUPL-1.2
"""The path of an urgency, every state and every action, written down a second time."""

from itertools import product

import pytest

from welfaredesk.domain.access import Deed
from welfaredesk.domain.judging import Actor, judged
from welfaredesk.domain.judging import Move as Moved
from welfaredesk.domain.machine import Go, No
from welfaredesk.domain.machines.urgency_path import URGENCY_PATH
from welfaredesk.domain.statement import Role

STATES = ["open", "sent", "requested", "decreed", "heard", "reopened", "closed", "intervention", "reported", "ended"]
LEADS = {
    "notify": "open sent requested decreed heard reopened - intervention reported -",
    "transmit": "sent - requested decreed heard sent - reported - -",
    "request-validation": "requested requested - decreed heard requested - - - -",
    "decree": "decreed decreed decreed - heard decreed - - - -",
    "hear": "heard heard heard heard - heard - - - -",
    "emergency-removal": "- - - - - - - open open -",
    "close": "closed closed closed closed closed closed - ended ended -",
    "reopen": "- - - - - - reopened - - intervention",
}
ACTIONS = {action.name: action for action in URGENCY_PATH.actions}
CASEWORKERS = {Role.OPERATORE, Role.CASE_MANAGER, Role.COORDINATORE, Role.RESPONSABILE}


def test_the_table_names_every_state_and_action() -> None:
    assert list(URGENCY_PATH.states) == STATES
    assert set(ACTIONS) == set(LEADS)
    assert all(action.deed is Deed.CONDUCT_CASES for action in ACTIONS.values())


@pytest.mark.parametrize(("name", "state"), list(product(LEADS, STATES)))
def test_an_action_leads_where_the_table_says_and_nowhere_else(name: str, state: str) -> None:
    expected = LEADS[name].split()[STATES.index(state)]
    answer = URGENCY_PATH.answer(ACTIONS[name], state)
    assert (answer == Go(expected)) if expected != "-" else isinstance(answer, No)


@pytest.mark.parametrize("role", list(Role))
def test_whoever_works_on_cases_marks_the_steps_and_nobody_else(role: Role) -> None:
    move = Moved(URGENCY_PATH, ACTIONS["transmit"])
    values = {"kind": "emergency_removal"}
    answer = judged([URGENCY_PATH], move, values=values, actor=Actor("anna", (role,)))
    assert isinstance(answer, Go) == (role in CASEWORKERS)


def test_what_an_urgency_is_says_where_it_begins() -> None:
    assert URGENCY_PATH.state_of({"kind": "emergency_removal"}) == "open"
    assert URGENCY_PATH.state_of({"kind": "criminal_report"}) == "intervention"
    assert URGENCY_PATH.state_of({}) == "intervention"
