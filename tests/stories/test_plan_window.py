# SPDX-License-Identifier: EUPL-1.2
"""From the review that is due to the contract that is signed, by ear: what one goal more means on paper."""

from pathlib import Path

from tests.stories.inside import here
from tests.stories.program import PASSPHRASE, founded
from tests.stories.reader import listening
from tests.unit.desk.plan.plans import active
from welfaredesk.desk import lists, records
from welfaredesk.desk.plan.page import project_page

GOAL, CALL = "Passa un pomeriggio con le amiche", "Lucia Bianchi, il martedì mattina"


def test_a_goal_is_added_and_the_contract_is_prepared_and_signed_by_ear(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    session = desk.open()
    made = active(session, next_review_on="2026-10-19")
    number = records.show(session, made).title
    session.close()
    with listening(desk) as reader:
        reader.write("Frase segreta", PASSPHRASE)
        reader.press("Sblocca")
        reader.press(f"Verifica del progetto {number}")
        reader.waits_for("Approvato da")
        reader.press("Aggiungi un obiettivo", among=3)
        reader.write("Obiettivo", GOAL)
        reader.press("Fatto")
        reader.press("Salva")
        reader.waits_for("Progetto salvato")
        reader.waits_for("Dopo l'approvazione è cambiato: obiettivi.")
        reader.press("Prepara un contratto")
        reader.write("Chi chiamare", CALL)
        reader.press("Salva")
        reader.waits_for("Contratto salvato")
        reader.press("Prepara per la firma")
        reader.press("Prepara per la firma", among=2)
        reader.waits_for("Impronta del testo")
        reader.press("Ha firmato", among=2)
        reader.write("Dove si trova la carta", "Faldone 12")
        reader.press("Fatto")
        reader.press("Ha firmato")
        reader.write("Dove si trova la carta", "Faldone 12")
        reader.press("Salva")
        reader.waits_for("Contratto salvato")
        reader.press("Segna come firmato")
        reader.press("Segna come firmato", among=2)
        reader.waits_for("Manca la copia scansionata della carta firmata")
    session = desk.open()
    page = project_page(session, made)
    (contract,) = lists.of_root(session, "contract", made)
    session.close()
    assert GOAL in [one.goal for one in page.goals]
    assert page.changed == ("goals",)
    assert (contract["state"], contract["whom_to_call"]) == ("signed", CALL)
    assert GOAL in contract["agreed"]
    out = tmp_path / "contratto.pdf"
    here(desk, "print", "contract", str(contract["_id"]), "--out", str(out))
    assert out.read_bytes().startswith(b"%PDF")
    assert here(desk, "check")["ok"]
