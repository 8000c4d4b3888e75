# SPDX-License-Identifier: EUPL-1.2
"""The dossier of an access: not one name of others in the file, nothing reserved, and an index of what is not there."""

import pytest

from tests.opened import add
from tests.unit.desk.access.cases import Case, case_of, entry, plant, said_in
from tests.unit.desk.staff.made import SCHOOL, sitting, situation
from welfaredesk.base.access_errors import PaperStopped
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.errors import BadInput, NotFound
from welfaredesk.desk import acts, lists, reading, records, reserving
from welfaredesk.desk.access.dossier import Fate, access_page
from welfaredesk.desk.access.papers import print_dossier
from welfaredesk.desk.making import Making
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.convening import minutes_id
from welfaredesk.domain.kinds import ORDINARY, RESERVED
from welfaredesk.store.driver import Database


@pytest.fixture
def case(session: Session) -> Case:
    return case_of(session)


def test_of_forty_planted_names_not_one_is_in_the_file(case: Case) -> None:
    planted = plant(case)
    assert len(set(planted)) == 40
    for one in case.page().candidates:
        if one.fate is Fate.STAYS:
            case.choose(one.id, "yes")
    found = case.printed().lower()
    assert [one for one in planted if one.lower() in found] == []
    assert said_in(found, "333 999") == []
    for said in ("ferrari, giulia", "colloquio sereno", "poi va a scuola", "non dorme", "[terza persona]"):
        assert said_in(found, said)
    assert said_in(found, "[passaggio tolto]")


def test_what_is_looked_for_would_be_found(case: Case) -> None:
    entry(case, "Incontra Palmira Quaini al mercato")
    entry(case, "Poi parla a lungo di precipitevolissimevolmente " * 12)
    found = case.printed()
    assert said_in(found, "Palmira Quaini")
    # Words parted at the end of a line are found too.
    assert found.count("precipitevolissimevolmente") == 12


def test_a_reserved_record_never_goes_and_the_index_does_not_say_it_is_there(case: Case) -> None:
    hidden = add(case.session, "diary_entry", person=case.person, circle="reserved", text="Denuncia in corso")
    assert case.fate(hidden) is Fate.NEVER
    assert case.lines(hidden) == ""
    with pytest.raises(ActRefused) as caught:
        case.choose(hidden, "yes")
    assert "riservata" in caught.value.text
    by_force = {"chosen": [{"record": hidden, "included": True}]}
    records.change(case.session, case.request, by_force)
    assert case.fate(hidden) is Fate.NEVER
    found = case.printed()
    assert said_in(found, "Denuncia") == []
    assert said_in(found, "Riservat") == []


def test_what_is_being_made_reserved_does_not_go_while_its_cut_waits(case: Case) -> None:
    session = case.session
    written = entry(case, "Denuncia in corso")
    referral = add(session, "referral", person=case.person, source="school", referrer="Rita Bo", content="Assente")
    assert (case.fate(written), case.fate(referral)) == (Fate.GOES, Fate.STAYS)

    def copied(database: Database) -> None:
        for one in (written, referral):
            reserving._copy(session, database, one, circle=RESERVED)

    session.vault.write(copied)
    assert records.show(session, written).circle == ORDINARY
    assert (case.fate(written), case.fate(referral)) == (Fate.NEVER, Fate.NEVER)
    assert said_in(case.printed(), "Denuncia") == []


def test_what_is_about_others_stays_until_it_is_chosen_and_says_why(case: Case) -> None:
    session = case.session
    brother = add(session, "person", surname="Ferrari", name="Marco")
    household = add(session, "household", name="Ferrari", members=[{"person": case.person}, {"person": brother}])
    shared = add(
        session, "diary_entry", root=household, text="Insieme", persons=[{"person": case.person}, {"person": brother}]
    )
    referral = add(session, "referral", source="school", person=case.person, content="Picchiata", answer="Visita fatta")
    asked = add(session, "contact", person=case.person, requester="relative", note="Chiede")
    own = add(session, "contact", person=case.person, requester="person", note="Chiede un bonus")
    stays = {one.id: one.why for one in case.page().of(Fate.STAYS)}
    assert stays == {household: "third_parties", shared: "third_parties", referral: "referrer", asked: "reported"}
    assert case.fate(own) is Fate.GOES
    case.choose(referral, "yes")
    said = case.lines(referral)
    assert "Visita fatta" in said
    assert "Picchiata" not in said
    assert "Scuola" not in said
    case.choose(referral, "")
    assert case.fate(referral) is Fate.STAYS


