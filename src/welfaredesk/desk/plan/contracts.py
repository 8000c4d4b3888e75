# SPDX-License-Identifier: EUPL-1.2
"""Contracts with the person and the family: begun from the plan, shown, with scan and drawings of signatures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.clock import today
from welfaredesk.base.errors import BadFile, BadInput, NotFound
from welfaredesk.base.ids import derived_id
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import acts, attachments, lists, reading, records
from welfaredesk.desk.act_writing import inside
from welfaredesk.desk.plan.contract_rules import PRINTED, changed_since_issued, issued_copy, signed_copy, text_hash
from welfaredesk.desk.plan.contract_text import first_signers, first_words
from welfaredesk.desk.records import Shown, type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.desk.staff.minutes import Note, notes_about
from welfaredesk.desk.staff.situations import PROTECTED, UNNAMED, name_in
from welfaredesk.desk.staff.writing import bring_up_to_date, make_once
from welfaredesk.domain.access import may_write
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.contract_path import CONTRACT_PATH, SENT_OUT
from welfaredesk.domain.periods import age
from welfaredesk.domain.records.contract import WORDS
from welfaredesk.domain.signing import names_of, says_no_reason, signers_in, still_signs
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

ADULT = 18
PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_DRAWING = 2 * 1024 * 1024
NOT_ON = N_("l'ente non usa il disegno della firma: si firma sulla carta")
NOT_OUT = N_("il disegno della firma si fa quando il contratto è pronto da firmare")
NOT_A_DRAWING = N_("non è un'immagine PNG")
TOO_LARGE = N_("è più grande di 2 MB")
NO_SIGNER = N_("non è tra chi firma questo contratto")
DRAWING_NAME = "disegno-firma.png"
NOT_SIGNED = N_("Non ha ancora firmato: {name}")
NO_REASON = N_("Non è scritto perché non firma: {name}")
NOT_APPROVED = N_("Il progetto non è ancora approvato")
OLDER = N_("Il progetto intanto è alla versione {version}: questo testo è di prima")
NO_SCAN = N_("Manca la copia scansionata della carta firmata")
EMPTY_PART = N_("Manca: {part}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs a contract; `why` says why he does not, and `drawing` is the record of what he drew on the screen.

    `waits` says that he still has to sign, or to say that he does not.
    """

    row: str
    name: str
    signs_as: str
    state: str
    signed_on: str
    means: str
    where: str
    why: str
    drawing: str
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractPage:
    """A contract as its page shows it: the copy that was signed once it is, with the hash of what was printed.

    `changed` names the parts of the text that are not as they were printed. `may_draw` says that the ente keeps
    drawings of signatures and this contract waits for them. `missing` says in sentences what is not there yet.
    """

    shown: Shown
    project: str
    project_number: str
    project_version: int
    name: str
    person: str
    state: str
    values: Values
    digest: str
    changed: tuple[str, ...]
    signers: tuple[Signer, ...]
    scan: str
    may_draw: bool
    provisional: bool
    missing: tuple[str, ...]
    notes: tuple[Note, ...]


def start_contract(session: Session, project: str) -> str:
    """Begin a contract from a project in its words, unless a draft is there already, and return its id.

    Raises:
        NotFound: when the project is not here.
        NotAllowed: when the operator's roles do not reach it.
    """
    shown = records.show(session, project)
    if shown.type.name != "project":
        raise NotFound()
    drafts = [row for row in lists.of_root(session, "contract", project) if CONTRACT_PATH.state_of(row) == "draft"]
    if drafts:
        return str(drafts[0]["_id"])
    name = name_in(session, shown.values)
    words = first_words(shown.values, settings=_settings(session))
    said: dict[str, Value] = {field: text for field, text in words.items() if text}
    unsaid = name in {tr(PROTECTED), tr(UNNAMED)}
    minor = _is_minor(session, shown.values)
    said["signers"] = first_signers(shown.values, person="" if unsaid else name, minor=minor)
    said["project_version"] = shown.values.get("version")
    return records.add(session, type_named("contract"), said, root=project).id


def _is_minor(session: Session, project: Values) -> bool:
    link = project.get("person")
    person = read_row(session.vault.read(), type_named("person"), str(link["id"])) if isinstance(link, dict) else None
    birth = (person or {}).get("birth")
    return bool(birth) and age(date.fromisoformat(str(birth)), today(session.clock)) < ADULT


def _settings(session: Session) -> Values:
    type_ = type_named("ente_settings")
    return read_row(session.vault.read(), type_, derived_id(session.identity.ente, type_.name)) or {}


