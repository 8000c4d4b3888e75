# SPDX-License-Identifier: EUPL-1.2
"""Every record type gets a form whose editors give back what they were shown, under their visible labels."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import shiboken6
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from tests.conftest import MONDAY_MORNING
from tests.opened import open_desk
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds, spell
from welfaredesk.base.places import resources_folder
from welfaredesk.base.text import tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.resources import code_lists
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.domain.checks import field_problem
from welfaredesk.domain.kinds import Field, Kind
from welfaredesk.domain.record import RecordType
from welfaredesk.ui.context import Context, Ways
from welfaredesk.ui.exchanging import Exchanging
from welfaredesk.ui.forms import OPEN_FIELDS, Form, sections_of, shown_fields
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.tasks import Tasks
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName

each_type = pytest.mark.parametrize("type_", CATALOGUE, ids=lambda type_: type_.name)
few = settings(max_examples=5)

IDS = st.integers(0, 2**127).map(spell)
WORDS = st.text("abcàèìòùÀ'’<>&\"/\\€日😀0 ", min_size=1, max_size=20).map(lambda text: f"x{text}y")
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat)
CLOCKS = st.tuples(DAYS, st.integers(0, 23), st.integers(0, 59))
MOMENTS = CLOCKS.map(lambda one: f"{one[0]}T{one[1]:02}:{one[2]:02}:00+02:00")
LINKS = st.fixed_dictionaries({"id": IDS, "root": IDS, "title": WORDS})
FILE = {"name": "a.pdf", "media_type": "application/pdf", "size": 9, "sha256": "0" * 64, "chunk_size": 1, "key": "0"}


def _codes(field: Field) -> st.SearchStrategy[str]:
    return st.sampled_from([code.code for code in code_lists()[field.codes or ""]])


def values_for(field: Field) -> st.SearchStrategy[Any]:
    """Give values that the field may hold."""
    simple: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: WORDS,
        Kind.LONG_TEXT: st.lists(WORDS, min_size=1, max_size=3).map("\n\n".join),
        Kind.DAY: DAYS,
        Kind.MOMENT: MOMENTS,
        Kind.NUMBER: st.integers(-(10**9), 10**9),
        Kind.MONEY: st.integers(-(10**9), 10**9),
        Kind.FLAG: st.booleans(),
        Kind.LINK: LINKS,
        Kind.FILE: st.just(FILE),
    }
    if field.kind is Kind.CHOICE:
        return _codes(field)
    if field.kind is Kind.CHOICES:
        return st.lists(_codes(field), min_size=1, max_size=4, unique=True)
    if field.kind is Kind.ROWS:
        parts = {part.name: values_for(part) for part in field.rows}
        row = st.fixed_dictionaries({"_row": IDS} | parts)
        return st.lists(row, min_size=1, max_size=2)
    return simple[field.kind]


@pytest.fixture(scope="module")
def context(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Return what forms are given, on a real desk that all of them have together."""
    style.apply(qapp, ThemeName.LIGHT)
    clock = FixedClock(MONDAY_MORNING)
    session = open_desk(tmp_path_factory.mktemp("forms") / "profile", clock=clock, ids=SeededIds(1, clock))
    tasks, exchanging = Tasks(session), Exchanging(session)
    yield Context(session, tasks, Codes(session), Ways(), exchanging)
    while tasks.busy:
        qapp.processEvents()
    exchanging.stop()
    tasks.close()
    session.close()


@pytest.fixture(scope="module")
def form_of(context: Context) -> Iterator[Callable[[RecordType], Form]]:
    """Return what makes the form of a type, one for all that is asked of it, gone at the end."""
    made: dict[str, Form] = {}

    def make(type_: RecordType) -> Form:
        if type_.name not in made:
            made[type_.name] = Form(context, type_)
        return made[type_.name]

    yield make
    for form in made.values():
        shiboken6.delete(form)


@each_type
@few
@given(data=st.data())
def test_editors_give_back_what_they_are_shown(
    context: Context, form_of: Callable[[RecordType], Form], type_: RecordType, data: st.DataObject
) -> None:
    form = form_of(type_)
    values = {field.name: data.draw(values_for(field), field.name) for field in shown_fields(type_)}
    form.set_values(values)
    assert form.values() == values
    problems = [field_problem(type_.field(n), v, codes=context.codes.known) for n, v in form.values().items()]
    assert not any(problems)
    form.set_values({})
    assert all(value is None for value in form.values().values())


@each_type
def test_every_field_has_an_editor_and_at_most_seven_stand_open(
    form_of: Callable[[RecordType], Form], type_: RecordType
) -> None:
    form = form_of(type_)
    assert list(form.editors) != []
    assert set(form.editors) == {field.name for field in type_.fields if not (field.retired or field.inner)}
    title, first = sections_of(shown_fields(type_))[0]
    assert title or len(first) <= OPEN_FIELDS


@each_type
def test_a_control_is_called_as_its_label_says(form_of: Callable[[RecordType], Form], type_: RecordType) -> None:
    form = form_of(type_)
    for name, box in form.boxes.items():
        label = tr(type_.field(name).label)
        assert box.label.text() == label
        assert box.editor.accessibleName() == label
        for inner in box.editor.findChildren(QWidget):
            if isinstance(inner, QLineEdit | QPlainTextEdit | Button) and inner.objectName() != "qt_spinbox_lineedit":
                assert inner.accessibleName(), f"{type_.name}.{name}: {type(inner).__name__}"


@each_type
def test_a_row_added_to_a_list_has_named_controls(form_of: Callable[[RecordType], Form], type_: RecordType) -> None:
    form = form_of(type_)
    for field in (one for one in type_.of_kind(Kind.ROWS) if not one.inner):
        form.editors[field.name].set_value([{part.name: None for part in field.rows}])
        labels = {label.text() for label in form.boxes[field.name].editor.findChildren(PlainLabel)}
        assert {tr(part.label) for part in field.rows} <= labels


@each_type
def test_the_pictures_of_a_type_and_of_its_codes_are_shipped(type_: RecordType) -> None:
    lists = [code_lists()[part.codes] for field in type_.fields for part in (field, *field.rows) if part.codes]
    wanted = {type_.icon} | {code.icon for one in lists for code in one if code.icon}
    assert not [name for name in sorted(wanted) if not (resources_folder() / "icons" / f"{name}.svg").exists()]
