# SPDX-License-Identifier: EUPL-1.2
"""A process that saves through the service layer until it is killed: `python -m tests.world.saver`.

It reads one request a line, `DEED PROFILE SEED`, and answers each from a child of its own, so that nothing but the
first start waits for the imports. The child's first line is its process id; after it, one line for each answer.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from tests.opened import PASSPHRASE, open_desk
from tests.world.values import Dice, prose
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import attachments, copies, drafts, records, repairing
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session, change_passphrase, open_session

NEW_PASSPHRASE = "un'altra frase di prova"
COPY_NAME = "copia.wdcopia"


def clock_of(seed: int) -> FixedClock:
    """Return the clock of a run."""
    return FixedClock(Moment(1_792_396_800_000 + seed * 1_000_000, 120), step_ms=1)


def say(*words: object) -> None:
    """Answer on the pipe: whoever reads it may rely on what it says."""
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


def save(profile: Path, seed: int) -> None:
    """Save persons, their diary, documents with attachments and drafts, without end."""
    clock = clock_of(seed)
    session = open_session(profile, PASSPHRASE, clock=clock, ids=SeededIds(seed, clock))
    dice = Dice.of(seed)
    number = 0
    while True:
        number += 1
        _one_save(session, dice, number)


def _one_save(session: Session, dice: Dice, number: int) -> None:
    person = records.add(session, type_named("person"), {"surname": f"Prova{number}", "notes": "0"}).id
    say("record", person, 0)
    for version in range(1, 1 + dice.below(4)):
        records.change(session, person, {"notes": f"{version} {prose(dice)}"})
        say("record", person, version)
    if dice.happens(30):
        document = records.add(session, type_named("document"), {"title": "Carta", "person": person}).id
        path = session.profile.parent / f"allegato-{number}.bin"
        path.write_bytes(bytes([number % 256]) * (1 + dice.below(200_000)))
        attached = attachments.attach(session, document, path)
        say("file", document, attached.sha256)
    drafts.keep(session, "person/new", {"notes": str(number)}, type_name="person")
    say("draft", "person/new", number)


def start(profile: Path, seed: int) -> None:
    """Found an ente."""
    clock = clock_of(seed)
    open_desk(profile, clock=clock, ids=SeededIds(seed, clock)).close()
    say("founded")


def bring_back(profile: Path, seed: int) -> None:
    """Restore the copy that lies beside the profile."""
    clock = clock_of(seed)
    copy = profile.parent / COPY_NAME
    copies.restore(copy, profile, passphrase=PASSPHRASE, clock=clock, ids=SeededIds(seed, clock))
    say("restored")


def mend(profile: Path, seed: int) -> None:
    """Repair the profile with the copy beside it."""
    clock = clock_of(seed)
    copy = profile.parent / COPY_NAME
    repairing.repair(profile, PASSPHRASE, clock=clock, ids=SeededIds(seed, clock), copy=copy)
    say("repaired")


def lock_anew(profile: Path, seed: int) -> None:
    """Change the passphrase."""
    ids = SeededIds(seed, clock_of(seed))
    change_passphrase(profile, PASSPHRASE, new=NEW_PASSPHRASE, cost=TEST_COST, ids=ids)
    say("changed")


DEEDS: dict[str, Callable[[Path, int], None]] = {
    "save": save,
    "start": start,
    "bring-back": bring_back,
    "mend": mend,
    "lock-anew": lock_anew,
}


def main() -> None:
    """Answer requests until there are no more."""
    for request in sys.stdin:
        deed, profile, seed = request.split()
        child = os.fork()
        if child == 0:
            say(os.getpid())
            DEEDS[deed](Path(profile), int(seed))
            os._exit(0)
        os.waitpid(child, 0)
        say("end")


if __name__ == "__main__":
    main()
