# SPDX-License-Identifier: EUPL-1.2
"""The cards beside the diary: what is due, who lives there, who helps, papers, how to reach."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.cartella import CartellaShown, due
from welfaredesk.desk.households import Member
from welfaredesk.domain.access import Deed, may, may_write
from welfaredesk.domain.access_terms import answerable
from welfaredesk.domain.care_view import since
from welfaredesk.domain.machines.access_path import ACCESS_PATH
from welfaredesk.domain.machines.project_path import RUNNING
from welfaredesk.domain.machines.urgency_path import URGENCY_PATH
from welfaredesk.domain.names import link_title
from welfaredesk.domain.periods import age_words, day_words, full_day, moment_words
from welfaredesk.domain.urgency_clocks import is_over
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.links import PROTECTED
from welfaredesk.ui.parts.side_panel import PanelCard, PanelRow
from welfaredesk.ui.said import in_force
from welfaredesk.ui.screens.letter_card import letter_cards

ADD, EDIT = N_("Aggiungi"), N_("Modifica")
NOTHING_DUE = N_("Niente in scadenza")
NO_CARE = N_("Non è in carico")
SOON_DAYS = 7
PAPERS_SHOWN, PAST_SHOWN = 8, 6
KIND_TITLES = {"actual": N_("Nucleo di fatto"), "registry": N_("Nucleo anagrafico"), "isee": N_("Nucleo ISEE")}
HOUSEHOLD = N_("Nucleo")
READ_FIRST = N_("leggi l'avvertenza")
CALL_CAUTIONS = frozenset({"do_not_call_home", "safe_hours", "no_messages", "protected_address"})
SINCE = N_("dal {day}")
LEFT = N_("fino al {day}")
REFERENCE = N_("di riferimento")
MORE_ROWS = N_("Altri {count}")
MINUTES_OF = N_("Verbale: {day}")
ACCESS = N_("Accesso agli atti")
NEW_PROJECT, NO_PROJECT = N_("Nuovo progetto"), N_("Nessun progetto")
TO_APPROVE_AGAIN, NEXT_REVIEW = N_("Da riapprovare"), N_("Prossima verifica")
URGENCIES, URGENCY = N_("Urgenze"), N_("Urgenza {number}")


def cards_of(context: Context, shown: CartellaShown) -> list[PanelCard]:
    """Return the cards of a person, the ones that press first."""
    found = [*_urgencies(context, shown), _deadlines(context, shown)]
    found.extend(_appointments(context, shown))
    found.extend(_households(context, shown))
    found.append(_care(context, shown))
    found.append(_projects(context, shown))
    found.extend(_staff(context, shown))
    found.append(_network(context, shown))
    found.append(_documents(shown))
    found.append(_reach(context, shown))
    found.extend(letter_cards(context, shown))
    found.extend(_access(context, shown))
    found.extend(_past(context, shown))
    return found


def _urgencies(context: Context, shown: CartellaShown) -> Iterator[PanelCard]:
    """Give the urgencies of the person that this desk may read, the open ones with their state in a colour."""
    rows = []
    for row in shown.urgencies:
        state = context.codes.label("urgency_state", URGENCY_PATH.state_of(row))
        label = tr(URGENCY).format(number=row.get("number") or "")
        rows.append(PanelRow(label, state, str(row["_id"]), "" if is_over(row) else "attention"))
    if rows:
        yield PanelCard("urgencies", tr(URGENCIES), tuple(rows))


def _deadlines(context: Context, shown: CartellaShown) -> PanelCard:
    now = today(context.clock)
    rows = []
    for row in shown.deadlines:
        said = due(row)[:10]
        day = date.fromisoformat(said) if row.get("due_on") or row.get("due_at") else None
        left = (day - now).days if day else SOON_DAYS
        kind = "danger" if left < 0 else "attention" if left < SOON_DAYS else ""
        rows.append(PanelRow(str(row["_title"]), day_words(day, now) if day else "", str(row["_id"]), kind))
    return PanelCard("deadlines", tr(N_("Scadenze")), tuple(rows), tr(ADD), tr(NOTHING_DUE))


def _appointments(context: Context, shown: CartellaShown) -> Iterator[PanelCard]:
    if shown.appointments:
        now = today(context.clock)
        rows = (
            PanelRow(
                str(row.get("title") or row.get("where") or tr(N_("Appuntamento"))),
                moment_words(datetime.fromisoformat(row["when"]), now),
                str(row["_id"]),
            )
            for row in shown.appointments
        )
        yield PanelCard("appointments", tr(N_("Appuntamenti")), tuple(rows), tr(ADD))


def _households(context: Context, shown: CartellaShown) -> Iterator[PanelCard]:
    day = today(context.clock).isoformat()
    for household in shown.households:
        title = tr(KIND_TITLES.get(household.kind, HOUSEHOLD))
        if household.ended or not any(one.was_there(day) for one in household.own):
            end = household.ended or max((one.until or "" for one in household.own), default="")
            title = f"{title}, {tr(LEFT).format(day=full_day(date.fromisoformat(end)))}" if end else title
        rows = tuple(_member(context, one) for one in household.present(day))
        # Its form names everybody: with somebody in protection it is not reached from here.
        hidden = any(one.protected for one in household.members)
        yield PanelCard(f"household:{household.id}", title, rows, "" if hidden else tr(EDIT), icon="pencil")
    if not shown.households:
        yield PanelCard("household", tr(KIND_TITLES["actual"]), (), tr(ADD), tr(N_("Non si sa ancora con chi vive")))


def _member(context: Context, member: Member) -> PanelRow:
    relation = context.codes.label("household_relation", member.relation) if member.relation else ""
    relation = tr(REFERENCE) if member.relation == "reference" else relation
    if member.protected:
        return PanelRow(tr(PROTECTED), relation)
    label = f"{member.name} · {relation}" if relation else member.name
    age = age_words(date.fromisoformat(member.birth), today(context.clock)) if member.birth else ""
    return PanelRow(label, age, f"person:{member.person}" if member.person else "")


def _care(context: Context, shown: CartellaShown) -> PanelCard:
    rows = []
    for row in shown.episodes:
        status = context.codes.label("care_status", str(row.get("status") or "in_care"))
        service = link_title(row.get("service"))
        first = since(row)
        day = tr(SINCE).format(day=full_day(date.fromisoformat(first))) if first else ""
        rows.append(PanelRow(f"{status} · {service}" if service else status, day, str(row["_id"])))
        areas = ", ".join(context.codes.label("care_area", one) for one in row.get("areas") or [])
        if areas:
            rows.append(PanelRow(tr(N_("Area")), areas))
        worker = link_title(row.get("responsible_social_worker"))
        if worker:
            rows.append(PanelRow(tr(N_("Titolare")), worker))
    add = "" if shown.open_episode else tr(N_("Nuova presa in carico"))
    return PanelCard("care", tr(N_("Presa in carico")), tuple(rows), add, tr(NO_CARE))


def _projects(context: Context, shown: CartellaShown) -> PanelCard:
    """Return the projects with where they stand, and when each is looked at next."""
    codes, now, rows = context.codes, today(context.clock), []
    for one in shown.projects:
        state = tr(TO_APPROVE_AGAIN) if one.stale else codes.label("project_state", one.state)
        kind = "attention" if one.stale or one.state == "to_approve" else ""
        label = codes.label("project_kind", one.kind) if one.kind else one.number
        rows.append(PanelRow(label, state, one.id, kind))
        if one.next_review_on and one.state in RUNNING:
            day = date.fromisoformat(one.next_review_on)
            rows.append(PanelRow(tr(NEXT_REVIEW), day_words(day, now), one.id, "danger" if day < now else ""))
    add = tr(NEW_PROJECT) if may_write(context.session.identity.roles, "project") else ""
    return PanelCard("projects", tr(N_("Progetto")), tuple(rows), add, tr(NO_PROJECT))


def _staff(context: Context, shown: CartellaShown) -> Iterator[PanelCard]:
    """Give what the staff di progetto decided and is still to be done, then the latest minutes."""
    now = today(context.clock)
    rows = []
    for task in shown.staff.tasks:
        day = date.fromisoformat(task.due_on) if task.due_on else None
        late = "danger" if day is not None and day < now else ""
        said = f"{task.what} · {task.who}" if task.who else task.what
        rows.append(PanelRow(said, day_words(day, now) if day else "", task.minutes, late))
    for one in shown.staff.minutes:
        day = datetime.fromisoformat(one.when).date()
        label = tr(MINUTES_OF).format(day=day_words(day, now))
        rows.append(PanelRow(label, context.codes.label("minutes_state", one.state), one.id))
    if rows:
        yield PanelCard("staff", tr(N_("Staff di progetto")), tuple(rows))


def _network(context: Context, shown: CartellaShown) -> PanelCard:
    rows = []
    for row in shown.ties:
        hidden = bool(row.get("_hidden"))
        name = tr(PROTECTED) if hidden else str(row["_title"]) or tr(PROTECTED)
        role = context.codes.label("tie_role", row["role"]) if row.get("role") else ""
        rows.append(PanelRow(name, role, "" if hidden else str(row["_id"])))
    for one in shown.person.values.get("legal_protection") or []:
        if in_force(one, context):
            role = context.codes.label("legal_protection", one["kind"]) if one.get("kind") else ""
            unnamed = tr(PROTECTED) if one.get("person") else ""
            rows.append(PanelRow(link_title(one.get("person")) or str(one.get("who") or "") or unnamed, role))
    return PanelCard("network", tr(N_("Rete")), tuple(rows), tr(ADD), tr(N_("Nessuno ancora")))


def _documents(shown: CartellaShown) -> PanelCard:
    rows = [
        PanelRow(
            str(row["_title"]),
            full_day(date.fromisoformat(row["dated"])) if row.get("dated") else "",
            str(row["_id"]),
        )
        for row in sorted(shown.documents, key=lambda one: str(one.get("dated") or ""), reverse=True)
    ]
    return PanelCard(
        "documents", tr(N_("Documenti")), _cut(rows, PAPERS_SHOWN), tr(N_("Allega")), tr(N_("Nessun documento"))
    )


def _cut(rows: Sequence[PanelRow], most: int) -> tuple[PanelRow, ...]:
    if len(rows) <= most:
        return tuple(rows)
    return (*rows[:most], PanelRow(tr(MORE_ROWS).format(count=len(rows) - most), "", "all"))


def call_cautions(context: Context, shown: CartellaShown) -> list[dict[str, Any]]:
    """Return the avvertenze to read before calling or writing."""
    return [one for one in shown.cautions if one.get("kind") in CALL_CAUTIONS and in_force(one, context)]


def _reach(context: Context, shown: CartellaShown) -> PanelCard:
    careful = bool(call_cautions(context, shown))
    rows = []
    for number, one in enumerate(shown.person.values.get("reachabilities") or []):
        kind = context.codes.label("reachability_kind", one["kind"]) if one.get("kind") else ""
        whose = str(one.get("owner") or "") or kind or tr(N_("Recapito"))
        value = tr(READ_FIRST) if careful else str(one.get("value") or "")
        rows.append(PanelRow(whose, value, f"reach:{number}", "attention" if careful else ""))
    for one in shown.person.values.get("aliases") or []:
        kind = context.codes.label("alias_kind", one["kind"]) if one.get("kind") else tr(N_("Altro nome"))
        rows.append(PanelRow(str(one.get("alias") or ""), kind))
    empty = tr(N_("Nessun recapito"))
    return PanelCard("reach", tr(N_("Recapiti e altri nomi")), tuple(rows), tr(EDIT), empty, icon="pencil")


def _access(context: Context, shown: CartellaShown) -> Iterator[PanelCard]:
    """Give the requests to see these papers, to who may answer them."""
    if not may(context.session.identity.roles, Deed.CONDUCT_CASES):
        return
    rows = []
    for row in shown.access:
        state = ACCESS_PATH.state_of(row)
        due = answerable(row)
        late = "danger" if state in {"received", "in_progress"} and due.late(today(context.clock)) else ""
        label = " · ".join(part for part in (str(row.get("number") or ""), str(row.get("requester") or "")) if part)
        rows.append(PanelRow(label, context.codes.label("access_state", state), str(row["_id"]), late))
    yield PanelCard("access", tr(ACCESS), tuple(rows), tr(N_("Nuova richiesta")), tr(N_("Nessuna richiesta")))


def _past(context: Context, shown: CartellaShown) -> Iterator[PanelCard]:
    rows = []
    for row in shown.referrals:
        source = context.codes.label("referral_source", row["source"]) if row.get("source") else ""
        rows.append(_dated(tr(N_("Segnalazione: {source}")).format(source=source), row, "received_on"))
    for row in shown.contacts:
        channel = context.codes.label("contact_channel", row["channel"]) if row.get("channel") else ""
        rows.append(_dated(f"{tr(N_('Accesso'))} · {channel}" if channel else tr(N_("Accesso")), row, "when"))
    if rows:
        yield PanelCard("past", tr(N_("Segnalazioni e accessi")), _cut(rows, PAST_SHOWN))


def _dated(label: str, row: dict[str, Any], field: str) -> PanelRow:
    said = str(row.get(field) or "")[:10]
    return PanelRow(label, full_day(date.fromisoformat(said)) if said else "", str(row["_id"]))
