# SPDX-License-Identifier: EUPL-1.2
"""Packing: the entries of a parcel in columns, without what the reader works out.

Folder, desk and `k` are those of the parcel; the body's hash is worked out; every id is written once, in 16 bytes,
and one that its reader knows anyway not at all.
Bodies are their exact bytes, without the salt, which stands beside, and with one byte in the place of each id. A body
that does not begin as a body does, or holds that byte, is carried whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from welfaredesk.crypto.hashes import sha256
from welfaredesk.domain.entry import FIRST_MS, LAST_MS, MOST_OFFSET, EntryKind, Header
from welfaredesk.sync.bodies import PackedBodies, pack_bodies, unpack_bodies
from welfaredesk.sync.columns import ColumnReader, ColumnsBroken, ColumnWriter
from welfaredesk.sync.enclosing import Enclosed
from welfaredesk.sync.id_table import IdReader, IdWriter
from welfaredesk.sync.limits import MOST_ENTRIES, MOST_SEEN

VERSION = 1
KINDS = (EntryKind.SET, EntryKind.ACT, EntryKind.SETTLE, EntryKind.RETIRE)
"""The kinds of entry by their number in a text; a new one goes to the end."""

PackedEntry = tuple[Header, bytes]


def pack(entries: Sequence[PackedEntry], *, known: Sequence[str] = ()) -> Enclosed:
    """Return the content of entries of one desk in one folder, with rising `k`; `known` are ids that readers know.

    Raises:
        ValueError: when there are too many, ids are none, or numbers are larger than 63 bits.
    """
    out, table = ColumnWriter(), IdWriter()
    out.raw(bytes((VERSION,)))
    table.know(entries[0][0].desk, *known)
    write_lines(out, entries, table=table)
    table.write(out)
    return Enclosed(out.written(), out.beside())


def unpack(
    content: Enclosed, *, desk: str, folder: str, k_from: int, count: int, known: Sequence[str] = ()
) -> list[PackedEntry]:
    """Return the entries of a text, with the places that the parcel's header gives them; `known` as it was packed.

    Raises:
        ColumnsBroken: when it is no text of so many entries.
    """
    text, table = ColumnReader(content.data, content.beside), IdReader(list(dict.fromkeys((desk, *known))))
    if text.raw(1)[0] != VERSION:
        raise ColumnsBroken("the text is of a later version")
    lines = read_lines(text, table, count=count)
    ids = table.read(text)
    text.end()
    return lines.entries(ids, desk=desk, folder=folder, k_from=k_from)


def write_lines(out: ColumnWriter, entries: Sequence[PackedEntry], *, table: IdWriter) -> None:
    """Write the columns of entries of one desk in one folder; the table of ids comes after."""
    if not 1 <= len(entries) <= MOST_ENTRIES:
        raise ValueError("a parcel holds 1 to 10,000 entries")
    headers = [header for header, _ in entries]
    times = [header.utc_ms for header in headers]
    out.column([header.format for header in headers])
    out.column([header.seq for header in headers], rising=True)
    out.column(times, rising=True)
    out.column([header.offset for header in headers])
    out.names([header.type for header in headers])
    out.column([header.rules for header in headers])
    out.column([KINDS.index(header.kind) for header in headers])
    out.column([table.number(header.operator, header.utc_ms) for header in headers])
    out.column([table.number(header.save, header.utc_ms) for header in headers])
    out.column([table.number(header.record, header.utc_ms) for header in headers])
    _pack_seen(out, headers, table)
    pack_bodies(out, [body for _, body in entries], times=times, table=table)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The columns of some entries, before their ids are known."""

    formats: Sequence[int]
    seqs: Sequence[int]
    times: Sequence[int]
    offsets: Sequence[int]
    types: Sequence[str]
    rules: Sequence[int]
    kinds: Sequence[EntryKind]
    operators: Sequence[int]
    saves: Sequence[int]
    records: Sequence[int]
    seen: Sequence[Sequence[tuple[int, int]]]
    bodies: PackedBodies

    def entries(self, ids: Sequence[str], *, desk: str, folder: str, k_from: int) -> list[PackedEntry]:
        """Return the entries, their ids by number."""
        return [
            (self._header(line, ids, sha256(body), place=(desk, folder, k_from + line)), body)
            for line, body in enumerate(self.bodies.exact(ids))
        ]

    def _header(self, line: int, ids: Sequence[str], body_hash: bytes, *, place: tuple[str, str, int]) -> Header:
        desk, folder, k = place
        return Header(
            format=self.formats[line],
            desk=desk,
            seq=self.seqs[line],
            k=k,
            save=ids[self.saves[line]],
            folder=folder,
            record=ids[self.records[line]],
            type=self.types[line],
            rules=self.rules[line],
            kind=self.kinds[line],
            seen=_seen(self.seen[line], ids),
            operator=ids[self.operators[line]],
            utc_ms=self.times[line],
            offset=self.offsets[line],
            body_hash=body_hash,
        )


