# SPDX-License-Identifier: EUPL-1.2
"""Every record type of the catalogue is kept, listed, found, changed and told like every other."""

from collections.abc import Iterator, Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import MONDAY_MORNING
from tests.opened import add, open_desk
from tests.world.values import Dice, Sources, any_link, in_any_order, record_values, value_of, without_row_ids
from welfaredesk.base.casework_errors import OnlyByAct
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import checking, lists, records
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.resources import code_lists
from welfaredesk.desk.session import Session
from welfaredesk.domain.catalogue import CATALOGUE, code_lists_needed, find_type
from welfaredesk.domain.changes import difference
from welfaredesk.domain.checks import field_problem
from welfaredesk.domain.guarding import guards_of, left_to_acts
from welfaredesk.domain.kinds import Field, Kind, Search, Value
from welfaredesk.domain.record import ROOT_TYPES, RecordType
from welfaredesk.store import schema

NAMES = [type_.name for type_ in CATALOGUE]
FIXED_ROOTS = {"operator", "register", "directory", "settings", "roster"}
SEARCHABLE = [
    pytest.param(type_.name, field.name, id=f"{type_.name}.{field.name}")
    for type_ in CATALOGUE
    for field in type_.fields
    if field.search is not Search.NONE
]
STP = "STP0301234567890"


def needed(name: str) -> RecordType:
    found = find_type(name)
    assert found is not None
    return found


