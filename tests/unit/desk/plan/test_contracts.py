# SPDX-License-Identifier: EUPL-1.2
"""The contract on one desk: begun from the plan, printed, signed on paper or by a drawing, refused in part, sealed."""

from pathlib import Path

import pytest

from tests.opened import add
from tests.unit.desk.plan.plans import PNG, active, allow_drawings, contract, project, sign_all, sign_row
from tests.unit.desk.staff.made import do, why_not
from tests.unit.desk.test_printing import text_of
from welfaredesk.base.casework_errors import ActRefused, AddressOnPaper
from welfaredesk.base.errors import BadFile, BadInput
from welfaredesk.desk import acts, attachments, checking, reading, records
from welfaredesk.desk.plan import contracts as desk
from welfaredesk.desk.plan.contracts import contract_page, start_contract
from welfaredesk.desk.plan.page import project_page
from welfaredesk.desk.plan.papers import print_contract, print_project
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.session import Session
from welfaredesk.documents.cartella import Pdf
from welfaredesk.domain.frozen import hash_words
from welfaredesk.domain.kinds import Value


def on_paper(pdf: Pdf) -> str:
    """Return the words of a paper, however its lines break."""
    return " ".join(text_of(pdf.data).split())


def test_a_contract_begins_in_clear_words_from_the_plan(session: Session) -> None:
    allow_drawings(session)
    made = active(session)
    first = start_contract(session, made)
    assert start_contract(session, made) == first
    values = contract_page(session, first).values
    assert values["agreed"] == (
        "Insieme abbiamo scelto questi obiettivi:\n"
        "– Va a scuola tutti i giorni. Lo vediamo da questo: le presenze.\n"
        "– La casa è sicura."
    )
    assert values["service_does"] == ("– Accompagnamento (Lucia Bianchi, entro il 02/11/2026).\n– Sentire il pediatra.")
    assert values["family_does"] == (
        "– Preparare lo zaino la sera (La madre, entro il 30/10/2026).\n"
        "Possiamo contare anche su: La nonna può tenerla il pomeriggio."
    )
    assert values["how_long"] == "Dal 19/10/2026 al 30/06/2027."
    assert values["when_review"] == (
        "Ogni 3 mesi ci vediamo e guardiamo insieme come va. La prossima volta è il 19/01/2027."
    )
    assert values["whom_to_call"] == (
        "Per questo progetto puoi chiamare Lucia Bianchi. Il telefono del servizio è 0372 000111."
    )
    assert [(row["name"], row["signs_as"]) for row in values["signers"]] == [
        ("La madre", "parent"),
        ("Bianchi, Lucia", "professional"),
    ]


def test_an_adult_signs_and_for_a_child_a_parent_or_the_guardian(session: Session) -> None:
    grown = project(session)
    records.change(session, project_page(session, grown).person, {"birth": "1950-05-01"})
    names = [(one.name, one.signs_as) for one in contract_page(session, start_contract(session, grown)).signers]
    assert names[:2] == [("Ferrari, Giulia", "person"), ("La madre", "parent")]
    nobody = project(session, roles=[])
    first = contract_page(session, start_contract(session, nobody)).signers[0]
    assert (first.name, first.signs_as) == ("Un genitore o il tutore (il nome si scrive sulla carta)", "parent")


def test_the_whole_way_is_printed_signed_and_sealed(session: Session, tmp_path: Path) -> None:
    made = contract(session, active(session))
    page = contract_page(session, made)
    assert (page.state, page.values["edition"], page.values["project_version"]) == ("awaiting", 1, 1)
    text = on_paper(print_contract(session, made))
    for words in ("con la persona e la famiglia", "2026/AA-1, stampa 1", hash_words(page.digest), "Giulia Ferrari"):
        assert words in text
    assert "rovvisori" not in text
    assert why_not(session, made, "sign").startswith("Nessuno ha ancora firmato")
    sign_row(session, made)
    assert why_not(session, made, "sign").startswith("Manca la firma di: Bianchi, Lucia. Si segna chi ha firmato")
    sign_row(session, made, number=1)
    with pytest.raises(BadInput) as told:
        do(session, made, "sign")
    assert "Dove si trova la carta firmata" in told.value.text
    do(session, made, "sign", paper_place="Armadio 3, Gussola")
    signed = contract_page(session, made)
    assert (signed.state, signed.digest, signed.changed) == ("signed", page.digest, ())
    assert signed.missing == ("Manca la copia scansionata della carta firmata",)
    with pytest.raises(ActRefused):
        records.change(session, made, {"agreed": "Altro"})
    scan = tmp_path / "firmato.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    desk.attach_scan(session, made, scan)
    page = contract_page(session, made)
    assert (page.state, page.scan, page.missing) == ("signed", "firmato.pdf", ())
    assert (page.digest, acts.offered(session, made).changed) == (signed.digest, ())
    assert attachments.read_bytes(session, made) == b"%PDF-1.7 scan"
    assert "Ha firmato il 19/10/2026." in on_paper(print_contract(session, made))
    assert checking.check(session).ok
    assert len([line for line in reading.lines(session) if line["act"] == "print"]) == 2


