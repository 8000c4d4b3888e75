# SPDX-License-Identifier: EUPL-1.2
"""What is said before a record is cut: by whom, with whom, with what else, and who had it."""

from tests.opened import add, giulia
from tests.unit.desk.exchange.cutters import note
from welfaredesk.desk import records
from welfaredesk.desk.cut_outlook import CutsShown, cuts, may_cut, may_reserve, outlook
from welfaredesk.desk.session import Session


def test_an_entry_of_a_cartella_needs_the_sheet_of_an_ente_of_one_person(session: Session) -> None:
    shown = records.show(session, note(session, giulia(session), "Una visita."))
    assert may_cut(session, shown)
    assert may_reserve(session, shown)
    found = outlook(session, shown)
    assert (found.own, found.whole, found.count, found.sheets, found.seconds) == (False, False, 1, 1, ())
    assert found.had_it == ("Bianchi, Lucia",)
    assert found.circles == ()


def test_a_person_goes_whole_and_is_not_made_reserved(session: Session) -> None:
    shown = records.show(session, giulia(session))
    assert not may_reserve(session, shown)
    found = outlook(session, shown)
    assert found.whole
    assert found.count == 3


def test_a_note_of_ones_own_asks_nobody(session: Session) -> None:
    shown = records.show(session, add(session, "quick_note", text="Richiamare."))
    assert not may_reserve(session, shown)
    found = outlook(session, shown)
    assert (found.own, found.whole, found.sheets, found.had_it) == (True, False, 0, ())


def test_what_stands_in_a_register_can_be_cut_too(session: Session) -> None:
    shown = records.show(session, add(session, "contact", who="Una signora", note="Chiede un assegno."))
    assert may_cut(session, shown)
    assert not may_reserve(session, shown)
    assert outlook(session, shown).sheets == 1


def test_settings_of_the_ente_are_not_cut(session: Session) -> None:
    shown = records.show(session, add(session, "body", name="Centro diurno"))
    assert not may_cut(session, shown)


def test_a_desk_without_cuts_has_nothing_to_show(session: Session) -> None:
    assert cuts(session) == CutsShown(to_confirm=(), again=(), left=(), late=(), others=())
    assert cuts(session).count == 0
