# SPDX-License-Identifier: EUPL-1.2
"""Exports: sealed for the ente alone, or in clear with a reason that is logged before the first byte."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.opened import add, giulia
from welfaredesk.base.errors import BadFile, DamagedVault, NotAllowed, PlaceTaken, ReasonMissing
from welfaredesk.base.places import resources_folder
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk import attachments, reading
from welfaredesk.desk.archive import open_archive, read_keys
from welfaredesk.desk.exporting import export_clear, export_sealed
from welfaredesk.desk.importing.carrying_out import import_file
from welfaredesk.desk.session import Session, read_slots
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.domain.statement import Role
from welfaredesk.store.files import FILES_NAME

SCAN = b"%PDF-1.7 referto di prova " * 100_000


@pytest.fixture
def filled(session: Session, tmp_path: Path) -> Session:
    """Return a desk with the sample persons, a girl with cautions, and a document with its scan."""
    import_file(session, resources_folder() / "samples" / "persone.csv")
    document = add(session, "document", root=giulia(session), title="Referto")
    (tmp_path / "referto.pdf").write_bytes(SCAN)
    attachments.attach(session, document, tmp_path / "referto.pdf")
    return session


def _lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def _agrees(manifest: dict[str, Any], read: dict[str, bytes]) -> bool:
    told = {one["path"]: (one["sha256"], one["bytes"]) for one in manifest["files"]}
    return told == {path: (hashlib.sha256(data).hexdigest(), len(data)) for path, data in read.items()}


def test_a_clear_export_is_a_folder_of_lines_files_and_manifest(filled: Session, tmp_path: Path) -> None:
    folder = tmp_path / "fuori"
    done = export_clear(filled, folder, reason="Passaggio ad altro programma")
    read = {str(p.relative_to(folder).as_posix()): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    manifest = json.loads(read.pop("manifest.json"))
    assert _agrees(manifest, read)
    assert {f"{type_.name}.jsonl" for type_ in CATALOGUE} == {path for path in read if "/" not in path}
    assert (done.attachments, done.records) == (1, sum(one["records"] or 0 for one in manifest["files"]))
    people = _lines(read["person.jsonl"])
    assert len(people) == 11
    assert {one["_type"] for one in people} == {"person"}
    document = _lines(read["document.jsonl"])[0]
    file = next(value for value in document.values() if isinstance(value, dict) and "path" in value)
    assert read[file["path"]] == SCAN
    assert "key" not in file
    assert not [path for path in folder.rglob("*") if path.stat().st_mode & 0o077]


def test_a_clear_export_is_logged_with_its_reason(filled: Session, tmp_path: Path) -> None:
    export_clear(filled, tmp_path / "fuori", reason=" Richiesta della persona ")
    last = reading.lines(filled)[-1]
    assert (last["act"], last["why"]) == ("export", "Richiesta della persona")


def test_a_clear_export_needs_a_reason_a_role_and_an_empty_folder(filled: Session, tmp_path: Path) -> None:
    (tmp_path / "piena").mkdir()
    (tmp_path / "piena" / "altro.txt").write_text("c'è già", encoding="utf-8")
    before = len(reading.lines(filled))
    with pytest.raises(PlaceTaken):
        export_clear(filled, tmp_path / "piena", reason="Perché sì")
    with pytest.raises(PlaceTaken):
        export_clear(filled, tmp_path / "piena" / "altro.txt", reason="Perché sì")
    with pytest.raises(ReasonMissing):
        export_clear(filled, tmp_path / "fuori", reason="  ")
    filled.identity = replace(filled.identity, roles=(Role.OPERATORE,))
    with pytest.raises(NotAllowed):
        export_clear(filled, tmp_path / "fuori", reason="Perché sì")
    assert not (tmp_path / "fuori").exists()
    assert len(reading.lines(filled)) == before
    assert [path.name for path in (tmp_path / "piena").iterdir()] == ["altro.txt"]


def test_who_may_not_read_cases_exports_none(filled: Session, tmp_path: Path) -> None:
    filled.identity = replace(filled.identity, roles=(Role.AMMINISTRATORE,))
    out = tmp_path / "ente.wdexport"
    export_sealed(filled, out)
    names = _content(out, SealingKey.from_bytes(filled.identity.seal)).namelist()
    assert "service.jsonl" in names
    assert not {"person.jsonl", "diary_entry.jsonl", "household.jsonl", "contact.jsonl"} & set(names)


def _content(out: Path, key: SealingKey) -> zipfile.ZipFile:
    plain = io.BytesIO()
    with out.open("rb") as source:
        open_archive(source, plain, key=key, name=out.name)
    return zipfile.ZipFile(plain)


def test_a_sealed_archive_opens_to_this_desk_alone_and_to_the_recovery_key(filled: Session, tmp_path: Path) -> None:
    out = tmp_path / "ente.wdexport"
    done = export_sealed(filled, out)
    content = _content(out, SealingKey.from_bytes(filled.identity.seal))
    read = {name: content.read(name) for name in content.namelist()}
    assert _agrees(json.loads(read.pop("manifest.json")), read)
    assert SCAN in read.values()
    assert (done.records, done.attachments) == (sum(d.count(b"\n") for n, d in read.items() if "/" not in n), 1)
    with out.open("rb") as source:
        keys = read_keys(source, out.name)
    assert {one.to: one.public for one in keys.keys}["recovery"] == read_slots(filled.profile).recovery_public
    with out.open("rb") as source, pytest.raises(BadFile):
        open_archive(source, io.BytesIO(), key=SealingKey.generate(), name=out.name)
    assert reading.lines(filled)[-1]["act"] == "export"


def test_nothing_of_a_sealed_archive_is_in_clear(filled: Session, tmp_path: Path) -> None:
    out = tmp_path / "ente.wdexport"
    export_sealed(filled, out)
    data = out.read_bytes()
    words = (b"Bottazzi", b"referto", b"person.jsonl", b"BTTRLN41C47B898V", filled.identity.operator.encode())
    assert not [word for word in words if word in data]
    with pytest.raises(PlaceTaken):
        export_sealed(filled, out)
    assert out.read_bytes() == data


def test_a_changed_archive_does_not_open(filled: Session, tmp_path: Path) -> None:
    out = tmp_path / "ente.wdexport"
    export_sealed(filled, out)
    data = bytearray(out.read_bytes())
    data[len(data) // 2] ^= 1
    out.write_bytes(data)
    with out.open("rb") as source, pytest.raises(BadFile):
        open_archive(source, io.BytesIO(), key=SealingKey.from_bytes(filled.identity.seal), name=out.name)
    with pytest.raises(BadFile):
        read_keys(io.BytesIO(b"PK nothing"), "x")


def test_a_missing_attachment_stops_an_export_and_leaves_nothing(filled: Session, tmp_path: Path) -> None:
    for path in (filled.profile / FILES_NAME).iterdir():
        path.unlink()
    with pytest.raises(DamagedVault):
        export_sealed(filled, tmp_path / "ente.wdexport")
    with pytest.raises(DamagedVault):
        export_clear(filled, tmp_path / "fuori", reason="Prova")
    assert not list(tmp_path.rglob("*.wdexport*"))
    assert not [path for path in (tmp_path / "fuori").rglob("*") if path.is_file()]
