# SPDX-License-Identifier: EUPL-1.2
"""Protection: who is in protection now has no name on anybody else's page or paper, however it was written before."""

from welfaredesk.base.clock import today
from welfaredesk.desk import lists
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.record import RecordType
from welfaredesk.store.derive import links_in


def hidden_in(session: Session, type_: RecordType, values: Values, *, page_of: str) -> set[str]:
    """Return whom a record links to and may not be named on the page of `page_of`, who is never hidden there."""
    named = {target for _, target in links_in(type_, values)} - {page_of}
    return lists.in_protection(session, sorted(named))


def without_names(values: Values, hidden: set[str], *, said: str = "") -> dict[str, Value]:
    """Return values whose links to the hidden ones are called what `said` says instead of their title."""
    return {name: _unnamed(value, hidden, said) for name, value in values.items()}


def cautions_of(session: Session, values: Values) -> list[dict[str, Value]]:
    """Return the avvertenze of a person that have not ended, reserved ones too."""
    day = today(session.clock).isoformat()
    every = [*(values.get("cautions") or []), *(values.get("reserved_cautions") or [])]
    return [one for one in every if (one.get("until") or day) >= day]


def address_is_secret(session: Session, values: Values) -> bool:
    """Tell whether nobody may read on paper where a person lives."""
    warned = any(one.get("kind") == "protected_address" for one in cautions_of(session, values))
    return warned or bool(values.get("in_protection"))


def _unnamed(value: Value, hidden: set[str], said: str) -> Value:
    if isinstance(value, list):
        return [_unnamed(one, hidden, said) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("id") in hidden:
        return value | {"title": said}
    return without_names(value, hidden, said=said)
