# SPDX-License-Identifier: EUPL-1.2
"""Whatever the file: imported twice is imported once, and the order of rows and columns says nothing."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpyxl import Workbook
from tests.conftest import MONDAY_MORNING
from tests.opened import open_desk
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import lists, records
from welfaredesk.desk.importing.carrying_out import import_file
from welfaredesk.desk.importing.mapping import Column, Mapping
from welfaredesk.desk.session import Session

HEADINGS = ("ID", "Cognome", "Nome", "Nato il", "Cell", "Via", "Fam", "Rel", "N", "Note")
PEOPLE = Mapping(
    type="person",
    key="ID",
    open_case_files=True,
    columns={
        "Cognome": Column("surname"),
        "Nome": Column("name"),
        "Nato il": Column("birth"),
        "Cell": Column("reachabilities.value", row="c"),
        "Via": Column("residence.street"),
        "Fam": Column("household.key"),
        "Rel": Column("household.members.relation"),
        "N": Column("case_file.paper_archive"),
        "Note": Column("notes"),
    },
)
DIARY = Mapping(
    type="diary_entry",
    columns={
        "Chi": Column("person.key"),
        "Quando": Column("when"),
        "Testo": Column("text"),
        "Min": Column("minutes"),
    },
)
_word = st.text("abcdefgàèìòù", min_size=1, max_size=8)
_text = st.text("abc à;,\"\n'", max_size=30)
_person = st.tuples(
    _word,
    _word,
    st.dates(date(1900, 1, 1), date(2025, 12, 31)).map(lambda day: day.strftime("%d/%m/%Y")),
    st.sampled_from(["", "333 1234567", "0375 200111"]),
    st.sampled_from(["", "Via Po 1"]),
    st.sampled_from(["", "F1", "F2"]),
    st.sampled_from(["Figlio", "Intestatario", ""]),
    st.sampled_from(["", "A1", "B2"]),
    _text,
)
_people = st.lists(_person, min_size=1, max_size=6).map(
    lambda found: [(str(number), *one) for number, one in enumerate(found, start=8)]
)
_entry = st.tuples(
    st.integers(0, 5), st.sampled_from(["1/2/2026", "3/4/2025 10:30"]), _word, st.sampled_from(["", "30"])
)


def _write(path: Path, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], order: list[int]) -> Path:
    """Write rows in the order of the columns given, as CSV or as XLSX as the name says."""
    table = [[row[place] for place in order] for row in (headings, *rows)]
    if path.suffix == ".xlsx":
        book = Workbook()
        for line in table:
            book.active.append([cell or None for cell in line])
        book.save(path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as target:
            csv.writer(target, delimiter=";").writerows(table)
    return path


def _open(folder: Path) -> Session:
    clock = FixedClock(MONDAY_MORNING)
    return open_desk(folder, clock=clock, ids=SeededIds(1, clock))


def _state(session: Session) -> str:
    found: list[dict[str, Any]] = []
    for name in ("person", "case_file", "household", "diary_entry"):
        found.extend(lists.page_of(session, records.type_named(name), limit=1000)[0])
    return json.dumps(found, sort_keys=True)


def _entries(session: Session) -> int:
    return int(session.vault.read().conn.execute("SELECT count(*) FROM entry").fetchone()[0])


@settings(max_examples=12)
@given(people=_people, diary=st.lists(_entry, max_size=6), data=st.data())
def test_twice_is_once_and_any_order_is_the_same(
    people: list[tuple[str, ...]],
    diary: list[tuple[int, str, str, str]],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("twice")
    entries = [(people[who % len(people)][0], when, text, minutes) for who, when, text, minutes in diary]
    entries = list({(who, when, text): (who, when, text, minutes) for who, when, text, minutes in entries}.values())
    columns = list(range(len(HEADINGS)))
    first, second = _open(folder / "one"), _open(folder / "two")
    try:
        path = _write(folder / "persone.csv", HEADINGS, people, columns)
        notes = _write(folder / "diario.csv", ("Chi", "Quando", "Testo", "Min"), entries or [("",) * 4], [0, 1, 2, 3])
        assert import_file(first, path, mapping=PEOPLE).added == len(people)
        if entries:
            assert import_file(first, notes, mapping=DIARY).added == len(entries)
        state, count = _state(first), _entries(first)
        shuffled = data.draw(st.permutations(people)), data.draw(st.permutations(columns))
        other = _write(folder / "di nuovo.xlsx", HEADINGS, *shuffled)
        again = import_file(first, other, mapping=PEOPLE)
        assert (again.added, again.changed, again.same, again.warnings) == (0, 0, len(people), [])
        assert import_file(second, other, mapping=PEOPLE).added == len(people)
        if entries:
            mixed = _write(
                folder / "diario.xlsx",
                ("Chi", "Quando", "Testo", "Min"),
                data.draw(st.permutations(entries)),
                [3, 2, 1, 0],
            )
            assert import_file(first, mixed, mapping=DIARY).same == len(entries)
            assert import_file(second, mixed, mapping=DIARY).added == len(entries)
        assert (_state(first), _entries(first)) == (state, count)
        assert _state(second) == state
    finally:
        first.close()
        second.close()
