# SPDX-License-Identifier: EUPL-1.2
"""Desks made of bare keys, for tests of the server alone: they state, seal, sign and ask as real ones do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from welfaredesk.base.ids import SeededIds, packed, spelled
from welfaredesk.crypto.hashes import key_id, sha256
from welfaredesk.crypto.shares import ente_id
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.crypto.wrap import SealingKey, wrap
from welfaredesk.domain.entry import EntryKind, Header
from welfaredesk.domain.parcel import ZERO_H, Parcel
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import UNCHAINED, Role, StatementKind
from welfaredesk.sync import statements
from welfaredesk.sync.frames import FrameReader, decode, encode, raw
from welfaredesk.sync.grants import FolderKey, GroupEpoch, seal_grant
from welfaredesk.sync.interning import Incoming, Named, Outgoing
from welfaredesk.sync.line import Answer, Line
from welfaredesk.sync.parcels import parcel_id, seal_parcel
from welfaredesk.sync.signin import ROOT_DESK, check_holds, sign_in, to_header
from welfaredesk.sync.wire import (
    FORMAT,
    Ask,
    Check,
    End,
    Filled,
    FrameKind,
    Grant,
    GrantAt,
    Letter,
    ParcelAt,
    Refused,
    ReplyHead,
    RequestHead,
    Trouble,
    Ungrant,
)

Item = bytes | Grant | Ungrant | Letter | Parcel


@dataclass(slots=True, repr=False)
class Reply:
    """A reply read whole, or the trouble in its place."""

    status: int
    trouble: Trouble | None = None
    head: ReplyHead | None = None
    frames: list[tuple[FrameKind, Any]] = field(default_factory=list)

    def of(self, kind: FrameKind) -> list[Any]:
        return [message for one, message in self.frames if one is kind]

    @property
    def refused(self) -> dict[int, str]:
        found: list[Refused] = self.of(FrameKind.REFUSED)
        return {one.index: one.code for one in found}

    @property
    def check(self) -> Check:
        last: Check = self.of(FrameKind.CHECK)[-1]
        return last

    @property
    def end(self) -> End:
        last: End = self.of(FrameKind.END)[-1]
        return last

    @property
    def positions(self) -> list[int]:
        kinds = (
            FrameKind.STATEMENT_AT,
            FrameKind.GRANT_AT,
            FrameKind.UNGRANT_AT,
            FrameKind.LETTER_AT,
            FrameKind.PARCEL_AT,
            FrameKind.OWN,
        )
        return [message.position for kind, message in self.frames if kind in kinds]

    def parcels(self) -> list[tuple[int, Named]]:
        return [(position, named) for position, named in self._named() if isinstance(named, Named)]

    @property
    def filled(self) -> list[tuple[str, int]]:
        """Return the folders said to be whole, each with the position of its last parcel."""
        return [(named, last) for last, named in self._named() if isinstance(named, str)]

    def _named(self) -> Iterator[tuple[int, Named | str]]:
        names = Incoming()
        for _, message in self.frames:
            if isinstance(message, GrantAt):
                names.learn(folder for folder, _ in message.grant.folders)
            elif isinstance(message, ParcelAt):
                yield message.position, names.name(message.parcel)
            elif isinstance(message, Filled):
                yield message.last, names.folder(message.folder)


@dataclass(slots=True, repr=False)
class Ente:
    """An ente as its members know it: keys of root, recovery and groups, and the roster of all statements made."""

    ids: SeededIds
    root: SigningKey = field(default_factory=SigningKey.generate)
    recovery: SealingKey = field(default_factory=SealingKey.generate)
    epochs: dict[tuple[str, int], SealingKey] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    stated: list[bytes] = field(default_factory=list)
    letters: int = 0

    @property
    def id(self) -> str:
        return ente_id(self.root.public)

    def state(self, kind: StatementKind, body: dict[str, Any], key: SigningKey) -> bytes:
        previous = b"" if kind in UNCHAINED else self.roster.head
        data = statements.state(kind, body, ente=self.id, previous=previous, key=key)
        statements.add(self.roster, data)
        self.stated.append(data)
        return data

    def found(self) -> "Desk":
        self.state(StatementKind.ENTE, {"root": self.root.public, "recovery": self.recovery.public}, self.root)
        return self.admit((Role.OPERATORE, Role.RESPONSABILE, Role.AMMINISTRATORE), by=self.root)

    def admit(
        self, roles: Iterable[Role], *, by: SigningKey, operator: str = "", roles_by: SigningKey | None = None
    ) -> "Desk":
        if not operator:
            operator = self.ids.new()
            self.state(StatementKind.OPERATOR, {"operator": operator}, by)
        desk = Desk(self, operator, self.ids.opaque())
        self.letters += 1
        letters = "A" + chr(ord("A") + self.letters // 26) + chr(ord("A") + self.letters % 26)
        body = {
            "desk": desk.id,
            "operator": operator,
            "sign": desk.sign.public,
            "seal": desk.seal.public,
            "letters": letters,
        }
        self.state(StatementKind.DESK, body, by)
        named = [str(role) for role in roles]
        if named:
            self.state(StatementKind.ROLE, {"operator": operator, "roles": named}, roles_by or by)
        return desk

    def group(self, by: "Desk", kind: str = "working") -> str:
        group = self.ids.opaque()
        epoch = SealingKey.generate()
        self.epochs[group, 1] = epoch
        grant = wrap(self.recovery.public, epoch.to_bytes(), label="r", aad=b"")
        body = {"group": group, "kind": kind, "epoch": 1, "public": epoch.public, "recovery_grant": grant}
        self.state(StatementKind.GROUP, body, by.sign)
        self.join(by, group, by=by)
        return group

    def join(self, desk: "Desk", group: str, *, by: "Desk", expires_ms: int | None = None) -> bytes:
        epoch = self.roster.groups[group].epoch
        wrapped = wrap(desk.seal.public, self.epochs[group, epoch].to_bytes(), label="e", aad=b"")
        body: dict[str, Any] = {
            "group": group,
            "operator": desk.operator,
            "desk": desk.id,
            "epoch": epoch,
            "wrapped": wrapped,
            "wrapped_hash": sha256(wrapped),
        }
        if expires_ms is not None:
            body["expires_ms"] = expires_ms
        return self.state(StatementKind.MEMBER, body, by.sign)


@dataclass(slots=True, repr=False)
class Desk:
    """A desk: its keys, its challenge, and where it stands in its chains."""

    ente: Ente
    operator: str
    id: str
    sign: SigningKey = field(default_factory=SigningKey.generate)
    seal: SealingKey = field(default_factory=SealingKey.generate)
    challenge: bytes = b""
    n: int = 0
    chains: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    position: int = 0
    h: bytes = ZERO_H

    def folder(self, key: bytes | None = None) -> FolderKey:
        ids = self.ente.ids
        return FolderKey(ids.opaque(), key or ids.token(32), ids.new(), "person", "ordinary")

    def grant(self, folders: Iterable[FolderKey], *groups: str) -> Grant:
        lines = [self.ente.roster.groups[group] for group in groups]
        return seal_grant(
            list(folders),
            [GroupEpoch(line.id, line.epoch, line.public) for line in lines],
            ente=self.ente.id,
            desk=self.id,
            ids=self.ente.ids,
            sign=self.sign,
        )

    def parcel(self, folder: FolderKey, *, entries: int = 1, text: bytes = b"testo") -> Parcel:
        k, previous = self.chains.get(folder.folder, (0, b""))
        self.n += 1
        body = msgspec.msgpack.encode({"salt": self.ente.ids.token(8), "text": text})
        made = [(header(self, folder.folder, k + 1 + i, body), body) for i in range(entries)]
        parcel = seal_parcel(
            made,
            ente=self.ente.id,
            folder=folder.folder,
            key=folder.key,
            desk=self.id,
            n=self.n,
            previous=previous,
            last=self.position,
            last_h=self.h[:8],
            sign=self.sign,
        )
        self.chains[folder.folder] = (k + entries, parcel_id(parcel))
        return parcel

    def sign_in(self, method: str, path: str, body: bytes) -> Any:
        key = self.ente.root if self.id == ROOT_DESK else self.sign
        return sign_in(
            ente=self.ente.id,
            desk=self.id,
            challenge=self.challenge,
            method=method,
            path=path,
            body=body,
            sign=key,
        )

    def call(
        self, line: Line, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        for _ in range(2):
            signed = to_header(self.sign_in(method, path, body))
            answer = line.ask(method, path, headers={"Authorization": signed, **(headers or {})}, body=body)
            if answer.status != 401:
                return answer
            self.challenge = msgspec.msgpack.decode(answer.whole(), type=Trouble).challenge
        raise AssertionError("a challenge just given is refused")

    def ask(self, **more: Any) -> Ask:
        more = {"position": self.position, "h": self.h, **more}
        return Ask(format=FORMAT, version="0.1.0", unsent=0, **more)

    def request(self, items: Iterable[Item] = (), ask: Ask | None = None, *, end: bool = True) -> list[bytes]:
        data = msgspec.msgpack.encode(ask or self.ask())
        signed = self.sign_in("POST", "/v1/exchange", data)
        names = Outgoing()
        frames = [encode(FrameKind.HEAD, RequestHead(signed, data))]
        frames += [frame_of(item, names) for item in items]
        return [*frames, encode(FrameKind.END, End())] if end else frames

    def exchange(
        self, line: Line, items: Iterable[Item] = (), ask: Ask | None = None, *, server: bytes = b"", move: bool = True
    ) -> Reply:
        """Exchange, signing again when the challenge was refused; with `server` every check is verified."""
        given = list(items)
        for _ in range(2):
            pieces = self.request(given, ask)
            answer = line.ask("POST", "/v1/exchange", headers={}, body=pieces)
            if answer.status != 401:
                break
            self.challenge = msgspec.msgpack.decode(answer.whole(), type=Trouble).challenge
        reply = read_reply(answer)
        if reply.head is not None and move and not reply.head.mismatch and reply.head.match is None:
            self.challenge = reply.head.challenge
            self.position, self.h = reply.check.position, reply.check.h
        if server:
            signed = self.sign_in("POST", "/v1/exchange", msgspec.msgpack.encode(ask or self.ask())).signature
            assert signed
            first = FrameReader().feed(pieces[0])
            head: Any = decode(*next(first), head=RequestHead)
            checks = reply.of(FrameKind.CHECK)
            request = head.sign_in.signature
            assert all(check_holds(one, ente=self.ente.id, request=request, public=server) for one in checks)
        return reply


def root_of(ente: Ente) -> Desk:
    """Return what signs in with the root key."""
    return Desk(ente, "", ROOT_DESK)


def header(desk: Desk, folder: str, k: int, body: bytes) -> Header:
    """Return the header of an entry whose sense no server can see."""
    return Header(
        format=1,
        desk=desk.id,
        seq=k,
        k=k,
        save=desk.ente.ids.new(),
        folder=folder,
        record=desk.ente.ids.new(),
        type="person",
        rules=1,
        kind=EntryKind.SET,
        seen={},
        operator=desk.operator,
        utc_ms=1_792_396_800_000,
        offset=120,
        body_hash=sha256(body),
    )


def frame_of(item: Item, names: Outgoing) -> bytes:
    """Return the frame in which an item is pushed."""
    if isinstance(item, bytes):
        return raw(FrameKind.STATEMENT, item)
    if isinstance(item, Grant):
        names.learn(folder for folder, _ in item.folders)
        return encode(FrameKind.GRANT, item)
    if isinstance(item, Ungrant):
        return encode(FrameKind.UNGRANT, item)
    if isinstance(item, Letter):
        return encode(FrameKind.LETTER, item)
    return encode(FrameKind.PARCEL, names.wire(item))


def read_reply(answer: Answer) -> Reply:
    """Return what an answer says."""
    data = answer.whole(limit=1 << 28)
    if answer.status != 200:
        return Reply(answer.status, msgspec.msgpack.decode(data, type=Trouble))
    reply = Reply(200)
    for kind, message in _messages(data):
        if kind is FrameKind.HEAD:
            reply.head = message
        reply.frames.append((kind, message))
    return reply


def _messages(data: bytes) -> Iterator[tuple[FrameKind, Any]]:
    reader = FrameReader()
    for kind, payload in reader.feed(data):
        yield kind, decode(kind, payload)
    assert reader.at_end


__all__ = [
    "Desk",
    "Ente",
    "Item",
    "Reply",
    "frame_of",
    "header",
    "key_id",
    "packed",
    "read_reply",
    "root_of",
    "spelled",
]
