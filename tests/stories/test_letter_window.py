# SPDX-License-Identifier: EUPL-1.2
"""A relazione by ear and keys: written, looked at, issued, given a protocol and its signed original, sent."""

from pathlib import Path

from tests.stories.inside import here
from tests.stories.program import founded
from tests.stories.seat import seated
from tests.stories.test_staff_commands import add

SUBJECT, TO = "Relazione alla scuola", "Istituto comprensivo di Gussola"
FACTS, PROTOCOL = "Frequenta volentieri, manca il lunedì.", "1184/2026"


def test_a_relazione_is_written_issued_and_sent_and_its_signed_original_is_kept(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    add(desk, "person", surname="Ferrari", name="Giulia", birth="2015-05-02")
    paper = tmp_path / "lettera.pdf"
    with seated(desk) as seat:
        reader = seat.reader
        seat.open_cartella("ferr", wanted="Ferrari, Giulia")
        reader.press("Nuova lettera")
        reader.is_on("Oggetto")
        seat.type("Oggetto", SUBJECT)
        reader.write("Come si scrive il destinatario", TO)
        reader.write("Fatti", FACTS)
        seat.window.key("ctrl+Return")
        reader.waits_for("Lettera salvata")
        reader.is_on("Fatti")
        reader.press("Vedi e stampa")
        reader.waits_for("Pagina 1 di 1")
        reader.press("Salva il PDF…")
        seat.choose_file("Salva il PDF…", paper, button="Salva", among=2)
        reader.press("Chiudi")
        seat.unfold("Emetti")
        seat.do("Emetti")
        reader.waits_for("come è stata emessa. Impronta")
        reader.write("Protocollo", PROTOCOL)
        reader.write("Protocollata il", "oggi")
        reader.press("Scegli un file…")
        seat.choose_file("Scegli un file…", paper, button="Apri")
        reader.waits_for("lettera.pdf: viene cifrato quando salvi")
        reader.press("Salva")
        reader.waits_for("Lettera salvata")
        seat.unfold("Segna come inviata")
        reader.is_on("Come")
        seat.type("Come", "pec")
        seat.window.key("ctrl+Return")
        seat.done()
        reader.is_on("Azioni")
    assert paper.read_bytes().startswith(b"%PDF")
    (letter,) = here(desk, "record", "list", "letter")["records"]
    shown = here(desk, "record", "show", letter["_id"])
    assert (shown["subject"], shown["addressee_text"], shown["facts"]) == (SUBJECT, TO, FACTS)
    assert (shown["protocol_number"], shown["sent_means"]) == (PROTOCOL, "pec")
    assert shown["protocol_on"] == shown["sent_on"] == shown["issued_on"]
    assert shown["signed_file"]["name"] == "lettera.pdf"
    assert here(desk, "act", letter["_id"])["states"] == {"state": "sent"}
    assert here(desk, "check")["ok"]
