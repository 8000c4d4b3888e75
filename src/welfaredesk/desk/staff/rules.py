# SPDX-License-Identifier: EUPL-1.2
"""The rules of the acts of a staff di progetto, by type and act."""

from welfaredesk.desk.access.rules import REQUESTS
from welfaredesk.desk.act_rules import NO_RULE, ActRule
from welfaredesk.desk.correspondence.rules import LETTERS
from welfaredesk.desk.handover.rules import CARE, HANDOVERS, REFERRALS
from welfaredesk.desk.plan.rules import PLANS
from welfaredesk.desk.staff.convening import CONVENE
from welfaredesk.desk.staff.minutes_rules import ANSWERS, MINUTES
from welfaredesk.desk.staff.review import REVIEW

RULES: dict[str, dict[str, ActRule]] = {
    "sitting": {"convene": CONVENE},
    "minutes": MINUTES | REVIEW,
    "confirmation": ANSWERS,
    "access_request": REQUESTS,
    **PLANS,
    "handover": HANDOVERS,
    "care_episode": CARE,
    "referral": REFERRALS,
    "letter": LETTERS,
}


def rule_of(type_name: str, action: str) -> ActRule:
    """Return what an act needs besides the table of its type, which is nothing for most."""
    return RULES.get(type_name, {}).get(action, NO_RULE)
