# SPDX-License-Identifier: EUPL-1.2
"""The same-person link: two persons who are one, said reversibly."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Traits, Value, Values, day, link, long_text
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import Problem, record

ITSELF = N_("Le due schede sono la stessa: scegli l'altra")


def distinct_problems(values: Values) -> Iterator[Problem]:
    """Stop a link of a person with itself."""
    first, second = values.get("person"), values.get("other")
    if isinstance(first, dict) and isinstance(second, dict) and first.get("id") == second.get("id"):
        yield Problem("other", ITSELF)


@record(
    "same_person",
    N_("Stessa persona"),
    plural=N_("Stesse persone"),
    roots=("person",),
    root_link="person",
    title=first_of("other", "person"),
    icon="link",
    checks=(distinct_problems,),
)
class SamePerson:
    """Two records of one person, joined without touching either; retiring the link undoes it."""

    person: Annotated[
        dict[str, Value] | None, link(N_("Persona"), ("person",), traits=Traits(required=True, listed=True))
    ] = None
    other: Annotated[
        dict[str, Value] | None,
        link(N_("È la stessa di"), ("person",), traits=Traits(required=True, listed=True)),
    ] = None
    since: Annotated[str | None, day(N_("Unite il"), Traits(listed=True, fills="today"))] = None
    reason: Annotated[str, long_text(N_("Perché"))] = ""