class Targets:
    """Records that links may lead to, two of each type, made when first asked for."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._codes = Codes(session)
        self._made: dict[tuple[str, int], str] = {("operator", n): session.identity.operator for n in range(2)}
        self.sources = Sources(self.codes, self.link)

    def codes(self, name: str) -> Sequence[str]:
        return sorted(self._codes.known(name))

    def link(self, dice: Dice, field: Field) -> dict[str, Value]:
        identity = self.record(field.targets[0], dice.below(2))
        if field.targets[0] == "operator":
            return {"id": identity, "root": None, "title": self.session.identity.name}
        shown = records.show(self.session, identity)
        return {"id": identity, "root": shown.root, "title": shown.title}

    def record(self, type_name: str, which: int = 0) -> str:
        if (type_name, which) not in self._made:
            # These say no more than they must: whoever links to its own kind would never end.
            values = record_values(needed(type_name), Dice.of(which), sources=self.sources, percent=0)
            self._made[type_name, which] = self.add(type_name, values)
        return self._made[type_name, which]

    def add(self, type_name: str, values: dict[str, Value]) -> str:
        return records.add(self.session, needed(type_name), values, root=self.root(type_name)).id

    def root(self, type_name: str) -> str | None:
        type_ = needed(type_name)
        if type_.is_root or type_.singleton or set(type_.roots) & FIXED_ROOTS:
            return None
        return self.record(type_.roots[0])


@pytest.fixture
def targets(session: Session) -> Targets:
    return Targets(session)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Targets]:
    """Return a desk for all that takes away again what it adds."""
    clock = FixedClock(MONDAY_MORNING)
    session = open_desk(tmp_path_factory.mktemp("shared") / "profile", clock=clock, ids=SeededIds(1, clock))
    yield Targets(session)
    session.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_type_has_a_table_with_a_column_for_each_field(name: str, shared: Targets) -> None:
    type_ = needed(name)
    columns = {column.name for column in shared.session.vault.read()[schema.table_of(type_)].columns}
    assert columns == {"_id", "_root", "_title"} | {field.name for field in type_.fields}


@pytest.mark.parametrize("name", NAMES)
def test_a_record_comes_back_as_it_was_written_through_json_too(name: str, targets: Targets, session: Session) -> None:
    type_ = needed(name)
    for seed in range(4):
        values = record_values(type_, Dice.of(seed), sources=targets.sources)
        identity = targets.add(name, msgspec.json.decode(msgspec.json.encode(values)))
        answer = msgspec.json.decode(msgspec.json.encode(records.show(session, identity).answer()))
        shown = {field: value for field, value in answer.items() if not field.startswith("_")}
        filled = {field.name for field in type_.fields if field.fills} - set(values)
        said = {field: value for field, value in without_row_ids(shown).items() if field not in filled}
        assert said == values
        assert answer["_type"] == name
        if type_.singleton:
            break
    assert checking.check(session).problems == ()


def left_open(type_: RecordType, values: dict[str, Value]) -> dict[str, Value]:
    """Return the values without what acts alone write."""
    guards = guards_of(type_.name, type_.rules)
    return {field: value for field, value in values.items() if field not in guards}


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_changed_and_its_history_tells_each_change(name: str, targets: Targets, session: Session) -> None:
    type_ = needed(name)
    first = left_open(type_, record_values(type_, Dice.of(11), sources=targets.sources))
    second = left_open(type_, record_values(type_, Dice.of(12), sources=targets.sources))
    identity = targets.add(name, first)
    wanted = {field.name: second.get(field.name, first.get(field.name)) for field in type_.fields if field.required}
    wanted |= {field.name: second.get(field.name) for field in type_.fields if not field.required}
    before = records.show(session, identity)
    wanted |= {guarded: before.values.get(guarded) for guarded in guards_of(name, type_.rules)}
    saved = records.change(session, identity, wanted, seen=before.entry)
    after = records.show(session, identity)
    said = {field: value for field, value in wanted.items() if value is not None}
    assert in_any_order(after.values) == in_any_order(said)
    told = [line for line in records.history(session, identity) if line["field"] in saved.changed]
    assert {line["field"] for line in told} == set(saved.changed)
    latest = {line["field"]: line for line in told}
    for field in saved.changed:
        assert latest[field]["before"] == before.values.get(field)
        assert latest[field]["after"] == after.values.get(field)
        assert latest[field]["operator"] == session.identity.operator
    assert records.change(session, identity, after.values).changed == ()


@pytest.mark.parametrize("name", NAMES)
def test_an_emptied_field_is_as_one_never_said(name: str, targets: Targets, session: Session) -> None:
    type_ = needed(name)
    whole = record_values(type_, Dice.of(21), sources=targets.sources, percent=100)
    identity = targets.add(name, left_open(type_, whole))
    for field in type_.fields:
        if field.required or (field.fills and type_.singleton):
            continue
        before = records.show(session, identity).values
        if left_to_acts(type_, [field.name], standing=before):
            with pytest.raises(OnlyByAct):
                records.change(session, identity, {field.name: None if field.name in before else whole[field.name]})
            continue
        candidate = {one: value for one, value in before.items() if one != field.name}
        if any(not problem.warning for problem in records.check(session, type_, candidate)):
            continue
        records.change(session, identity, {field.name: None})
        assert field.name not in records.show(session, identity).values
        records.change(session, identity, {field.name: ""})
        assert field.name not in records.show(session, identity).values
    assert checking.check(session).ok


@pytest.mark.parametrize("name", NAMES)
def test_records_of_a_type_are_listed_page_by_page(name: str, targets: Targets, session: Session) -> None:
    type_ = needed(name)
    made = {targets.add(name, record_values(type_, Dice.of(seed), sources=targets.sources)) for seed in range(30, 35)}
    listed: list[str] = []
    after: str | None = None
    while True:
        page, after = lists.page_of(session, type_, limit=2, after=after)
        listed.extend(str(row["_id"]) for row in page)
        if after is None:
            break
    assert len(listed) == len(set(listed))
    assert made <= set(listed)
    gone = made.pop()
    records.retire(session, gone, "scritta due volte")
    assert gone not in {row["_id"] for row in lists.page_of(session, type_)[0]}
    records.retire(session, gone, None)
    assert gone in {row["_id"] for row in lists.page_of(session, type_)[0]}


@pytest.mark.parametrize(("name", "field"), SEARCHABLE)
def test_a_word_planted_in_a_searchable_field_finds_the_record(name: str, field: str, shared: Targets) -> None:
    type_, session = needed(name), shared.session
    declared = type_.field(field)
    values = record_values(type_, Dice.of(40), sources=shared.sources, percent=0)
    planted, typed = _planted(declared)
    identity = shared.add(name, values | {field: planted})
    found = {hit.id for hit in lists.search(session, typed)} | {hit.id for hit in lists.find_words(session, typed)}
    assert identity in found
    records.retire(session, identity, "per la prova")
    found = {hit.id for hit in lists.search(session, typed)} | {hit.id for hit in lists.find_words(session, typed)}
    assert identity not in found


def _planted(field: Field) -> tuple[Value, str]:
    if field.search is Search.PHONE:
        number = "+39 0375 98 76 54"
        return [{"value": number}] if field.kind is Kind.ROWS else number, "0375987654"
    if field.name == "tax_code":
        return STP, STP
    word = "Zàgrebusìno"
    if field.kind is Kind.ROWS:
        part = next(part for part in field.rows if part.kind is Kind.TEXT)
        return [{part.name: f"via {word} 3"}], "zagrebusino"
    return f"detto {word} ieri", "zagrebusino"


@pytest.mark.parametrize("name", NAMES)
def test_a_declaration_says_all_that_screens_and_dictionary_need(name: str) -> None:
    type_ = needed(name)
    assert type_.doc.endswith(".")
    assert type_.label
    assert type_.plural
    assert set(type_.roots) <= set(ROOT_TYPES)
    for field in type_.fields:
        assert field.label, field.name
        for part in (field, *field.rows):
            assert part.label, part.name
            assert part.kind not in {Kind.CHOICE, Kind.CHOICES} or part.codes
            assert part.kind is not Kind.LINK or all(find_type(target) for target in part.targets), part.name
            assert part.kind is not Kind.LINK or part.targets
        assert field.kind is not Kind.ROWS or field.rows
    if type_.root_link is not None:
        assert type_.field(type_.root_link).kind is Kind.LINK


def test_every_code_list_that_a_field_draws_from_is_shipped_and_says_something() -> None:
    shipped = code_lists()
    assert {name for name in code_lists_needed() if not shipped.get(name)} == set()


@pytest.mark.parametrize("name", NAMES)
@given(seeds=st.tuples(st.integers(0, 2**32), st.integers(0, 2**32)))
@settings(max_examples=30)
def test_the_difference_of_two_records_leads_from_one_to_the_other(name: str, seeds: tuple[int, int]) -> None:
    type_ = needed(name)
    sources = Sources(lambda one: sorted(code.code for code in code_lists()[one].codes)[:9], any_link, files=True)
    shown = _with_row_ids(record_values(type_, Dice.of(seeds[0]), sources=sources))
    wanted = record_values(type_, Dice.of(seeds[1]), sources=sources)
    full = {field.name: wanted.get(field.name) for field in type_.fields}
    ids = Dice.of(99).ids
    assert difference(type_, shown, wanted=shown, new_row=ids.new) == {}
    changes = difference(type_, shown, wanted=full, new_row=ids.new)
    assert set(changes) <= {field.name for field in type_.fields}
    for field in type_.fields:
        differs = in_any_order(shown.get(field.name)) != in_any_order(wanted.get(field.name))
        assert (field.name in changes) == (differs if field.kind is Kind.ROWS else _differs(field, shown, wanted))


def _differs(field: Field, shown: dict[str, Value], wanted: dict[str, Value]) -> bool:
    return bool(shown.get(field.name) != wanted.get(field.name))


def _with_row_ids(values: dict[str, Value]) -> dict[str, Value]:
    ids: SeededIds = Dice.of(5).ids
    rows = {name: sorted(ids.new() for _ in value) for name, value in values.items() if isinstance(value, list)}
    return {
        name: [{"_row": row, **one} for row, one in zip(rows[name], value, strict=True)]
        if isinstance(value, list) and isinstance(value[0], dict)
        else value
        for name, value in values.items()
    }


@pytest.mark.parametrize("kind", list(Kind))
def test_a_value_of_another_kind_is_told_apart(kind: Kind) -> None:
    wrong: Value = {"not": "this"} if kind not in {Kind.LINK, Kind.FILE, Kind.ROWS} else "testo"
    field = Field(kind=kind, label="Prova", codes="sex", targets=("person",))
    assert field_problem(field, wrong, codes=lambda _name: ("F", "M"))
    good = value_of(field, Dice.of(1), sources=Sources(lambda _name: ("F", "M"), any_link, files=True))
    assert kind is Kind.ROWS or not field_problem(field, good, codes=lambda _name: ("F", "M"))


def test_an_added_singleton_that_is_there_is_a_change_of_it(session: Session) -> None:
    first = add(session, "ente_settings", name="Consorzio", comuni=[{"comune": "Gussola"}])
    again = add(session, "ente_settings", name="Consorzio", comuni=[{"comune": "Viadana"}])
    assert first == again
    assert without_row_ids(records.show(session, first).values) == {
        "name": "Consorzio",
        "comuni": [{"comune": "Viadana"}],
    }
