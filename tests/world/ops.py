# SPDX-License-Identifier: EUPL-1.2
"""What reaches a disk, and what is on it after the current went at some point."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from tests.world.values import Dice

SECTOR = 512


class Op(msgspec.Struct, frozen=True, array_like=True):
    """What reached the disk, in order: a write, a flush, a new length; or a save that was answered."""

    what: str
    file: str = ""
    at: int = 0
    data: bytes = b""


@dataclass(slots=True)
class File:
    """A file as it was flushed last, and what was done to it since."""

    flushed: bytearray
    since: list[Op] = field(default_factory=list)

    def flush(self) -> None:
        """Make what was done safe."""
        for op in self.since:
            do(self.flushed, op)
        self.since.clear()

    def after_a_cut(self, dice: Dice) -> bytes:
        """Return the file as a cut may leave it: what was not flushed is there, or not, or in part, in any order."""
        left = bytearray(self.flushed)
        luck = dice.pick((0, 50, 90, 100))
        for op in self.since:
            if not dice.happens(luck):
                continue
            torn = op.what == "write" and len(op.data) > SECTOR and dice.happens(20)
            kept = SECTOR * dice.below(len(op.data) // SECTOR) if torn else len(op.data)
            do(left, Op(op.what, op.file, op.at, op.data[:kept]))
        return bytes(left)


def do(content: bytearray, op: Op) -> None:
    """Do one operation to the bytes of a file."""
    if op.what == "truncate":
        del content[op.at :]
        return
    if len(content) < op.at:
        content.extend(b"\0" * (op.at - len(content)))
    content[op.at : op.at + len(op.data)] = op.data


@dataclass(frozen=True, slots=True)
class Cut:
    """A disk after a cut, and how many entries had been answered by then."""

    files: dict[str, bytes]
    answered: int


def cuts(before: dict[str, bytes], ops: list[Op], points: Iterable[int], *, dice: Dice) -> Iterator[Cut]:
    """Give the disk as a cut after each of the points, in ascending order, leaves it."""
    files = {name: File(bytearray(data)) for name, data in before.items()}
    wanted = set(points)
    answered = 0
    for place, op in enumerate(ops):
        match op.what:
            case "answered":
                answered = op.at
            case "sync":
                files[op.file].flush()
            case "write" | "truncate":
                files.setdefault(op.file, File(bytearray())).since.append(op)
        if place in wanted:
            yield Cut({name: file.after_a_cut(dice) for name, file in files.items()}, answered)
