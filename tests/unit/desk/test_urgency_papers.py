# SPDX-License-Identifier: EUPL-1.2
"""The papers of an urgency: what each says and leaves out, kept as they were printed, and made for everybody."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest

import pypdfium2
from tests.opened import add, giulia
from welfaredesk.base.casework_errors import SecretInText
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.desk import acts, attachments, lists, reading, records
from welfaredesk.desk.session import Session
from welfaredesk.desk.urgency_papers import ACT, COPY, REPORT, TEMPLATES, issue, paper_of
from welfaredesk.domain.statement import Role

SAFE = "Comunità La Rondine, via dei Tigli 4"
SAID: dict[str, Any] = {
    "kind": "emergency_removal",
    "child_name": "Bambina, forse Alba",
    "estimated_age": 6,
    "comune": "Gussola",
    "facts": "Era *sola* in casa.\n#La luce è staccata.",
    "third_parties": "I genitori mancano da due giorni.",
    "third_parties_who": "La signora Zanetti, vicina",
    "evaluation": "Non si può aspettare.",
    "found_at": "Via Roma 3",
    "safe_place": SAFE,
    "decided_by": "Marta Galli, responsabile",
    "prosecutor": "Brescia",
    "present": [{"name": "Paolo Sala", "capacity": "agente", "body": "Polizia locale"}],
}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "\n")
    finally:
        document.close()


@pytest.fixture
def urgency(session: Session) -> str:
    made = add(session, "urgency", **SAID)
    acts.do(session, made, "notify", given={"notice_to": "dott. Neri", "notice_outcome": "aspetta la relazione"})
    return made


def printed(session: Session, urgency: str, template: str) -> str:
    return text_of(issue(session, urgency, template).pdf.data)


def test_the_act_says_all_of_it_where_and_who_too(session: Session, urgency: str) -> None:
    text = printed(session, urgency, ACT)
    for said in ("Verbale di collocamento in luogo sicuro", "Art. 403 del codice civile", "Urgenza 2026/AA-1", SAFE):
        assert said in text
    for said in ("Era *sola* in casa.", "#La luce", "Zanetti", "Paolo Sala", "Marta Galli, responsabile", "dott. Neri"):
        assert said in text


def test_the_report_keeps_the_three_parts_apart_and_goes_to_the_prosecutor(session: Session, urgency: str) -> None:
    text = printed(session, urgency, REPORT)
    assert text.index("Fatti") < text.index("Riferito da terzi: La signora Zanetti") < text.index("Valutazioni")
    assert "presso il Tribunale" in text
    assert "Brescia" in text
    assert SAFE in text


def test_the_copy_for_the_family_says_neither_where_the_child_is_nor_who_told_what(
    session: Session, urgency: str
) -> None:
    text = printed(session, urgency, COPY)
    for secret in (
        "Rondine",
        "Tigli",
        "Zanetti",
        "mancano da due giorni",
        "Paolo Sala",
        "Neri",
        "aspetta la relazione",
    ):
        assert secret not in text
    for said in ("Copia per chi esercita la responsabilità genitoriale", "Non si può aspettare.", "Polizia locale"):
        assert said in text


@pytest.mark.parametrize("field", ["facts", "evaluation", "found_at", "child_name", "decided_by"])
def test_a_safe_place_written_by_hand_elsewhere_stops_the_copy_alone(
    session: Session, urgency: str, field: str
) -> None:
    records.change(session, urgency, {field: "Ora è alla comunita  LA RONDINE, VIA DEI TIGLI 4, al sicuro"})
    with pytest.raises(SecretInText):
        issue(session, urgency, COPY)
    assert lists.of_root(session, "document", urgency) == []
    assert SAFE in printed(session, urgency, ACT)


def test_a_word_too_short_to_be_a_place_stops_nothing(session: Session, urgency: str) -> None:
    records.change(session, urgency, {"safe_place": "casa"})
    assert "Era *sola* in casa." in printed(session, urgency, COPY)


def test_what_is_missing_is_left_for_the_pen(session: Session) -> None:
    bare = add(session, "urgency", kind="emergency_removal")
    assert printed(session, bare, ACT).count("(da completare)") == 5
    assert "(da completare)" in printed(session, bare, REPORT)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("criminal_report", "Denuncia di reato"),
        ("unaccompanied_minor", "Segnalazione di minore straniero non accompagnato"),
        ("emergency_intervention", "Relazione sul pronto intervento"),
        ("prosecutor_notice", "Segnalazione di un minore in situazione di pregiudizio"),
    ],
)
def test_each_kind_has_its_own_title(session: Session, kind: str, title: str) -> None:
    made = add(session, "urgency", kind=kind, facts="Fatti")
    text = " ".join(printed(session, made, REPORT).split())
    assert title in text
    assert ("presso il Tribunale" in text) == (kind != "criminal_report")


def test_what_was_printed_is_kept_as_it_was_with_its_fingerprint(session: Session, urgency: str) -> None:
    made = issue(session, urgency, REPORT)
    shown = records.show(session, made.document)
    assert shown.circle == "reserved"
    assert shown.values["fingerprint"] == made.pdf.sha256 == hashlib.sha256(made.pdf.data).hexdigest()
    records.change(session, urgency, {"facts": "Tutto diverso"})
    assert attachments.read_bytes(session, made.document) == made.pdf.data
    again = issue(session, urgency, REPORT)
    assert again.document != made.document
    assert again.fingerprint != made.fingerprint
    assert len(lists.of_root(session, "document", urgency)) == 2


def test_the_same_paper_printed_twice_is_kept_once(session: Session, urgency: str) -> None:
    first, second = (issue(session, urgency, ACT) for _ in range(2))
    assert (first.document, first.pdf.data) == (second.document, second.pdf.data)


def test_the_fingerprint_of_the_text_does_not_depend_on_the_day(
    session: Session, urgency: str, clock: FixedClock
) -> None:
    values = records.show(session, urgency).values
    first = paper_of(session, values, ACT)
    clock.advance(ms=48 * 3_600_000)
    later = paper_of(session, values, ACT)
    assert first.day != later.day
    assert first.fingerprint == later.fingerprint
    assert first.fingerprint[:16] in printed(session, urgency, ACT)
    assert len({paper_of(session, values, one).fingerprint for one in TEMPLATES}) == len(TEMPLATES)


def test_each_printing_is_logged_with_what_it_was(session: Session, urgency: str) -> None:
    issue(session, urgency, COPY)
    last = reading.lines(session)[-1]
    assert (last["act"], last["record"], last["shown"]) == ("print", urgency, [COPY])


def test_only_an_urgency_has_these_papers_and_only_caseworkers_print_them(session: Session, urgency: str) -> None:
    with pytest.raises(NotFound):
        issue(session, giulia(session), ACT)
    session.identity = replace(session.identity, roles=(Role.DPO,))
    with pytest.raises(NotAllowed):
        issue(session, urgency, ACT)
