# SPDX-License-Identifier: EUPL-1.2
"""An access to the papers by ear and keys: registered, chosen record by record, made into a dossier, answered."""

from pathlib import Path

import pypdfium2
from tests.stories.inside import here
from tests.stories.program import founded
from tests.stories.seat import Seat, seated
from tests.stories.test_staff_commands import add

RECORDS, REASON = "Schede della cartella", "Lavoro interno, e il nome di altri"
GOES, STAYS = "Dorme poco. Rita Bo telefona.", "Ipotesi del servizio da discutere."


def test_a_request_is_registered_its_dossier_is_made_without_others_and_it_is_answered(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    person = add(desk, "person", surname="Ferrari", name="Giulia", birth="2015-05-02")
    add(desk, "diary_entry", person=person, text=GOES, kind="interview", when="2026-03-02T10:00:00+01:00")
    add(desk, "diary_entry", person=person, text=STAYS, kind="interview", when="2026-03-09T10:00:00+01:00")
    paper = tmp_path / "dossier.pdf"
    with seated(desk) as seat:
        _registered(seat)
        _chosen(seat)
        _made_and_answered(seat, paper)
    text = _text(paper)
    assert "Dorme poco. [terza persona] telefona." in text
    assert "È lavoro interno del servizio" in text
    assert "Rita" not in text
    assert "Ipotesi" not in text
    (request,) = here(desk, "record", "list", "access_request")["records"]
    shown = here(desk, "record", "show", request["_id"])
    assert (shown["requester"], shown["title"]) == ("Ottavia Mazzi", "lawyer")
    assert (shown["answer"], shown["reason"]) == ("partly", REASON)
    assert here(desk, "act", request["_id"])["states"] == {"state": "answered"}
    (kept,) = here(desk, "record", "list", "document")["records"]
    assert kept["_root"] == person
    assert here(desk, "check")["ok"]


def _registered(seat: Seat) -> None:
    """Register the request from the cartella, and open it."""
    reader = seat.reader
    seat.open_cartella("ferr", wanted="Ferrari, Giulia")
    reader.press("Nuova richiesta")
    reader.is_on("Chi chiede")
    seat.type("Chi chiede", "Ottavia Mazzi")
    seat.pick("A che titolo", "avv", wanted="Avvocato con delega")
    reader.write("Che cosa chiede e perché", "Copia della cartella, per il tribunale")
    reader.write("Documento o delega visti", "Delega del 2 marzo")
    seat.window.key("ctrl+Return")
    reader.press("2026/AA-1 · Ottavia Mazzi")


def _chosen(seat: Seat) -> None:
    """Leave out a record that is internal work, and a name in another."""
    reader = seat.reader
    seat.unfold("Prendi in lavorazione")
    seat.do("Prendi in lavorazione")
    reader.waits_for("Si consegnano: 3 su 3.")
    seat.row(RECORDS, "9 mar")
    reader.waits_for(f"Testo: {STAYS}")
    reader.press("Resta")
    reader.press("È lavoro interno del servizio")
    reader.waits_for("Si consegnano: 2 su 3. Restano: 1.")
    seat.row(RECORDS, "2 mar")
    reader.waits_for(f"Testo: {GOES}")
    reader.write("Un altro nome da togliere", "Rita Bo")
    reader.press("Togli anche questo")
    reader.waits_for("Testo: Dorme poco. [terza persona] telefona.")


def _made_and_answered(seat: Seat, paper: Path) -> None:
    """Make the dossier, keep a copy outside, and write what was answered."""
    reader = seat.reader
    reader.press("Prepara il dossier")
    reader.waits_for("Pagina 1 di")
    reader.press("Salva il PDF…")
    seat.choose_file("Salva il PDF…", paper, button="Salva")
    reader.press("Chiudi")
    seat.unfold("Segna la risposta")
    seat.type("Risposta", "accolta in parte")
    reader.write("Motivo (se si sa)", REASON)
    seat.do("Segna la risposta")


def _text(paper: Path) -> str:
    document = pypdfium2.PdfDocument(paper)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text
