# SPDX-License-Identifier: EUPL-1.2
"""Passages, names and addresses in a dossier: what is taken out, what may stay by choice, and what never may."""

import pytest

from tests.opened import add
from tests.unit.desk.access.cases import Case, case_of, entry, said_in
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.errors import BadInput
from welfaredesk.desk import records
from welfaredesk.desk.access import dossier
from welfaredesk.desk.session import Session


@pytest.fixture
def case(session: Session) -> Case:
    return case_of(session)


def test_a_passage_is_taken_out_for_this_request_alone_and_may_come_back(case: Case) -> None:
    written = entry(case, "Dorme male. Il vicino urla. Mangia.")
    dossier.cut(case.session, case.request, written, part="text", words="Il vicino urla.")
    assert "Testo: Dorme male. [passaggio tolto] Mangia." in case.lines(written)
    assert "urla" in str(records.show(case.session, written).values["text"])
    with pytest.raises(BadInput):
        dossier.cut(case.session, case.request, written, part="text", words="  ")
    dossier.uncut(case.session, case.request, written)
    assert "urla" in case.lines(written)


def test_a_marked_passage_that_was_rewritten_takes_its_text_with_it(case: Case) -> None:
    marks = [{"part": "text", "passage": "Il vicino urla"}]
    written = entry(case, "Il vicino, dice, urlava.", third_party_passages=marks)
    assert "vicino" not in case.lines(written)
    assert "per intero" in " ".join(case.removed(written))


def test_a_name_in_small_letters_does_not_pass_where_only_a_name_stands(case: Case) -> None:
    written = entry(case, "Colloquio con rita bo.", with_whom="la madre, rita bo e la maestra")
    assert "Con chi: la madre, [terza persona] e la maestra" in case.lines(written)
    assert "Colloquio con [terza persona]." in case.lines(written)
    alone = entry(case, "Colloquio.", with_whom="pirola")
    assert "Con chi: [terza persona]" in case.lines(alone)


def test_a_name_may_stay_by_choice_and_another_be_added(case: Case) -> None:
    written = entry(case, "La maestra Rita Bo e Gino Verri", with_whom="Rita Bo")
    assert "Rita" not in case.lines(written)
    assert "Gino Verri" in case.lines(written)
    dossier.name(case.session, case.request, "Rita Bo", kept=True)
    dossier.name(case.session, case.request, "Gino Verri", kept=False)
    said = case.lines(written)
    assert "Rita Bo" in said
    assert "Con chi: Rita Bo" in said
    assert "Gino" not in said
    with pytest.raises(BadInput):
        dossier.name(case.session, case.request, " , ", kept=False)


def test_a_name_that_nobody_told_the_program_is_pointed_at(case: Case) -> None:
    written = entry(case, "Il padre Gino Verri non viene a Gussola.")
    found = case.page().candidate(written)
    assert found is not None
    assert found.cleaned.doubtful == ("Gino Verri",)


def test_whoever_asks_stays_named_until_somebody_takes_it_out(case: Case) -> None:
    written = entry(case, "Con Ottavia Mazzi e Rita Bo.", with_whom="Ottavia Mazzi, Rita Bo")
    assert "Testo: Con Ottavia Mazzi e [terza persona]." in case.lines(written)
    shared = entry(case, "Ottavia Mazzi c'è, Ottavia no.", with_whom="Ottavia Poli")
    assert "Testo: Ottavia Mazzi c'è, [terza persona] no." in case.lines(shared)
    dossier.name(case.session, case.request, "Ottavia Mazzi", kept=False)
    assert "Mazzi" not in case.lines(written)


def test_who_is_in_protection_is_never_named_though_a_program_asks(case: Case) -> None:
    session = case.session
    hidden = add(
        session, "person", surname="Salvi", name="Ada", in_protection=True, domicile=[{"street": "via Segreta 7"}]
    )
    add(
        session,
        "household",
        name="Salvi",
        address="via Segreta 7",
        members=[{"person": case.person}, {"person": hidden}],
    )
    written = entry(case, "Ada Salvi sta bene.")
    where = entry(case, "Ora abita in Via Segreta, 7.")
    [third] = [one for one in case.page().thirds if one.locked]
    assert third.shown == "Persona in protezione"
    with pytest.raises(ActRefused):
        dossier.name(session, case.request, "Ada Salvi", kept=True)
    records.change(session, case.request, {"names": [{"name": "Ada Salvi", "kept": True}]})
    assert "Salvi" not in case.lines(written)
    assert "Segreta" not in case.lines(where)
    assert said_in(case.printed(), "Segreta") == []


def test_the_protected_address_of_the_person_never_goes(case: Case) -> None:
    said = {
        "cautions": [{"kind": "protected_address"}],
        "domicile": [{"street": "via Segreta 7"}],
        "reachabilities": [{"kind": "mobile", "value": "333 1234567"}],
    }
    records.change(case.session, case.person, said)
    for told in ("La trovo in via Segreta 7.", "Abita in Segreta n. 7", "Torna in via Segreta."):
        entry(case, told)
    found = case.printed()
    assert said_in(found, "Segreta") == []
    assert said_in(found, "1234567") == []
    # That there is something to protect is not said either.
    assert case.removed(case.person) == ["Domicilio", "Recapiti", "Avvertenze"]
    assert not any(one in found for one in ("Domicilio", "Recapiti", "Avvertenze", "sicurezza"))


def test_who_must_stay_away_or_asks_about_somebody_protected_is_pointed_at(case: Case) -> None:
    assert case.page().beware == ""
    order = [{"kind": "no_contact_order", "against": "Ottavia Mazzi"}]
    records.change(case.session, case.person, {"cautions": order})
    assert "divieto di avvicinamento" in case.page().beware
    records.change(case.session, case.request, {"title": "person", "requester": "Giulia Ferrari"})
    assert case.page().beware == ""
