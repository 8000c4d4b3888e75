# SPDX-License-Identifier: EUPL-1.2
"""What a desk remembers between rounds: how far a first filling came, what was odd, what is uncertain."""

from collections.abc import Sequence
from dataclasses import dataclass

from welfaredesk.base.clock import Moment
from welfaredesk.desk.session import REVOKED
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database

LAST_ROUND = "exchange/last"
UNCERTAIN = "exchange/uncertain"
BEGUN = "exchange/begun"
FRESH = "exchange/fresh"
FORKS = "exchange/forks"
BAD = "exchange/bad"
GONE = "exchange/gone"
SUM = "exchange/sum"
CLONED = "exchange/cloned"
FETCH = "exchange/fetch"
DIFFERENCE = "exchange/difference"
REFUSED_ITEMS = "exchange/refused"
BROKEN_WORDS = "exchange/broken-words"
FOREIGN_KEYS = "exchange/foreign-keys"
FOREIGN = ("grant", "not_yours")
"""How a key is kept that came of somebody who does not read its folder."""
MOST_KEPT = 200
MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class FirstFilling:
    """A fresh desk on its way: up to which position it fills, and the last parcel of the last whole folder."""

    upto: int
    before: int


def first_filling(database: Database) -> FirstFilling | None:
    """Return how far a fresh desk has come, nothing once it has everything."""
    if desk_notes.get(database, BEGUN):
        return None
    kept = desk_notes.get(database, FRESH)
    return FirstFilling(0, 0) if kept is None else FirstFilling(kept[0], kept[1])


def fresh_upto(database: Database, upto: int) -> None:
    """Remember up to which position a fresh desk fills, unless it knows."""
    if desk_notes.get(database, FRESH) is None:
        desk_notes.put(database, FRESH, (upto, 0))


def fresh_filled(database: Database, last: int) -> None:
    """Remember the last folder that a fresh desk has whole, by the position of its last parcel."""
    kept = desk_notes.get(database, FRESH)
    desk_notes.put(database, FRESH, (0 if kept is None else kept[0], last))


def begin(database: Database) -> None:
    """Remember that this desk has everything up to its cursor, and goes on from there."""
    desk_notes.put(database, BEGUN, value=True)


def put_uncertain(database: Database, *, uncertain: bool) -> None:
    """Remember whether something was pushed whose reply has not come whole."""
    if is_uncertain(database) is not uncertain:
        desk_notes.put(database, UNCERTAIN, uncertain)


def is_uncertain(database: Database) -> bool:
    """Tell whether something was pushed whose reply has not come whole: then receipts are asked for first."""
    return bool(desk_notes.get(database, UNCERTAIN))


def keep_forks(database: Database, positions: Sequence[int]) -> None:
    """Remember parcels whose authors were shown another history than this desk."""
    if positions:
        kept = desk_notes.get(database, FORKS) or []
        desk_notes.put(database, FORKS, [*kept, *positions][-MOST_KEPT:])


def forks(database: Database) -> list[int]:
    """Return the positions of parcels whose authors were shown another history."""
    return list(desk_notes.get(database, FORKS) or [])


@dataclass(frozen=True, slots=True)
class BadLine:
    """A parcel that was not folded: its folder, its position, and why."""

    folder: str
    position: int
    code: str


def keep_bad(database: Database, folder: str, *, position: int, code: str) -> None:
    """Name a parcel that was not folded."""
    kept = {(one.folder, one.position): one.code for one in bad(database)}
    kept[folder, position] = code
    lines = [(*place, why) for place, why in kept.items()][-MOST_KEPT:]
    desk_notes.put(database, BAD, lines)


def mend_bad(database: Database, folders: Sequence[str]) -> None:
    """Forget what was wrong in folders that have become whole."""
    kept = bad(database)
    left = [one for one in kept if one.folder not in folders]
    if len(left) != len(kept):
        desk_notes.put(database, BAD, [(one.folder, one.position, one.code) for one in left])


def bad(database: Database) -> list[BadLine]:
    """Return the parcels that were not folded and have not come right since."""
    return [BadLine(folder, position, code) for folder, position, code in desk_notes.get(database, BAD) or []]


def keep_gone(database: Database, folder: str) -> None:
    """Remember a folder that was taken back while work waited in it: it is forgotten once that has left."""
    kept = gone(database)
    if folder not in kept:
        desk_notes.put(database, GONE, [*kept, folder])


def put_gone(database: Database, folders: Sequence[str]) -> None:
    """Replace the folders that are to be forgotten."""
    desk_notes.put(database, GONE, list(folders))


def gone(database: Database) -> list[str]:
    """Return the folders that were taken back and not forgotten yet."""
    return list(desk_notes.get(database, GONE) or [])


