# SPDX-License-Identifier: EUPL-1.2
"""Two pieces of work by AT-SPI alone: whoever neither sees the screen nor uses its keys does them to the end."""

from pathlib import Path

from tests.opened import giulia
from tests.stories.program import PASSPHRASE, founded
from tests.stories.reader import Reader, listening
from tests.unit.desk.staff.made import SCHOOL, sitting, situation
from welfaredesk.desk import acts, records, urgencies
from welfaredesk.desk.staff.convening import minutes_id


def test_an_urgency_is_begun_and_told_by_ear(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    with listening(desk) as reader:
        _unlock(reader)
        reader.press("Urgenza")
        reader.write("Che cosa", "Collocamento in luogo sicuro (art. 403 c.c.)")
        reader.write("Chi è", "Bambina, forse Alba")
        reader.press("Salva")
        reader.waits_for("24 ore dal collocamento")
        reader.press("Segna l'avviso orale")
        reader.write("Chi ha risposto", "dott. Neri")
        reader.write("Che cosa ha detto", "aspetta la relazione")
        reader.press("Segna l'avviso orale")
        reader.waits_for("Fatto: Segna l'avviso orale")
    session = desk.open()
    (line,) = urgencies.open_urgencies(session)
    values = records.show(session, line.id).values
    session.close()
    assert (values["child_name"], values["notice_to"]) == ("Bambina, forse Alba", "dott. Neri")
    assert values["notice_outcome"] == "aspetta la relazione"


def test_minutes_are_written_and_shared_by_ear(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    session = desk.open()
    about = situation(session, SCHOOL, person=giulia(session), subject="")
    made = minutes_id(sitting(session, about), about)
    session.close()
    with listening(desk) as reader:
        _unlock(reader)
        reader.press("Staff di progetto")
        reader.press("Ferrari, Giulia")
        reader.write("Scuola e formazione", "Sta imparando a leggere.")
        reader.press("Salva")
        reader.waits_for("Verbale salvato")
        reader.press("Condividi con i membri")
        reader.press("Condividi con i membri", among=2)
        reader.waits_for("Bozza: fatto")
    session = desk.open()
    values, states = records.show(session, made).values, acts.offered(session, made).states
    session.close()
    assert values["school"] == "Sta imparando a leggere."
    assert states["state"] == "shared"


def _unlock(reader: Reader) -> None:
    reader.write("Frase segreta", PASSPHRASE)
    reader.press("Sblocca")
