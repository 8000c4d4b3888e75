# SPDX-License-Identifier: EUPL-1.2
"""Who signs a contract: who signed, who does not and why, who still has to, and what bars that it is called signed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machine import Bar

SIGNED, REFUSED = "signed", "refused"
UNABLE, UNREACHABLE, DECEASED = "unable", "unreachable", "deceased"
WITH_REASON = frozenset({UNABLE, UNREACHABLE})
"""Of whom it is said why he cannot sign; of one who died that alone is the reason."""
CANNOT = WITH_REASON | {DECEASED}
SETTLED = frozenset({SIGNED, REFUSED}) | CANNOT
NOBODY_SIGNED = N_("Nessuno ha ancora firmato: prima si segna chi ha firmato, e come")
WAITS_FOR = N_("Manca la firma di: {who}. Si segna chi ha firmato; per chi non firma, o non può, si scrive perché")
WAITED_FOR = N_("Manca la firma di: {who}. Si segna chi ha firmato, o «Non firma» per chi non firma o non può firmare")
NO_REASON = N_("Non è scritto perché non firma: {who}. Si scrive accanto al nome, in «Perché non firma»")
NO_FAMILY = N_(
    "Tra chi firma non c'è né la persona né la famiglia: si riporta in bozza, si aggiunge chi firma, e si stampa "
    "di nuovo"
)
NONE_OF_THE_FAMILY = N_(
    "Non ha firmato né la persona né la famiglia: non è un contratto firmato. Se non accettano, si segna come "
    "rifiutato in parte; se firma un altro al loro posto, si riporta in bozza e lo si aggiunge; se non serve più, si "
    "ritira"
)
NONE_HAD_SIGNED = N_("Non ha firmato né la persona né la famiglia: non è un contratto firmato, e resta com'è")
SOME_REFUSE = N_("Non firma: {who}. Prima si scrive che cosa non si accetta, con «Segna come rifiutato in parte»")
NO_NAME = N_("senza nome")


def signers_in(values: Values) -> list[dict[str, Any]]:
    """Return who is to sign a contract; whoever writes with another program may have put anything there."""
    said = values.get("signers")
    return [row for row in said if isinstance(row, dict)] if isinstance(said, list) else []


def names_of(rows: Sequence[Values]) -> str:
    """Return who some signers are, one after the other: in «Bianchi, Lucia» there is a comma."""
    return "; ".join(str(row.get("name") or tr(NO_NAME)) for row in rows)


def of_the_family(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the person, the family and whoever signs in their place: all but the professionals of the service."""
    return [row for row in rows if row.get("signs_as") != "professional"]


def still_signs(row: Values) -> bool:
    """Tell whether somebody still has to sign, or to say that he does not; a state of the ente's own says neither."""
    return _state(row) not in SETTLED


def says_no_reason(row: Values) -> bool:
    """Tell whether it is not written why somebody cannot sign."""
    return _state(row) in WITH_REASON and not str(row.get("why") or "").strip()


def who_refuses(values: Values) -> list[dict[str, Any]]:
    """Return who of the person and the family does not sign; a professional of the service refuses nothing."""
    return [row for row in of_the_family(signers_in(values)) if _state(row) == REFUSED]


def printed_anew(rows: Iterable[Values]) -> Iterator[dict[str, Value]]:
    """Give the signers of a new print: a signature is under one text; who cannot sign still cannot."""
    for row in rows:
        kept = {name: row[name] for name in ("_row", "name", "signs_as") if row.get(name)}
        cannot = {"state": row["state"], "why": row.get("why")} if _state(row) in CANNOT else {"state": "waiting"}
        yield kept | {name: said for name, said in cannot.items() if said}


def _state(row: Values) -> str:
    said = row.get("state")
    return said if isinstance(said, str) else ""


def _not_all_signed(values: Values) -> str:
    """Say who of those named has not signed and does not say so either; whoever refuses says first what."""
    rows = signers_in(values)
    if rows and not of_the_family(rows):
        return tr(NO_FAMILY)
    waiting, signed = [row for row in rows if still_signs(row)], _signed(rows)
    if not signed and (waiting or not rows):
        return tr(NOBODY_SIGNED)
    if waiting:
        return tr(WAITS_FOR).format(who=names_of(waiting))
    if unsaid := [row for row in rows if says_no_reason(row)]:
        return tr(NO_REASON).format(who=names_of(unsaid))
    return _refused(values) if of_the_family(signed) else tr(NONE_OF_THE_FAMILY)


def _not_all_had_signed(values: Values) -> str:
    """Say the same by rules 3: nobody could be marked as one who cannot sign, and no family had to be named."""
    rows = signers_in(values)
    signed = _signed(rows)
    if not signed:
        return tr(NOBODY_SIGNED)
    if waiting := [row for row in rows if _state(row) not in (SIGNED, REFUSED)]:
        return tr(WAITED_FOR).format(who=names_of(waiting))
    if of_the_family(rows) and not of_the_family(signed):
        return tr(NONE_HAD_SIGNED)
    return _refused(values)


def _signed(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if _state(row) == SIGNED]


def _refused(values: Values) -> str:
    refusing = who_refuses(values) if values.get("state") == "awaiting" else []
    return tr(SOME_REFUSE).format(who=names_of(refusing)) if refusing else ""


UNSIGNED = Bar(
    "`signers` name none of the family, or none of it signed; or somebody is still to sign, does not say why he "
    "cannot, or is `refused` and nothing was refused yet",
    _not_all_signed,
)
UNSIGNED_BEFORE = Bar(
    "somebody of `signers` is still to sign, or `refused` and nothing was refused yet", _not_all_had_signed
)
