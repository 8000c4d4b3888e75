# SPDX-License-Identifier: EUPL-1.2
"""What is given as JSON: objects read one by one, each handed over as soon as it is whole."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from welfaredesk.base.errors import BadFile, BadInput
from welfaredesk.base.places import expanded
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import UNREADABLE
from welfaredesk.domain.kinds import Kind
from welfaredesk.domain.record import RecordType

LONGEST = 16 * 1024 * 1024
NOT_JSON = N_("non è JSON ben scritto")
NOT_OBJECTS = N_("ci vogliono oggetti JSON, uno per riga o in un elenco")
TOO_LONG = N_("una scheda è più lunga di 16 MB")
NOTHING = N_("non contiene nessuna scheda")
JUST_ONE = N_("contiene più di una scheda")
NOT_OURS = N_("i nomi che cominciano con «_» sono solo {names}")
NOT_TEXT = N_("{name} vuole un testo")
NO_FILE = N_("gli allegati si mettono con attach-file")

_TRUNCATED = "truncated"
_decode = msgspec.json.Decoder().decode


def objects_in(name: str) -> Iterator[dict[str, Any]]:
    """Give the objects of a file, `-` for standard input: JSON lines, one object over many lines, or a list.

    Raises:
        BadFile: when it cannot be read, is not JSON, or holds nothing.
    """
    count = 0
    with _source(name) as source:
        for value in _values(source, name):
            for one in value if isinstance(value, list) else [value]:
                if not isinstance(one, dict):
                    raise _bad(name, NOT_OBJECTS)
                count += 1
                yield one
    if not count:
        raise _bad(name, NOTHING)


def one_object(name: str) -> dict[str, Any]:
    """Return the only object of a file, `-` for standard input.

    Raises:
        BadFile: when there is none, or more than one.
    """
    first, *others = objects_in(name)
    if others:
        raise _bad(name, JUST_ONE)
    return first


@contextmanager
def _source(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        if sys.stdin is None:  # closed by whoever started the process
            raise _bad(name, UNREADABLE)
        yield sys.stdin.buffer
        return
    try:
        with expanded(name).open("rb") as source:
            yield source
    except OSError as error:
        raise _bad(name, UNREADABLE) from error


def _values(source: BinaryIO, name: str) -> Iterator[Any]:
    """Give each value as soon as the line that ends it is read; a value may stand on many lines."""
    kept = b""
    while line := source.readline(LONGEST + 1):
        starts = not kept
        kept += line.removeprefix(b"\xef\xbb\xbf") if starts else line
        if len(kept) > LONGEST:
            raise _bad(name, TOO_LONG)
        if not kept.strip():
            kept = b""
        elif starts or line.rstrip().endswith((b"}", b"]")):
            whole, value = _try(kept, name)
            if whole:
                yield value
                kept = b""
    if kept.strip():
        raise _bad(name, NOT_JSON)


def _try(data: bytes, name: str) -> tuple[bool, Any]:
    try:
        return True, _decode(data)
    except msgspec.DecodeError as error:
        if _TRUNCATED in str(error):
            return False, None
        raise _bad(name, NOT_JSON) from error
    except (RecursionError, UnicodeDecodeError) as error:
        raise _bad(name, NOT_JSON) from error


def _bad(name: str, why: str) -> BadFile:
    return BadFile(name="-" if name == "-" else Path(name).name, why=tr(why))


def parted(given: dict[str, Any], *names: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of an object and, apart, what it says under the allowed names that begin with «_».

    Raises:
        BadInput: when another such name is there, or says no text.
    """
    values = {name: value for name, value in given.items() if not name.startswith("_")}
    said = {name: value for name, value in given.items() if name.startswith("_") and value is not None}
    if not set(said) <= set(names):
        raise BadInput(problems=tr(NOT_OURS).format(names=", ".join(names)))
    for name, value in said.items():
        if not isinstance(value, str):
            raise BadInput(problems=tr(NOT_TEXT).format(name=name))
    return values, said


def refuse_files(type_: RecordType, values: dict[str, Any]) -> None:
    """Stop a description of an attachment: only sealing a file makes one.

    Raises:
        BadInput: when a field that holds a file is given anything but nothing.
    """
    if any(values.get(field.name) is not None for field in type_.of_kind(Kind.FILE)):
        raise BadInput(problems=tr(NO_FILE))
