# SPDX-License-Identifier: EUPL-1.2
"""Storing while others store: between the look and the lock, and between a commit that failed and its taking back."""

from typing import Any

import pytest

from tests.server_of import AppLine, ServerOf
from tests.unit.server.conftest import Office
from tests.unit.server.test_admission import codes
from welfaredesk.domain.parcel import Parcel
from welfaredesk.domain.statement import StatementKind
from welfaredesk.server.ledger import statements
from welfaredesk.server.statement_files import StatementFiles
from welfaredesk.server.storing import Storing
from welfaredesk.sync.parcels import parcel_id


def cut(office: Office) -> bytes:
    """Return a statement that hangs on no other: Anna cuts a parcel of hers."""
    parcels = [parcel_id(office.anna.parcel(office.folder))]
    return office.ente.state(StatementKind.CUT, {"parcels": parcels}, office.anna.sign)


def test_a_request_sent_once_more_while_the_first_is_being_judged_is_placed_once(
    settled: Office, line: AppLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, parcel, real = settled.anna, settled.anna.parcel(settled.folder), Storing._admitted
    overtaken: list[Parcel] = []

    def admitted(self: Storing, *given: Any) -> Any:
        judged = real(self, *given)
        if not overtaken:
            overtaken.append(parcel)
            assert codes(anna, line, parcel) == [""]
        return judged

    monkeypatch.setattr(Storing, "_admitted", admitted)
    before = anna.exchange(line).check.position
    assert codes(anna, line, parcel) == [""]
    assert overtaken
    assert anna.exchange(line).check.position == before + 1


def test_what_another_stored_is_not_cut_away_with_a_statement_whose_commit_failed(
    settled: Office, server: ServerOf, line: AppLine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    anna, ente, files = settled.anna, settled.ente, server.ledger.files
    failing, other = cut(settled), cut(settled)
    append, take_back = StatementFiles.append, Storing._take_back

    def full_disk(self: StatementFiles, ente: str, some: list[bytes]) -> None:
        append(self, ente, some)
        raise OSError(28, "no space left")

    def late(self: Storing, *given: Any) -> None:
        monkeypatch.setattr(StatementFiles, "append", append)
        assert codes(anna, line, other) == [""]
        take_back(self, *given)

    monkeypatch.setattr(StatementFiles, "append", full_disk)
    monkeypatch.setattr(Storing, "_take_back", late)
    assert anna.exchange(line, [failing]).status == 503
    assert caplog.messages[-1] == "request-failed OSError"
    assert other in files.read(ente.id)
    assert codes(anna, line, failing) == [""]
    with server.ledger.reading() as connection:
        kept = [data for _, data in statements(connection, ente.id)]
    assert sorted(files.read(ente.id)) == sorted(kept) == sorted(ente.stated)
