# SPDX-License-Identifier: EUPL-1.2
"""The self-check: a scratch vault is founded, written, sealed, printed, copied, restored, exchanged and shown."""

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import Fault
from welfaredesk.base.ids import Ids
from welfaredesk.base.log import trouble
from welfaredesk.base.text import N_, tr
from welfaredesk.crypto.passphrase import FLOOR
from welfaredesk.desk import attachments, checking, copies, enrolment, inviting, records
from welfaredesk.desk.correspondence import templates
from welfaredesk.desk.exchange.joining import attach
from welfaredesk.desk.exchange.place import line_of
from welfaredesk.desk.exchange.round import exchange
from welfaredesk.desk.founding import GROUP_NAMES, WORKING, FirstStart
from welfaredesk.desk.printing import print_cartella
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import begin, draw, open_session
from welfaredesk.domain.statement import Role

PASSPHRASE = "prova del programma in una cartella che sparisce"
ATTACHED = b"prova di un allegato\n" * 5000


@dataclass(frozen=True, slots=True)
class Step:
    """A thing that was tried, whether it came out right, and how many milliseconds it took."""

    name: str
    label: str
    ok: bool
    ms: int


@dataclass(frozen=True, slots=True)
class OwnServer:
    """A server that was started for the check: where it answers, and the fingerprint of its key."""

    url: str
    fingerprint: str


Serving: TypeAlias = Callable[[Path, Clock], AbstractContextManager[OwnServer]]
"""What starts a server in a folder, for as long as it is needed."""
Showing: TypeAlias = Callable[[Path], bool]
"""What paints the window of a profile, and tells whether it came out right."""


@dataclass(slots=True)
class _Trial:
    """The scratch folder and what the steps leave for one another."""

    folder: Path
    clock: Clock
    ids: Ids
    serving: Serving | None = None
    showing: Showing | None = None
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


def self_check(*, clock: Clock, ids: Ids, serving: Serving | None = None, showing: Showing | None = None) -> list[Step]:
    """Try the program in a folder that is removed at the end; the first step that fails is the last.

    With `serving` and `showing`, which the desk does not have of itself, two desks exchange over a server of their
    own, and the window is painted.
    """
    left_out = {EXCHANGE} if serving is None else set()
    left_out |= {WINDOW} if showing is None else set()
    with tempfile.TemporaryDirectory(prefix="welfaredesk-") as place:
        trial = _Trial(Path(place), clock, ids, serving, showing)
        try:
            for name, (label, run) in STEPS.items():
                if name in left_out:
                    continue
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


def _docx(trial: _Trial) -> bool:
    model = trial.folder / "modello.docx"
    model.write_bytes(templates.plain_template())
    templates.stop_at_unfit(records.type_named(templates.TEMPLATE), model)
    return True


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


def _exchange(trial: _Trial) -> bool:
    """Let two desks exchange over a server: attach, invite, enrol, confirm, and see the same cartella."""
    if trial.serving is None:
        return False
    with trial.serving(trial.folder / "server", trial.clock) as server:
        trial.session = open_session(trial.folder / "one", PASSPHRASE, clock=trial.clock, ids=trial.ids)
        first = trial.session
        attach(first, server.url, server.fingerprint)
        _enrol(trial, first, server)
        second = open_session(trial.folder / "three", PASSPHRASE, clock=trial.clock, ids=trial.ids)
        try:
            exchange(second)
            records.change(second, trial.person, {"comune": "Prova"})
            exchange(second)
            exchange(first)
        finally:
            second.close()
    return records.show(first, trial.person).values.get("comune") == "Prova"


def _enrol(trial: _Trial, first: Session, server: OwnServer) -> None:
    line = line_of(first)
    if line is None:
        raise RuntimeError("the desk was not attached")
    with closing(line):
        name, group = ("Prova", "Seconda"), GROUP_NAMES[WORKING]
        code = inviting.invite(first, line, operator_name=name, roles=(Role.OPERATORE,), groups=[tr(group)]).code
        exchange(first, line=line)
        profile = trial.folder / "three"
        words = enrolment.begin(
            profile,
            server.url,
            fingerprint=server.fingerprint,
            code=code,
            passphrase=PASSPHRASE,
            clock=trial.clock,
            ids=trial.ids,
            cost=FLOOR,
            line=line,
        ).words
        asking = inviting.requests(first, line)[0]
        inviting.approve(first, line, asking.id, words=words)
        exchange(first, line=line)
        enrolment.wait(
            profile, PASSPHRASE, clock=trial.clock, ids=trial.ids, pause=lambda _: None, seconds=0, line=line
        )


def _window(trial: _Trial) -> bool:
    trial.close()
    return trial.showing is not None and trial.showing(trial.folder / "one")


EXCHANGE, WINDOW = "exchange", "window"
STEPS: dict[str, tuple[str, Callable[[_Trial], bool]]] = {
    "vault": (N_("Archivio protetto: creato e riaperto"), _vault),
    "save": (N_("Schede: salvate e rilette"), _save),
    "seal": (N_("Allegato: sigillato e riaperto"), _seal),
    "pdf": (N_("Stampa in PDF"), _pdf),
    "docx": (N_("Lettera in DOCX"), _docx),
    "check": (N_("Controllo dell'archivio"), _check),
    "restore": (N_("Copia di sicurezza: fatta e ripristinata"), _restore),
    EXCHANGE: (N_("Scambio tra due postazioni con un server"), _exchange),
    WINDOW: (N_("Finestra: disegnata senza mostrarla"), _window),
}
"""What is tried, in this order: name to label and trial."""
