# SPDX-License-Identifier: EUPL-1.2
"""What a record says of its passing to a colleague and back, for every type that can be handed over."""

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Field, Traits, choice, day, link


def handed_fields(section: str) -> dict[str, Field]:
    """Return the fields of the machine `handing`, by name, under a heading of their own."""
    traits = Traits(section=section)
    return {
        "handing": choice(N_("Consegne"), "handing", traits=traits),
        "handed_to": link(N_("Consegne a"), ("operator",), traits=traits),
        "handed_from": link(N_("Consegne da"), ("operator",), traits=traits),
        "handed_since": day(N_("Consegne dal"), traits),
        "handed_until": day(N_("Rientro previsto il"), traits),
    }
