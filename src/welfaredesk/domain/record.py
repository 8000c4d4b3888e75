# SPDX-License-Identifier: EUPL-1.2
"""How a record type is declared: a typed class, one line per field."""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import (
    Annotated,
    Any,
    Literal,
    TypeAlias,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from welfaredesk.domain.kinds import ORDINARY, Field, Kind, Search, Value, Values
from welfaredesk.domain.machine import Machine

RootType: TypeAlias = Literal[
    "person",
    "household",
    "register",
    "operator",
    "directory",
    "settings",
    "roster",
    "urgency",
    "sitting",
    "situation",
    "project",
]
ROOT_TYPES: tuple[RootType, ...] = get_args(RootType)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field: a warning is shown and saved, otherwise the save is stopped."""

    field: str
    text: str
    warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RecordType:
    """A record type as everything derived from it sees it."""

    name: str
    label: str
    plural: str
    roots: tuple[RootType, ...]
    fields: tuple[Field, ...]
    title: Callable[[Values], str]
    rules: int = 1
    circle: str = ORDINARY
    singleton: bool = False
    icon: str = "file-text"
    root_link: str | None = None
    checks: tuple[Callable[[Values], Iterator[Problem]], ...] = ()
    machines: tuple[Machine, ...] = ()
    former: tuple[Machine, ...] = ()
    doc: str = ""
    python: type[Any]
    by_name: dict[str, Field] = dataclasses.field(init=False, default_factory=dict, repr=False)

    @property
    def is_root(self) -> bool:
        """Tell whether a record of this type owns its folders."""
        return self.name in self.roots

    def __post_init__(self) -> None:
        """Index the fields by name, and stop a machine that speaks of a field the type does not have."""
        self.by_name.update({field.name: field for field in self.fields})
        for machine in (*self.machines, *self.former):
            strange = (machine.guards | machine.kept) - self.by_name.keys()
            if strange:
                raise TypeError(f"{self.name}: {machine.field} guards {min(strange)}, which is no field")
            for action in machine.actions:
                asked = [ask.field for ask in action.asks]
                told = (*asked, *action.sets, *action.may_set, *action.may_set.values())
                for name in (machine.field, *told, *filter(None, (action.only, action.instead))):
                    if name not in self.by_name:
                        raise TypeError(f"{self.name}: {action.name} speaks of {name}, which is no field")

    def machines_for(self, rules: int) -> tuple[Machine, ...]:
        """Return the machines that judge entries written by these rules."""
        return tuple(one for one in (*self.machines, *self.former) if one.judges(rules))

    def field(self, name: str) -> Field:
        """Return the field `name`.

        Raises:
            KeyError: when the type has no such field.
        """
        return self.by_name[name]

    def has(self, name: str) -> bool:
        """Tell whether the type has a field `name`."""
        return name in self.by_name

    def of_kind(self, *kinds: Kind) -> tuple[Field, ...]:
        """Return the fields of the given kinds."""
        return _of_kind(self, kinds)

    def circle_of(self, name: str) -> str:
        """Return the circle that the field `name` belongs to, `ordinary` for a field this version does not know."""
        found = self.by_name.get(name)
        return ORDINARY if found is None else found.circle


_declared: dict[type[Any], RecordType] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(
    name: str,
    label: str,
    *,
    plural: str,
    roots: tuple[RootType, ...],
    title: Callable[[Values], str],
    rules: int = 1,
    circle: str = ORDINARY,
    singleton: bool = False,
    icon: str = "file-text",
    root_link: str | None = None,
    checks: tuple[Callable[[Values], Iterator[Problem]], ...] = (),
    machines: tuple[Machine, ...] = (),
) -> Callable[[type[T]], type[T]]:
    """Declare the class below as a record type.

    Args:
        name: the identifier, never changed.
        label: one of them, in Italian.
        plural: several of them, in Italian.
        roots: the kinds of root whose folders may hold it; its own name when it is a root itself.
        title: one line that names a record from its values.
        rules: raised when states, roles or merge change.
        circle: where a new one goes when nothing is said.
        singleton: whether an ente has exactly one, with a fixed id.
        icon: the picture that goes with the label.
        root_link: the link that says which root owns it, when none is named.
        checks: rules between fields.
        machines: the states it goes through, and the acts that lead from one to another; one with an `until` judges
            for ever the entries of older rules, and no others.
    """

    def declare(cls: type[T]) -> type[T]:
        made = dataclass(frozen=True, kw_only=True)(cls)
        _declared[made] = RecordType(
            name=name,
            label=label,
            plural=plural,
            roots=roots,
            fields=_fields_of(made),
            title=title,
            rules=rules,
            circle=circle,
            singleton=singleton,
            icon=icon,
            root_link=root_link,
            checks=checks,
            machines=tuple(one for one in machines if one.until is None),
            former=tuple(one for one in machines if one.until is not None),
            doc=(cls.__doc__ or "").strip(),
            python=made,
        )
        return made

    return declare


def record_type(cls: type[Any]) -> RecordType:
    """Return the declaration of a record class."""
    return _declared[cls]


def values_of(record: Any) -> dict[str, Value]:
    """Return what a typed record says, without the fields it says nothing of."""
    pairs = ((f.name, getattr(record, f.name)) for f in dataclasses.fields(record))
    return {name: value for name, value in pairs if value not in (None, "", [], ())}


def _fields_of(cls: type[Any]) -> tuple[Field, ...]:
    found = []
    for name, hint in get_type_hints(cls, include_extras=True).items():
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{cls.__name__}.{name} is not declared with a kind of field")
        declared = next(part for part in get_args(hint)[1:] if isinstance(part, Field))
        found.append(dataclasses.replace(declared, name=name))
    return tuple(found)


@cache
def _of_kind(type_: RecordType, kinds: tuple[Kind, ...]) -> tuple[Field, ...]:
    return tuple(field for field in type_.fields if field.kind in kinds)


@cache
def searched(type_: RecordType) -> tuple[Field, ...]:
    """Return the fields by which a record is found, in any way."""
    return tuple(field for field in type_.fields if field.search is not Search.NONE)


@cache
def filling(type_: RecordType) -> tuple[Field, ...]:
    """Return the fields that fill themselves in a new record."""
    return tuple(field for field in type_.fields if field.fills)
