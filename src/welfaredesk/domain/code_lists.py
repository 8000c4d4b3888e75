# SPDX-License-Identifier: EUPL-1.2
"""Lists of codes: what may be chosen in a field, with the days in which each choice is in force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Code:
    """One choice of a list; no date means always or still, `icon` is the name of a Lucide drawing.

    `facts` are the codes of others for the same thing, as in `{"iso_numeric": "008"}`.
    """

    code: str
    label: str
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""
    icon: str = ""
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)

    def in_force(self, on: date) -> bool:
        """Tell whether the code may be chosen on that day, its first and last included."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A named list of codes in the order of the screen; `verify` when the source is not yet confirmed."""

    name: str
    label: str
    codes: tuple[Code, ...]
    source: str = ""
    verify: bool = False
    _by_code: dict[str, Code] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the codes.

        Raises:
            ValueError: when a code stands twice.
        """
        by_code = {code.code: code for code in self.codes}
        if len(by_code) != len(self.codes):
            raise ValueError(f"a code stands twice in {self.name}")
        object.__setattr__(self, "_by_code", by_code)

    def __iter__(self) -> Iterator[Code]:
        """Go through the codes in order."""
        return iter(self.codes)

    def __len__(self) -> int:
        """Return how many codes there are, those no longer in force included."""
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        """Tell whether the list has, or had, that code."""
        return code in self._by_code

    def get(self, code: str) -> Code | None:
        """Return the code of that value, in force or not."""
        return self._by_code.get(code)

    def label_of(self, code: str) -> str:
        """Return the label of a code, or the code itself when the list lacks it: nothing is hidden."""
        found = self._by_code.get(code)
        return found.label if found else code

    def in_force(self, on: date) -> tuple[Code, ...]:
        """Return the codes that may be chosen on that day."""
        return tuple(code for code in self.codes if code.in_force(on))

    def with_labels(self, labels: Mapping[str, str]) -> "CodeList":
        """Return the list as an ente calls things: the same codes with its local labels."""
        return replace(self, codes=tuple(replace(code, label=labels.get(code.code, code.label)) for code in self.codes))


def code_list_from(data: Mapping[str, object]) -> CodeList:
    """Return the list that decoded JSON describes.

    Raises:
        ValueError: when a part is missing, has another type, or a code stands twice.
    """
    rows = data.get("codes")
    if not isinstance(rows, list):
        raise ValueError("a code list needs its codes")
    return CodeList(
        name=_text(data, "name"),
        label=_text(data, "label"),
        codes=tuple(_code_from(row) for row in rows),
        source=_text(data, "source"),
        verify=data.get("verify") is True,
    )


def _code_from(row: object) -> Code:
    """Return the code that one decoded object describes."""
    if not isinstance(row, dict):
        raise ValueError("a code is an object")
    facts = row.get("facts", {})
    if not isinstance(facts, dict) or not all(isinstance(value, str) for value in facts.values()):
        raise ValueError("facts are texts by name")
    return Code(
        code=_text(row, "code"),
        label=_text(row, "label"),
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to"),
        note=_text(row, "note", default=""),
        icon=_text(row, "icon", default=""),
        facts={str(name): value for name, value in facts.items()},
    )


def _text(row: Mapping[str, object], key: str, *, default: str | None = None) -> str:
    """Return a text of a decoded object; without a default it must be there and not empty."""
    value = row.get(key, default)
    if not isinstance(value, str) or (default is None and not value):
        raise ValueError(f"«{key}» must be a text")
    return value


def _day(row: Mapping[str, object], key: str) -> date | None:
    """Return a day of a decoded object, or nothing when it is null."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"«{key}» must be a day")
    return date.fromisoformat(value)
