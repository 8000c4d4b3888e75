# SPDX-License-Identifier: EUPL-1.2
"""What docs/protocol.md says of hashes, seals, texts and entries, written from it and importing nothing of ours."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
LABEL = "welfaredesk/v1/"
MAGIC = b"\x28\xb5\x2f\xfd"
MOST = 16 * 1024 * 1024
SALTED = b"\x92\xc4\x10"
AN_ID, SHORT_STRING_26 = 0xC1, 0xBA
_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def framed(*pieces: bytes) -> bytes:
    return b"".join(len(piece).to_bytes(4, "big") + piece for piece in pieces)


def labelled(label: str, *parts: bytes) -> bytes:
    return framed((LABEL + label).encode(), *parts)


def hashed(label: str, *parts: bytes) -> bytes:
    return hashlib.sha256(labelled(label, *parts)).digest()


def letters(id_: bytes) -> str:
    number = int.from_bytes(id_, "big")
    return "".join(LETTERS[number >> (5 * place) & 31] for place in reversed(range(26)))


def raw(spelled: str) -> bytes:
    number = 0
    for letter in spelled:
        number = number * 32 + LETTERS.index(letter)
    return number.to_bytes(16, "big")


def _nonce(data: bytes) -> bytes:
    return hashed("seal", data)[:12]


def seal(key: bytes, text: bytes, data: bytes) -> bytes:
    return AESGCMSIV(key).encrypt(_nonce(data), text, data)


def unseal(key: bytes, sealed: bytes, data: bytes) -> bytes:
    return AESGCMSIV(key).decrypt(_nonce(data), sealed, data)


def unwrap(label: str, wrapped: bytes, key: bytes, context: bytes) -> bytes:
    return _HPKE.decrypt(wrapped, X25519PrivateKey.from_private_bytes(key), info=labelled("wrap/" + label, context))


def sign(key: Ed25519PrivateKey, label: str, message: bytes) -> bytes:
    return key.sign(labelled("sign/" + label, message))


def check_signature(public: bytes, label: str, message: bytes, *, signature: bytes) -> None:
    """Raise when a signature does not hold."""
    Ed25519PublicKey.from_public_bytes(public).verify(signature, labelled("sign/" + label, message))


def leb(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def number(value: int) -> bytes:
    return leb(zigzag(value))


def column(*values: int) -> bytes:
    """Return a column whose other lines are written as they are."""
    first = leb(zigzag(values[0]) << 2 | (len(values) > 1)) if values else b""
    return first + b"".join(number(value) for value in values[1:])


@dataclass(slots=True)
class Text:
    """The data of a text, and the bytes beside it, read in step."""

    data: bytes
    beside: bytes
    at: int = 0
    beside_at: int = 0

    def plain(self) -> int:
        number = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            number |= (byte & 127) << shift
            if byte < 128:
                return number
            shift += 7

    def number(self) -> int:
        found = self.plain()
        return found >> 1 if found % 2 == 0 else -(found + 1 >> 1)

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]

    def take_beside(self, size: int) -> bytes:
        self.beside_at += size
        return self.beside[self.beside_at - size : self.beside_at]

    def column(self, lines: int) -> list[int]:
        if not lines:
            return []
        head = self.plain()
        how, head = head & 3, head >> 2
        first = head >> 1 if head % 2 == 0 else -(head + 1 >> 1)
        if how == 0:
            return [first] * lines
        if how == 1:
            return [first, *(self.number() for _ in range(lines - 1))]
        if how == 2:
            step = self.number()
            return [first + step * line for line in range(lines)]
        found = [first]
        for _ in range(lines - 1):
            found.append(found[-1] + self.number())
        return found

    def names(self, lines: int) -> list[str]:
        numbers = self.column(lines)
        known = [self.take(self.number()).decode() for _ in range(max(numbers, default=-1) + 1)]
        return [known[number] for number in numbers]


def opened_text(text: bytes, dictionary: bytes) -> Text:
    """Return data and bytes beside of a text."""
    how, zeros = text[0] >> 5, text[0] & 31
    outer = Text(text, b"", at=1)
    beside = outer.take(outer.plain())
    data = text[outer.at : len(text) - zeros]
    if how:
        known = zstandard.ZstdCompressionDict(dictionary) if how == 1 else None
        data = zstandard.ZstdDecompressor(dict_data=known).decompress(MAGIC + data, max_output_size=MOST)
    return Text(data, beside)


def closed_text(data: bytes, beside: bytes) -> bytes:
    """Return a text whose data stand as they are."""
    inner = leb(len(beside)) + beside + data
    zeros = -(1 + len(inner)) % 32
    return bytes([zeros]) + inner + bytes(zeros)


@dataclass(slots=True, kw_only=True)
class Entry:
    """An entry as it is read."""

    columns: dict[str, Any]
    seen: dict[str, int] = field(default_factory=dict)
    body: bytes = b""

    @property
    def values(self) -> dict[str, Any]:
        found: dict[str, Any] = msgspec.msgpack.decode(self.body)[1]
        return found


@dataclass(frozen=True, slots=True)
class Parted:
    """A body without its beginning: salt, value, and where ids were taken out of it."""

    salt: bytes
    value: bytes
    places: list[int]


def read_entries(text: Text, lines: int, known: Iterable[bytes]) -> list[Entry]:
    """Read the entries of a parcel, its known ids given beforehand."""
    assert text.take(1) == b"\x01"
    columns: dict[str, list[Any]] = {name: text.column(lines) for name in ("format", "seq", "time", "offset")}
    columns["type"] = list(text.names(lines))
    for name in ("rules", "kind", "operator", "save", "record"):
        columns[name] = text.column(lines)
    counts = text.column(lines)
    desks, ks = text.column(sum(counts)), text.column(sum(counts))
    whole = text.column(lines)
    sizes = text.column(sum(whole))
    wholes = [text.take(size) for size in sizes]
    parted = Text(text.take(text.number()), text.beside)
    parted.beside_at = text.beside_at
    bodies = [_read_parted(parted) for _ in range(lines - sum(whole))]
    text.beside_at = parted.beside_at
    inside = text.column(sum(len(one.places) for one in bodies))
    named = [(line, number) for name in ("operator", "save", "record") for line, number in enumerate(columns[name])]
    ends = [line for line, count in enumerate(counts) for _ in range(count)]
    named += [*zip(ends, desks, strict=True)]
    of_parted = [line for line in range(lines) if not whole[line]]
    of_marks = [line for line, one in zip(of_parted, bodies, strict=True) for _ in one.places]
    named += [*zip(of_marks, inside, strict=True)]
    table = _table(text, list(known), named, columns["time"])
    assert (text.at, text.beside_at) == (len(text.data), len(text.beside))
    spelled = iter([letters(table[number]) for number in inside])
    entries = []
    seen = iter(zip(desks, ks, strict=True))
    for line in range(lines):
        values = {name: column[line] for name, column in columns.items()}
        for name in ("operator", "save", "record"):
            values[name] = letters(table[values[name]])
        body = wholes.pop(0) if whole[line] else _whole(bodies.pop(0), spelled)
        pairs = [next(seen) for _ in range(counts[line])]
        entries.append(Entry(columns=values, seen={letters(table[d]): k for d, k in pairs}, body=body))
    return entries


def _table(text: Text, known: list[bytes], named: list[tuple[int, int]], times: list[int]) -> list[bytes]:
    table = list(dict.fromkeys(known))
    for line, number in named:
        if number < len(table):
            continue
        assert number == len(table)
        distance = text.number()
        if distance == 0:
            table.append(text.take_beside(16))
            continue
        moment = times[line] + (distance - 1 if distance > 0 else distance)
        table.append(moment.to_bytes(6, "big") + text.take_beside(10))
    return table


def _read_parted(text: Text) -> Parted:
    salt, begun = text.take_beside(16), text.at
    places: list[int] = []
    _skip(text, places)
    return Parted(salt, text.data[begun : text.at], [place - begun for place in places])


def _skip(text: Text, places: list[int]) -> None:
    """Go past one value of MessagePack, and note where an id was taken out of it."""
    byte = text.take(1)[0]
    if byte == AN_ID:
        places.append(text.at - 1)
        return
    if byte < 0x80 or byte >= 0xE0 or byte in (0xC0, 0xC2, 0xC3):
        return
    inside = 0
    if byte < 0x90:
        inside = (byte & 15) * 2
    elif byte < 0xA0:
        inside = byte & 15
    elif byte < 0xC0:
        text.take(byte & 31)
    elif byte in (0xC4, 0xC5, 0xC6, 0xD9, 0xDA, 0xDB):
        wide = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}[byte]
        text.take(int.from_bytes(text.take(wide), "big"))
    elif byte in (0xDC, 0xDD, 0xDE, 0xDF):
        count = int.from_bytes(text.take(2 if byte % 2 == 0 else 4), "big")
        inside = count if byte < 0xDE else 2 * count
    else:
        text.take({0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8}[byte])
    for _ in range(inside):
        _skip(text, places)


def _whole(parted: Parted, ids: Iterator[str]) -> bytes:
    """Return a body with its salt and ids put back."""
    out, begun = SALTED + parted.salt, 0
    for place in parted.places:
        out += parted.value[begun:place] + bytes([SHORT_STRING_26]) + next(ids).encode()
        begun = place + 1
    return out + parted.value[begun:]


def write_entry(entry: Entry, known: Iterable[bytes]) -> bytes:
    """Return the text of a parcel with one entry, its known ids given beforehand."""
    columns, table = entry.columns, list(dict.fromkeys(known))
    fixed = len(table)

    def place(id_: str) -> int:
        if raw(id_) not in table:
            table.append(raw(id_))
        return table.index(raw(id_))

    out = b"\x01" + b"".join(column(columns[name]) for name in ("format", "seq", "time", "offset"))
    name = columns["type"].encode()
    out += column(0) + number(len(name)) + name + column(columns["rules"]) + column(columns["kind"])
    out += b"".join(column(place(columns[name])) for name in ("operator", "save", "record"))
    seen = sorted((raw(desk), k) for desk, k in entry.seen.items())
    out += column(len(seen)) + column(*(place(letters(desk)) for desk, _ in seen)) + column(*(k for _, k in seen))
    assert entry.body.startswith(SALTED)
    salt, value = entry.body[3:19], entry.body[19:]
    out += column(0) + number(len(value)) + value
    return closed_text(out + number(0) * (len(table) - fixed), salt + b"".join(table[fixed:]))
