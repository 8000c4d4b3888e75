# SPDX-License-Identifier: EUPL-1.2
"""When a contract may be sent out and signed, and the text by which paper and program are compared."""

from collections.abc import Mapping
from typing import Any

from welfaredesk.base.errors import BadInput
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.act_rules import Acted, ActRule
from welfaredesk.desk.kept_copies import standing_copy
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.domain.changes import said
from welfaredesk.domain.frozen import copy_hash
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.contract_path import CONTRACT_PATH
from welfaredesk.domain.records.contract import WORDS
from welfaredesk.domain.signing import names_of, of_the_family, printed_anew, signers_in, who_refuses
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

EMPTY = N_("Il contratto non dice ancora che cosa si è deciso insieme")
NO_SIGNERS = N_("Non è scritto chi firma")
NO_FAMILY = N_("Tra chi firma non c'è né la persona né la famiglia: prima si aggiunge chi di loro firma")
CHANGED = N_("Il testo è cambiato dopo la stampa: va riportato in bozza e stampato di nuovo")
REFUSING = N_("Non firma: {who}.")
NO_PAPER = N_(
    "Dove si trova la carta firmata: manca. Scrivi dove si conserva, o prima aggiungi la copia scansionata, o il "
    "disegno della firma se l'ente lo usa"
)
NAMING = ("name", "signs_as")
"""What of a signer is on the paper before anybody signs."""
PRINTED = ("number", "edition", "project_version", *WORDS)


def text_of(values: Values) -> dict[str, Value]:
    """Return what of a contract is on the paper that people sign: its words, its number, and who is to sign."""
    signers = [{name: row.get(name) for name in NAMING} for row in as_rows(values.get("signers"))]
    return {name: said(values.get(name)) for name in PRINTED} | {"signers": signers}


def text_hash(values: Values) -> str:
    """Return the hash of the text of a contract, as 64 hexadecimal digits."""
    return copy_hash(text_of(values))


def issued_copy(database: Database, identity: str, values: Values) -> Mapping[str, Any] | None:
    """Return the contract as it was printed last, nothing for one that was not, or is a draft again."""
    if CONTRACT_PATH.state_of(values) == "draft" or not values.get("edition"):
        return None
    return standing_copy(database, identity, field="edition")


def signed_copy(database: Database, identity: str) -> Mapping[str, Any] | None:
    """Return the contract as it was signed, nothing for one that was not."""
    return standing_copy(database, identity, field="signed_on")


def changed_since_issued(database: Database, identity: str, values: Values) -> list[str]:
    """Return the parts of the text that are not as they were printed last."""
    copy = issued_copy(database, identity, values)
    if copy is None:
        return []
    before, now = text_of(copy), text_of(values)
    return [name for name in before if before[name] != now[name]]


def _issue_why(_session: Session, _database: Database, acted: Acted) -> str:
    if not any(acted.values.get(name) for name in WORDS):
        return tr(EMPTY)
    signers = signers_in(acted.values)
    if not signers:
        return tr(NO_SIGNERS)
    return "" if of_the_family(signers) else tr(NO_FAMILY)


def _issue_adds(_session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    project = read_row(database, type_named("project"), acted.root) or {}
    return _unsigned(acted.values) | {"project_version": project.get("version")}


def _take_back_adds(_session: Session, _database: Database, acted: Acted) -> dict[str, Value]:
    return _unsigned(acted.values)


def _unsigned(values: Values) -> dict[str, Value]:
    """Return the signers as nobody has signed yet."""
    rows = list(printed_anew(signers_in(values)))
    return {"signers": rows} if rows else {}


def _unchanged(_session: Session, database: Database, acted: Acted) -> str:
    return tr(CHANGED) if changed_since_issued(database, acted.id, acted.values) else ""


def _refused_fills(_session: Session, _database: Database, acted: Acted) -> dict[str, Value]:
    refusing = who_refuses(acted.values)
    known = tr(REFUSING).format(who=names_of(refusing)) if refusing else None
    return {"refused_what": acted.values.get("refused_what") or known}


def _sign_adds(_session: Session, _database: Database, acted: Acted) -> dict[str, Value]:
    signed = [row for row in as_rows(acted.values.get("signers")) if row.get("state") == "signed"]
    kept = acted.values.get("scan") or acted.values.get("paper_place")
    if not kept and not all(row.get("where") or row.get("means") == "drawing" for row in signed):
        raise BadInput(problems=tr(NO_PAPER))
    return {}


CONTRACT: dict[str, ActRule] = {
    "issue": ActRule(why=_issue_why, adds=_issue_adds),
    "sign": ActRule(why=_unchanged, adds=_sign_adds),
    "refuse-part": ActRule(why=_unchanged, fills=_refused_fills),
    "take-back": ActRule(adds=_take_back_adds),
}
