# SPDX-License-Identifier: EUPL-1.2
"""Attachments on their own queue: sent with receipts, fetched when wanted, both going on where the line broke."""

import hashlib
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from welfaredesk.base.exchange_errors import ServerRefuses
from welfaredesk.base.log import note, trouble
from welfaredesk.desk.exchange.talk import Talk
from welfaredesk.desk.session import Session
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.exchange import file_queue
from welfaredesk.store.exchange.file_queue import QueuedFile
from welfaredesk.store.files import place_sealed, sealed_path
from welfaredesk.sync.line import LineBroken

PIECE = 256 * 1024
HAVE, SIZE, OFFSET, FOLDER = "wd-have", "WD-Size", "WD-Offset", "WD-Folder"
CONFLICT, NOT_FOUND, PARTIAL = 409, 404, 206


def run(session: Session, talk: Talk, *, everything: bool) -> None:
    """Send the attachments of this desk that have no receipt; with `everything` fetch all that are not here too.

    One that the server refuses stays in the queue and stops no other.

    Raises:
        LineBroken: when the line breaks; what came over stays.
    """
    if file_queue.has_new(session.vault.read()):
        session.vault.write(file_queue.scan)
    _bring(session, talk)
    for one in file_queue.queued(session.vault.read(), received=False):
        path = sealed_path(session.profile, one.sha256)
        if path.exists():
            try:
                send(session, talk, one, path=path)
            except ServerRefuses as refused:
                trouble("file-refused", refused)
    if everything:
        for one in file_queue.queued(session.vault.read()):
            fetch(session, talk, one)


def _bring(session: Session, talk: Talk) -> None:
    """Bring attachments into the folder that their records were copied into, those that are not here too."""
    for one in file_queue.to_bring(session.vault.read()):
        if fetch(session, talk, one):
            try:
                send(session, talk, one, path=sealed_path(session.profile, one.sha256))
            except ServerRefuses as refused:
                trouble("file-refused", refused)
            else:
                session.vault.write(partial(file_queue.brought, sha256=one.sha256))


def send(session: Session, talk: Talk, one: QueuedFile, *, path: Path) -> None:
    """Send an attachment, going on where it broke off.

    Raises:
        LineBroken: when the line breaks; ServerRefuses or DeskRevoked as the server answers.
    """
    address, size = f"/v1/file/{one.sha256}", path.stat().st_size
    headers = {FOLDER: one.folder}
    have = _have(talk.call("HEAD", address, headers=headers, also=(NOT_FOUND,)).headers)
    stuck = 0
    with path.open("rb") as source:
        while have < size and stuck < 3:
            source.seek(have)
            piece = source.read(PIECE)
            said = headers | {SIZE: str(size), OFFSET: str(have)}
            answer = talk.call("PUT", address, body=piece, headers=said, also=(CONFLICT,))
            answer.whole()
            now = _have(answer.headers)
            stuck = stuck + 1 if now <= have else 0
            have = now
    if have >= size:
        session.vault.write(lambda database: file_queue.receive(database, one.sha256))
        note("file-received", bytes=size)


def _have(headers: Mapping[str, str]) -> int:
    said = headers.get(HAVE, "0")
    return int(said) if said.isdigit() else 0


def fetch(session: Session, talk: Talk, one: QueuedFile) -> bool:
    """Fetch an attachment that is not here, going on where it broke off; tell whether it is here now.

    Raises:
        LineBroken: when the line breaks; what came over stays.
    """
    path = sealed_path(session.profile, one.sha256)
    if path.exists():
        return True
    part = path.with_name(path.name + ".part")
    with errors_as_faults():
        have = part.stat().st_size if part.exists() else 0
        headers = {"Range": f"bytes={have}-"} if have else {}
        answer = talk.call("GET", f"/v1/file/{one.sha256}", headers=headers, also=(NOT_FOUND, 416))
        if answer.status in {NOT_FOUND, 416}:
            answer.whole()
            if answer.status != NOT_FOUND:
                part.unlink(missing_ok=True)
            return False
        with part.open("ab" if answer.status == PARTIAL else "wb") as target:
            for piece in answer.body:
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        with part.open("rb") as source:
            right = hashlib.file_digest(source, "sha256").hexdigest() == one.sha256
        if not right:
            part.unlink()
            raise LineBroken()
        place_sealed(session.profile, part, sha256=one.sha256)
    session.vault.write(lambda database: file_queue.receive(database, one.sha256))
    return True