def contract_page(session: Session, identity: str) -> ContractPage:
    """Return what the page of a contract shows; the reading is logged first.

    Raises:
        NotFound: when it is not here, or the operator's roles do not reach it.
    """
    shown = records.show(session, identity)
    if shown.type.name != "contract":
        raise NotFound()
    reading.opened(session, shown.root)
    database = session.vault.read()
    project = read_row(database, type_named("project"), shown.root) or {}
    state = CONTRACT_PATH.state_of(shown.values)
    signed = signed_copy(database, identity) if state == "signed" else None
    printed = issued_copy(database, identity, shown.values)
    values = dict(signed) if signed is not None else shown.values
    if signed is not None and printed is not None:
        # What people signed is the paper: a copy of the signing says no other words.
        values |= {name: printed.get(name) for name in PRINTED}
    person, signers = project.get("person"), tuple(_signers(session, shown, values))
    scan = shown.values.get("scan")
    return ContractPage(
        shown=shown,
        project=shown.root,
        project_number=str(project.get("number") or ""),
        project_version=int(project.get("version") or 0),
        name=name_in(session, project),
        person=str(person["id"]) if isinstance(person, dict) else "",
        state=state,
        values=values,
        digest=text_hash(printed) if printed is not None else "",
        changed=tuple(changed_since_issued(database, identity, shown.values)),
        signers=signers,
        scan=str(scan.get("name") or "") if isinstance(scan, dict) else "",
        may_draw=state in SENT_OUT and may_draw(session),
        provisional=acts.is_provisional(session, identity),
        missing=tuple(_missing(state, shown.values, signers, project=project)),
        notes=tuple(notes_about(session, shown, field="about")),
    )


def _signers(session: Session, shown: Shown, values: Values) -> Iterator[Signer]:
    drawn = {
        str(row.get("signer")): str(row["_id"])
        for row in lists.of_root(session, "signature_drawing", shown.root)
        if (row.get("contract") or {}).get("id") == shown.id and row.get("edition") == values.get("edition")
    }
    for row in as_rows(values.get("signers")):
        said = {name: str(row.get(name) or "") for name in ("name", "signs_as", "signed_on", "means", "where", "why")}
        identity, state = str(row.get("_row") or ""), str(row.get("state") or "waiting")
        yield Signer(row=identity, state=state, drawing=drawn.get(identity, ""), waits=still_signs(row), **said)


def _missing(state: str, values: Values, signers: tuple[Signer, ...], *, project: Values) -> Iterator[str]:
    version = int(project.get("version") or 0)
    if state == "draft" and not version:
        yield tr(NOT_APPROVED)
    if state in SENT_OUT and int(values.get("project_version") or 0) < version:
        yield tr(OLDER).format(version=version)
    type_ = type_named("contract")
    yield from (tr(EMPTY_PART).format(part=tr(type_.field(name).label)) for name in WORDS if not values.get(name))
    if state in SENT_OUT:
        yield from (tr(NOT_SIGNED).format(name=one.name) for one in signers if one.waits)
        yield from (tr(NO_REASON).format(name=names_of([row])) for row in signers_in(values) if says_no_reason(row))
    on_paper = any(one.state == "signed" and one.means != "drawing" for one in signers)
    if state == "signed" and on_paper and not values.get("scan"):
        yield tr(NO_SCAN)


def may_draw(session: Session) -> bool:
    """Tell whether the ente has said that signatures may be drawn on the screen; it is off unless it has."""
    return bool(_settings(session).get("drawn_signatures"))


def attach_scan(session: Session, contract: str, path: Path) -> None:
    """Keep the scan of the signed paper, also after the signing: everything else of a signed contract stays.

    Raises:
        BadFile: when the file cannot be read, or is larger than an attachment may be.
        ActRefused: when the contract is still a draft.
        NotFound: when the contract is not here.
    """
    offer = acts.offered(session, contract).offer("add-scan")
    if offer is None:
        raise NotFound()
    if not offer.allowed:
        raise ActRefused(why=inside(offer.why))
    acts.do(session, contract, "add-scan", given={"scan": attachments.sealed_file(session, path)})


def add_drawing(session: Session, contract: str, *, signer: str, image: bytes) -> str:
    """Keep what a signer drew on the screen, as an image, and mark that he signed by it; return the id of the record.

    Raises:
        BadInput: when the ente keeps no drawings, the contract does not wait for signatures, or nobody is in that row.
        BadFile: when the bytes are no PNG, or too many.
        NotFound: when the contract is not here.
    """
    shown = records.show(session, contract)
    rows = as_rows(shown.values.get("signers"))
    row = next((one for one in rows if one.get("_row") == signer), None)
    if not may_draw(session):
        raise BadInput(problems=tr(NOT_ON))
    if CONTRACT_PATH.state_of(shown.values) not in SENT_OUT or not may_write(session.identity.roles, "project"):
        raise BadInput(problems=tr(NOT_OUT))
    if row is None:
        raise BadInput(problems=tr(NO_SIGNER))
    if not image.startswith(PNG):
        raise BadFile(name=DRAWING_NAME, why=tr(NOT_A_DRAWING))
    if len(image) > LARGEST_DRAWING:
        raise BadFile(name=DRAWING_NAME, why=tr(TOO_LARGE))
    edition, day = shown.values.get("edition"), today(session.clock).isoformat()
    identity = derived_id(contract, f"drawing/{edition}/{signer}")
    kept = attachments.sealed_value(session, image, name=DRAWING_NAME)
    said: dict[str, Value] = {
        "contract": {"id": contract, "root": shown.root, "title": shown.title},
        "edition": edition,
        "signer": signer,
        "name": row.get("name"),
        "drawn_on": day,
        "image": kept,
    }
    signed = {"state": "signed", "signed_on": day, "means": "drawing"}
    signers = [dict(one) | signed if one is row else dict(one) for one in rows]

    def work(database: Database) -> None:
        made = make_once(session, database, "signature_drawing", identity=identity, root=shown.root, values=said)
        if not made:
            bring_up_to_date(session, database, identity, said)
        bring_up_to_date(session, database, contract, {"signers": signers})

    session.vault.write(work)
    session.tell(identity, contract)
    return identity
