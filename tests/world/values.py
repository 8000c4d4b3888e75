# SPDX-License-Identifier: EUPL-1.2
"""Random values that a field of the catalogue can hold, from a seed: for worlds, round trips and Hypothesis."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, TypeVar

from hypothesis import strategies as st

from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import SeededIds
from welfaredesk.domain.checks import problems_of
from welfaredesk.domain.kinds import Field, Kind, Value
from welfaredesk.domain.record import RecordType

T = TypeVar("T")

WORDS = (
    *("colloquio", "visita", "madre", "affitto", "sfratto", "Sant'Agata", "D'Amico", "perché", "città", "però"),
    *("«tutela»", "50%", "nipote", "ÀÈÌÒÙ", "Müller", "Đorđević", "Łukasz", "奶奶", "שלום", "👩‍👧‍👦", "e\u0301"),
    *("<b>grassetto</b>", "&amp;", "'; DROP TABLE entry;--", '"virgolette"', "\\N", "%s", "{0}", "=1+1", "NULL"),
)
"""What people write, and what programs take wrongly for something else."""


@dataclass(slots=True)
class Dice:
    """Chance from one seed, the same in every run."""

    ids: SeededIds

    @classmethod
    def of(cls, seed: int) -> "Dice":
        """Return the dice of a seed."""
        return cls(SeededIds(seed, FixedClock(Moment(1_792_396_800_000 + seed % 1_000_000, 60))))

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        return int.from_bytes(self.ids.token(6), "big") % limit

    def pick(self, some: Sequence[T]) -> T:
        """Return one of `some`."""
        return some[self.below(len(some))]

    def happens(self, percent: int) -> bool:
        """Tell whether something happens that does so `percent` times in a hundred."""
        return self.below(100) < percent


def any_link(dice: Dice, _field: Field) -> dict[str, Value]:
    """Return a link to a record that need not exist."""
    identity = dice.ids.new()
    return {"id": identity, "root": dice.pick([identity, dice.ids.new()]), "title": line(dice)}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where values come from that a field alone does not say: codes of a list, targets of a link."""

    codes: Callable[[str], Sequence[str]]
    link: Callable[[Dice, Field], dict[str, Value] | None] = field(default=any_link)
    files: bool = False


def line(dice: Dice) -> str:
    """Return one line of text."""
    return " ".join(dice.pick(WORDS) for _ in range(1 + dice.below(5)))[:250].strip()


def prose(dice: Dice) -> str:
    """Return some paragraphs, now and then so long that changes are written as splices."""
    sentences = 1 + dice.below(40 if dice.happens(20) else 5)
    return "\n".join(line(dice) for _ in range(sentences)).strip()


def day(dice: Dice) -> str:
    """Return a day between 1900 and 2100."""
    return (date(1900, 1, 1) + timedelta(days=dice.below(73_000))).isoformat()


def moment(dice: Dice) -> str:
    """Return a moment with its offset."""
    zone = timezone(timedelta(minutes=dice.pick([0, 60, 120, -330])))
    return (datetime(2000, 1, 1, tzinfo=zone) + timedelta(minutes=dice.below(20_000_000))).isoformat()


def past_moment(dice: Dice) -> str:
    """Return a moment before every clock of the tests: what has happened cannot be still to come."""
    return (datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=dice.below(13_000_000))).isoformat()


def number(dice: Dice) -> int:
    """Return a whole number on either side of nothing."""
    return dice.below(2_000_001) - 1_000_000


PLAIN: dict[Kind, Callable[[Dice], Value]] = {
    Kind.TEXT: line,
    Kind.LONG_TEXT: prose,
    Kind.DAY: day,
    Kind.MOMENT: moment,
    Kind.NUMBER: number,
    Kind.MONEY: number,
    Kind.FLAG: lambda dice: dice.happens(50),
}


def value_of(field_: Field, dice: Dice, *, sources: Sources) -> Value:
    """Return a value that fits a field and says something, or nothing when there is none to be had."""
    if field_.past:
        return past_moment(dice)[:10] if field_.kind is Kind.DAY else past_moment(dice)
    if field_.kind in PLAIN:
        return PLAIN[field_.kind](dice)
    match field_.kind:
        case Kind.LINK:
            return sources.link(dice, field_)
        case Kind.FILE:
            return _file(dice) if sources.files else None
        case _:
            return _several(field_, dice, sources)


def _several(field_: Field, dice: Dice, sources: Sources) -> Value:
    if field_.kind is Kind.CHOICE:
        return dice.pick(sources.codes(field_.codes or ""))
    if field_.kind is Kind.CHOICES:
        codes = sources.codes(field_.codes or "")
        return list(dict.fromkeys(dice.pick(codes) for _ in range(1 + dice.below(3))))
    rows = [_row(field_, dice, sources) for _ in range(1 + dice.below(3))]
    return [row for row in rows if row] or None


def _row(field_: Field, dice: Dice, sources: Sources) -> dict[str, Value]:
    said = {part.name: value_of(part, dice, sources=sources) for part in field_.rows if dice.happens(70)}
    return {name: value for name, value in said.items() if value is not None}


def _file(dice: Dice) -> dict[str, Value]:
    return {
        "name": f"{line(dice)[:80]}.pdf",
        "media_type": "application/pdf",
        "size": dice.below(10**9),
        "sha256": dice.ids.token(32).hex(),
        "chunk_size": 1 << 20,
        "key": dice.ids.token(32).hex(),
    }


def record_values(type_: RecordType, dice: Dice, *, sources: Sources, percent: int = 70) -> dict[str, Value]:
    """Return values of a whole record that nothing is wrong with, about `percent` of its fields said.

    A day that today fills is said: what has happened, drawn beside it, may come before any day of the tests.
    """
    values: dict[str, Value] = {}
    for one in type_.fields:
        if one.required or one.fills == "today" or dice.happens(percent):
            values[one.name] = value_of(one, dice, sources=sources)
    return mended(type_, values, dice, sources=sources)


def mended(type_: RecordType, values: dict[str, Value], dice: Dice, *, sources: Sources) -> dict[str, Value]:
    """Return the values without those that a rule between fields stops, and with those that one asks for."""
    values = {name: value for name, value in values.items() if value is not None}
    for _ in range(10):
        found = problems_of(type_, values, codes=sources.codes)
        wrong = {problem.field for problem in found if not problem.warning}
        if not wrong:
            return values
        for name in wrong:
            if name in values and not type_.field(name).required:
                del values[name]
            else:
                values[name] = value_of(type_.field(name), dice, sources=sources)
    raise AssertionError(f"no valid values for {type_.name}: {wrong}")


def without_row_ids(values: Any) -> Any:
    """Return values as somebody typed them: rows without the ids that they were given."""
    if isinstance(values, dict):
        return {name: without_row_ids(value) for name, value in values.items() if name != "_row"}
    return [without_row_ids(one) for one in values] if isinstance(values, list) else values


def in_any_order(values: Any) -> Any:
    """Return values with their rows, without ids, in the order of what they say: how lists are compared."""
    if isinstance(values, dict):
        return {name: in_any_order(value) for name, value in values.items() if name != "_row"}
    if isinstance(values, list) and values and isinstance(values[0], dict):
        return sorted((in_any_order(one) for one in values), key=lambda one: json.dumps(one, sort_keys=True))
    return values


def records_of(type_: RecordType, sources: Sources) -> st.SearchStrategy[dict[str, Value]]:
    """Return a strategy of whole records of a type."""
    seeds = st.integers(min_value=0, max_value=2**32)
    return seeds.map(lambda seed: record_values(type_, Dice.of(seed), sources=sources))
