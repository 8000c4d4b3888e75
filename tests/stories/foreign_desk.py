# SPDX-License-Identifier: EUPL-1.2
"""A desk that somebody else wrote: what docs/protocol.md says of the line and of a round, importing nothing of ours."""

import hashlib
import hmac
import http.client
import ssl
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_der_x509_certificate
from mnemonic import Mnemonic
from msgspec.msgpack import decode, encode

from tests.stories import foreign_texts as texts
from tests.stories.foreign_texts import Entry, Text, hashed, labelled, letters, raw

HEAD, PARCEL, END, REFUSED, OWN, CHECK = 1, 6, 7, 8, 14, 17
STATEMENT_AT, GRANT_AT, PARCEL_AT = 9, 10, 13
START = (0, bytes(32))


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of which a key was granted."""

    key: bytes
    root: bytes
    root_type: str
    circle: str


@dataclass(slots=True)
class Reading:
    """What a desk has read: roster, keys, folders, entries in the order of positions."""

    desks: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    epochs: dict[tuple[str, int], bytes] = field(default_factory=dict)
    server: bytes = b""
    folders: dict[bytes, list[Folder]] = field(default_factory=dict)
    chains: dict[tuple[bytes, bytes], bytes] = field(default_factory=dict)
    entries: list[tuple[bytes, bytes, Entry]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    own: list[int] = field(default_factory=list)


class Desk:
    """One desk, from the code that it was told to what it writes."""

    def __init__(self, port: int, fingerprint: str, code: str, *, dictionary: Path) -> None:
        self.port, self.fingerprint = port, fingerprint
        self.code = code.replace(" ", "").lower().replace("o", "0").replace("i", "1").replace("l", "1").encode()
        self.dictionary = dictionary.read_bytes()
        self.sign, self.seal = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
        self.id = hashlib.sha256(self.sign.public_key().public_bytes_raw()).digest()[:16]
        self.challenge, self.cursor, self.numbers = b"", START, count(1)
        self.reading = Reading()
        name = hashed("invitation-id", self.code)[:16]
        sealed = self.call("GET", f"/v1/invitation/{name.hex()}")
        key = hashed("invitation-seal", self.code)
        text = texts.unseal(key, sealed, labelled("invitation", name))
        told = decode(texts.opened_text(text, self.dictionary).data)
        self.ente, self.root, self.server, self.recovery, self.operator = told[:5]
        assert hashed("ente-id", self.root)[:16] == raw(self.ente)
        assert hashlib.sha256(self.server).hexdigest() == fingerprint.replace(" ", "")
        self.invitation = name

    def call(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Ask, over a certificate that holds the key of the fingerprint, and return an answer that is well."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        line = http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=60)
        line.connect()
        assert isinstance(line.sock, ssl.SSLSocket)
        certificate = load_der_x509_certificate(line.sock.getpeercert(binary_form=True) or b"")
        key = certificate.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        assert hashlib.sha256(key).hexdigest() == self.fingerprint.replace(" ", "")
        line.request(method, path, body=body)
        answer = line.getresponse()
        data = answer.read()
        line.close()
        if answer.status == 401:
            self.challenge = decode(data)["challenge"]
            return b""
        assert answer.status == 200, (path, answer.status, data)
        return data

    def ask_in(self) -> str:
        """Ask to be admitted, and return the six words."""
        public, seal = self.sign.public_key().public_bytes_raw(), self.seal.public_key().public_bytes_raw()
        key = hashed("invitation-mac", self.code)
        mac = hmac.digest(key, labelled("request", self.invitation, self.id, public, seal), "sha256")
        request = encode([self.invitation, letters(self.id), public, seal, mac])
        assert decode(self.call("POST", "/v1/request", request)) == {"state": "waiting"}
        self.request = hashed("request", request)[:16]
        bits = int.from_bytes(hashed("six-words", raw(self.ente), self.server, request), "big") >> 256 - 66
        words = Mnemonic("italian").wordlist
        return " ".join(words[bits >> 11 * place & 2047] for place in reversed(range(6)))

    def state(self) -> str:
        """Return what became of the request."""
        found: str = decode(self.call("GET", f"/v1/request/{self.request.hex()}"))["state"]
        return found

    def exchange(self, *items: tuple[int, bytes]) -> None:
        """Push items and take what comes down, in one request; in two, when no challenge is known yet."""
        fresh = [0, 0, []] if self.cursor == START else None
        ask = encode([1, *self.cursor, "foreign 1", len(items), [], fresh, [], [], True])
        reply = b""
        while not reply:
            said = labelled("sign-in", self.challenge, b"POST", b"/v1/exchange", hashlib.sha256(ask).digest())
            signature = texts.sign(self.sign, "sign-in", said)
            head = encode([[raw(self.ente), self.id, self.challenge, signature], ask])
            body = b"".join(_frame(kind, data) for kind, data in [(HEAD, head), *items, (END, encode([]))])
            reply = self.call("POST", "/v1/exchange", body)
        self._take(reply, signature)

    def change(self, record: str, values: dict[str, str]) -> None:
        """Write new values of a record whose entries were all seen, and push them."""
        reading = self.reading
        folder, _, last = next(one for one in reversed(reading.entries) if one[2].columns["record"] == record)
        read = Counter(letters(desk) for where, desk, _ in reading.entries if where == folder)
        seen = {desk: k for desk, k in read.items() if desk != letters(self.id)}
        body = encode([self.fresh(), {name: ["=", value] for name, value in values.items()}])
        k = read[letters(self.id)] + 1
        columns = last.columns | {"seq": k, "kind": 0, "time": last.columns["time"] + 60_000}
        columns |= {"operator": self.operator, "save": letters(self.fresh())}
        entry = Entry(columns=columns, seen=seen if k == 1 else {}, body=body)
        self.exchange((PARCEL, self._sealed(folder, entry, k=k)))

    def fresh(self) -> bytes:
        """Return 16 bytes that nobody has had."""
        return hashlib.sha256(self.sign.private_bytes_raw() + next(self.numbers).to_bytes(8, "big")).digest()[:16]

    def _sealed(self, folder: bytes, entry: Entry, *, k: int) -> bytes:
        found, n = self.reading.folders[folder][-1], next(self.numbers)
        previous = self.reading.chains.get((folder, self.id), b"")
        key = hashed("key-id", found.key)[:16]
        origin = [self.id, self.cursor[0], self.cursor[1][:8]]
        header = encode([1, raw(self.ente), folder, key, self.id, n, k, k, previous, *origin[1:]])
        known = self._known(self.id, found)
        sealed = texts.seal(found.key, texts.write_entry(entry, known), header + b"".join(known[1:]))
        id_ = hashed("parcel", header, hashlib.sha256(sealed).digest())
        self.reading.chains[folder, self.id] = id_
        self.reading.entries.append((folder, self.id, entry))
        return encode([origin, folder, n, k, 1, sealed, texts.sign(self.sign, "parcel", id_)])

    def _take(self, reply: bytes, signature: bytes) -> None:
        origins: list[Any] = []
        folders: list[bytes] = []
        kinds = []
        for kind, message in _frames(reply):
            kinds.append(kind)
            if kind == HEAD:
                self.challenge = message[1]
            elif kind == STATEMENT_AT:
                self._statement(message[1])
            elif kind == GRANT_AT:
                folders += [folder for folder, _ in message[1][3] if folder not in folders]
                self._grant(message[1])
            elif kind == PARCEL_AT:
                self._parcel(message[1], origins, folders)
            elif kind == REFUSED:
                self.reading.refused.append(message[1])
            elif kind == OWN:
                self.reading.own.append(message[0])
            elif kind == CHECK:
                position, h, watermark, signed = message
                told = [raw(self.ente), position.to_bytes(8, "big"), h, watermark.to_bytes(8, "big"), signature]
                texts.check_signature(self.server, "server-reply", labelled("check", *told), signature=signed)
                self.cursor = (position, h)
        assert kinds[-1] == END

    def _statement(self, data: bytes) -> None:
        inner, signature = decode(data)
        _, ente, kind, _, signer, said = inner
        body = decode(said)
        reading = self.reading
        known = {desk["sign"] for desk in reading.desks.values()} | {self.root}
        assert (ente, signer in known) == (self.ente, True)
        texts.check_signature(signer, "statement", encode(inner), signature=signature)
        if kind == "desk":
            reading.desks[body["desk"]] = body
        elif kind in {"group", "epoch"}:
            assert len(body["recovery_grant"]) == 80
            reading.groups[body["group"]] = body
        elif kind == "server":
            assert body["key"] == self.server
        elif kind == "member" and body["desk"] == letters(self.id):
            context = f"{self.ente}/{body['group']}/{body['epoch']}".encode()
            key = self.seal.private_bytes_raw()
            reading.epochs[body["group"], body["epoch"]] = texts.unwrap("group-epoch", body["wrapped"], key, context)

    def _grant(self, grant: list[Any]) -> None:
        bare = [*grant[:2], [[group, epoch, b""] for group, epoch, _ in grant[2]], grant[3], b"", grant[5], b""]
        signed = encode([*grant[:6], b""])
        texts.check_signature(self._key_of(grant[5]), "grant", signed, signature=grant[6])
        for group, epoch, wrapped in grant[2]:
            private = self.reading.epochs.get((letters(group), epoch))
            if private is None:
                continue
            key = texts.unwrap("grant", wrapped, private, encode(bare))
            text = Text(texts.unseal(key, grant[4], encode(bare)), b"")
            keys = [text.take(32) for _ in grant[3]]
            roots = [text.take(16) for _ in grant[3]]
            kinds, circles = text.names(len(grant[3])), text.names(len(grant[3]))
            found = [Folder(*line) for line in zip(keys, roots, kinds, circles, strict=True)]
            assert [hashed("key-id", one.key)[:16] for one in found] == [key_id for _, key_id in grant[3]]
            for (folder, _), one in zip(grant[3], found, strict=True):
                self.reading.folders.setdefault(folder, []).append(one)
            return

    def _key_of(self, desk: bytes) -> bytes:
        found: bytes = self.reading.desks[letters(desk)]["sign"]
        return found

    def _parcel(self, parcel: list[Any], origins: list[Any], folders: list[bytes]) -> None:
        origin, folder, n, k_from, lines, sealed, signature = parcel
        if isinstance(origin, int):
            origin = origins[origin]
        else:
            origins.append(origin)
        if isinstance(folder, int):
            folder = folders[folder]
        else:
            folders.append(folder)
        desk, last, last_h = origin
        previous = self.reading.chains.get((folder, desk), b"")
        for found in self.reading.folders[folder]:
            key = hashed("key-id", found.key)[:16]
            header = encode(
                [1, raw(self.ente), folder, key, desk, n, k_from, k_from + lines - 1, previous, last, last_h]
            )
            id_ = hashed("parcel", header, hashlib.sha256(sealed).digest())
            try:
                texts.check_signature(self._key_of(desk), "parcel", id_, signature=signature)
            except ValueError:
                continue
            self.reading.chains[folder, desk] = id_
            known = self._known(desk, found)
            text = texts.opened_text(texts.unseal(found.key, sealed, header + b"".join(known[1:])), self.dictionary)
            self.reading.entries += [(folder, desk, one) for one in texts.read_entries(text, lines, known)]
            return
        raise AssertionError("no key of the folder")

    def _known(self, desk: bytes, folder: Folder) -> list[bytes]:
        operators = hashlib.sha256(b"welfaredesk/derived-id\0" + self.ente.encode() + b"\0roster").digest()[:16]
        operator = raw(self.reading.desks[letters(desk)]["operator"])
        return list(dict.fromkeys([desk, operator, folder.root, operators]))


def _frame(kind: int, payload: bytes) -> bytes:
    return bytes([kind]) + texts.leb(len(payload)) + payload


def _frames(data: bytes) -> Iterator[tuple[int, Any]]:
    text = Text(data, b"")
    while text.at < len(data):
        kind = text.take(1)[0]
        yield kind, decode(text.take(text.plain()))
