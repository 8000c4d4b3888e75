# SPDX-License-Identifier: EUPL-1.2
"""What whoever watches a server is told: that it is well, what threatens it, and numbers without a name."""

import re
from pathlib import Path

import pytest

from tests.server_of import AppLine, ServerOf, server_of
from tests.unit.server.conftest import Office
from welfaredesk.base.clock import FixedClock
from welfaredesk.server.counts import HELP, ITEMS, REQUESTS, Counts
from welfaredesk.server.limits import Limits

METRIC = re.compile(r'[a-z][a-z0-9_]*(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9]+(\.[0-9]+)?')


def told(line: AppLine) -> tuple[int, list[str]]:
    answer = line.ask("GET", "/health", headers={})
    return answer.status, answer.whole().decode().splitlines()


def test_a_server_that_is_well_says_so(line: AppLine) -> None:
    assert told(line) == (200, ["ok"])


def test_a_disk_that_is_nearly_full_is_said(tmp_path: Path, clock: FixedClock) -> None:
    with server_of(tmp_path / "small", clock=clock, limits=Limits(least_free=1 << 62)) as small:
        assert told(small.line()) == (503, ["disk nearly full"])


def test_statements_that_cannot_be_written_are_said(server: ServerOf, line: AppLine) -> None:
    folder = server.ledger.files.folder
    folder.rename(folder.with_name("away"))
    assert told(line) == (503, ["statements cannot be written"])
    folder.write_bytes(b"no folder")
    assert told(line) == (503, ["statements cannot be written"])
    folder.unlink()
    folder.with_name("away").rename(folder)
    assert told(line) == (200, ["ok"])


def test_the_probe_leaves_nothing_and_is_taken_for_no_ente(server: ServerOf, settled: Office, line: AppLine) -> None:
    before = sorted(server.ledger.files.folder.iterdir())
    told(line)
    assert sorted(server.ledger.files.folder.iterdir()) == before
    assert server.ledger.files.enti() == [settled.ente.id]


def test_a_database_that_is_gone_is_told_as_busy(
    server: ServerOf, line: AppLine, caplog: pytest.LogCaptureFixture
) -> None:
    server.ledger.close()
    path = server.data / "ledger.sqlite"
    path.unlink()
    path.mkdir()
    assert line.ask("GET", "/health", headers={}).status == 503
    assert caplog.messages == ["request-failed OperationalError"]


def test_metrics_are_as_prometheus_wants_them(settled: Office, line: AppLine) -> None:
    settled.anna.exchange(line, [settled.anna.parcel(settled.carlas)])
    page = line.ask("GET", "/metrics", headers={})
    assert page.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = page.whole().decode().splitlines()
    kinds = dict(re.findall(r"# TYPE (\S+) (\S+)", "\n".join(lines)))
    for name, kind in kinds.items():
        assert kind == ("counter" if name.endswith("_total") else "gauge")
        assert any(one.startswith(f"# HELP {name} ") for one in lines)
    values = [one for one in lines if not one.startswith("#")]
    assert all(METRIC.fullmatch(one) for one in values), values
    assert {re.split(r"[ {]", one)[0] for one in values} <= set(kinds)
    assert set(HELP) <= set(kinds)


def test_the_numbers_of_several_processes_are_told_by_each_as_one(tmp_path: Path) -> None:
    ended, living = Counts(tmp_path), Counts(tmp_path)
    ended.add(ITEMS, 3)
    ended.add(REQUESTS, labels='{call="GET /health",status="200"}')
    ended.took(1.5)
    living.add(ITEMS, 4)
    living.took(0.25)
    for one in (ended, living):
        page = one.text()
        assert f"{ITEMS} 7\n" in page
        assert f'{REQUESTS}{{call="GET /health",status="200"}} 1\n' in page
        assert "welfaredesk_request_seconds_total 1.750000\n" in page
    folder = tmp_path / "away"
    tmp_path.joinpath("away").mkdir()
    for path in tmp_path.iterdir():
        if path != folder:
            path.rename(folder / path.name)
    living.took(0.0)
    assert f"{ITEMS} 4\n" in living.text()


@pytest.mark.parametrize("secret", ["anna", "group", "folder", "ente"])
def test_no_id_is_among_the_numbers(settled: Office, line: AppLine, secret: str) -> None:
    ids = {
        "anna": settled.anna.id,
        "group": settled.group,
        "folder": settled.folder.folder,
        "ente": settled.ente.id,
    }
    assert ids[secret] not in line.ask("GET", "/metrics", headers={}).whole().decode()