def test_text_that_changed_after_the_print_is_printed_again_before_it_is_signed(session: Session) -> None:
    made = contract(session, active(session))
    printed = contract_page(session, made)
    records.change(session, made, {"how_long": "Fino a giugno."})
    sign_all(session, made)
    page = contract_page(session, made)
    assert (page.changed, page.digest) == (("how_long",), printed.digest)
    assert "Fino a giugno." not in on_paper(print_contract(session, made))
    for action in ("sign", "refuse-part"):
        assert why_not(session, made, action).startswith("Il testo è cambiato dopo la stampa")
    do(session, made, "take-back", take_back_reason="La durata era sbagliata")
    assert {one.state for one in contract_page(session, made).signers} == {"waiting"}
    sign_row(session, made, number=1)
    do(session, made, "issue")
    page = contract_page(session, made)
    assert (page.values["edition"], page.changed) == (2, ())
    assert {(one.state, one.signed_on, one.means) for one in page.signers} == {("waiting", "", "")}
    assert page.digest != printed.digest


def test_a_contract_of_an_earlier_version_of_the_project_says_so(session: Session) -> None:
    plan = active(session)
    made = contract(session, plan)
    records.change(session, plan, {"wishes": "Altro"})
    do(session, plan, "approve")
    assert contract_page(session, made).missing[0].startswith("Il progetto intanto è alla versione 2")


def test_what_is_not_accepted_is_written_and_printed(session: Session) -> None:
    made = contract(session, active(session))
    with pytest.raises(BadInput):
        do(session, made, "refuse-part")
    do(session, made, "refuse-part", refused_what="Il trasporto la mattina")
    page = contract_page(session, made)
    assert (page.state, page.values["refused_what"]) == ("refused_in_part", "Il trasporto la mattina")
    assert "Rifiutato in parte il 19/10/2026: Il trasporto la mattina" in on_paper(print_contract(session, made))
    sign_all(session, made, where="Con la cartella di carta")
    do(session, made, "sign")
    assert contract_page(session, made).values["refused_what"] == "Il trasporto la mattina"
    do(session, made, "withdraw", withdrawal_reason="La famiglia si trasferisce")
    assert acts.offered(session, made).changed == ()
    assert "Ritirato il 19/10/2026" in on_paper(print_contract(session, made))


def test_a_parent_who_does_not_sign_is_written_with_what_is_not_accepted_and_the_rest_is_signed(
    session: Session,
) -> None:
    made = start_contract(session, active(session))
    records.change(session, made, {"signers": [{"name": "La madre"}, {"name": "Il padre", "signs_as": "parent"}]})
    do(session, made, "issue")
    sign_row(session, made, where="In archivio")
    with pytest.raises(ActRefused) as told:
        do(session, made, "sign")
    assert "manca la firma di: Il padre." in told.value.text
    records.change(session, made, {"signers": _refused(session, made, number=1)})
    assert "«Segna come rifiutato in parte»" in why_not(session, made, "sign")
    asked = acts.offered(session, made).offer("refuse-part")
    assert asked is not None
    assert {one.field.name: one.value for one in asked.asks}["refused_what"] == "Non firma: Il padre."
    do(session, made, "refuse-part", refused_what="Il padre è all'estero e non si riesce a sentirlo.")
    assert contract_page(session, made).state == "refused_in_part"
    do(session, made, "sign")
    page = contract_page(session, made)
    assert (page.state, [one.state for one in page.signers]) == ("signed", ["signed", "refused"])
    assert "Il padre è all'estero" in on_paper(print_contract(session, made))


def _refused(session: Session, made: str, *, number: int) -> list[Value]:
    """Return the rows of who signs, one of whom does not."""
    rows = records.show(session, made).values["signers"]
    return [row | {"state": "refused"} if at == number else row for at, row in enumerate(rows)]


