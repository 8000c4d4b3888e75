# SPDX-License-Identifier: EUPL-1.2
"""Who takes part in a staff di progetto: the row of a member, and the rules for rows of members."""

from collections.abc import Iterable, Iterator, Mapping

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Field, Value, Values, choice, line, link
from welfaredesk.domain.names import link_title
from welfaredesk.domain.record import Problem

TWICE = N_("La stessa persona è indicata due volte")
NOBODY = N_("In una riga non è scritto chi è: serve il ruolo, il nome o l'ente")


def member_fields() -> dict[str, Field]:
    """Return the fields of a row that says who a member is; who has a desk here is named by it."""
    return {
        "role": choice(N_("Ruolo"), "staff_role"),
        "body": line(N_("Ente o servizio")),
        "name": line(N_("Cognome e nome")),
        "operator": link(N_("Operatore, se ha una postazione"), ("operator",)),
    }


def member_name(row: Values) -> str:
    """Return what a member is called: by name, else by the name of the operator, else by the body."""
    return str(row.get("name") or link_title(row.get("operator")) or row.get("body") or "")


def operator_of(row: Values) -> str:
    """Return the id of the operator that a row names, nothing for a member without a desk."""
    named = row.get("operator")
    return str(named["id"]) if isinstance(named, Mapping) and named.get("id") else ""


def _same(row: Values) -> tuple[str, str] | None:
    """Return what makes two rows one member: the desk, else name and body; nothing when only a role is said."""
    operator = operator_of(row)
    if operator:
        return operator, ""
    name = " ".join(str(row.get("name") or "").casefold().replace(",", " ").split())
    return (name, str(row.get("body") or "").casefold().strip()) if name else None


def member_problems(values: Values, field: str) -> Iterator[Problem]:
    """Stop a member who is named twice, and a row that names nobody."""
    known: set[tuple[str, str]] = set()
    for row in _rows(values.get(field)):
        if not (row.get("role") or member_name(row)):
            yield Problem(field, NOBODY)
            return
        same = _same(row)
        if same is not None and same in known:
            yield Problem(field, TWICE)
            return
        known |= {same} if same is not None else set()


def _rows(value: Value) -> Iterable[Values]:
    return value or ()
