# SPDX-License-Identifier: EUPL-1.2
"""Work on a disk that is full, that fails, or that may not be written: `python -m tests.world.trouble DEED FOLDER`.

It says on standard output, as JSON, which faults it met and what it found afterwards.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.opened import PASSPHRASE, add, open_desk
from tests.world.saver import clock_of
from welfaredesk.base.errors import Fault
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import attachments, checking, copies, drafts, lists, records
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session, open_session
from welfaredesk.store import vault

LONG_NOTE = "parola " * 20_000


def ids() -> SeededIds:
    """Return the ids of a run."""
    return SeededIds(1, clock_of(1))


def fault_of(deed: Callable[[], Any]) -> str:
    """Return the code of the fault that a deed meets, nothing when it meets none."""
    try:
        deed()
    except Fault as fault:
        return fault.code if fault.text else "without a sentence"
    return ""


def save_until_trouble(session: Session) -> tuple[int, str]:
    """Save until a save is refused and return how many were answered and the code of the fault."""
    for number in range(2000):
        fault = fault_of(partial(add, session, "person", surname=f"Prova{number}", notes=LONG_NOTE))
        if fault:
            return number, fault
    raise AssertionError("there was no trouble")


def count(session: Session) -> int:
    """Return how many persons there are."""
    return len(lists.page_of(session, type_named("person"), limit=5000)[0])


def full(folder: Path) -> dict[str, Any]:
    """Fill a small disk, then save a draft with the room that the ballast leaves."""
    profile = folder / "profile"
    session = open_desk(profile, clock=clock_of(1), ids=ids())
    had_ballast = (profile / vault.BALLAST_NAME).exists()
    answered, fault = save_until_trouble(session)
    return {"answered": answered, "fault": fault, "had_ballast": had_ballast} | _afterwards(session, folder)


def _afterwards(session: Session, folder: Path) -> dict[str, Any]:
    profile = session.profile
    ballast = (profile / vault.BALLAST_NAME).exists()
    kept = fault_of(lambda: drafts.keep(session, "person/new", {"notes": LONG_NOTE}, type_name="person"))
    copy = fault_of(lambda: copies.write(session, folder / "copia.wdcopia"))
    first = lists.page_of(session, type_named("person"), limit=1)[0][0]
    with_file = fault_of(lambda: _attach(session, str(first["_id"])))
    session.close()
    session = open_session(profile, PASSPHRASE, clock=clock_of(2), ids=ids())
    draft = drafts.draft_of(session, "person/new")
    found = {
        "ballast": ballast,
        "draft_fault": kept,
        "draft": draft is not None and draft.values["notes"] == LONG_NOTE,
        "copy": copy,
        "attachment": with_file,
        "persons": count(session),
        "problems": list(checking.check(session).problems),
    }
    session.close()
    return found | {"left": sorted(path.name for path in folder.rglob("*.new"))}


def _attach(session: Session, person: str) -> None:
    document = records.add(session, type_named("document"), {"title": "Carta"}, root=person).id
    paper = session.profile.parent / "carta.bin"
    with paper.open("wb") as target:
        target.truncate(16 << 20)  # holes take no room
    attachments.attach(session, document, paper)


def failing(folder: Path) -> dict[str, Any]:
    """Meet errors of the disk: no file may grow any more, which is told to SQLite as one."""
    session = open_desk(folder / "profile", clock=clock_of(1), ids=ids())
    add(session, "person", surname="Prima")
    log = folder / "profile" / vault.LOG_NAME
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 300_000, resource.RLIM_INFINITY))
    answered, fault = save_until_trouble(session)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return {"answered": answered + 1, "fault": fault} | _afterwards(session, folder)


def read_only(folder: Path) -> dict[str, Any]:
    """Try everything in a folder that may not be written; as root, as somebody who is not."""
    profile = folder / "profile"
    session = open_desk(profile, clock=clock_of(1), ids=ids())
    copies.write(session, folder / "copia.wdcopia")
    session.close()
    before = _state(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.getuid() == 0:
        for path in (profile, *profile.rglob("*")):
            os.chown(path, 65534, 65534)
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
    clock = clock_of(2)
    copy = folder / "copia.wdcopia"
    met = {
        "open": fault_of(lambda: open_session(profile, PASSPHRASE, clock=clock, ids=ids())),
        "found": fault_of(lambda: open_desk(folder / "other", clock=clock, ids=ids())),
        "restore": fault_of(
            lambda: copies.restore(copy, folder / "third", passphrase=PASSPHRASE, clock=clock, ids=ids())
        ),
    }
    return {"met": met, "unchanged": _state(folder) == before}


def _state(folder: Path) -> list[tuple[str, int]]:
    return sorted((str(path), path.stat().st_size) for path in folder.rglob("*"))


if __name__ == "__main__":
    deeds = {"full": full, "failing": failing, "read-only": read_only}
    sys.stdout.write(json.dumps(deeds[sys.argv[1]](Path(sys.argv[2]))))