def test_what_is_of_another_cartella_that_links_here_is_no_part_of_it(case: Case) -> None:
    other = add(case.session, "person", surname="Altrui")
    tie = add(case.session, "network_tie", person=other, other=case.person)
    assert case.page().candidate(tie) is None
    with pytest.raises(BadInput):
        case.choose(tie, "yes")


def test_a_record_left_out_by_hand_is_in_the_index_with_its_reason_and_not_a_word_of_it(case: Case) -> None:
    written = entry(case, "Strategia del servizio")
    case.choose(written, "no", "internal")
    found = case.printed()
    assert said_in(found, "Strategia") == []
    assert said_in(found, "Annotazione di diario · 04/03/2026 È lavoro interno del servizio")


def test_a_letter_goes_once_it_is_issued_without_what_others_reported(case: Case) -> None:
    session = case.session
    body = add(session, "body", name="Tribunale di Brescia")
    said = {"facts": "Va a scuola a Brescia.", "third_parties": "La zia urla.", "third_parties_who": "Zia Ida Poli"}
    letter = add(session, "letter", person=case.person, subject="Relazione", kind="report", addressee=body, **said)
    assert case.fate(letter) is Fate.STAYS
    case.choose(letter, "yes")
    told = case.lines(letter)
    assert "Va a scuola a Brescia." in told
    assert "Tribunale di Brescia" in told
    assert "urla" not in told
    assert "Poli" not in told


def test_minutes_stay_until_chosen_and_then_go_without_who_was_there(case: Case) -> None:
    session = case.session
    about = situation(session, SCHOOL, person=case.person, subject="")
    minutes = minutes_id(sitting(session, about), about)
    assert case.fate(minutes) is Fate.STAYS
    records.change(session, minutes, {"health": "Dorme; lo dice Ada Neri.", "dissent": "La scuola non è d'accordo."})
    assert {one.id: one.why for one in case.page().of(Fate.STAYS)}[minutes] == "internal"
    case.choose(minutes, "yes")
    assert "Salute e autonomia: Dorme; lo dice [terza persona]." in case.lines(minutes)
    assert not said_in(case.lines(minutes), "Neri", "accordo")


def test_of_two_desks_that_chose_differently_the_record_stays(case: Case) -> None:
    written = entry(case, "Testo")
    rows = [{"record": written, "included": False, "why": "internal"}, {"record": written, "included": True}]
    for order in (rows, rows[::-1]):
        records.change(case.session, case.request, {"chosen": order})
        assert case.fate(written) is Fate.STAYS


def test_the_dossier_is_logged_with_whom_it_is_for_and_kept_once(case: Case) -> None:
    written = entry(case, "Testo")
    number = str(records.show(case.session, case.request).values["number"])
    first = print_dossier(case.session, case.request)
    again = print_dossier(case.session, case.request)
    assert first.sha256 == again.sha256
    last = [one for one in reading.lines(case.session) if one["act"] == "print"][-1]
    assert last["record"] == case.request
    assert "Ottavia Mazzi" in last["why"]
    assert written in last["shown"]
    [kept] = lists.of_root(case.session, "document", case.person)
    assert kept["fingerprint"] == first.sha256
    assert [one["_id"] for one in case.page().made] == [kept["_id"]]
    assert number in str(kept["counterpart"])


def test_an_answered_request_changes_no_more_until_it_is_reopened(case: Case) -> None:
    written = entry(case, "Testo")
    acts.do(case.session, case.request, "start", given={})
    with pytest.raises(BadInput):
        acts.do(case.session, case.request, "answer", given={"answer": "partly"})
    acts.do(case.session, case.request, "answer", given={"answer": "partly", "reason": "Terzi"})
    assert not case.page().open
    with pytest.raises(ActRefused):
        case.choose(written, "no", "internal")
    acts.do(case.session, case.request, "reopen", given={"reopening_reason": "Riesame"})
    case.choose(written, "no", "internal")


def test_only_a_request_has_a_dossier(case: Case) -> None:
    with pytest.raises(NotFound):
        print_dossier(case.session, case.person)


def test_a_dossier_says_how_far_it_is_and_given_up_leaves_nothing(case: Case) -> None:
    making = Making()
    print_dossier(case.session, case.request, making=making)
    goes = access_page(case.session, case.request).of(Fate.GOES)
    assert (making.ready, making.parts) == (len(goes), len(goes))
    kept = lists.of_root(case.session, "document", case.person)
    entry(case, "Un'altra parola.")
    with pytest.raises(PaperStopped):
        print_dossier(case.session, case.request, making=Making(stopped=True))
    assert lists.of_root(case.session, "document", case.person) == kept


def test_a_record_is_cleaned_once_and_only_for_whoever_looks(case: Case) -> None:
    one = access_page(case.session, case.request).of(Fate.GOES)[0]
    assert one.cleaned is one.cleaned
