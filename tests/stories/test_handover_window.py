# SPDX-License-Identifier: EUPL-1.2
"""A passaggio di consegne by ear and keys: prepared without whoever leaves, accepted in one list, given back."""

from pathlib import Path

from tests.stories.inside import here
from tests.stories.program import founded
from tests.stories.seat import seated
from tests.stories.test_staff_commands import add

BACK = "Rientro: riporta tutto a chi era prima"


def test_two_cartelle_are_handed_over_accepted_in_one_list_and_one_is_given_back(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    leaver = add(desk, "operator", surname="Neri", name="Ada")
    episodes = {}
    for surname in ("Boselli", "Conti", "Dossi"):
        person = add(desk, "person", surname=surname, name="Rino")
        episodes[surname] = add(
            desk, "care_episode", person=person, responsible_social_worker=leaver, opened_on="2025-02-03"
        )
        add(desk, "deadline", person=person, title="Relazione", due_on="2027-01-10", owner=leaver)
    with seated(desk) as seat:
        reader = seat.reader
        seat.find("consegne", wanted="Passaggio di consegne")
        reader.press("Prepara")
        seat.pick("Chi passa le consegne", "neri", wanted="Neri, Ada")
        reader.press("Dossi, Rino")
        reader.waits_for("2 cartelle scelte")
        seat.pick("Chi le riceve", "cav", wanted="Cavalli, Irene")
        reader.write("Rientro, se si sa", "+60")
        reader.write("Motivo", "Congedo")
        seat.window.key("ctrl+Return")
        reader.waits_for("2 cartelle proposte a Cavalli, Irene")
        reader.press("Da accettare")
        reader.waits_for("Cartella: Conti, Rino")
        reader.press("Accetta tutte")
        reader.waits_for("2 cartelle accettate")
        reader.press("In corso")
        seat.row("Passaggio di consegne", "Cartella: Conti, Rino")
        reader.press("Azioni")
        seat.unfold(BACK)
        reader.write("Che cosa riferire (se si sa)", "La relazione è partita.")
        seat.do(BACK, among=1)
        reader.waits_for("Cartella: Boselli, Rino")
    held = {name: here(desk, "record", "show", one)["responsible_social_worker"] for name, one in episodes.items()}
    assert {name: one["title"] for name, one in held.items()} == {
        "Boselli": "Cavalli, Irene",
        "Conti": "Neri, Ada",
        "Dossi": "Neri, Ada",
    }
    for state, name in (("accepted", "Boselli, Rino"), ("returned", "Conti, Rino")):
        assert [one["name"] for one in here(desk, "handover", "list", "--state", state)] == [name]
    assert [one["name"] for one in here(desk, "handover", "cases", leaver)] == ["Conti, Rino", "Dossi, Rino"]
    assert here(desk, "check")["ok"]
