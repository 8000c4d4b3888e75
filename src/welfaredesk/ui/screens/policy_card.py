# SPDX-License-Identifier: EUPL-1.2
"""The card of the settings that says what the technician fixed for this PC, and what of his file cannot be followed."""

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.policy import Policy, told
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.card import Card
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

TITLE = N_("Fissato dal tecnico")
LINE = N_("{label}: {value}")
SOURCE = N_("Vale per chiunque lavori su questo PC. Lo cambia chi amministra il PC, nel file {path}.")
PROBLEM = N_("Nel file del tecnico c'è da correggere: {problem}.")


class PolicyCard(Card):
    """Hidden where nothing is fixed and nothing is wrong."""

    def __init__(self, policy: Policy) -> None:
        super().__init__(tr(TITLE), gap=scale.S4)
        fixed = told(policy)
        for one in fixed:
            self.add(PlainLabel(tr(LINE).format(label=one.label, value=one.value), wrap=True))
        for problem in policy.problems:
            self.add(Banner(tr(PROBLEM).format(problem=problem), kind="attention"))
        if policy.path:
            self.add(PlainLabel(tr(SOURCE).format(path=policy.path), "meta", wrap=True))
        if not fixed and not policy.problems:
            self.hide()
