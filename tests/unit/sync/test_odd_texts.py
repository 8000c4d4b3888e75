# SPDX-License-Identifier: EUPL-1.2
"""Texts that no program of ours writes are refused where they go wrong, with what is wrong in a word."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tests.unit.sync.made import DESK, FOLDER, GROUP, PERSON, some_entries
from tests.unit.sync.test_bundles import placed
from welfaredesk.base.ids import packed
from welfaredesk.sync import bodies, bundle_text, packing
from welfaredesk.sync.apart import read_leaving
from welfaredesk.sync.bodies import PackedBodies, unpack_bodies
from welfaredesk.sync.bundle_text import FolderContent, PlacedParcel, content_of, folders_in
from welfaredesk.sync.columns import ColumnReader, ColumnsBroken, ColumnWriter
from welfaredesk.sync.enclosing import Enclosed
from welfaredesk.sync.frames import WireBroken, encode, raw
from welfaredesk.sync.grants import FolderKey
from welfaredesk.sync.id_table import IdReader, IdWriter
from welfaredesk.sync.limits import MOST_DEPTH, MOST_LISTED, MOST_NAME
from welfaredesk.sync.line import Answer, LineBroken, LineTrouble
from welfaredesk.sync.packing import read_lines, write_lines
from welfaredesk.sync.wire import End, FrameKind

KEY = FolderKey(FOLDER, bytes(32), PERSON, "person", "ordinary")


def read(out: ColumnWriter) -> ColumnReader:
    return ColumnReader(out.written(), out.beside())


def test_a_body_nested_too_deep_is_refused() -> None:
    deep = b"\x91" * (MOST_DEPTH + 1) + b"\xc0"
    with pytest.raises(ColumnsBroken, match="too deep"):
        PackedBodies([b""], [deep], []).exact([])
    assert PackedBodies([b""], [b"\x91\xc0"], []).exact([]) == [b"\x91\xc0"]


def test_bodies_that_are_neither_whole_nor_parted_are_refused() -> None:
    out = ColumnWriter()
    out.column([2])
    with pytest.raises(ColumnsBroken, match="the bodies are none"):
        unpack_bodies(read(out), [0], table=IdReader())


def test_bodies_that_grow_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    out = ColumnWriter()
    bodies.pack_bodies(out, [b"lungo" * 10], times=[0], table=IdWriter())
    assert unpack_bodies(read(out), [0], table=IdReader()).exact([]) == [b"lungo" * 10]
    monkeypatch.setattr(bodies, "MOST_INFLATED", 49)
    with pytest.raises(ColumnsBroken, match="too large"):
        unpack_bodies(read(out), [0], table=IdReader())


@pytest.mark.parametrize("head", [1 << 49, -(1 << 20)])
def test_an_id_of_no_time_is_refused(head: int) -> None:
    out = ColumnWriter()
    out.number(head)
    out.chance(bytes(16))
    with pytest.raises(ColumnsBroken, match="16 bytes"):
        read(out).timed_ids([5])


def test_a_number_of_more_than_63_bits_is_refused() -> None:
    with pytest.raises(ColumnsBroken, match="63 bits"):
        ColumnReader(b"\xff" * 9 + b"\x7f").number()


def test_a_name_longer_than_any_is_refused_before_it_is_read() -> None:
    out = ColumnWriter()
    out.column([0])
    out.number(MOST_NAME + 1)
    with pytest.raises(ColumnsBroken, match="too long"):
        read(out).names(1)


def text_of(
    *,
    lines: int = 1,
    holders: Sequence[int] = (0,),
    grants: Sequence[tuple[int, int]] = (),
    parcels: Sequence[PlacedParcel] = (),
    counts: Sequence[int] | None = None,
) -> Enclosed:
    """Return the text of one folder as `content_of` lays it out, whatever the numbers say."""
    out = ColumnWriter()
    out.number(lines)
    out.chance(packed(FOLDER) + KEY.key + packed(PERSON))
    out.names(["person"])
    out.names(["ordinary"])
    out.column(list(holders))
    for group in out.indexes([DESK for _ in grants]):
        out.chance(packed(group))
    out.column([epoch for epoch, _ in grants])
    out.column([position for _, position in grants])
    out.column([len(parcels)] if counts is None else list(counts))
    for desk in out.indexes([one.desk for one in parcels]):
        out.chance(packed(desk))
    out.column([one.n for one in parcels], rising=True)
    out.column([one.k_from for one in parcels])
    out.column([one.k_to - one.k_from for one in parcels])
    out.column([one.position for one in parcels], rising=True)
    for one in parcels:
        out.chance(one.id)
    table = IdWriter()
    table.know(PERSON, DESK)
    for one in parcels:
        write_lines(out, some_entries(one.k_to - one.k_from + 1, k_from=one.k_from), table=table)
    table.write(out)
    return Enclosed(out.written(), out.beside())


def test_the_text_of_these_tests_is_one() -> None:
    parcel = placed(5, DESK, 1, count=2)
    (found,) = folders_in(text_of(parcels=[parcel], holders=[1], grants=[(1, 3)]))
    assert found.key == KEY
    assert list(found.parcels) == [parcel]
    assert [(one.epoch, one.position) for one in found.holders] == [(1, 3)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (text_of(lines=-1), "number of folders"),
        (text_of(lines=MOST_LISTED + 1), "number of folders"),
        (text_of(holders=[-1]), "number of groups"),
        (text_of(holders=[MOST_LISTED + 1]), "number of groups"),
        (text_of(holders=[1], grants=[(0, 3)]), "an epoch and a position"),
        (text_of(holders=[1], grants=[(1, 0)]), "an epoch and a position"),
        (text_of(counts=[-1]), "number of parcels"),
        (text_of(counts=[MOST_LISTED + 1]), "number of parcels"),
        (text_of(parcels=[placed(5, DESK, 0, count=1)]), "at least one entry"),
        (text_of(parcels=[placed(5, DESK, 1, count=2), placed(6, DESK, 1, count=2)]), "two parcels hold one entry"),
    ],
)
def test_a_bundle_that_contradicts_itself_is_refused(text: Enclosed, wrong: str) -> None:
    with pytest.raises(ColumnsBroken, match=wrong):
        folders_in(text)


def test_a_run_of_entries_ends_where_a_text_would_hold_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    parcels = [placed(5, DESK, 1, count=2), placed(6, DESK, 3, count=2)]
    folder = FolderContent(KEY, parcels, some_entries(4, k_from=1))
    together = content_of([folder])
    monkeypatch.setattr(bundle_text, "MOST_ENTRIES", 3)
    apart = content_of([folder])
    assert apart != together
    assert list(folders_in(apart)[0].entries) == some_entries(4, k_from=1)


def test_an_answer_longer_than_wanted_is_a_broken_line() -> None:
    assert Answer(200, {}, iter([b"due", b"pezzi"])).whole(limit=8) == b"duepezzi"
    with pytest.raises(LineBroken) as caught:
        Answer(200, {}, iter([b"due", b"pezzi"])).whole(limit=7)
    assert caught.value.trouble is LineTrouble.CUT


def lines_of(*seen: dict[str, int]) -> ColumnWriter:
    """Return entries of one desk that have seen something."""
    out, table = ColumnWriter(), IdWriter()
    entries = [
        (replace(header, seen=what), body)
        for (header, body), what in zip(some_entries(len(seen), k_from=1), seen, strict=True)
    ]
    write_lines(out, entries, table=table)
    table.write(out)
    return out


def headers_in(out: ColumnWriter, count: int) -> list[dict[str, int]]:
    """Return what entries say they have seen."""
    text, table = read(out), IdReader()
    lines = read_lines(text, table, count=count)
    return [header.seen for header, _ in lines.entries(table.read(text), desk=DESK, folder=FOLDER, k_from=1)]


def test_more_seen_than_a_text_may_hold_is_neither_written_nor_read(monkeypatch: pytest.MonkeyPatch) -> None:
    out = lines_of({PERSON: 3, GROUP: 4})
    assert headers_in(out, 1) == [{PERSON: 3, GROUP: 4}]
    monkeypatch.setattr(packing, "MOST_SEEN", 1)
    with pytest.raises(ValueError, match="too much was seen"):
        lines_of({PERSON: 3, GROUP: 4})
    with pytest.raises(ColumnsBroken, match="too much was seen"):
        headers_in(out, 1)


def test_what_was_seen_stands_in_the_order_of_the_desks(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(packing, "sorted", lambda lines: sorted(lines, reverse=True), raising=False)
        out = lines_of({PERSON: 3, GROUP: 4})
    with pytest.raises(ColumnsBroken, match="out of order"):
        headers_in(out, 1)


def test_an_entry_of_a_later_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    out = lines_of({})
    monkeypatch.setattr(packing, "KINDS", ())
    with pytest.raises(ColumnsBroken, match="no known kind"):
        headers_in(out, 1)


@pytest.mark.parametrize(
    ("frames", "wrong"),
    [
        ([encode(FrameKind.END, End()), encode(FrameKind.END, End())], "follows the end"),
        ([raw(FrameKind.STATEMENT, b"x"), encode(FrameKind.END, End())], "leaves this way"),
        ([], "cut"),
        ([encode(FrameKind.END, End())[:-1]], "cut"),
    ],
)
def test_work_that_leaves_in_another_way_than_it_must_is_refused(frames: list[bytes], wrong: str) -> None:
    with pytest.raises(WireBroken, match=wrong):
        read_leaving(b"".join(frames), limit=10_000)
