# SPDX-License-Identifier: EUPL-1.2
"""Bugs planted on purpose: each puts one wrong function in the place of a right one, and worlds must notice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tests.world.exchange.planted_stories import (
    Story,
    form_open_while_another_writes,
    form_open_while_oneself_writes,
    number_used_twice,
    old_cartella_granted,
    parcel_after_a_gap,
    quota_full_for_a_while,
)
from welfaredesk.base.ids import packed
from welfaredesk.desk import clashes, records
from welfaredesk.domain.entry import Entry, EntryRef
from welfaredesk.server.admission import Admission
from welfaredesk.server.reception import Reception
from welfaredesk.store import journal
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import arrivals, cursor, outgoing, scope
from welfaredesk.store.exchange import leaving as renumbering
from welfaredesk.store.exchange.saying_again import Speaker

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Bug:
    """A bug: what is wrong, how it is planted, and seeds of worlds that notice it, or a small world made for it."""

    name: str
    plant: Plant
    seeds: Sequence[int] = ()
    story: Story | None = None


def _cursor_without_data(patch: pytest.MonkeyPatch) -> None:
    real = arrivals.place

    def place(database: Database, some: Any, **more: Any) -> frozenset[str]:
        kept = list(some)
        return real(database, kept[:-1] if len(kept) > 2 else kept, **more)

    patch.setattr(arrivals, "place", place)


def _seen_when_saved(patch: pytest.MonkeyPatch) -> None:
    real = records.change

    def change(session: Any, identity: str, values: Any, *, seen: str | None = None, codes: Any = None) -> Any:
        return real(session, identity, values, codes=codes)

    patch.setattr(records, "change", change)


def _handed_to_the_line_is_received(patch: pytest.MonkeyPatch) -> None:
    real = outgoing.waiting
    offered: set[tuple[int, bytes]] = set()

    def waiting(database: Database) -> Any:
        fresh = [one for one in real(database) if (id(database), one.id) not in offered]
        offered.update((id(database), one.id) for one in fresh)
        return fresh

    patch.setattr(outgoing, "waiting", waiting)


def _not_offered_again(patch: pytest.MonkeyPatch) -> None:
    real = cursor.forget_above

    def forget_above(database: Database, position: int) -> None:
        real(database, position)
        database.conn.execute("UPDATE parcel SET state = 'lost' WHERE state = 'waiting'")

    patch.setattr(cursor, "forget_above", forget_above)


def _fold_by_arrival(patch: pytest.MonkeyPatch) -> None:
    real = journal.entries_of

    def entries_of(database: Database, record: str, folder: str) -> Iterator[Entry]:
        numbers = {
            (desk, k): n
            for n, desk, k in database.conn.execute(
                "SELECT n, desk, k FROM entry WHERE record = ? AND folder = ?", (record, folder)
            )
        }
        return iter(sorted(real(database, record, folder), key=lambda one: numbers[one.ref.desk, one.ref.k]))

    patch.setattr(journal, "entries_of", entries_of)


def _own_earlier_not_seen(patch: pytest.MonkeyPatch) -> None:
    def had_seen(self: Entry, other: EntryRef) -> bool:
        return self.seen.get(other.desk, 0) >= other.k

    patch.setattr(Entry, "had_seen", had_seen)


def _grant_ignored(patch: pytest.MonkeyPatch) -> None:
    real = scope.take_folder

    def take_folder(database: Database, folder: Any, **more: Any) -> None:
        if not folder.id.startswith(("0", "1")):
            real(database, folder, **more)

    patch.setattr(scope, "take_folder", take_folder)


def _h_not_compared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Reception, "_compare", lambda self, line, ask, right: None)


def _gap_allowed(patch: pytest.MonkeyPatch) -> None:
    real = Admission._parcel

    def parcel(self: Admission, named: Any) -> Any:
        place = (packed(named.folder), packed(named.desk))
        k, previous = self.working.chains.get(place, (0, b""))
        self.working.chains[place] = (max(k, named.k_from - 1), previous)
        return real(self, named)

    patch.setattr(Admission, "_parcel", parcel)


def _n_not_checked(patch: pytest.MonkeyPatch) -> None:
    real = Admission._parcel

    def parcel(self: Admission, named: Any) -> Any:
        self.working.numbers.pop((packed(named.desk), named.n), None)
        return real(self, named)

    patch.setattr(Admission, "_parcel", parcel)


def _refused_is_dropped(patch: pytest.MonkeyPatch) -> None:
    def refuse(database: Database, identity: bytes, code: str) -> None:
        database.conn.execute("UPDATE parcel SET state = 'lost' WHERE id = ?", (identity,))

    patch.setattr(outgoing, "refuse", refuse)


def _settle_unseen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(clashes, "seen_to_settle", lambda state, ref, fields, *, seen, desk: {})


def _renumber_loses_one(patch: pytest.MonkeyPatch) -> None:
    real = renumbering.renumber

    def renumber(database: Database, former: str, *, own: Speaker) -> frozenset[str]:
        touched = real(database, former, own=own)
        database.conn.execute(
            "DELETE FROM entry WHERE n = (SELECT max(n) FROM entry WHERE desk = ? AND position IS NULL)", (own.desk,)
        )
        return touched

    patch.setattr(renumbering, "renumber", renumber)


def _whole_too_early(patch: pytest.MonkeyPatch) -> None:
    real = scope.mark_whole

    def fill_again(database: Database, wanted: Sequence[str]) -> None:
        for folder in wanted:
            real(database, folder, filled_to=0)

    patch.setattr(scope, "fill_again", fill_again)


def _twice_at_two_positions(patch: pytest.MonkeyPatch) -> None:
    def positions(database: Database, identities: Sequence[bytes]) -> dict[bytes, Any]:
        return {}

    patch.setattr(arrivals, "_positions", positions)
    patch.setattr(arrivals, "_stop_at_breaks", lambda batch, span, position: None)


BUGS = (
    Bug("the cursor moves without the data", _cursor_without_data, (1000,)),
    Bug("seen is taken when the form is saved", _seen_when_saved, story=form_open_while_another_writes),
    Bug("what was handed to the line counts as received", _handed_to_the_line_is_received, (1006,)),
    Bug("forgotten positions are not offered again", _not_offered_again, (1002,)),
    Bug("entries are folded in the order of their arrival", _fold_by_arrival, (1000,)),
    Bug("own earlier saves are not seen", _own_earlier_not_seen, story=form_open_while_oneself_writes),
    Bug("a grant is ignored", _grant_ignored, (1002,)),
    Bug("h is not compared", _h_not_compared, (1002,)),
    Bug("a gap in k is passed over", _gap_allowed, story=parcel_after_a_gap),
    Bug("a number used twice is passed over", _n_not_checked, story=number_used_twice),
    Bug("a refused parcel is dropped", _refused_is_dropped, story=quota_full_for_a_while),
    Bug("a settlement says that it saw nothing", _settle_unseen, (1007,)),
    Bug("a new identity loses an entry", _renumber_loses_one, (1009,)),
    Bug("a folder is whole before it is", _whole_too_early, story=old_cartella_granted),
    Bug("a parcel is applied under two positions", _twice_at_two_positions, (1000,)),
)
