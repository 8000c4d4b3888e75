# SPDX-License-Identifier: EUPL-1.2
"""Values in words, each kind of field."""

import pytest

from tests.stories.program import founded
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.kinds import (
    Field,
    Kind,
    Traits,
    Value,
    choice,
    choices,
    day,
    flag,
    line,
    link,
    moment,
    money,
    number,
    rows,
)


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> Codes:
    """Return the code lists of a new ente."""
    session = founded(tmp_path_factory.mktemp("wording")).open()
    found = Codes(session)
    session.close()
    return found


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (line("x"), None, ""),
        (line("x"), "così com'è", "così com'è"),
        (day("x"), "2026-03-04", "04/03/2026"),
        (day("x"), "marzo", "marzo"),
        (moment("x"), "2026-03-04T16:30:00+01:00", "04/03/2026 16:30"),
        (moment("x"), "marzo", "marzo"),
        (number("x", Traits(unit="km")), 12, "12 km"),
        (number("x"), 12, "12"),
        (money("x"), 123456789, "1.234.567,89 €"),
        (money("x"), -5, "−0,05 €"),
        (flag("x"), True, "sì"),
        (flag("x"), False, "no"),
        (choice("x", "reachability_kind"), "mobile", "Cellulare"),
        (choice("x", "reachability_kind"), "ignoto", "ignoto"),
        (choices("x", "reachability_kind"), ["mobile", "ignoto"], "Cellulare, ignoto"),
        (link("x", ("person",)), {"id": "i", "root": None, "title": "Neri, Ada"}, "Neri, Ada"),
        (link("x", ("person",)), {"id": "i", "root": None, "title": ""}, "i"),
        (Field(kind=Kind.FILE, label="x"), {"name": "isee.pdf", "key": "00"}, "isee.pdf"),
        (rows("x", {"a": line("A"), "b": line("B")}), [{"a": "1", "b": None}, {"b": "2"}], "A: 1\nB: 2"),
    ],
)
def test_a_value_is_told_as_people_say_it(codes: Codes, field: Field, value: Value, words: str) -> None:
    assert in_words(field, value, codes=codes) == words
