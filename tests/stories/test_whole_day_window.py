# SPDX-License-Identifier: EUPL-1.2
"""A whole day in two windows and a server: from a segnalazione, an urgency with no line, a staff, to the leave."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.stories.inside import here
from tests.stories.program import Program
from tests.stories.reader import FIELDS
from tests.stories.relay import Relay, relayed
from tests.stories.seat import NOTE, Seat, seated
from tests.stories.served import WORKING, Running, attached, enrolled, newcomer, serving
from tests.stories.test_staff_commands import add

SCHOOL = "A scuola va volentieri, salta il lunedì."
FAMILY = "La nonna è tornata a vivere con loro."
DECISION, GOAL = "Sentire la maestra", "Andare a scuola anche il lunedì"
CHILD, IRENE, ANNA = "Ferrari, Giulia", "Cavalli, Irene", "Rossi, Anna"
OTHERS = ("Famiglia Rovati", "Famiglia Belli")
MEMBERS = (("assist", "Assistente sociale", IRENE), ("altro", "Altro", ANNA))
PAPER, HANDOVER = "Faldone 3, scaffale B", "Passaggio di consegne"
RECORDS = ("care_episode", "minutes", "contract", "project")
STATES = ("In linea", "Senza linea", "Sincronizzo…")
"""What the box at the foot of the rail is called."""


@pytest.mark.long
def test_from_the_segnalazione_to_the_leave_in_two_windows(tmp_path: Path) -> None:
    with serving(tmp_path / "server") as server, relayed(server.port) as relay:
        irene, anna = _desks(tmp_path, Running(server.process, relay.url, server.fingerprint))
        with seated(irene) as first, seated(anna) as second:
            _taken_on(first)
            relay.pull()
            _urgency_without_a_line(first)
            _convened(first)
            _written_at_once(first, second, relay)
            _planned(first)
            _reviewed_in_the_evening(first, second, relay)
            _signed(first)
            _handed_over(first, second, relay)
        _looked_at(irene, anna)


def _desks(folder: Path, server: Running) -> tuple[Program, Program]:
    """Return the desk of the ente, which knows a child, and that of a colleague."""
    irene, anna = attached(folder / "irene", server), newcomer(folder / "anna")
    add(irene, "person", surname="Ferrari", name="Giulia", birth="2015-05-02")
    line = ["--operator", "Rossi Anna", "--role", "operatore,case-manager", "--group", WORKING]
    enrolled(anna, irene, server, code=here(irene, "invite", *line)["code"])
    return irene, anna


def _taken_on(seat: Seat) -> None:
    """Take a child on from a segnalazione of the school, with the colleague as case manager."""
    reader = seat.reader
    reader.press("Segnalazioni")
    reader.press("Nuova segnalazione", among=2)
    seat.pick("Fonte", "scuol", wanted="Scuola")
    seat.pick("Persona segnalata", "ferr", wanted=CHILD)
    seat.window.key("ctrl+Return")
    reader.waits_for("Segnalazione registrata")
    seat.unfold("Accetta")
    seat.do("Accetta")
    seat.unfold("Apri la presa in carico")
    reader.press("Apri la presa in carico", among=2)
    reader.is_on(NOTE)
    reader.press("Azioni")
    seat.unfold("Indica il case manager")
    seat.pick("Case manager", "rossi", wanted=ANNA)
    seat.do("Indica il case manager", among=1)


def _urgency_without_a_line(seat: Seat) -> None:
    """Begin an urgency in a house where there is no line, and tell the prosecutor."""
    reader = seat.reader
    _exchange(seat)
    reader.waits_for("Senza linea")
    seat.window.key("F9")
    reader.is_on("Che cosa")
    seat.pick("Che cosa", "colloc", wanted="Collocamento in luogo sicuro")
    seat.type("Chi è", "Bambina, forse Alba")
    seat.window.key("ctrl+Return")
    reader.waits_for("24 ore dal collocamento")
    reader.press("Segna l'avviso orale")
    seat.type("Chi ha risposto", "PM di turno")
    reader.write("Che cosa ha detto", "aspetta la relazione")
    seat.window.key("ctrl+Return")
    seat.done()


def _convened(seat: Seat) -> None:
    """Ask for the staff about three situations and convene one sitting for all of them."""
    reader = seat.reader
    for about in (*OTHERS, CHILD):
        seat.turn_to("Staff di progetto")
        reader.press("Chiedi uno staff")
        reader.is_on("Persona")
        if about == CHILD:
            _with_members(seat)
        else:
            seat.type("Chi è, se non è in carico", about)
        seat.window.key("ctrl+Return")
        reader.waits_for("Salvato")
        reader.waits_for("Situazione · salvata")
    seat.turn_to("Staff di progetto")
    reader.press("Situazioni")
    for about in (*OTHERS, CHILD):
        seat.row("Che cosa", f"Che cosa: {about}")
        reader.waits_for("Chi chiede")
        seat.unfold("Accogli la richiesta")
        seat.do("Accogli la richiesta")
    reader.press("Nuova seduta")
    reader.is_on("Quando")
    seat.type("Quando", "oggi 14:30")
    seat.window.key("ctrl+Return")
    reader.waits_for("Seduta · salvata")
    seat.turn_to("Staff di progetto")
    reader.press("Sedute")
    for left in (3, 2, 1):
        reader.press("Aggiungi", among=left)
    reader.waits_for("Dettaglio: 3 situazioni")
    seat.unfold("Convoca")
    seat.do("Convoca")


def _with_members(seat: Seat) -> None:
    """Write about the child, and who is expected: both colleagues."""
    seat.pick("Persona", "ferr", wanted=CHILD)
    seat.reader.press("Altri dati")
    for number, (role, wanted, who) in enumerate(MEMBERS, 1):
        seat.reader.press("Aggiungi: membri")
        seat.pick("Ruolo", role, wanted=wanted, among=number)
        seat.pick("Operatore, se ha una postazione", who[:4].lower(), wanted=who, among=number)


def _open_minutes(seat: Seat) -> None:
    """Open the minutes about the child from the list."""
    seat.turn_to("Staff di progetto")
    seat.reader.press("Verbali")
    seat.row("Che cosa", f"Che cosa: {CHILD}")
    seat.reader.press("Apri il verbale")
    seat.reader.find("Scuola e formazione", FIELDS)


def _written_at_once(first: Seat, second: Seat, relay: Relay) -> None:
    """Let both write in the same minutes without a line; then both read both."""
    second.turn_to("Staff di progetto")
    second.reader.press("Verbali")
    _bring(relay, first, second)
    second.reader.waits_for(f"Che cosa: {CHILD}")
    relay.pull()
    for seat in (first, second):
        _open_minutes(seat)
    first.reader.write("Scuola e formazione", SCHOOL)
    first.reader.press("Aggiungi: decisioni")
    first.type("Che cosa", DECISION)
    first.pick("A chi tocca", "cav", wanted=IRENE)
    first.reader.write("Entro il", "+7")
    second.reader.write("Famiglia e relazioni", FAMILY)
    for seat in (first, second):
        seat.reader.press("Salva")
        seat.reader.waits_for("Verbale salvato")
    _bring(relay, first, second)
    second.reader.reads("Scuola e formazione", SCHOOL)
    _exchange(first)
    first.reader.reads("Famiglia e relazioni", FAMILY)
    relay.pull()


def _planned(seat: Seat) -> None:
    """Make the decision a task, the task an action of a plan that is approved, and share the minutes."""
    reader = seat.reader
    reader.press("Fanne un compito")
    reader.waits_for("La decisione ora è un compito")
    _open_plan(seat)
    reader.press("Aggiungi un obiettivo", among=3)
    reader.write("Obiettivo", GOAL)
    reader.press("Fatto")
    reader.press("Salva")
    reader.waits_for("Progetto salvato")
    reader.press("Porta nel progetto")
    reader.waits_for("Il compito ora è un'azione del progetto")
    seat.unfold("Manda da approvare")
    seat.do("Manda da approvare")
    seat.unfold("Approva")
    seat.do("Approva")
    _open_minutes(seat)
    seat.unfold("Condividi con i membri")
    seat.do("Condividi con i membri")


def _open_plan(seat: Seat) -> None:
    seat.turn_to("Staff di progetto")
    seat.reader.press("Situazioni")
    seat.row("Che cosa", f"Che cosa: {CHILD}")
    seat.reader.press("Progetto")
    seat.reader.waits_for("Compiti dallo staff")


def _reviewed_in_the_evening(first: Seat, second: Seat, relay: Relay) -> None:
    """Let the case manager read the minutes and approve them at the other desk."""
    second.find("da rivedere", wanted="Da rivedere")
    _bring(relay, first, second)
    second.reader.waits_for(SCHOOL)
    relay.pull()
    second.reader.waits_for(FAMILY)
    if "Confermo" in {one.name for one in second.reader.all()}:  # one's own answer may stand before the approval
        second.reader.press("Confermo")
        second.reader.waits_for("Lascia stare")
        second.reader.press("Confermo")
    second.reader.press("Approva")
    second.reader.waits_for(f"Approvato: {CHILD}")
    _bring(relay, second, first)
    first.reader.waits_for("Approvato")
    relay.pull()


def _signed(seat: Seat) -> None:
    """Print the contract of the plan and write that it was signed and where the paper is."""
    reader = seat.reader
    _open_plan(seat)
    reader.press("Prepara un contratto")
    reader.write("Chi chiamare", "Irene Cavalli, il martedì")
    reader.press("Salva")
    reader.waits_for("Contratto salvato")
    seat.unfold("Prepara per la firma")
    seat.do("Prepara per la firma")
    reader.waits_for("Impronta del testo")
    reader.press("Ha firmato", among=2)
    reader.write("Dove si trova la carta", PAPER)
    reader.press("Fatto")
    reader.press("Ha firmato")
    reader.write("Dove si trova la carta", PAPER)
    reader.press("Salva")
    seat.unfold("Segna come firmato")
    seat.do("Segna come firmato")


def _handed_over(first: Seat, second: Seat, relay: Relay) -> None:
    """Hand everything over for a leave; the colleague accepts it in one list."""
    first.find("consegne", wanted=HANDOVER)
    first.reader.press("Prepara")
    first.pick("Chi passa le consegne", "cav", wanted=IRENE)
    first.reader.waits_for("1 cartella scelta")
    first.pick("Chi le riceve", "ross", wanted=ANNA)
    first.reader.write("Motivo", "Congedo")
    first.window.key("ctrl+Return")
    first.reader.waits_for(f"a {ANNA}")
    second.find("consegne", wanted=HANDOVER)
    _bring(relay, first, second)
    second.reader.waits_for(f"Cartella: {CHILD}")
    relay.pull()
    second.reader.press("Accetta tutte")
    second.reader.waits_for("accettat")
    first.find("ferr", wanted=CHILD)
    _bring(relay, second, first)
    first.reader.until(lambda: ANNA in first.reader.descriptions(("Titolare",)), "the colleague who has it now")


def _bring(relay: Relay, giver: Seat, taker: Seat) -> None:
    """Bring the line back, send what waits at one desk and ask for it at the other; what arrives the caller sees."""
    giver.reader.until(lambda: _unsent(giver) > 0, "something that waits to be sent")
    relay.mend()
    _exchange(giver)
    giver.reader.until(lambda: _unsent(giver) == 0, "everything sent")
    _exchange(taker)


def _exchange(seat: Seat) -> None:
    seat.find("sincronizza ora", wanted="Sincronizza ora")


def _unsent(seat: Seat) -> int:
    """Return how much the box at the foot of the rail says is still to be sent."""
    found = (re.search(r"Da inviare (\d+)", said) for said in seat.reader.descriptions(STATES))
    return next((int(one[1]) for one in found if one is not None), 0)


def _looked_at(irene: Program, anna: Program) -> None:
    """Look at what stands on both desks, now that the windows are shut."""
    for desk in (irene, anna):
        episode, minutes, contract, plan = (_only(desk, name) for name in RECORDS)
        assert (_title(episode, "responsible_social_worker"), _title(episode, "case_manager")) == (ANNA, ANNA)
        assert (episode["status"], episode["kind"]) == ("in_care", "new")
        assert (minutes["school"], minutes["family"], minutes["review"]) == (SCHOOL, FAMILY, "approved")
        (decision,) = here(desk, "staff", "minutes", minutes["_id"])["decisions"]
        assert (decision["what"], bool(decision["task"])) == (DECISION, True)
        shown = here(desk, "project", "show", plan["_id"])
        assert (shown["state"], shown["version"], shown["changed"]) == ("active", 1, [])
        assert [one["goal"] for one in shown["goals"]] == [GOAL]
        assert contract["state"] == "signed"
        assert [(one["state"], one["where"]) for one in contract["signers"]] == [("signed", PAPER)] * 2
        assert here(desk, "clashes", "list") == []
        assert here(desk, "check")["ok"]
    (agenda,) = here(irene, "record", "list", "sitting")["records"]
    names = [line["name"] for line in here(irene, "staff", "agenda", agenda["_id"])["agenda"]]
    assert sorted(names) == sorted([CHILD, *OTHERS])
    # The urgency is reserved: who did not take part in it has not a byte of it.
    assert _only(irene, "urgency")["notice_to"] == "PM di turno"
    assert here(anna, "record", "list", "urgency")["records"] == []


def _only(desk: Program, type_name: str) -> dict[str, Any]:
    """Return the record of a type that is about the child: the one that says most."""
    found = [here(desk, "record", "show", one["_id"]) for one in here(desk, "record", "list", type_name)["records"]]
    return max(found, key=lambda one: sum(value not in (None, "", []) for value in one.values()))


def _title(record: dict[str, Any], field: str) -> str:
    return str(record[field]["title"])
