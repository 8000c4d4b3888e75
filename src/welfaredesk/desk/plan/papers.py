# SPDX-License-Identifier: EUPL-1.2
"""Papers of a plan: the project, and the contract in large print; logged before they are made."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from welfaredesk.base.casework_errors import AddressOnPaper
from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import acts, lists, reading
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.correspondence.addressee import ADDRESS, STREET, judged
from welfaredesk.desk.plan.contract_rules import issued_copy
from welfaredesk.desk.plan.contract_text import spoken_name
from welfaredesk.desk.plan.contracts import ContractPage, Signer, contract_page
from welfaredesk.desk.plan.lines import ActionLine, GoalLine, MoneyLine
from welfaredesk.desk.plan.page import ProjectPage, ReviewLine, project_page
from welfaredesk.desk.printing import ente_name
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.wording import in_words
from welfaredesk.documents.cartella import Line, Pdf
from welfaredesk.documents.contract import ContractPaper, SignatureLine, contract_pdf
from welfaredesk.documents.passages import Passage
from welfaredesk.documents.staff import StaffPaper, staff_pdf
from welfaredesk.domain import signing
from welfaredesk.domain.frozen import copy_hash, hash_words
from welfaredesk.domain.money import euro_words
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.plan_rows import agreed
from welfaredesk.domain.records.contract import WORDS
from welfaredesk.store.derive import links_in
from welfaredesk.store.rows import read_row

BETWEEN = " · "
PROJECT, COPY = N_("Progetto personalizzato {number}"), N_("Copia del servizio")
VERSION, FINGERPRINT = N_("versione {version}"), N_("Impronta del testo: {hash}")
STALE = N_("Cambiato dopo l'approvazione: va approvato di nuovo.")
UNAPPROVED = N_("Non è ancora approvato: può ancora cambiare.")
PROVISIONAL = N_("Provvisorio: manca la ricevuta del server.")
NUMBER, OF_PROJECT = N_("Contratto {number}, stampa {edition}"), N_("Dal progetto {number}, versione {version}")
DRAFT_NUMBER, FROM_PROJECT = N_("Contratto {number}, bozza"), N_("Dal progetto {number}")
DRAFT = N_("Bozza: serve per leggerla insieme, non è ancora da firmare.")
REFUSED, WITHDRAWN = N_("Rifiutato in parte il {day}: {what}"), N_("Ritirato il {day}: {what}")
TEXT_CHANGED = N_("Questo è il testo pronto da firmare; in archivio qualcuno lo ha cambiato dopo.")
SIGNED_ON, SIGNED = N_("Ha firmato il {day}."), N_("Ha firmato.")
NOT_SIGNING = {
    signing.REFUSED: N_("Non firma"),
    signing.UNABLE: N_("Non può firmare"),
    signing.UNREACHABLE: N_("Non ha firmato perché non è raggiungibile"),
    signing.DECEASED: N_("Non ha firmato perché non è più in vita"),
}
DRAWN = N_("Ha fatto sullo schermo un disegno della firma: non è una firma elettronica.")
GOALS_OF, LOOSE, BUDGET = N_("Obiettivi a {horizon}"), N_("Altre azioni"), N_("Budget")
SEEN, REACHED, WITHIN = N_("si vede da: {indicator}"), N_("raggiunto: {reached}"), N_("entro il {day}")
SUM, TOTAL = N_("assegnato {committed}, speso {spent}, resta {left}"), N_("In tutto")
ROLES, REVIEWS = N_("Chi ne fa parte"), N_("Verifiche")
NO_HORIZON = N_("Obiettivi")
BEFORE, AFTER = ("needs", "wishes"), ("family_resources", "community_resources")
PERIOD = ("starts_on", "ends_on", "review_months", "next_review_on")


def print_contract(session: Session, identity: str) -> Pdf:
    """Return a contract on paper as it was sent out, or as it stands while it is a draft, which it then says.

    Raises:
        NotFound: when no contract of that id is here.
        AddressOnPaper: when its words would tell an address that is protected.
    """
    page = contract_page(session, identity)
    database, codes = session.vault.read(), Codes(session)
    printed = issued_copy(database, identity, page.shown.values) or page.values
    type_ = type_named("contract")
    passages = [Passage(tr(type_.field(name).label), (), str(printed[name])) for name in WORDS if printed.get(name)]
    notes, signers = "\n".join(_contract_notes(page)), [_signature(one, codes) for one in page.signers]
    _stop_at_address(
        session, page.project, passages, more=[notes, *(part for one in signers for part in (one.name, one.done))]
    )
    reading.logged(session, "print", record=identity, root=page.project)
    number, edition = str(printed.get("number") or ""), printed.get("edition")
    version = printed.get("project_version")
    draft = page.state == "draft"
    paper = ContractPaper(
        subject=spoken_name(_name_on_paper(session, page.person) or page.name),
        number=tr(DRAFT_NUMBER if draft else NUMBER).format(number=number, edition=edition),
        project=tr(OF_PROJECT if version else FROM_PROJECT).format(number=page.project_number, version=version),
        note=notes,
        ente=ente_name(session),
        operator=session.identity.name,
        day=today(session.clock),
        fingerprint=tr(FINGERPRINT).format(hash=hash_words(page.digest)) if page.digest else "",
        passages=tuple(passages),
        signers=signers,
    )
    return contract_pdf(paper)


def _contract_notes(page: ContractPage) -> Iterator[str]:
    if page.state == "draft":
        yield tr(DRAFT)
    if page.provisional:
        yield tr(PROVISIONAL)
    if page.changed:
        yield tr(TEXT_CHANGED)
    if page.values.get("refused_what"):
        yield tr(REFUSED).format(day=_day(page.values.get("refused_on")), what=page.values["refused_what"])
    if page.state == "withdrawn":
        yield tr(WITHDRAWN).format(
            day=_day(page.values.get("withdrawn_on")), what=page.values.get("withdrawal_reason") or ""
        )


def _signature(one: Signer, codes: Codes) -> SignatureLine:
    done = ""
    if one.state == "signed":
        done = tr(SIGNED_ON).format(day=_day(one.signed_on)) if one.signed_on else tr(SIGNED)
        done = f"{done} {tr(DRAWN)}" if one.means == "drawing" else done
    elif one.state in NOT_SIGNING:
        words = tr(NOT_SIGNING[one.state])
        done = f"{words}: {one.why.rstrip('.')}." if one.why else f"{words}."
    return SignatureLine(one.name, codes.label("signer_kind", one.signs_as) if one.signs_as else "", done)


def _day(value: object) -> str:
    return full_day(date.fromisoformat(str(value))) if value else "—"


def _name_on_paper(session: Session, person: str) -> str:
    """Return the name of the person whose own paper it is, where this desk holds the cartella."""
    line = next(iter(lists.person_lines(session, [person])), None) if person else None
    return line.name if line else ""


def _stop_at_address(session: Session, project: str, passages: Sequence[Passage], *, more: Iterable[str] = ()) -> None:
    """Stop a paper in whose words somebody wrote where one of those it is about lives, when that is protected."""
    lines = (line for one in passages for line in one.lines)
    every = (*(one.text for one in passages), *(part for one in lines for part in (one.label, one.text)), *more)
    said = "\n".join(every)
    database = session.vault.read()
    for person in _about(session, project):
        to_them = {"addressee": {"id": person}}
        verdict = judged(session, database, to_them, person=person, said=said)
        if {tr(ADDRESS), tr(STREET)} & {*verdict.stop, *verdict.unsure}:
            raise AddressOnPaper()


def _about(session: Session, project: str) -> list[str]:
    """Return the person of a project, and the members of its household."""
    database = session.vault.read()
    values = read_row(database, type_named("project"), project) or {}
    person, household = values.get("person"), values.get("household")
    found = [str(person["id"])] if isinstance(person, dict) else []
    if isinstance(household, dict):
        type_ = type_named("household")
        members = read_row(database, type_, str(household["id"])) or {}
        found += [target for _, target in links_in(type_, members)]
    return list(dict.fromkeys(found))


def print_project(session: Session, identity: str) -> Pdf:
    """Return a project on paper: goals with their actions, who takes part, the money, what was seen in the reviews.

    Raises:
        NotFound: when no project of that id is here.
        AddressOnPaper: when its words would tell an address that is protected.
    """
    page, codes = project_page(session, identity), Codes(session)
    passages = tuple(_passages(page, codes))
    _stop_at_address(session, identity, passages)
    reading.logged(session, "print", record=identity, root=identity)
    number = str(page.values.get("number") or "")
    version = [tr(VERSION).format(version=page.version)] if page.version else []
    kind = codes.label("project_kind", str(page.values.get("kind") or ""))
    copy = page.approved
    paper = StaffPaper(
        title=tr(PROJECT).format(number=number),
        subject=_name_on_paper(session, page.person) or page.name,
        held=BETWEEN.join([kind, codes.label("project_state", page.state), *version]),
        note=" ".join(_project_notes(session, page)),
        ente=ente_name(session),
        operator=session.identity.name,
        day=today(session.clock),
        fingerprint=tr(FINGERPRINT).format(hash=hash_words(copy_hash(agreed(copy)))) if copy else "",
        passages=passages,
        readers=[tr(COPY)],
    )
    return staff_pdf(paper)


def _project_notes(session: Session, page: ProjectPage) -> Iterator[str]:
    if page.approved is None or page.state in {"draft", "to_approve"}:
        yield tr(UNAPPROVED)
    if page.changed:
        yield tr(STALE)
    if acts.is_provisional(session, page.shown.id):
        yield tr(PROVISIONAL)


def _passages(page: ProjectPage, codes: Codes) -> Iterator[Passage]:
    type_, values = type_named("project"), page.values
    yield from _prose(page, BEFORE)
    period = [(type_.field(name), values[name]) for name in PERIOD if values.get(name)]
    if period:
        lines = (Line(tr(field.label), in_words(field, value, codes=codes)) for field, value in period)
        yield Passage(tr(type_.field("starts_on").section), tuple(lines))
    for horizon in dict.fromkeys(one.horizon for one in page.goals):
        some = [one for one in page.goals if one.horizon == horizon]
        label = codes.label("goal_horizon", horizon).lower() if horizon else ""
        heading = tr(GOALS_OF).format(horizon=label) if horizon else tr(NO_HORIZON)
        yield Passage(heading, tuple(line for one in some for line in _goal(one, codes)))
    if page.loose:
        yield Passage(tr(LOOSE), tuple(_action(one, codes) for one in page.loose))
    if page.roles:
        lines = (
            Line(one.name, BETWEEN.join(part for part in (_label(codes, "staff_role", one.role), one.does) if part))
            for one in page.roles
        )
        yield Passage(tr(ROLES), tuple(lines))
    if page.budget.lines:
        yield Passage(tr(BUDGET), tuple(_money(page, codes)))
    yield from _prose(page, AFTER)
    if page.reviews:
        yield Passage(tr(REVIEWS), tuple(_review(one, codes) for one in page.reviews))


def _prose(page: ProjectPage, names: Sequence[str]) -> Iterator[Passage]:
    type_, values = type_named("project"), page.values
    yield from (Passage(tr(type_.field(name).label), (), str(values[name])) for name in names if values.get(name))


def _review(one: ReviewLine, codes: Codes) -> Line:
    result = _label(codes, "review_result", one.result)
    return Line(_day(one.held_on), result or codes.label("project_review_state", one.state))


def _label(codes: Codes, name: str, code: str) -> str:
    return codes.label(name, code) if code else ""


def _goal(one: GoalLine, codes: Codes) -> Iterator[Line]:
    seen = tr(SEEN).format(indicator=one.indicator) if one.indicator else ""
    reached = tr(REACHED).format(reached=_label(codes, "goal_reached", one.reached).lower()) if one.reached else ""
    yield Line(one.goal, BETWEEN.join(part for part in (seen, reached, one.note) if part))
    yield from (_action(action, codes) for action in one.actions)


def _action(one: ActionLine, codes: Codes) -> Line:
    within = tr(WITHIN).format(day=full_day(one.due_on)) if one.due_on else ""
    state = _label(codes, "project_action_state", one.state)
    return Line("", BETWEEN.join(part for part in (one.what, one.who, within, one.service, state) if part))


def _money(page: ProjectPage, codes: Codes) -> Iterator[Line]:
    for one in page.budget.lines:
        label = BETWEEN.join(part for part in (_label(codes, "budget_source", one.source), one.what) if part)
        yield Line(label, _sum(one))
    yield Line(tr(TOTAL), _sum(page.budget.total))


def _sum(one: MoneyLine) -> str:
    committed, spent, left = (f"{euro_words(cents)} €" for cents in (one.committed, one.spent, one.left))
    return tr(SUM).format(committed=committed, spent=spent, left=left)
