# SPDX-License-Identifier: EUPL-1.2
"""From the school that reports a child to the presa in carico, by ear and keys: nothing is pressed twice or lost."""

from pathlib import Path

from tests.stories.inside import here
from tests.stories.program import founded
from tests.stories.seat import NOTE, seated
from tests.stories.test_staff_commands import add

CONTENT = "Da tre settimane manca il lunedì."


def test_a_segnalazione_is_registered_accepted_and_becomes_a_presa_in_carico(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    person = add(desk, "person", surname="Ferrari", name="Giulia", birth="2015-05-02")
    with seated(desk) as seat:
        seat.reader.press("Segnalazioni")
        seat.reader.press("Nuova segnalazione", among=2)
        seat.reader.is_on("Fonte")
        seat.pick("Fonte", "scuol", wanted="Scuola")
        seat.pick("Persona segnalata", "ferr", wanted="Ferrari, Giulia")
        seat.reader.press("Urgente")
        seat.reader.write("Contenuto", CONTENT)
        seat.window.key("ctrl+Return")
        seat.reader.waits_for("Segnalazione registrata")
        seat.reader.is_on("Nuova segnalazione")
        seat.reader.waits_for("Stato: Arrivata oggi")
        seat.unfold("Accetta")
        seat.do("Accetta")
        seat.reader.is_on("Azioni")
        seat.unfold("Apri la presa in carico")
        seat.reader.write("Primo contatto il", "oggi", among=2)
        seat.reader.press("Apri la presa in carico", among=2)
        seat.reader.is_on(NOTE)
        seat.reader.waits_for("Valutazione: fatto")
    (referral,) = here(desk, "record", "list", "referral")["records"]
    (episode,) = here(desk, "record", "list", "care_episode")["records"]
    shown = here(desk, "record", "show", referral["_id"])
    assert (shown["person"]["id"], shown["source"], shown["urgency"]) == (person, "school", "urgent")
    assert (shown["content"], shown["care_episode"]["id"]) == (CONTENT, episode["_id"])
    assert shown["answered_on"] == shown["received_on"]
    assert here(desk, "act", referral["_id"])["states"]["state"] == "in_care"
    opened = here(desk, "record", "show", episode["_id"])
    assert (opened["_root"], opened["status"], opened["kind"]) == (person, "in_care", "new")
    assert opened["responsible_social_worker"]["title"] == "Cavalli, Irene"
    assert opened["number"].partition("/")[2] == "AA-1"
    assert len(here(desk, "record", "list", "case_file")["records"]) == 1
    assert here(desk, "check")["ok"]
