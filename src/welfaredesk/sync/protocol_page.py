# SPDX-License-Identifier: EUPL-1.2
"""The page of messages, `docs/protocol-messages.md`, made from the structures of the wire."""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
from msgspec import inspect as shapes

from welfaredesk.domain.parcel import ParcelHeader
from welfaredesk.domain.roster_bodies import BODY_OF, Id
from welfaredesk.domain.statement import Claim, Statement
from welfaredesk.sync import limits, wire
from welfaredesk.sync.apart import Apart, ApartReceipt
from welfaredesk.sync.invitation import Invitation, Request

HEAD = """\
# Messages of the exchange

Written by the program from its code (`make docs`): not edited by hand. What they mean and how they are sealed and
signed is in [protocol.md](protocol.md).

A message is a MessagePack array of its fields in this order (`Trouble` and the bodies of statements: a map). Fields
with a default may be missing at the end; more fields than these are skipped. A value out of its bounds makes the
message none.
"""
EXTRA: tuple[type[msgspec.Struct], ...] = (
    ParcelHeader,
    Invitation,
    Request,
    Apart,
    ApartReceipt,
    Statement,
    Claim,
    *BODY_OF.values(),
)
_ID = cast(shapes.StrType, shapes.type_info(Id)).pattern


def protocol_page() -> str:
    """Return the page as it should be."""
    return "".join(f"{line}\n" for line in _lines()).rstrip("\n") + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    yield "## Kinds of frame\n"
    yield "| kind | name | message |"
    yield "|---|---|---|"
    for kind in wire.FrameKind:
        yield f"| {int(kind)} | {kind.name} | {_message_of(kind)} |"
    yield "\n## Structures\n"
    for struct in (*_structs(), *EXTRA):
        yield from _of_struct(struct)
    yield "## Codes of refusal\n"
    yield ", ".join(f"`{code}`" for code in wire.Code) + ".\n"
    yield "## Limits\n"
    yield "| limit | value |"
    yield "|---|---|"
    for name, value in sorted(vars(limits).items()):
        if name.startswith(("MOST_", "FREE_")):
            yield f"| `{name}` | {value} |"


def _message_of(kind: wire.FrameKind) -> str:
    if kind is wire.FrameKind.HEAD:
        return "`RequestHead` or `ReplyHead`"
    message = wire.STRUCT_OF.get(kind)
    return f"`{message.__name__}`" if message else "the bytes of a statement"


def _structs() -> list[type[msgspec.Struct]]:
    """Return the structures that the module of the wire declares, in its order."""
    found = [one for one in vars(wire).values() if inspect.isclass(one) and issubclass(one, msgspec.Struct)]
    return [one for one in found if one.__module__ == wire.__name__]


def _of_struct(struct: type[msgspec.Struct]) -> Iterator[str]:
    yield f"### {struct.__name__}\n"
    yield f"{inspect.getdoc(struct)}\n"
    yield "| field | holds | default |"
    yield "|---|---|---|"
    for field in msgspec.structs.fields(struct):
        default = "" if field.required else f"`{_default(field)}`"
        yield f"| `{field.encode_name}` | {_shape(shapes.type_info(field.type))} | {default} |"
    yield ""


def _default(field: msgspec.structs.FieldInfo) -> str:
    return repr(field.default) if field.default_factory is msgspec.NODEFAULT else repr(field.default_factory())


def _shape(shape: shapes.Type) -> str:
    """Return in words what a field holds."""
    match shape:
        case shapes.BytesType(min_length=least, max_length=most):
            words = _bytes(least, most)
        case shapes.IntType(ge=least, le=most):
            words = f"whole number{_span(least, most)}"
        case shapes.StrType(pattern=pattern, max_length=most):
            words = _text(pattern, most)
        case shapes.EnumType(cls=cls):
            words = "one of " + ", ".join(f"`{one.value}`" for one in cls)
        case shapes.DictType(key_type=key, value_type=value, max_length=most):
            words = f"map of {_shape(key)} to {_shape(value)}" + (f", at most {most}" if most else "")
        case shapes.ListType(item_type=item, max_length=most):
            words = f"list of {_shape(item)}" + (f", at most {most}" if most else "")
        case shapes.TupleType(item_types=items):
            words = "(" + ", ".join(map(_shape, items)) + ")"
        case shapes.UnionType(types=types):
            words = " or ".join(map(_shape, types))
        case shapes.StructType(cls=cls):
            words = f"[{cls.__name__}](#{cls.__name__.lower()})"
        case _:
            words = {shapes.BoolType: "yes or no", shapes.NoneType: "nothing"}[type(shape)]
    return words


def _text(pattern: str | None, most: int | None) -> str:
    if pattern:
        return "id of 26 letters" if pattern == _ID else f"text as `{pattern}`"
    return f"text of at most {most} letters" if most else "text"


def _bytes(least: int | None, most: int | None) -> str:
    if most is None:
        return "bytes"
    if least == most:
        return f"{most} bytes"
    return f"{least} to {most} bytes" if least else f"at most {most} bytes"


def _span(least: int | None, most: int | None) -> str:
    if most in {None, limits.MOST_NUMBER}:
        return "" if least is None else f" from {least}"
    return f" from {least} to {most}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(protocol_page(), encoding="utf-8")
