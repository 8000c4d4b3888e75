# SPDX-License-Identifier: EUPL-1.2
"""The fold: what stands, what waits, and that nothing is dropped."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.domain.desks import DESKS, Server, entry_of, oracle, plain_worlds
from welfaredesk.domain.changes import row_changes
from welfaredesk.domain.entry import Entry, EntryKind, EntryRef, Operation, Put, PutText, RowChanges, SpliceText
from welfaredesk.domain.fold import RETIRED, RecordState, apply, fold
from welfaredesk.domain.text_merge import splice_of

ROW, OTHER = "0" * 26, "1" * 26


def told(state: RecordState) -> dict[str, Any]:
    """Return all that a state says, to be compared."""
    return {
        name: (cell.value, cell.setters, cell.waiting, cell.is_text) for name, cell in sorted(state.cells.items())
    } | {"": (state.order, state.rules, state.retired, state.values())}


@given(plain_worlds())
@settings(max_examples=200)
def test_plain_fields_are_what_the_oracle_says(server: Server) -> None:
    state = server.state()
    expected = oracle(server.entries)
    assert {name: cell.value for name, cell in state.cells.items()} == {n: c.value for n, c in expected.items()}
    waiting = {name: [(one.ref, one.value) for one in cell.waiting] for name, cell in state.cells.items()}
    assert waiting == {name: cell.waiting for name, cell in expected.items()}


@given(plain_worlds())
def test_every_value_stands_or_waits_or_was_seen_by_a_later_one(server: Server) -> None:
    state = server.state()
    for entry in server.entries:
        later = server.entries[server.entries.index(entry) + 1 :]
        for name, change in entry.body.changes.items():
            assert isinstance(change, Put)
            cell = state.cells[name]
            stands = entry.ref in cell.setters or cell.value == change.value
            waits = any(waiting.ref == entry.ref for waiting in cell.waiting)
            seen = any(one.had_seen(entry.ref) for one in later if name in one.body.changes)
            # A value that replaced this one's equal saw it through the entry that set the same.
            equal = any(
                one.ref != entry.ref and _put(one, name) == change.value and later_one.had_seen(one.ref)
                for one in server.entries
                for later_one in server.entries
                if name in one.body.changes and name in later_one.body.changes
            )
            assert stands or waits or seen or equal


def _put(entry: Entry, name: str) -> Any:
    change = entry.body.changes[name]
    assert isinstance(change, Put)
    return change.value


@st.composite
def mixed_worlds(draw: st.DrawFn) -> Server:
    """Give a server on which desks wrote plain fields, lists and long texts, each from what it showed."""
    server = Server()
    words = st.sampled_from(["casa", "affitto", "madre", "colloquio", "sera", "scuola"])
    for _ in range(draw(st.integers(1, 9))):
        desk = draw(st.sampled_from(DESKS))
        if draw(st.booleans()):
            server.read[desk] = draw(st.integers(server.read[desk], len(server.entries)))
        shown = server.shown_to(desk).values()
        match draw(st.sampled_from(["plain", "text", "splice", "rows", "rows", "retire"])):
            case "plain":
                server.write(desk, {"phone": Put(draw(words))})
            case "text":
                server.write(desk, {"notes": PutText(draw(_edited(shown.get("notes", ""), words)))})
            case "splice":
                before = shown.get("notes", "")
                after = draw(_edited(before, words))
                server.write(desk, {"notes": SpliceText(list(splice_of(before, after)))})
            case "rows":
                wanted = draw(_edited_rows(shown.get("members", []), words))
                ids = iter(f"{len(server.entries):025d}{n}" for n in range(9))
                changes = row_changes(shown.get("members", []), wanted, new_row=ids.__next__)
                server.write(desk, {"members": RowChanges(changes)})
            case _:
                reason = draw(st.sampled_from(["doppia", None]))
                server.write(desk, {RETIRED: Put(reason)}, kind=EntryKind.RETIRE)
    return server


@st.composite
def _edited(draw: st.DrawFn, text: str, words: st.SearchStrategy[str]) -> str:
    parts = text.split(" ") if text else []
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(parts)))
        parts[place : place + draw(st.integers(0, 1))] = [draw(words)]
    return " ".join(parts)


@st.composite
def _edited_rows(draw: st.DrawFn, rows: list[dict[str, Any]], words: st.SearchStrategy[str]) -> list[dict[str, Any]]:
    kept = [dict(row) for row in rows if draw(st.integers(0, 3))]
    for row in kept:
        if draw(st.booleans()):
            row["name"] = draw(words)
    return kept + [{"name": draw(words)} for _ in range(draw(st.integers(0, 2)))]


@given(mixed_worlds(), st.data())
@settings(max_examples=100)
def test_the_fold_is_the_same_in_any_batching_and_again(server: Server, data: st.DataObject) -> None:
    whole = told(server.state())
    assert told(server.state()) == whole
    batched = RecordState()
    left = list(server.entries)
    while left:
        size = data.draw(st.integers(1, len(left)))
        for entry in left[:size]:
            apply(batched, entry)
            apply(batched, entry)
        # A desk may be handed again what it has.
        for entry in server.entries[: data.draw(st.integers(0, len(server.entries) - len(left)))]:
            apply(batched, entry)
        left = left[size:]
    assert told(batched) == whole


@given(mixed_worlds())
@settings(max_examples=100)
def test_no_word_and_no_row_is_dropped_unless_somebody_who_saw_it_took_it_out(server: Server) -> None:
    state = server.state()
    waiting = [str(one.value) for cell in state.cells.values() for one in cell.waiting]
    for entry in server.entries:
        later = server.entries[server.entries.index(entry) + 1 :]
        for name, change in entry.body.changes.items():
            if not isinstance(change, PutText):
                continue
            answered = any(one.had_seen(entry.ref) for one in later if name in one.body.changes)
            kept = str(state.cells[name].value or "")
            if not answered:
                missing = set(change.text.split()) - set(kept.split()) - set(" ".join(waiting).split())
                assert not missing - _words_seen_by(server, entry, name) - _taken_out(server, later, name)


def _words_seen_by(server: Server, entry: Entry, name: str) -> set[str]:
    """Return the words of a text on which an entry was written: who took them out need not have seen the entry."""
    before = fold(one for one in server.entries if entry.had_seen(one.ref)).values().get(name, "")
    return set(str(before).split())


def _taken_out(server: Server, later: list[Entry], name: str) -> set[str]:
    """Return the words that later entries took out of the text that their writers had on the screen."""
    out: set[str] = set()
    for entry in later:
        if name in entry.body.changes:
            seen = fold(one for one in server.entries if entry.had_seen(one.ref))
            before = set(str(seen.values().get(name, "")).split())
            apply(seen, entry)
            out |= before - set(str(seen.values().get(name, "")).split())
    return out


@given(mixed_worlds())
def test_whoever_has_seen_all_and_saves_again_closes_every_question(server: Server) -> None:
    server.read["anna"] = len(server.entries)
    clashes = list(server.state().clashes())
    if server.state().retired is not None:
        server.write("anna", {RETIRED: Put(None)}, kind=EntryKind.RETIRE)
    plain: dict[str, Operation] = {
        clash.cell: Put(clash.standing) for clash in clashes if "/" not in clash.cell and clash.cell != RETIRED
    }
    rows: dict[str, dict[str, Any] | None] = {}
    for clash in clashes:
        if "/" in clash.cell:
            _, row, *part = clash.cell.split("/")
            said = rows.get(row) or {}
            rows[row] = said | {part[0]: clash.standing} if part else said
    changes = plain | ({"members": RowChanges(rows)} if rows else {})
    if any(clash.cell == RETIRED for clash in clashes):
        server.write("anna", {RETIRED: Put(None)}, kind=EntryKind.SETTLE)
    server.write("anna", changes, kind=EntryKind.SETTLE)
    assert list(server.state().clashes()) == []


def test_a_settlement_that_changes_nothing_closes_the_question() -> None:
    server = Server()
    server.write("anna", {"phone": Put("0375 1")})
    server.write("bice", {"phone": Put("0375 2")})
    assert [(clash.standing, clash.waiting.value) for clash in server.state().clashes()] == [("0375 1", "0375 2")]
    server.read["bice"] = 2
    server.write("bice", {"phone": Put("0375 1")}, kind=EntryKind.SETTLE)
    assert list(server.state().clashes()) == []
    assert server.state().values() == {"phone": "0375 1"}


def test_words_that_two_wrote_alike_are_one_and_go_with_whoever_takes_them_out() -> None:
    server = Server()
    server.write("bice", {"notes": PutText("Il padre cerca casa.")})
    server.write("anna", {"notes": PutText("Il padre cerca casa.")})
    assert server.state().values()["notes"] == "Il padre cerca casa."
    server.write("anna", {"notes": PutText("Il padre cerca lavoro.")})  # sees her own alone
    assert server.state().values()["notes"] == "Il padre cerca lavoro."


def test_words_that_two_wrote_alike_are_kept_where_one_had_more() -> None:
    server = Server()
    server.write("bice", {"notes": PutText("Il padre cerca casa.\nLa madre lavora.")})
    server.write("anna", {"notes": PutText("Il padre cerca casa.")})
    server.write("anna", {"notes": PutText("")})
    assert "La madre lavora." in server.state().values()["notes"]


def test_a_text_written_by_two_keeps_what_both_wrote() -> None:
    server = Server()
    server.write("anna", {"notes": PutText("La madre lavora. Il padre cerca casa.")})
    server.read = dict.fromkeys(DESKS, 1)
    server.write("bice", {"notes": PutText("La madre lavora la sera. Il padre cerca casa.")})
    server.write("carla", {"notes": PutText("La madre lavora. Il padre cerca casa a Viadana.")})
    assert server.state().values()["notes"] == "La madre lavora la sera. Il padre cerca casa a Viadana."
    assert list(server.state().clashes()) == []


def test_two_wordings_of_one_passage_are_asked_about() -> None:
    server = Server()
    server.write("anna", {"notes": PutText("La madre lavora.")})
    server.read = dict.fromkeys(DESKS, 1)
    server.write("bice", {"notes": PutText("La madre studia.")})
    server.write("carla", {"notes": PutText("La madre riposa.")})
    (clash,) = server.state().clashes()
    assert (clash.standing, clash.waiting.value, clash.waiting.before) == (
        "La madre studia.",
        "La madre riposa.",
        "La madre lavora.",
    )


def test_a_save_that_had_not_seen_the_retirement_waits_whole() -> None:
    server = Server()
    server.write("anna", {"phone": Put("1"), "street": Put("via Roma")})
    server.read["bice"] = 1
    server.write("anna", {RETIRED: Put("doppia")}, kind=EntryKind.RETIRE)
    server.write("bice", {"phone": Put("2"), "note": Put("nuova")})
    state = server.state()
    assert state.retired == "doppia"
    assert state.values() == {"phone": "1", "street": "via Roma"}
    assert {(clash.cell, clash.waiting.value) for clash in state.clashes()} == {("phone", "2"), ("note", "nuova")}


@pytest.mark.parametrize(("kind", "street"), [(EntryKind.ACT, "via Roma"), (EntryKind.SET, "via Po")])
def test_an_act_waits_whole_where_a_save_waits_in_part(kind: EntryKind, street: str) -> None:
    server = Server()
    server.write("anna", {"state": Put("open"), "street": Put("via Roma")})
    server.read["bice"] = 1
    server.write("anna", {"state": Put("suspended")})
    server.write("bice", {"state": Put("closed"), "street": Put("via Po")}, kind=kind)
    assert server.state().values() == {"state": "suspended", "street": street}
    assert "closed" in {clash.waiting.value for clash in server.state().clashes()}


@pytest.mark.parametrize("first", ["anna", "bice"])
def test_taking_out_a_row_that_somebody_just_changed_is_asked_about(first: str) -> None:
    server = Server()
    server.write("anna", {"members": RowChanges({ROW: {"name": "Giulia"}, OTHER: {"name": "Luca"}})})
    server.read["bice"] = 1
    takes = RowChanges({ROW: None})
    changes = RowChanges({ROW: {"phone": "333"}})
    server.write(first, {"members": takes if first == "anna" else changes})
    server.write("bice" if first == "anna" else "anna", {"members": changes if first == "anna" else takes})
    state = server.state()
    assert {clash.cell for clash in state.clashes()} == {f"members/{ROW}"}
    assert state.cells[f"members/{ROW}/phone"].value == "333"


def test_a_row_taken_out_by_somebody_who_saw_it_is_gone() -> None:
    server = Server()
    server.write("anna", {"members": RowChanges({ROW: {"name": "Giulia"}})})
    server.read["bice"] = 1
    server.write("bice", {"members": RowChanges({ROW: None})})
    assert server.state().values() == {}
    assert list(server.state().clashes()) == []


def test_an_entry_that_the_standing_one_had_seen_is_history() -> None:
    older = entry_of("bice", 1, {"phone": Put("1")}, seen={})
    newer = entry_of("anna", 1, {"phone": Put("2")}, seen={"bice": 1})
    state = fold([newer, older])
    assert state.values() == {"phone": "2"}
    assert list(state.clashes()) == []
    assert state.order == [EntryRef("anna", 1), EntryRef("bice", 1)]


def test_splices_whose_ground_was_lost_keep_their_words() -> None:
    lost = SpliceText([(400, 10, "la madre accetta"), (900, 3, ""), (950, 0, "visita lunedì")])
    alone = fold([entry_of("a", 2, {"text": lost}, seen={})])
    assert alone.cells["text"].value == "la madre accetta\nvisita lunedì"
    after = fold([entry_of("a", 1, {"text": PutText("Breve.")}, seen={}), entry_of("a", 2, {"text": lost}, seen={})])
    assert after.cells["text"].value == "Breve.\nla madre accetta\nvisita lunedì"


def test_a_text_that_two_write_for_long_without_seeing_the_last_of_each_other_is_folded_at_all() -> None:
    """Each save asks what its writer had seen: were that folded anew each time, forty saves would take for ever."""
    server = Server()
    server.write(DESKS[0], {"notes": PutText("\n".join(f"riga {number}" for number in range(40)))})
    for desk in DESKS[:2]:
        server.read[desk] = 1
    for number in range(40):
        desk = DESKS[number % 2]
        before = server.shown_to(desk).values()["notes"]
        lines = before.split("\n")
        lines[number] += " detta"
        server.write(desk, {"notes": SpliceText(list(splice_of(before, "\n".join(lines))))})
        server.read[desk] = len(server.entries) - 1
    state = fold(server.entries)
    assert state.values()["notes"].count("detta") == 40
    assert len(state.seen) < 3 * len(server.entries)
