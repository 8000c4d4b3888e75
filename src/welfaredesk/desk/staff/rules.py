# SPDX-License-Identifier: EUPL-1.2
"""The rules of the acts of a staff di progetto, by type and act."""

from welfaredesk.desk.act_rules import NO_RULE, ActRule
from welfaredesk.desk.staff.convening import CONVENE
from welfaredesk.desk.staff.minutes_rules import ANSWERS, MINUTES

RULES: dict[str, dict[str, ActRule]] = {
    "sitting": {"convene": CONVENE},
    "minutes": MINUTES,
    "confirmation": ANSWERS,
}


def rule_of(type_name: str, action: str) -> ActRule:
    """Return what an act needs besides the table of its type, which is nothing for most."""
    return RULES.get(type_name, {}).get(action, NO_RULE)
