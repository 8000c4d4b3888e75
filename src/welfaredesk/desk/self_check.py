# SPDX-License-Identifier: EUPL-1.2
"""The self-check: a scratch vault founded, written, sealed, printed, copied and restored on this PC."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import Fault
from welfaredesk.base.ids import Ids
from welfaredesk.base.log import trouble
from welfaredesk.base.text import N_
from welfaredesk.crypto.passphrase import FLOOR
from welfaredesk.desk import attachments, checking, copies, records
from welfaredesk.desk.founding import FirstStart
from welfaredesk.desk.printing import print_cartella
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import begin, draw, open_session

PASSPHRASE = "prova del programma in una cartella che sparisce"
ATTACHED = b"prova di un allegato\n" * 5000


@dataclass(frozen=True, slots=True)
class Step:
    """A thing that was tried, whether it came out right, and how many milliseconds it took."""

    name: str
    label: str
    ok: bool
    ms: int


@dataclass(slots=True)
class _Trial:
    """The scratch folder and what the steps leave for one another."""

    folder: Path
    clock: Clock
    ids: Ids
    session: Session | None = None
    person: str = ""
    hash: str = ""
    steps: list[Step] = field(default_factory=list)

    @property
    def opened(self) -> Session:
        if self.session is None:
            raise RuntimeError("the scratch vault is not open")
        return self.session

    def close(self) -> None:
        if self.session is not None:
            self.session.close()
            self.session = None


def self_check(*, clock: Clock, ids: Ids) -> list[Step]:
    """Try the program in a folder that is removed at the end; the first step that fails is the last."""
    with tempfile.TemporaryDirectory(prefix="welfaredesk-") as place:
        trial = _Trial(Path(place), clock, ids)
        try:
            for name, (label, run) in STEPS.items():
                if not _tried(trial, name, label, run=run):
                    break
        finally:
            trial.close()
        return trial.steps


def _tried(trial: _Trial, name: str, label: str, *, run: Callable[[_Trial], bool]) -> bool:
    started = trial.clock.monotonic()
    try:
        ok = run(trial)
    # What a frozen program may lack shows as one of these.
    except (Fault, OSError, ImportError, RuntimeError, ValueError, LookupError) as error:
        trouble("self-check-failed", error)
        ok = False
    trial.steps.append(Step(name, label, ok, round((trial.clock.monotonic() - started) * 1000)))
    return ok


def _vault(trial: _Trial) -> bool:
    start = FirstStart(ente="Ente di prova", surname="Prova", name="Ada", passphrase=PASSPHRASE, alone=True)
    begin(
        trial.folder / "one",
        start,
        drawn=draw(trial.ids, alone=True),
        operator_profile=None,
        clock=trial.clock,
        ids=trial.ids,
        cost=FLOOR,
    ).close()
    trial.session = open_session(trial.folder / "one", PASSPHRASE, clock=trial.clock, ids=trial.ids)
    return True


def _save(trial: _Trial) -> bool:
    person = _added(trial, "person", {"surname": "Prova", "name": "Persona", "birth": "1950-03-01"})
    _added(trial, "case_file", {"person": person})
    _added(trial, "diary_entry", {"person": person, "text": "Una riga di prova: è già scritta?"})
    trial.person = person
    return records.show(trial.opened, person).title == "Prova, Persona"


def _added(trial: _Trial, type_name: str, values: dict[str, Any]) -> str:
    return records.add(trial.opened, records.type_named(type_name), values).id


def _seal(trial: _Trial) -> bool:
    source, out = trial.folder / "in.txt", trial.folder / "out.txt"
    source.write_bytes(ATTACHED)
    document = _added(trial, "document", {"person": trial.person, "title": "Prova"})
    attachments.attach(trial.opened, document, source)
    attachments.take_out(trial.opened, document, out)
    return out.read_bytes() == ATTACHED


def _pdf(trial: _Trial) -> bool:
    made = print_cartella(trial.opened, trial.person)
    return made.pages >= 1 and made.data.startswith(b"%PDF-")


def _check(trial: _Trial) -> bool:
    checked = checking.check(trial.opened)
    trial.hash = checked.hash
    return checked.ok


def _restore(trial: _Trial) -> bool:
    copy = trial.folder / "copia.wdcopia"
    copies.write(trial.opened, copy)
    trial.close()
    restored = copies.restore(copy, trial.folder / "two", passphrase=PASSPHRASE, clock=trial.clock, ids=trial.ids)
    return restored == trial.hash


STEPS: dict[str, tuple[str, Callable[[_Trial], bool]]] = {
    "vault": (N_("Archivio protetto: creato e riaperto"), _vault),
    "save": (N_("Schede: salvate e rilette"), _save),
    "seal": (N_("Allegato: sigillato e riaperto"), _seal),
    "pdf": (N_("Stampa in PDF"), _pdf),
    "check": (N_("Controllo dell'archivio"), _check),
    "restore": (N_("Copia di sicurezza: fatta e ripristinata"), _restore),
}
"""What is tried, in this order: name to label and trial."""