def ended(database: Database, moment: Moment, *, sum_: bytes) -> None:
    """Remember that a round ended whole."""
    desk_notes.put(database, LAST_ROUND, (moment.utc_ms, moment.offset))
    if desk_notes.get(database, SUM) != sum_:
        desk_notes.put(database, SUM, sum_)


def last_round(database: Database) -> Moment | None:
    """Return when the last whole round ended."""
    kept = desk_notes.get(database, LAST_ROUND)
    return None if kept is None else Moment(kept[0], kept[1])


def forget_sum(database: Database) -> None:
    """Forget what the server held when a round last ended: the next one compares, though nothing is new."""
    desk_notes.put(database, SUM, b"")


def last_sum(database: Database) -> bytes:
    """Return the sum that desk and server last agreed on."""
    return bytes(desk_notes.get(database, SUM) or b"")


def revoke(database: Database, *, wipe: bool, by: str = "") -> None:
    """Remember that this desk was shut out, and whether it is asked to erase itself."""
    desk_notes.put(database, REVOKED, {"wipe": wipe, "by": by})


def is_revoked(database: Database) -> bool:
    """Tell whether this desk was shut out."""
    return desk_notes.get(database, REVOKED) is not None


def revoked_by(database: Database) -> str:
    """Return whose word shut this desk out, as it was kept with it."""
    kept = desk_notes.get(database, REVOKED)
    return "" if kept is None else str(kept.get("by", ""))


def is_to_wipe(database: Database) -> bool:
    """Tell whether the ente asked this desk to erase itself."""
    kept = desk_notes.get(database, REVOKED)
    return kept is not None and bool(kept["wipe"])


def put_cloned(database: Database, *, cloned: bool) -> None:
    """Remember that this desk has met itself, until it has another identity."""
    desk_notes.put(database, CLONED, cloned)


def is_cloned(database: Database) -> bool:
    """Tell whether this desk has met itself and has no other identity yet."""
    return bool(desk_notes.get(database, CLONED))


def fetch(database: Database, short_ids: Sequence[bytes]) -> None:
    """Remember parcels to be fetched by the first bytes of their ids: own ones that this desk never made."""
    kept = to_fetch(database)
    desk_notes.put(database, FETCH, [*kept, *(one for one in short_ids if one not in kept)])


def to_fetch(database: Database) -> list[bytes]:
    """Return the first bytes of the ids of parcels to be fetched."""
    return list(desk_notes.get(database, FETCH) or [])


def fetched(database: Database, short_ids: Sequence[bytes]) -> None:
    """Forget parcels that were asked for and came, or are not for this desk."""
    kept = to_fetch(database)
    left = [one for one in kept if one not in short_ids]
    if left != kept:
        desk_notes.put(database, FETCH, left)


def is_known_difference(database: Database, here: bytes, there: bytes) -> bool:
    """Tell whether the sums of desk and server differed just so before, when comparing folders did not mend it."""
    return list(desk_notes.get(database, DIFFERENCE) or []) == [here, there]


def know_difference(database: Database, here: bytes, there: bytes) -> None:
    """Remember a difference whose folders are compared now."""
    desk_notes.put(database, DIFFERENCE, [here, there])


def keep_refused_item(database: Database, kind: str, *, code: str) -> None:
    """Remember that a statement, grant, letter or forwarded parcel was refused, and why."""
    kept = desk_notes.get(database, REFUSED_ITEMS) or []
    desk_notes.put(database, REFUSED_ITEMS, [*kept, (kind, code)][-MOST_KEPT:])


def refused_items(database: Database) -> list[tuple[str, str]]:
    """Return kind and code of what was refused and is no parcel of this desk."""
    return [(kind, code) for kind, code in desk_notes.get(database, REFUSED_ITEMS) or []]


def keep_foreign_key(database: Database) -> None:
    """Remember that a key came of somebody who does not read its folder."""
    kind, code = FOREIGN
    keep_refused_item(database, kind, code=code)
    desk_notes.put(database, FOREIGN_KEYS, foreign_keys(database) + 1)


def foreign_keys(database: Database) -> int:
    """Return how many keys came of somebody who does not read the folder."""
    return int(desk_notes.get(database, FOREIGN_KEYS) or 0)


def keep_broken_word(database: Database, moment: Moment) -> None:
    """Remember that the server gave a word that does not hold."""
    kept = desk_notes.get(database, BROKEN_WORDS) or []
    desk_notes.put(database, BROKEN_WORDS, [*kept, (moment.utc_ms, moment.offset)][-MOST_WORDS:])


def broken_words(database: Database) -> list[Moment]:
    """Return when the server gave a word that does not hold."""
    return [Moment(utc_ms, offset) for utc_ms, offset in desk_notes.get(database, BROKEN_WORDS) or []]
