# SPDX-License-Identifier: EUPL-1.2
"""The rules of the acts of a plan, by type and act."""

from welfaredesk.desk.act_rules import ActRule
from welfaredesk.desk.plan.contract_rules import CONTRACT
from welfaredesk.desk.plan.projects import PROJECT
from welfaredesk.desk.plan.reviews import REVIEW

PLANS: dict[str, dict[str, ActRule]] = {"project": PROJECT, "project_review": REVIEW, "contract": CONTRACT}
