# SPDX-License-Identifier: EUPL-1.2
"""Interning: within a message, origins and folders are written once and then called by their number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from welfaredesk.base.ids import spelled
from welfaredesk.domain.parcel import Parcel
from welfaredesk.sync.frames import WireBroken
from welfaredesk.sync.limits import MOST_NUMBER
from welfaredesk.sync.wire import Origin, WireParcel

_Name = TypeVar("_Name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A parcel with its numbers resolved: all of a header but what the reader works out."""

    desk: str
    folder: str
    n: int
    k_from: int
    k_to: int
    last: int
    last_h: bytes
    sealed: bytes
    signature: bytes


@dataclass(slots=True)
class Outgoing:
    """The names that one message has used so far, on the side that writes it."""

    _origins: dict[Origin, int] = field(default_factory=dict)
    _folders: dict[bytes, int] = field(default_factory=dict)

    def learn(self, folders: Iterable[bytes]) -> None:
        """Number folders that another message of this one names in full, as a grant does."""
        for folder in folders:
            self._folders.setdefault(folder, len(self._folders))

    def folder(self, folder: bytes) -> bytes | int:
        """Return how a folder is called here: in full the first time, by its number then."""
        known = self._folders.get(folder)
        self.learn([folder])
        return folder if known is None else known

    def wire(self, parcel: Parcel) -> WireParcel:
        """Return the parcel as it travels in this message."""
        header = parcel.header
        origin = Origin(header.desk, header.last, header.last_h)
        known_origin = self._origins.get(origin)
        if known_origin is None:
            self._origins[origin] = len(self._origins)
        return WireParcel(
            origin=origin if known_origin is None else known_origin,
            folder=self.folder(header.folder),
            n=header.n,
            k_from=header.k_from,
            count=header.k_to - header.k_from + 1,
            sealed=parcel.sealed,
            signature=parcel.signature,
        )


@dataclass(slots=True)
class Incoming:
    """The names that one message has used so far, on the side that reads it."""

    _origins: list[Origin] = field(default_factory=list)
    _folders: dict[str, None] = field(default_factory=dict)
    _numbered: list[str] = field(default_factory=list)

    def learn(self, folders: Iterable[bytes]) -> None:
        """Number folders that another message of this one names in full, as a grant does.

        Raises:
            WireBroken: when one is no id.
        """
        for data in folders:
            folder = _id(data)
            if folder not in self._folders:
                self._folders[folder] = None
                self._numbered.append(folder)

    def folder(self, called: bytes | int) -> str:
        """Return the folder that is called so.

        Raises:
            WireBroken: when a number was given to nothing, or the bytes are no id.
        """
        if isinstance(called, bytes):
            self.learn([called])
            return _id(called)
        return _called(self._numbered, called)

    def name(self, wire: WireParcel) -> Named:
        """Return the parcel with its numbers resolved.

        Raises:
            WireBroken: when a number was given to nothing, or the numbers of entries are none.
        """
        if isinstance(wire.origin, Origin):
            origin = wire.origin
            self._origins.append(origin)
        else:
            origin = _called(self._origins, wire.origin)
        folder = self.folder(wire.folder)
        k_to = wire.k_from + wire.count - 1
        if wire.k_from < 1 or wire.count < 1 or k_to > MOST_NUMBER:
            raise WireBroken("a parcel holds at least one entry")
        return Named(
            desk=_id(origin.desk),
            folder=folder,
            n=wire.n,
            k_from=wire.k_from,
            k_to=k_to,
            last=origin.last,
            last_h=origin.last_h,
            sealed=wire.sealed,
            signature=wire.signature,
        )


def _called(names: Sequence[_Name], number: int) -> _Name:
    if not 0 <= number < len(names):
        raise WireBroken("a number names nothing yet")
    return names[number]


def _id(data: bytes) -> str:
    try:
        return spelled(data)
    except ValueError as error:
        raise WireBroken(str(error)) from error
