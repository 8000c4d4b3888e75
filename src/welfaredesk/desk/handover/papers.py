# SPDX-License-Identifier: EUPL-1.2
"""The paper that goes with a cartella: who and until when, what is open, risks, last decisions, next appointments."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import cartella, lists, reading, records
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.handover.lines import HandoverPage, handover_page, stays_words
from welfaredesk.desk.handover.lines import Item as Now
from welfaredesk.desk.handover.reach import Shared, shared_with
from welfaredesk.desk.printing import HIDDEN, ente_name
from welfaredesk.desk.protection import address_is_secret, cautions_of, hidden_in, without_names
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.tasks import Decision, decisions_of
from welfaredesk.desk.wording import in_words
from welfaredesk.documents.cartella import Cartella, Item, Line, Part, Pdf, cartella_pdf
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import ORDINARY, Value, Values
from welfaredesk.domain.machines.care_path import CARE_PATH
from welfaredesk.domain.machines.task_path import TASK_PATH
from welfaredesk.domain.periods import full_day

TITLE, HANDS = N_("Passaggio di consegne: {name}"), N_("Da {giver} a {taker}")
WHO, PASSES, RISKS = N_("Consegne"), N_("Che cosa passa"), N_("Avvertenze e rischi")
CARE, DUE, NEXT, TASKS = N_("Presa in carico"), N_("Scadenze aperte"), N_("Prossimi appuntamenti"), N_("Compiti")
DECIDED = N_("Ultime decisioni dello staff")
WHAT, BY, NOW, WHO_DOES, OUTCOME = N_("Quale"), N_("Entro o quando"), N_("Adesso è di"), N_("Chi"), N_("Esito")
STAYS = N_("Resta a {who}")
ON_PAPER, ONLY_READ = N_("Su questo foglio"), N_("solo quello che legge chi riceve")
NONE = N_("Niente.")
CARE_SAID = (
    *("areas", "service", "mandate", "opened_on", "responsible_social_worker", "case_manager"),
    *("suspended_until", "notes"),
)
ROW_SAID = {
    "deadline": ("due_on", "due_at", "owner", "start_event", "source", "notes"),
    "appointment": ("when", "where", "operators", "notes"),
    "task": ("due_on", "operator", "owner"),
}
MOST = 40


def print_handover(session: Session, identity: str) -> Pdf:
    """Return the paper of a handover as a PDF (tagged, PDF/UA-1), whoever prints it; it is logged first.

    It holds what the receiver reads and this operator too, for it is the receiver's.

    Raises:
        NotFound: when it is not here, or is no handover.
    """
    page = handover_page(session, identity)
    reading.logged(session, "print", record=identity, root=page.line.person)
    codes = Codes(session)
    return cartella_pdf(
        Cartella(
            title=tr(TITLE).format(name=page.line.name),
            ente=ente_name(session),
            number=tr(HANDS).format(giver=page.line.giver_name, taker=page.line.taker_name),
            operator=session.identity.name,
            day=today(session.clock),
            parts=tuple(_parts(session, page, codes)),
        )
    )


def _parts(session: Session, page: HandoverPage, codes: Codes) -> Iterator[Part]:
    person = page.line.person
    whole = _plain(session, "person", records.show(session, person).values, person)
    # A proposal opens the cartella and where else something passes; a receiver without a desk reads it when he has one.
    passing = (one.root for one in page.items if one.circle == ORDINARY and one.root)
    shared = shared_with(session, page.line.taker, opened=(person, *passing))
    shown = cartella.page(session, person)
    # What protects an address counts also where the receiver does not read it.
    without = {"where"} if address_is_secret(session, whole) else set()
    yield Part(tr(WHO), (_who(page, codes),))
    told_items = (one for one in page.items if shared.reads(one.root, one.circle))
    yield _part(PASSES, (_item(codes.label("handover_part", one.part), _passes(one)) for one in told_items))
    stays = stays_words(page.stays, reserved=False)
    if stays:
        yield Part(tr(STAYS).format(who=page.line.giver_name), tuple(Item(one, "", ()) for one in stays))
    yield _part(RISKS, _cautions(session, shared.values(type_named("person"), whole, root=person), codes))
    care = [row for row in shared.rows(shown.episodes) if CARE_PATH.state_of(row) != "closed"]
    yield _part(CARE, (_row(session, "care_episode", row, CARE_SAID, codes) for row in care))
    yield _part(
        DUE, (_row(session, "deadline", row, ROW_SAID["deadline"], codes) for row in shared.rows(shown.deadlines))
    )
    meetings = [row for row in shared.rows(shown.appointments) if row.get("state") in (None, "planned")]
    told = [name for name in ROW_SAID["appointment"] if name not in without]
    yield _part(NEXT, (_row(session, "appointment", row, told, codes) for row in meetings))
    tasks = [
        row for row in shared.rows(lists.linked_from(session, person, "task")) if TASK_PATH.state_of(row) == "open"
    ]
    yield _part(TASKS, (_row(session, "task", row, ROW_SAID["task"], codes) for row in tasks))
    yield _part(DECIDED, (_item(one.what, _decided(one, codes)) for one in _decisions(session, person, shared)))


def _part(heading: str, some: Iterable[Item]) -> Part:
    return Part(tr(heading), tuple(some)[:MOST] or (Item(tr(NONE), "", ()),))


def _item(title: str, lines: Iterable[Line], remark: str = "") -> Item:
    return Item(title, remark, tuple(one for one in lines if one.text))


def _who(page: HandoverPage, codes: Codes) -> Item:
    type_, values = type_named("handover"), page.shown.values
    told = ("from_operator", "to_operator", "since", "until", "reason", "note", "accepted_on")
    lines = (
        Line(tr(type_.field(name).label), in_words(type_.field(name), values.get(name), codes=codes)) for name in told
    )
    holds = Line(tr(ON_PAPER), tr(ONLY_READ))
    return _item(page.line.name, (*lines, holds), codes.label("handover_state", page.line.state))


def _passes(one: Now) -> Iterator[Line]:
    yield Line(tr(WHAT), one.what)
    yield Line(tr(BY), full_day(date.fromisoformat(one.day)) if is_day(one.day) else "")
    yield Line(tr(NOW), one.holder_name)


def _cautions(session: Session, values: Values, codes: Codes) -> Iterator[Item]:
    rows = type_named("person").field("cautions")
    for one in cautions_of(session, values):
        kind = rows.row("kind")
        said = (Line(tr(part.label), in_words(part, one.get(part.name), codes=codes)) for part in rows.rows[1:])
        yield _item(in_words(kind, one.get("kind"), codes=codes), said)


def _row(session: Session, type_name: str, row: Values, names: Iterable[str], codes: Codes) -> Item:
    type_ = type_named(type_name)
    values = _plain(session, type_name, row, str(row["_root"]))
    title = str(row.get("_title") or tr(type_.label))
    fields = [type_.field(name) for name in names]
    return _item(title, (Line(tr(one.label), in_words(one, values.get(one.name), codes=codes)) for one in fields))


def _plain(session: Session, type_name: str, values: Values, root: str) -> Mapping[str, Value]:
    """Return values in which nobody else in protection is named."""
    said = {name: value for name, value in values.items() if not name.startswith("_")}
    return without_names(said, hidden_in(session, type_named(type_name), said, page_of=root), said=tr(HIDDEN))


def _decisions(session: Session, person: str, shared: Shared) -> list[Decision]:
    """Return what the latest minutes about a person decided."""
    situations = lists.linked_from(session, person, "situation")
    written = shared.rows(row for one in situations for row in lists.of_root(session, "minutes", str(one["_id"])))
    last = max((row for row in written if row.get("decisions")), key=lambda row: str(row.get("when") or ""), default={})
    return decisions_of(session.vault.read(), last)


def _decided(one: Decision, codes: Codes) -> Iterator[Line]:
    yield Line(tr(WHO_DOES), one.who)
    yield Line(tr(BY), full_day(one.due_on) if one.due_on else "")
    yield Line(tr(OUTCOME), codes.label("task_outcome", one.outcome) if one.outcome else one.note)