def read_lines(text: ColumnReader, table: IdReader, *, count: int) -> Lines:
    """Return the columns of `count` entries.

    Raises:
        ColumnsBroken: when they are none.
    """
    if not 1 <= count <= MOST_ENTRIES:
        raise ColumnsBroken("a parcel holds 1 to 10,000 entries")
    formats, seqs, times, offsets = (text.column(count) for _ in range(4))
    if min(times) < FIRST_MS or max(times) > LAST_MS or max(map(abs, offsets)) > MOST_OFFSET:
        raise ColumnsBroken("an entry is of no day")
    return Lines(
        formats=formats,
        seqs=seqs,
        times=times,
        offsets=offsets,
        types=text.names(count),
        rules=text.column(count),
        kinds=[_kind(number) for number in text.column(count)],
        operators=table.numbers(text, times),
        saves=table.numbers(text, times),
        records=table.numbers(text, times),
        seen=_unpack_seen(text, times, table=table),
        bodies=unpack_bodies(text, times, table=table),
    )


def _kind(number: int) -> EntryKind:
    if not 0 <= number < len(KINDS):
        raise ColumnsBroken("an entry is of no known kind")
    return KINDS[number]


def _pack_seen(out: ColumnWriter, headers: Sequence[Header], table: IdWriter) -> None:
    """Write how many desks each entry has seen anew, which ones, and up to which of their entries."""
    lines = [sorted(header.seen.items()) for header in headers]
    if sum(map(len, lines)) > MOST_SEEN:
        raise ValueError("too much was seen")
    out.column([len(line) for line in lines])
    numbered = zip(headers, lines, strict=True)
    out.column([table.number(desk, header.utc_ms) for header, line in numbered for desk, _ in line])
    out.column([k for line in lines for _, k in line])


def _unpack_seen(text: ColumnReader, times: Sequence[int], *, table: IdReader) -> list[list[tuple[int, int]]]:
    """Return for each entry what it has seen, desks by their number."""
    sizes = text.column(len(times))
    if min(sizes) < 0 or sum(sizes) > MOST_SEEN:
        raise ColumnsBroken("too much was seen")
    desks = table.numbers(text, [time for time, size in zip(times, sizes, strict=True) for _ in range(size)])
    pairs = list(zip(desks, text.column(len(desks)), strict=True))
    lines: list[list[tuple[int, int]]] = []
    start = 0
    for size in sizes:
        lines.append(pairs[start : start + size])
        start += size
    return lines


def _seen(pairs: Sequence[tuple[int, int]], ids: Sequence[str]) -> dict[str, int]:
    line = {ids[desk]: k for desk, k in pairs}
    if len(line) != len(pairs) or list(line) != sorted(line):
        raise ColumnsBroken("a desk was seen twice, or out of order")
    return line
