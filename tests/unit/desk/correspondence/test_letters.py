# SPDX-License-Identifier: EUPL-1.2
"""Letters: issued with a copy that stays, sent, corrected; their papers are those of the copy, checked and kept."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

import pypdfium2
from tests.opened import add, giulia
from welfaredesk.base.casework_errors import ActRefused, OnlyByAct
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadInput, NotAllowed, NotFound
from welfaredesk.base.letter_errors import BadTemplate, LetterStopped, ReasonForAddressee
from welfaredesk.desk import acts, attachments, cartella, lists, reading, records
from welfaredesk.desk.correspondence.papers import print_docx, print_letter
from welfaredesk.desk.correspondence.reading import letter_page, letter_shown, whose
from welfaredesk.desk.correspondence.templates import plain_template
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import Role
from welfaredesk.store.files import sealed_path

DAY = 86_400_000
REPORT: dict[str, Any] = {
    "kind": "report",
    "subject": "Relazione di aggiornamento",
    "addressee_address": "Via Roma 1\n26100 Cremona",
    "facts": "Il servizio ha svolto *due* visite.\n#Nessuna assenza.",
    "third_parties": "La scuola dice che va meglio.",
    "third_parties_who": "la maestra Neri",
    "evaluation": "Si propone di proseguire.",
    "shared_data": ["name", "birth", "family_doctor"],
}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(pages.replace("￾", "").split())


def lines_of(docx: bytes) -> list[str]:
    return [one.text for one in Document(io.BytesIO(docx)).paragraphs]


@pytest.fixture
def person(session: Session) -> str:
    return giulia(session)


@pytest.fixture
def service(session: Session) -> str:
    return add(session, "service", name="Tutela minori di Casalmaggiore")


@pytest.fixture
def letter(session: Session, person: str, service: str) -> str:
    return add(session, "letter", person=person, addressee={"id": service}, **REPORT)


def issue(session: Session, letter: str, **given: Any) -> str:
    return acts.do(session, letter, "issue", given=given).after


def test_a_relazione_on_paper_keeps_its_three_parts_apart(session: Session, letter: str) -> None:
    add(session, "ente_settings", name="Comune di Gussola", address="Piazza 1", phone="0375 1", email="c@pec.invalid")
    text = text_of(print_letter(session, letter).data)
    for said in (
        "Comune di Gussola Piazza 1 · Tel. 0375 1 · c@pec.invalid",
        "Tutela minori di Casalmaggiore Via Roma 1 26100 Cremona",
        "Oggetto: Relazione di aggiornamento",
        "N. 2026/AA-1 19/10/2026",
        "Cognome e nome Ferrari, Giulia",
        "Data di nascita 14/03/2017",
        "*due* visite. #Nessuna assenza.",
        "Bozza: la lettera non è ancora emessa",
    ):
        assert said in text
    assert text.index("Fatti") < text.index("Riferito da terzi: la maestra Neri") < text.index("Valutazioni")
    assert "Medico" not in text  # chosen, and not known
    assert lists.linked_from(session, letter, "document") == []


def test_what_was_issued_is_what_comes_out_whatever_is_written_after(session: Session, letter: str) -> None:
    assert issue(session, letter) == "issued"
    first = print_letter(session, letter)
    records.change(session, letter, {"facts": "Tutto diverso", "protocol_number": "123/2026"})
    one = letter_shown(session, letter)
    assert (one.state, one.changed, one.shown.values["version"]) == ("issued", ("facts",), 1)
    second = text_of(print_letter(session, letter).data)
    assert "Tutto diverso" not in second
    assert "Prot. 123/2026" in second
    assert "Impronta del testo:" in text_of(first.data)
    assert "Bozza" not in second


def test_a_correction_is_a_new_version_and_the_old_paper_stays(session: Session, letter: str) -> None:
    issue(session, letter)
    first = print_letter(session, letter)
    acts.do(session, letter, "send", given={"sent_means": "pec", "protocol_number": "9/2026"})
    sent = records.show(session, letter).values
    assert sent["sent_by"]["id"] == session.identity.operator
    acts.do(session, letter, "correct", given={"correction_reason": "Data sbagliata"})
    standing = records.show(session, letter).values
    assert not {"sent_on", "sent_by", "protocol_number", "issued_on"} & standing.keys()
    records.change(session, letter, {"facts": "Corretto"})
    issue(session, letter)
    assert "N. 2026/AA-1, versione 2" in text_of(print_letter(session, letter).data)
    kept = letter_shown(session, letter).kept
    assert [row["title"] for row in kept] == ["Relazione 2026/AA-1, versione 2", "Relazione 2026/AA-1"]
    assert attachments.read_bytes(session, str(kept[1]["_id"])) == first.data


def test_the_same_paper_is_kept_once_on_any_day(session: Session, letter: str, clock: FixedClock) -> None:
    issue(session, letter)
    first = print_letter(session, letter), print_docx(session, letter)
    clock.advance(ms=3 * DAY)
    assert (print_letter(session, letter).data, print_docx(session, letter).data) == (first[0].data, first[1].data)
    kept = letter_shown(session, letter).kept
    assert sorted(row["attachment"]["name"] for row in kept) == ["Relazione 2026-AA-1.docx", "Relazione 2026-AA-1.pdf"]
    assert {row["kind"] for row in kept} == {"social_report"}


def test_a_reserved_letter_keeps_its_papers_reserved(session: Session, person: str, service: str) -> None:
    letter = records.add(
        session,
        records.type_named("letter"),
        {"subject": "Riservata", "body": "Testo", "addressee": {"id": service}},
        root=person,
        circle="reserved",
    ).id
    issue(session, letter)
    print_letter(session, letter)
    (row,) = letter_shown(session, letter).kept
    assert records.show(session, str(row["_id"])).circle == "reserved"
    assert letter_shown(session, letter).digest


def test_a_docx_is_that_of_the_template_and_opens(session: Session, letter: str, tmp_path: Path) -> None:
    plain = lines_of(print_docx(session, letter).data)
    assert "Il servizio ha svolto *due* visite.\n#Nessuna assenza." in plain
    path = tmp_path / "carta.docx"
    made = Document(io.BytesIO(plain_template()))
    made.add_paragraph("CARTA DEL COMUNE per {{ persona }}")
    made.save(str(path))
    template = add(session, "letter_template", name="Carta del comune")
    attachments.attach(session, template, path)
    records.change(session, letter, {"template": {"id": template}})
    assert lines_of(print_docx(session, letter).data)[-1] == "CARTA DEL COMUNE per Ferrari, Giulia"


def test_a_template_full_of_errors_is_told_and_the_one_before_stays(session: Session, tmp_path: Path) -> None:
    good, bad = tmp_path / "buono.docx", tmp_path / "rotto.docx"
    good.write_bytes(plain_template())
    made = Document(io.BytesIO(plain_template()))
    made.add_paragraph("{{ cognomme }} {{ ''.__class__ }}")
    made.save(str(bad))
    template = add(session, "letter_template", name="Carta")
    attachments.attach(session, template, good)
    with pytest.raises(BadTemplate) as found:
        attachments.attach(session, template, bad)
    assert "«cognomme» non è un campo delle lettere" in found.value.text
    assert attachments.read_bytes(session, template) == good.read_bytes()


def test_a_bad_template_from_another_program_stops_the_docx_alone(
    session: Session, letter: str, tmp_path: Path
) -> None:
    value = attachments.sealed_value(session, b"non un docx", name="x.docx")
    template = add(session, "letter_template", name="Carta", document=value)
    records.change(session, letter, {"template": {"id": template}})
    issue(session, letter)
    with pytest.raises(BadTemplate):
        print_docx(session, letter)
    assert print_letter(session, letter).pages == 1


def test_a_template_without_its_file_says_so(session: Session, letter: str, tmp_path: Path) -> None:
    template = add(session, "letter_template", name="Carta")
    records.change(session, letter, {"template": {"id": template}})
    with pytest.raises(BadTemplate) as found:
        print_docx(session, letter)
    assert "non ha ancora il suo file" in found.value.text
    (tmp_path / "carta.docx").write_bytes(plain_template())
    attachments.attach(session, template, tmp_path / "carta.docx")
    value = records.show(session, template).values["document"]
    sealed_path(session.profile, value["sha256"]).unlink()
    with pytest.raises(BadTemplate) as missing:
        print_docx(session, letter)
    assert "arriva con la sincronizzazione" in missing.value.text


def test_a_protected_address_never_comes_out_and_the_draft_stays(session: Session, letter: str, person: str) -> None:
    records.change(session, person, {"protected_abode": [{"street": "Via dei Tigli 4", "place": "Cremona"}]})
    records.change(session, letter, {"facts": "Ora abita in via dei Tigli, 4."})
    with pytest.raises(ActRefused) as refused:
        issue(session, letter)
    assert "indirizzo protetto" in refused.value.text
    for make in (print_letter, print_docx):
        with pytest.raises(LetterStopped) as stopped:
            make(session, letter)
        assert "igli" not in stopped.value.text
    assert records.show(session, letter).values["facts"] == "Ora abita in via dei Tigli, 4."
    assert all(line["act"] != "print" for line in reading.lines(session))


def test_an_address_that_became_protected_stops_what_was_issued_before(
    session: Session, letter: str, person: str
) -> None:
    records.change(session, letter, {"facts": "Abita in via dei Tigli 4."})
    issue(session, letter)
    print_letter(session, letter)
    records.change(session, person, {"protected_abode": [{"street": "Via dei Tigli 4"}]})
    with pytest.raises(LetterStopped):
        print_letter(session, letter)


def test_where_in_doubt_a_reason_is_asked_and_kept_in_the_copy(session: Session, letter: str) -> None:
    records.change(session, letter, {"addressee": None, "addressee_text": "Avv. Paolo Sala"})
    with pytest.raises(ReasonForAddressee):
        print_letter(session, letter)
    with pytest.raises(ReasonForAddressee) as found:
        issue(session, letter)
    assert "indirizzo protetto" in found.value.text
    assert letter_shown(session, letter).state == "draft"
    issue(session, letter, addressee_reason="È il legale della madre")
    assert "Avv. Paolo Sala" in text_of(print_letter(session, letter).data)
    assert letter_shown(session, letter).values["addressee_reason"] == "È il legale della madre"
    # Who may have it is answered anew for another version.
    acts.do(session, letter, "correct", given={"correction_reason": "Refuso"})
    with pytest.raises(ReasonForAddressee):
        issue(session, letter)


def test_an_act_alone_writes_how_it_went(session: Session, letter: str) -> None:
    for name, value in {"addressee_reason": "Sì", "sent_means": "pec", "issued_on": "2026-01-01"}.items():
        with pytest.raises(OnlyByAct):
            records.change(session, letter, {name: value})
    with pytest.raises(ActRefused):
        acts.do(session, letter, "send", given={"sent_means": "pec"})
    issue(session, letter)
    with pytest.raises(BadInput):
        acts.do(session, letter, "send", given={"sent_means": "pec", "sent_on": "2026-10-01"})
    acts.do(session, letter, "withdraw", given={"withdraw_reason": "Non serve più"})
    assert "Lettera ritirata." in text_of(print_letter(session, letter).data)
    acts.do(session, letter, "take-up", given={})
    assert letter_shown(session, letter).state == "draft"


def test_an_empty_letter_is_not_issued(session: Session, person: str, service: str) -> None:
    empty = add(session, "letter", person=person, subject="Vuota", addressee={"id": service})
    with pytest.raises(ActRefused) as found:
        issue(session, empty)
    assert "non dice ancora niente" in found.value.text


def test_each_printing_is_logged_and_only_caseworkers_print(session: Session, letter: str, person: str) -> None:
    letter_page(session, letter)
    print_letter(session, letter)
    last = reading.lines(session)[-1]
    assert (last["act"], last["record"], last["root"], last["shown"]) == ("print", letter, person, ["letter"])
    with pytest.raises(NotFound):
        print_letter(session, person)
    session.identity = replace(session.identity, roles=(Role.DPO,))
    with pytest.raises(NotAllowed):
        print_letter(session, letter)


def test_nobody_else_in_protection_is_named_by_a_link(session: Session, person: str) -> None:
    other = add(session, "person", surname="Gialli", name="Rosa")
    letter = add(session, "letter", person=person, subject="Invito", body="Testo", addressee={"id": other})
    records.change(session, other, {"in_protection": True})
    issue(session, letter, addressee_reason="È la zia che la ospita")
    assert "Gialli" not in text_of(print_letter(session, letter).data)


def test_a_letter_about_a_household_tells_the_data_of_each_and_stands_in_each_cartella(
    session: Session, person: str, service: str
) -> None:
    brother = add(session, "person", surname="Ferrari", name="Luca")
    add(session, "household", name="Ferrari", members=[{"person": person}, {"person": brother}])
    (family,) = whose(session, person).family
    assert family["id"] == brother
    letter = add(
        session,
        "letter",
        person=person,
        addressee={"id": service},
        others=[{"person": family}],
        **(REPORT | {"shared_data": ["name"]}),
    )
    said = text_of(print_letter(session, letter).data)
    assert [one for one in ("Ferrari, Giulia", "Ferrari, Luca") if one not in said] == []
    assert [str(row["_id"]) for row in cartella.page(session, brother).letters] == [letter]
    printed = {line["root"] for line in reading.lines(session, record=letter) if line["act"] == "print"}
    assert printed == {brother, person}
    assert issue(session, letter) == "issued"
    paper = letter_shown(session, letter).values
    assert [row["person"]["id"] for row in paper["others"]] == [brother]
