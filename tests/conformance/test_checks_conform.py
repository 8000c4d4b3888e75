# SPDX-License-Identifier: EUPL-1.2
"""Whatever JSON is given for a record of any type, the checks answer: nothing makes them fall."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from welfaredesk.base.ids import derived_id
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.domain.checks import problems_of
from welfaredesk.domain.kinds import Kind, Value
from welfaredesk.domain.record import RecordType

CODES = frozenset({"one", "two"})
ID = derived_id("one", "test")
SOUND: dict[Kind, Value] = {
    Kind.TEXT: "parole",
    Kind.LONG_TEXT: "parole\nsu due righe",
    Kind.DAY: "2026-03-04",
    Kind.MOMENT: "2026-03-04T16:30:00+01:00",
    Kind.NUMBER: 12,
    Kind.MONEY: 1200,
    Kind.CHOICE: "one",
    Kind.CHOICES: ["one", "two"],
    Kind.FLAG: True,
    Kind.LINK: {"id": ID, "root": ID, "title": "Chi"},
    Kind.ROWS: [],
}
ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(list(SOUND.values())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("type_", CATALOGUE, ids=lambda type_: str(type_.name))
@given(data=st.data())
@settings(max_examples=40)
def test_the_checks_answer_whatever_they_are_given(type_: RecordType, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from([field.name for field in type_.fields]), min_size=1, max_size=6))
    values = {name: data.draw(ANY) for name in names}
    for problem in problems_of(type_, values, codes=lambda _: CODES):
        assert problem.text


@pytest.mark.parametrize("type_", CATALOGUE, ids=lambda type_: str(type_.name))
def test_a_value_of_another_kind_stops_the_save(type_: RecordType) -> None:
    for field in type_.fields:
        problems = list(problems_of(type_, {field.name: 1.5}, codes=lambda _: CODES))
        assert any(one.field == field.name and not one.warning for one in problems), field.name
