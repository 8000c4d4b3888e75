# SPDX-License-Identifier: EUPL-1.2
"""The desks of the exchange figures: an ente with the records, attached to a server, and a colleague's fresh desk."""

import contextlib
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.exchange_records import new_records
from tests.bench.vault_of import PASSPHRASE, again, fresh
from welfaredesk.base.clock import SystemClock
from welfaredesk.base.errors import Fault
from welfaredesk.base.ids import SystemIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import enrolment, inviting, lists
from welfaredesk.desk import records as desk_records
from welfaredesk.desk.bulk import add_many
from welfaredesk.desk.exchange import bundling, joining
from welfaredesk.desk.exchange.round import Exchanged, exchange
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import GroupKind, Role
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import outgoing
from welfaredesk.store.exchange.outgoing import Pending
from welfaredesk.sync.http_line import HttpLine

RETRY_SECONDS = 0.5
_pending = outgoing.pending
SENTENCE = " Si risentono lunedì mattina per la conferma."


@dataclass(frozen=True, slots=True)
class First:
    """The first fill of a fresh desk: seconds to the first cartella and to the end, and what the round counted."""

    first: float
    seconds: float
    done: Exchanged


def ente(profile: Path, source: Path) -> int:
    """Found an ente, bring the records in as an import does, and return how many there are."""
    session = fresh(profile)
    try:
        return add_many(session, new_records(session, source))
    finally:
        session.close()


def attach(profile: Path, url: str, fingerprint: str, *, by_save: bool = False) -> float:
    """Attach the ente of a profile, a parcel per cartella or, as it would have been lived, one per save."""
    session = again(profile)
    with contextlib.ExitStack() as stack:
        stack.callback(session.close)
        if by_save:
            stack.enter_context(pytest.MonkeyPatch.context()).setattr(outgoing, "pending", lived)
        started = time.perf_counter()
        joining.attach(session, url, fingerprint)
        return time.perf_counter() - started


def lived(database: Database, desk: str, *, most_entries: int, most_bytes: int) -> list[Pending]:
    """Return what waits as it would have left while people worked: each diary entry by itself, in the order of writing.

    The person and the cartella go with the first entry of their diary, so that there is a parcel per record.
    """
    found: list[tuple[int, Pending]] = []
    for run in _pending(database, desk, most_entries=most_entries, most_bytes=most_bytes):
        lines = database.conn.execute(
            "SELECT k, n, type FROM entry WHERE folder = ? AND desk = ? AND k BETWEEN ? AND ? ORDER BY k",
            (run.folder, desk, run.k_from, run.k_to),
        ).fetchall()
        first = run.k_from
        for k, number, type_ in lines:
            if type_ not in {"person", "case_file"} or k == run.k_to:
                found.append((number, Pending(run.folder, first, k)))
                first = k + 1
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def colleague(first: Path, profile: Path, url: str, fingerprint: str) -> None:
    """Enrol a colleague, whose desk has nothing yet but its own folder."""
    clock, ids = SystemClock(), SystemIds()
    inviter = again(first)
    line = HttpLine(url, None)
    try:
        roster = inviter.read_roster()
        kinds = (GroupKind.WORKING, GroupKind.COORDINATION)
        groups = [group.id for group in roster.groups.values() if group.kind in kinds]
        invited = inviting.invite(
            inviter, line, operator_name=("Riva", "Anna"), roles=(Role.OPERATORE,), groups=groups, hours=48
        )
        begun = enrolment.begin(
            profile,
            url,
            fingerprint=fingerprint,
            code=invited.code,
            passphrase=PASSPHRASE,
            clock=clock,
            ids=ids,
            cost=TEST_COST,
            line=line,
        )
        asking = inviting.requests(inviter, line)[0]
        inviting.approve(inviter, line, asking.id, words=begun.words)
        exchange(inviter, line=line)
        enrolment.wait(profile, PASSPHRASE, clock=clock, ids=ids, pause=time.sleep, line=line)
    finally:
        line.close()
        inviter.close()


def first_fill(session: Session, url: str, *, patience: float = 45.0) -> First:
    """Fill a fresh desk over a line, however often the line is cut, and tell when the first cartella could be used."""
    seen: list[float] = []
    started = time.perf_counter()

    def touched(_: frozenset[str]) -> None:
        if not seen and lists.case_ids(session):
            seen.append(time.perf_counter() - started)

    session.on_touched(touched)
    done = round_of(session, url, patience=patience)
    return First(round(seen[0], 2) if seen else -1.0, round(time.perf_counter() - started, 2), done)


def line_of(session: Session, url: str, *, patience: float = 45.0) -> HttpLine:
    """Return a line to the server of a desk, by the address of a line that stands in front of it."""
    place = session.read_roster().server
    assert place is not None
    return HttpLine(url, place.key, patience=patience)


def round_of(session: Session, url: str, *, patience: float = 45.0) -> Exchanged:
    """Do a round over an address; after a cut the next one goes on, as the window's timer would at once."""
    for _ in range(500):
        line = line_of(session, url, patience=patience)
        try:
            return exchange(session, line=line)
        except Fault as fault:
            if fault.code not in {"no_line", "line_cut"}:
                raise
            time.sleep(RETRY_SECONDS)
        finally:
            line.close()
    raise RuntimeError("the line never held")


def bundle(profile: Path, url: str) -> int:
    """Let the desk of a profile pack what its groups may read, as it does when it is idle; return how many went up."""
    session = again(profile)
    line = line_of(session, url)
    try:
        exchange(session, line=line)
        return bundling.pack_when_due(session, line=line)
    finally:
        line.close()
        session.close()


def save_some(session: Session, *, start: int, cartelle: int = 20, each: int = 5) -> int:
    """Change a short field and add a sentence to the text of some diary entries each, a save for each entry."""
    database = session.vault.read()
    roots = [
        root
        for (root,) in database.conn.execute(
            "SELECT root FROM record WHERE type = 'diary_entry' GROUP BY root HAVING count(*) >= ? "
            "ORDER BY root LIMIT ? OFFSET ?",
            (each, cartelle, start),
        )
    ]
    saved = 0
    for root in roots:
        found = database.conn.execute(
            "SELECT id FROM record WHERE type = 'diary_entry' AND root = ? ORDER BY id LIMIT ?", (root, each)
        ).fetchall()
        for (identity,) in found:
            shown = desk_records.show(session, identity)
            text = str(shown.values["text"]) + SENTENCE
            kind = "note" if shown.values["kind"] != "note" else "interview"
            desk_records.change(session, identity, {"kind": kind, "text": text}, seen=shown.entry)
            saved += 1
    return saved
