# SPDX-License-Identifier: EUPL-1.2
"""Sealed files and bundles: in pieces, resumable, named for what they are."""

import hashlib
from pathlib import Path

import msgspec

from tests.server_of import AppLine, ServerOf, server_of
from tests.unit.server.conftest import Office
from tests.unit.server.office import Desk
from tests.unit.server.test_access_table import bundle_header, bundle_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.domain.parcel import ZERO_H
from welfaredesk.server.limits import Limits
from welfaredesk.sync.grants import make_ungrant
from welfaredesk.sync.wire import Fresh

DATA = bytes(range(256)) * 40
SHA = hashlib.sha256(DATA).hexdigest()


def put(
    desk: Desk, line: AppLine, folder: str, *, data: bytes = DATA, start: int = 0, end: int = 1 << 20
) -> tuple[int, int]:
    """Put a piece of a file; return status and how much is there."""
    headers = {"WD-Folder": folder, "WD-Size": str(len(data)), "WD-Offset": str(start)}
    path = f"/v1/file/{hashlib.sha256(data).hexdigest()}"
    answer = desk.call(line, "PUT", path, body=data[start:end], headers=headers)
    return answer.status, int(answer.headers.get("wd-have", -1))


def have(desk: Desk, line: AppLine, folder: str) -> int:
    """Return how much of the file the server says is there."""
    return int(desk.call(line, "HEAD", f"/v1/file/{SHA}", headers={"WD-Folder": folder}).headers["wd-have"])


def test_a_file_comes_in_pieces_and_is_given_in_ranges(settled: Office, line: AppLine) -> None:
    anna, folder = settled.anna, settled.folder.folder
    assert put(anna, line, folder, end=4000) == (200, 4000)
    assert have(anna, line, folder) == 4000
    assert settled.bruno.call(line, "GET", f"/v1/file/{SHA}").status == 404
    assert put(anna, line, folder, start=9000) == (409, 4000)
    assert put(anna, line, folder, start=4000) == (200, len(DATA))
    assert put(anna, line, folder, start=4000) == (200, len(DATA))
    assert have(settled.bruno, line, folder) == len(DATA)
    answer = settled.bruno.call(line, "GET", f"/v1/file/{SHA}", headers={"Range": "bytes=10000-"})
    assert (answer.status, answer.whole()) == (206, DATA[10000:])
    assert settled.bruno.call(line, "GET", f"/v1/file/{SHA}").whole() == DATA


def test_what_is_not_what_it_is_named_for_is_thrown_away(settled: Office, line: AppLine) -> None:
    headers = {"WD-Folder": settled.folder.folder, "WD-Size": "5", "WD-Offset": "0"}
    answer = settled.anna.call(line, "PUT", f"/v1/file/{SHA}", body=b"other", headers=headers)
    assert answer.status == 400
    assert have(settled.anna, line, settled.folder.folder) == 0


def test_a_file_of_others_is_not_there(settled: Office, line: AppLine) -> None:
    put(settled.anna, line, settled.folder.folder)
    assert settled.carla.call(line, "GET", f"/v1/file/{SHA}").status == 404
    assert have(settled.carla, line, settled.folder.folder) == 0
    assert put(settled.carla, line, settled.folder.folder)[0] == 404
    assert put(settled.anna, line, "no folder")[0] == 404


def test_files_count_for_the_quota_and_have_a_largest_size(office: Office, tmp_path: Path, clock: FixedClock) -> None:
    limits = Limits(quota=30_000, file=15_000)
    with server_of(tmp_path / "tight", clock=clock, limits=limits) as tight:
        line, anna, folder = tight.line(), office.anna, office.folder.folder
        anna.exchange(line, office.first())
        assert put(anna, line, folder) == (200, len(DATA))
        assert put(anna, line, folder, data=DATA + b"more")[0] == 200
        assert put(anna, line, folder, data=b"m" * 9000)[0] == 403
        assert put(anna, line, folder, data=b"m" * 16_000)[0] == 413
        bad = {"WD-Folder": folder, "WD-Size": "many", "WD-Offset": "0"}
        assert anna.call(line, "PUT", f"/v1/file/{SHA[::-1]}", body=b"m", headers=bad).status == 400