def _said_of(session: Session, made: str, *, number: int, **said: Value) -> None:
    """Write of one signer what became of his signature."""
    rows = records.show(session, made).values["signers"]
    records.change(session, made, {"signers": [row | said if at == number else row for at, row in enumerate(rows)]})


def test_who_cannot_sign_is_said_with_the_reason_on_paper_too_and_the_rest_is_signed(session: Session) -> None:
    add(session, "local_code", list_name="signature_state", code="promised", label="Ha promesso")
    made = start_contract(session, active(session))
    named: list[Value] = [
        {"name": "Verdi, Ada", "signs_as": "person"},
        {"name": "Neri, Ugo", "signs_as": "guardian"},
        {"name": "Il padre", "signs_as": "parent"},
        {"name": "Il nonno", "signs_as": "relative"},
        {"name": "La zia", "signs_as": "relative"},
    ]
    records.change(session, made, {"signers": named})
    do(session, made, "issue")
    for number, state in enumerate(("unable", "signed", "unreachable", "deceased", "promised")):
        _said_of(session, made, number=number, state=state)
    assert contract_page(session, made).missing == (
        "Non ha ancora firmato: La zia",
        "Non è scritto perché non firma: Verdi, Ada",
        "Non è scritto perché non firma: Il padre",
    )
    assert why_not(session, made, "sign").startswith("Manca la firma di: La zia.")
    _said_of(session, made, number=4, state="signed", where="In archivio")
    assert why_not(session, made, "sign").startswith("Non è scritto perché non firma: Verdi, Ada; Il padre.")
    _said_of(session, made, number=0, why="è ricoverata e firma il tutore.")
    _said_of(session, made, number=2, why="è all'estero, senza recapiti")
    assert contract_page(session, made).missing == ()
    do(session, made, "sign", paper_place="Armadio 3")
    text = on_paper(print_contract(session, made))
    for words in (
        "Non può firmare: è ricoverata e firma il tutore. ",
        "Non ha firmato perché non è raggiungibile: è all'estero, senza recapiti.",
        "Non ha firmato perché non è più in vita.",
    ):
        assert words in text
    assert text.count("Ha firmato") == 2
    assert text.count("non è più in vita") == 1


def test_who_cannot_sign_still_cannot_on_the_next_print_and_who_signed_signs_again(session: Session) -> None:
    made = contract(session, active(session))
    sign_row(session, made)
    _said_of(session, made, number=1, state="unable", why="In congedo fino a marzo")
    do(session, made, "take-back", take_back_reason="La durata era sbagliata")
    do(session, made, "issue")
    said = [(one.state, one.why, one.means) for one in contract_page(session, made).signers]
    assert said == [("waiting", "", ""), ("unable", "In congedo fino a marzo", "")]


def test_professionals_alone_sign_no_contract_with_the_family(session: Session) -> None:
    made = start_contract(session, active(session))
    records.change(session, made, {"signers": [{"name": "Bianchi, Lucia", "signs_as": "professional"}]})
    assert why_not(session, made, "issue").startswith("Tra chi firma non c'è né la persona né la famiglia: prima")
    records.change(session, made, {"signers": [{"name": "La madre", "signs_as": "parent"}]})
    do(session, made, "issue")
    _said_of(session, made, number=0, signs_as="professional", state="signed", where="In archivio")
    assert "si riporta in bozza, si aggiunge chi firma" in why_not(session, made, "sign")
    nobody = add(session, "household", name="Ferrari")
    of_all = start_contract(session, new_project(session, household=nobody))
    assert [one.signs_as for one in contract_page(session, of_all).signers] == ["relative", "professional"]


def test_no_protected_address_is_printed_with_why_somebody_does_not_sign(session: Session) -> None:
    made = contract(session, active(session))
    person = project_page(session, records.show(session, made).root).person
    home: list[Value] = [{"street": "Via dei Mulini 7"}]
    records.change(session, person, {"residence": home})
    _said_of(session, made, number=0, state="unable", why="È a letto in via dei Mulini 7")
    with pytest.raises(AddressOnPaper):
        print_contract(session, made)


def test_a_draft_says_that_it_is_one_and_an_empty_one_is_not_sent_out(session: Session) -> None:
    made = start_contract(session, project(session))
    assert contract_page(session, made).missing[0] == "Il progetto non è ancora approvato"
    text = on_paper(print_contract(session, made))
    assert "Bozza: serve per leggerla insieme" in text
    assert "Impronta" not in text
    empty = add(session, "contract", root=records.show(session, made).root)
    assert "che cosa si è deciso insieme" in why_not(session, empty, "issue")
    with pytest.raises(BadInput) as told:
        records.change(session, made, {"signers": [{"signs_as": "person"}]})
    assert "manca il nome" in told.value.text


