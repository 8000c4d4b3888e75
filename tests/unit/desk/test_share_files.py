# SPDX-License-Identifier: EUPL-1.2
"""Recovery sheets as files: what is written is read back, and nothing is ever overwritten."""

from pathlib import Path

import pytest

from welfaredesk.base.errors import BadFile, Fault, PlaceTaken, WrongShares
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.shares import ente_id, join, root_key
from welfaredesk.desk.founding import draw
from welfaredesk.desk.share_files import read_sheet, read_sheets, write_sheets


def test_sheets_are_read_back_as_they_were_drawn(tmp_path: Path, ids: SeededIds) -> None:
    drawn = draw(ids, alone=False)
    ente = ente_id(root_key(drawn.secret).public)
    folder = tmp_path / "nuova" / "fogli"
    written = write_sheets(folder, drawn.shares, secret=drawn.secret)
    assert sorted(folder.iterdir()) == sorted(written.paths)
    assert read_sheets(folder, ente=ente) == list(drawn.shares)
    assert join([read_sheet(path) for path in written.paths[1:]]) == drawn.secret
    assert all(ente in path.read_text(encoding="utf-8") for path in written.paths)
    assert {path.stat().st_mode & 0o077 for path in (folder, *written.paths)} == {0}
    with pytest.raises(PlaceTaken):
        write_sheets(folder, drawn.shares, secret=drawn.secret)
    written.remove()
    written.remove()
    assert list(folder.iterdir()) == []


def test_sheets_of_another_ente_or_too_few_are_not_taken(tmp_path: Path, ids: SeededIds) -> None:
    drawn, other = draw(ids, alone=False), draw(ids, alone=False)
    written = write_sheets(tmp_path, drawn.shares, secret=drawn.secret)
    assert read_sheets(tmp_path, ente=ente_id(root_key(other.secret).public)) == []
    assert read_sheets(tmp_path / "altrove", ente="") == []
    for path in written.paths[:2]:
        path.unlink()
    with pytest.raises(WrongShares):
        read_sheets(tmp_path, ente=ente_id(root_key(drawn.secret).public))


def test_a_sheet_is_read_however_an_editor_left_it(tmp_path: Path) -> None:
    sheet = tmp_path / "foglio.txt"
    sheet.write_bytes("\ufeff# Titolo di chi stampa\r\n  # altro\r\n 1. Academic\r\n2) acid 3.ACNE\r\n".encode())
    assert read_sheet(sheet) == "academic acid acne"
    sheet.write_bytes(b"\xff\xfe\x00")
    assert read_sheet(sheet) == ""
    with pytest.raises(BadFile) as refused:
        read_sheet(tmp_path)
    assert refused.value.facts["name"] == tmp_path.name


def test_when_one_sheet_cannot_be_written_none_stays(tmp_path: Path, ids: SeededIds) -> None:
    drawn = draw(ids, alone=False)
    in_the_way = tmp_path / "foglio-3.txt.new"
    in_the_way.mkdir()
    with pytest.raises((Fault, OSError)):
        write_sheets(tmp_path, drawn.shares, secret=drawn.secret)
    assert list(tmp_path.iterdir()) == [in_the_way]