def test_a_fresh_desk_takes_bundles_and_only_newer_parcels(settled: Office, line: AppLine) -> None:
    anna, bruno = settled.anna, settled.bruno
    anna.exchange(line)
    info, data = bundle_of(anna, settled.group, upto=anna.position)
    path = f"/v1/bundle/{info.id.hex()}"
    assert anna.call(line, "PUT", path, body=data[:50], headers=bundle_header(info)).headers["wd-have"] == "50"
    assert anna.call(line, "HEAD", path).headers["wd-have"] == "50"
    rest = bundle_header(info) | {"WD-Offset": "50"}
    assert anna.call(line, "PUT", path, body=data[50:], headers=rest).status == 200
    anna.exchange(line, [anna.parcel(settled.folder)])
    first = bruno.exchange(line, ask=bruno.ask(fresh=Fresh()), move=False)
    assert first.head is not None
    assert first.head.bundles == [info]
    assert bruno.call(line, "GET", path, headers={"Range": "bytes=20-"}).whole() == data[20:]
    covered = bruno.exchange(line, ask=bruno.ask(fresh=Fresh(covered=[info.id])), move=False)
    assert [position for position, _ in covered.parcels()] == [anna.position]
    assert len(first.parcels()) == 2
    listed = msgspec.msgpack.decode(bruno.call(line, "GET", "/v1/bundles").whole())
    assert len(listed) == 1


def test_an_ungrant_voids_the_bundles_of_its_group(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    anna.exchange(line, [anna.grant([settled.folder], settled.hers)])
    info, data = bundle_of(anna, settled.group, upto=anna.position)
    anna.call(line, "PUT", f"/v1/bundle/{info.id.hex()}", body=data, headers=bundle_header(info))
    ungrant = make_ungrant(
        ente=settled.ente.id,
        group=settled.group,
        folder=settled.folder.folder,
        ids=settled.ente.ids,
        desk=anna.id,
        sign=anna.sign,
    )
    assert anna.exchange(line, [ungrant]).refused == {}
    assert anna.call(line, "GET", f"/v1/bundle/{info.id.hex()}").status == 404


def test_a_forged_bundle_is_thrown_away(settled: Office, line: AppLine, server: ServerOf) -> None:
    anna = settled.anna
    anna.exchange(line)
    info, data = bundle_of(anna, settled.group, upto=anna.position)
    bent = data[:-1] + bytes((data[-1] ^ 1,))
    path = f"/v1/bundle/{info.id.hex()}"
    assert anna.call(line, "PUT", path, body=bent, headers=bundle_header(info)).status == 400
    assert settled.bruno.call(line, "PUT", path, body=data, headers=bundle_header(info)).status == 400
    assert anna.call(line, "PUT", path, body=b"", headers={"WD-Bundle": "%%"}).status == 400
    later = msgspec.structs.replace(info, upto=info.upto + 1)
    assert anna.call(line, "PUT", path, body=data, headers=bundle_header(later)).status == 404
    large = msgspec.structs.replace(info, size=1 << 30)
    assert anna.call(line, "PUT", path, body=data, headers=bundle_header(large)).status == 413
    assert anna.call(line, "GET", path).status == 404
    assert not [one for one in server.data.rglob("*.part") if one.stat().st_size == 0]


def test_a_newer_generation_takes_the_place_of_the_older(settled: Office, line: AppLine, server: ServerOf) -> None:
    anna = settled.anna
    anna.exchange(line)
    infos = []
    for _ in range(2):
        info, data = bundle_of(anna, settled.group, upto=anna.position)
        infos.append(info)
        anna.call(line, "PUT", f"/v1/bundle/{info.id.hex()}", body=data, headers=bundle_header(info))
    anna.position, anna.h = 0, ZERO_H
    reply = anna.exchange(line, ask=anna.ask(fresh=Fresh()))
    assert reply.head is not None
    assert reply.head.bundles == infos[1:]
    kept = {path.name for path in (server.data / "files" / settled.ente.id / "bundles").iterdir()}
    assert kept == {infos[1].id.hex()}
    assert [folder for folder, _ in reply.filled] == [settled.folder.folder]
