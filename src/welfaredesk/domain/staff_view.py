# SPDX-License-Identifier: EUPL-1.2
"""The paths of a staff di progetto and of a plan as they are shown, step by step."""

from welfaredesk.base.text import N_
from welfaredesk.domain.care_view import Mark, PathStep

STEPS: dict[str, tuple[tuple[str, str], ...]] = {
    "sitting": (
        ("planned", N_("In preparazione")),
        ("convened", N_("Convocata")),
        ("held", N_("Svolta")),
    ),
    "situation": (
        ("requested", N_("Richiesta")),
        ("accepted", N_("In corso")),
        ("concluded", N_("Conclusa")),
    ),
    "minutes": (
        ("draft", N_("Bozza")),
        ("shared", N_("Condiviso")),
        ("confirmed", N_("Confermato")),
        ("closed", N_("Chiuso")),
    ),
    "confirmation": (("answered", N_("Ha risposto")),),
    "project": (
        ("draft", N_("Bozza")),
        ("to_approve", N_("Da approvare")),
        ("active", N_("Attivo")),
        ("in_review", N_("In verifica")),
        ("concluded", N_("Concluso")),
    ),
    "project_review": (("draft", N_("Bozza")), ("carried", N_("Riportata nel progetto"))),
    "contract": (("draft", N_("Bozza")), ("awaiting", N_("In attesa di firma")), ("signed", N_("Firmato"))),
    "access_request": (
        ("received", N_("Ricevuta")),
        ("in_progress", N_("In lavorazione")),
        ("answered", N_("Con risposta")),
    ),
    "handover": (
        ("proposed", N_("Da accettare")),
        ("accepted", N_("Accettato")),
        ("returned", N_("Tornato a chi era prima")),
    ),
    "letter": (("draft", N_("Bozza")), ("issued", N_("Emessa")), ("sent", N_("Inviata"))),
    "task": (("open", N_("Da fare")), ("ended", N_("Concluso"))),
}
ASIDE = {
    "called_off": N_("Annullata"),
    "declined": N_("Non accolta"),
    "asked": N_("Attesa"),
    "on_paper": N_("Attesa"),
    "refused_in_part": N_("Rifiutato in parte"),
    "withdrawn": N_("Ritirato"),
    "suspended": N_("Sospesa"),
}
"""States that are no step of the way: shown in the place of all of it."""


def staff_steps(type_name: str, state: str) -> list[PathStep]:
    """Return the steps of the path of a record of a staff, each done, the one of now, or to come."""
    if state in ASIDE:
        return [PathStep(state, ASIDE[state], Mark.NOW)]
    steps = STEPS.get(type_name, ())
    place = next((number for number, (name, _) in enumerate(steps) if name == state), 0)
    marks = (Mark.DONE if n < place else Mark.NOW if n == place else Mark.NEXT for n in range(len(steps)))
    return [PathStep(name, label, mark) for (name, label), mark in zip(steps, marks, strict=True)]