def test_a_signature_is_drawn_only_where_the_ente_says_so_and_is_called_what_it_is(session: Session) -> None:
    made = contract(session, active(session))
    row = contract_page(session, made).signers[0].row
    assert not contract_page(session, made).may_draw
    with pytest.raises(BadInput) as told:
        desk.add_drawing(session, made, signer=row, image=PNG)
    assert "l'ente non usa il disegno della firma" in told.value.text
    allow_drawings(session)
    assert contract_page(session, made).may_draw
    for image in (b"GIF89a", PNG + bytes(desk.LARGEST_DRAWING)):
        with pytest.raises(BadFile):
            desk.add_drawing(session, made, signer=row, image=image)
    with pytest.raises(BadInput):
        desk.add_drawing(session, made, signer=made, image=PNG)
    drawing = desk.add_drawing(session, made, signer=row, image=PNG)
    assert desk.add_drawing(session, made, signer=row, image=PNG + b"again") == drawing
    assert attachments.read_bytes(session, drawing) == PNG + b"again"
    signer = contract_page(session, made).signers[0]
    assert (signer.state, signer.means, signer.drawing) == ("signed", "drawing", drawing)
    sign_row(session, made, number=1, where="In archivio")
    do(session, made, "sign")
    assert "disegno della firma: non è una firma elettronica" in on_paper(print_contract(session, made))
    with pytest.raises(BadInput):
        desk.add_drawing(session, made, signer=row, image=PNG)


def test_a_scan_that_is_none_or_too_large_is_told_and_nothing_is_lost(session: Session, tmp_path: Path) -> None:
    made = contract(session, active(session))
    with pytest.raises(BadFile):
        desk.attach_scan(session, made, tmp_path / "nessuno.pdf")
    large = tmp_path / "grande.pdf"
    with large.open("wb") as target:  # it has no blocks on the disk: only its length counts
        target.truncate(attachments.LARGEST + 1)
    with pytest.raises(BadFile) as told:
        desk.attach_scan(session, made, large)
    assert "2 GB" in told.value.text
    large.write_bytes(b"scan")
    desk.attach_scan(session, made, large)
    assert contract_page(session, made).scan == "grande.pdf"
    draft = start_contract(session, records.show(session, made).root)
    with pytest.raises(ActRefused):
        desk.attach_scan(session, draft, large)


def test_no_protected_address_is_printed_whoever_wrote_it_in_the_text(session: Session) -> None:
    made = active(session)
    person = project_page(session, made).person
    home: list[Value] = [{"street": "Via dei Mulini 7"}]
    records.change(session, person, {"residence": home})
    agreed = contract(session, made)
    assert "Mulini" not in on_paper(print_contract(session, agreed))
    do(session, agreed, "take-back", take_back_reason="Manca dove")
    records.change(session, agreed, {"service_does": "L'educatrice viene in via dei Mulini 7."})
    with pytest.raises(AddressOnPaper) as told:
        print_contract(session, agreed)
    assert "Mulini" not in told.value.text
    records.change(session, made, {"needs": "Abita in via dei Mulini."})
    with pytest.raises(AddressOnPaper):
        print_project(session, made)
    home_of = add(session, "household", name="Ferrari", members=[{"person": person}])
    of_all = new_project(session, household=home_of)
    records.change(session, of_all, {"needs": "Si va in via dei Mulini 7."})
    with pytest.raises(AddressOnPaper):
        print_project(session, of_all)


def test_a_project_on_paper_says_goals_money_and_that_it_changed(session: Session) -> None:
    made = active(session)
    text = on_paper(print_project(session, made))
    for words in ("Progetto personalizzato 2026/AA-1", "Obiettivi a breve termine", "1.400,00 €", "Impronta del testo"):
        assert words in text
    assert "va approvato di nuovo" not in text
    records.change(session, made, {"wishes": "Altro"})
    assert "va approvato di nuovo" in on_paper(print_project(session, made))


def test_the_cents_of_a_sum_are_those_of_its_rows(session: Session) -> None:
    made = active(session, budget=[{"source": "comune", "committed": 1}, {"source": "comune", "committed": 1_000_001}])
    assert "10.000,02 €" in on_paper(print_project(session, made))
