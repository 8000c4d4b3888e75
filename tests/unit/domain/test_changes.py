# SPDX-License-Identifier: EUPL-1.2
"""What a form holds once it takes a record as it stands: nothing of what others wrote is undone, nor what it holds."""

from itertools import count

from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.changes import carried_over
from welfaredesk.domain.kinds import Value, Values

BEFORE: dict[str, Value] = {
    "needs": "Scuola.\n\nCasa.",
    "wishes": "Danza",
    "goals": [{"_row": "a", "goal": "Uno", "note": "x"}, {"_row": "b", "goal": "Due"}, {"_row": "c", "goal": "Tre"}],
}


def taken(mine: Values, theirs: Values) -> dict[str, Value]:
    """Return what the form of a plan holds."""
    numbers = count()
    type_ = find_type("project")
    assert type_ is not None
    return carried_over(type_, BEFORE, mine=mine, theirs=BEFORE | dict(theirs), new_row=lambda: f"n{next(numbers)}")


def test_rows_of_both_stay_and_each_value_is_of_whoever_wrote_it() -> None:
    mine = [{"_row": "a", "goal": "Uno", "note": "mia"}, {"_row": "c", "goal": "Tre"}, {"goal": "Nuova"}]
    theirs = [{"_row": "a", "goal": "Uno bis", "note": "x"}, {"_row": "b", "goal": "Due"}, {"_row": "d", "goal": "Sua"}]
    assert taken({"goals": mine}, {"goals": theirs})["goals"] == [
        {"_row": "a", "goal": "Uno bis", "note": "mia"},
        {"_row": "d", "goal": "Sua"},
        {"_row": "n0", "goal": "Nuova"},
    ]


def test_a_row_written_here_and_taken_away_there_comes_back() -> None:
    mine = [{"_row": "a", "goal": "Uno", "note": "mia"}, *BEFORE["goals"][1:]]
    found = taken({"goals": mine}, {"goals": BEFORE["goals"][1:]})["goals"]
    assert found[0] == {"_row": "a", "goal": "Uno", "note": "mia"}


def test_texts_are_merged_and_where_both_wrote_the_form_keeps_its_own() -> None:
    assert taken({"needs": "Scuola.\n\nCasa.\n\nSalute."}, {"needs": "Lavoro.\n\nScuola.\n\nCasa."})["needs"] == (
        "Lavoro.\n\nScuola.\n\nCasa.\n\nSalute."
    )
    assert taken({"wishes": "Canto"}, {"wishes": "Nuoto"}) == {"wishes": "Canto"}
    assert taken({"wishes": "Danza"}, {"wishes": None}) == {"wishes": None}


def test_a_plain_value_written_in_the_form_stays_though_another_was_saved() -> None:
    assert taken({"ends_on": "2027-06-30"}, {"ends_on": "2027-05-31"})["ends_on"] == "2027-06-30"
    assert taken({"ends_on": None}, {"ends_on": "2027-05-31"})["ends_on"] == "2027-05-31"
