# SPDX-License-Identifier: EUPL-1.2
"""Attacks on the server's room and patience: things never finished, and somebody else's share of requests."""

import hashlib
from pathlib import Path

import pytest

from tests.server_of import AppLine, server_of
from tests.unit.server.conftest import Office
from tests.unit.server.test_access_table import bundle_header, bundle_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.server.limits import Limits


def on_disk(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_files_that_are_never_finished_count_for_the_quota(office: Office, tmp_path: Path, clock: FixedClock) -> None:
    with server_of(tmp_path / "tight", clock=clock, limits=Limits(quota=60_000)) as tight:
        line, anna = tight.line(), office.anna
        anna.exchange(line, office.first())
        statuses = []
        for number in range(12):
            path = f"/v1/file/{hashlib.sha256(bytes([number])).hexdigest()}"
            headers = {"WD-Folder": office.folder.folder, "WD-Size": "20000", "WD-Offset": "0"}
            statuses.append(anna.call(line, "PUT", path, body=b"x" * 19_000, headers=headers).status)
        assert statuses[0] == 200
        assert statuses[-1] == 403
        assert on_disk(tmp_path / "tight" / "files") < 60_000


def test_what_was_not_what_it_is_named_for_gives_its_room_back(
    office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    with server_of(tmp_path / "tight", clock=clock, limits=Limits(quota=60_000)) as tight:
        line, anna = tight.line(), office.anna
        anna.exchange(line, office.first())
        headers = {"WD-Folder": office.folder.folder, "WD-Size": "19000", "WD-Offset": "0"}
        for number in range(12):
            path = f"/v1/file/{hashlib.sha256(bytes([number])).hexdigest()}"
            assert anna.call(line, "PUT", path, body=b"x" * 19_000, headers=headers).status == 400
        right = f"/v1/file/{hashlib.sha256(b'y' * 19_000).hexdigest()}"
        assert anna.call(line, "PUT", right, body=b"y" * 19_000, headers=headers).status == 200


def test_a_desk_has_few_bundles_that_are_never_finished(office: Office, tmp_path: Path, clock: FixedClock) -> None:
    with server_of(tmp_path / "tight", clock=clock, limits=Limits(unfinished=3)) as tight:
        line, anna = tight.line(), office.anna
        anna.exchange(line, office.first())
        for _ in range(9):
            info, data = bundle_of(anna, office.group, upto=1)
            path, headers = f"/v1/bundle/{info.id.hex()}", bundle_header(info) | {"WD-Offset": "0"}
            assert anna.call(line, "PUT", path, body=data[:-1], headers=headers).status == 200
        assert len(list((tmp_path / "tight").rglob("*.part"))) == 3
        # The last one begun is still there, and is finished.
        headers["WD-Offset"] = str(len(data) - 1)
        assert anna.call(line, "PUT", path, body=data[-1:], headers=headers).status == 200


def test_nobody_uses_up_the_requests_of_a_desk_whose_key_he_has_not(
    office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    with server_of(tmp_path / "tight", clock=clock, limits=Limits(desk_rate=0.01, desk_burst=5)) as tight:
        line, anna = tight.line(), office.anna
        assert anna.exchange(line, office.first()).status == 200
        thief = type(anna)(office.ente, anna.operator, anna.id)
        for _ in range(10):
            assert thief.exchange(line).status == 403
        assert anna.exchange(line).status == 200


@pytest.mark.parametrize("path", ["/v1/file/" + "0" * 63, "/v1/file/..%2f..%2fserver.key", "/v1/bundle/%2e%2e"])
def test_a_path_that_is_no_id_leads_nowhere(settled: Office, line: AppLine, path: str) -> None:
    assert settled.anna.call(line, "GET", path).status == 404
