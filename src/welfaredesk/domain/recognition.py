# SPDX-License-Identifier: EUPL-1.2
"""«Somebody already here?»: how much a person being typed is like one already known, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product

from welfaredesk.base.text import N_
from welfaredesk.domain.spoken import fold_text, phone_digits, sound_key
from welfaredesk.domain.tax_code import TaxCodeKind, kind_of, undo_omocodia

SAME_NAME = 99.0
LIKE_NAME = 86.0
_SOUND_COUNTS = 0.97
_PART_COUNTS = 0.93
_SHORTEST_PHONE = 6
_USABLE_KINDS = (TaxCodeKind.PERSONAL, TaxCodeKind.PROVISIONAL, TaxCodeKind.STP, TaxCodeKind.ENI)


@dataclass(frozen=True, slots=True)
class Traits:
    """What a person is recognised by, as typed; anything may be missing, `aliases` are whole names."""

    surname: str = ""
    name: str = ""
    birth: date | None = None
    tax_code: str = ""
    phones: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def code_key(self) -> str:
        """Return the tax code with omocodia undone, or nothing when it is not a valid one."""
        return undo_omocodia(self.tax_code) if kind_of(self.tax_code) in _USABLE_KINDS else ""

    @property
    def phone_keys(self) -> frozenset[str]:
        """Return the digits of the telephone numbers that are long enough to tell anything."""
        digits = map(phone_digits, self.phones)
        return frozenset(number for number in digits if len(number) >= _SHORTEST_PHONE)

    @property
    def full_names(self) -> tuple[str, ...]:
        """Return the folded whole names: surname with name, then the aliases."""
        folded = (fold_text(f"{self.surname} {self.name}"), *map(fold_text, self.aliases))
        return tuple(name for name in folded if name)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is that two are one, from 0 to 1, and the reason, to be translated when shown."""

    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """A known person, by record id, with the likeness."""

    record: str
    likeness: Likeness


_SAME_CODE = Likeness(1.0, N_("stesso codice fiscale"))
_SAME_NAME_AND_BIRTH = Likeness(0.96, N_("stesso nome e stessa data di nascita"))
_PHONE_AND_NAME = Likeness(0.94, N_("stesso numero di telefono e nome simile"))
_LIKE_NAME_AND_BIRTH = Likeness(0.9, N_("nome simile e stessa data di nascita"))
_SAME_NAME_NEAR_BIRTH = Likeness(0.8, N_("stesso nome e data di nascita quasi uguale"))
_SAME_PHONE = Likeness(0.7, N_("stesso numero di telefono"))
_SAME_NAME = Likeness(0.6, N_("stesso nome"))
_LIKE_NAME = Likeness(0.5, N_("nome simile"))


def likeness(candidate: Traits, other: Traits) -> Likeness | None:
    """Return how a person being typed is like a known one, by the strongest reason, or nothing.

    Two valid personal codes that differ rule out everything but a shared telephone: twins and homonyms exist.
    """
    if candidate.tax_code and other.tax_code and candidate.code_key and candidate.code_key == other.code_key:
        return _SAME_CODE
    both_reachable = candidate.phones and other.phones
    shared_phone = bool(both_reachable and candidate.phone_keys & other.phone_keys)
    if _surely_two(candidate, other):
        return _SAME_PHONE if shared_phone else None
    closeness = name_closeness(candidate, other)
    by_name = _by_name(candidate, other, closeness=closeness)
    by_phone = (_PHONE_AND_NAME if closeness >= LIKE_NAME else _SAME_PHONE) if shared_phone else None
    return max((found for found in (by_name, by_phone) if found), key=lambda found: found.score, default=None)


def _surely_two(candidate: Traits, other: Traits) -> bool:
    """Tell whether both have a valid personal code, and not the same."""
    if not (candidate.tax_code and other.tax_code):
        return False
    both_personal = kind_of(candidate.tax_code) is kind_of(other.tax_code) is TaxCodeKind.PERSONAL
    return both_personal and candidate.code_key != other.code_key


def _by_name(candidate: Traits, other: Traits, *, closeness: float) -> Likeness | None:
    """Return the likeness that names and births give."""
    if closeness < LIKE_NAME:
        return None
    same = closeness >= SAME_NAME
    if candidate.birth is None or other.birth is None:
        return _SAME_NAME if same else _LIKE_NAME
    if candidate.birth == other.birth:
        return _SAME_NAME_AND_BIRTH if same else _LIKE_NAME_AND_BIRTH
    return _SAME_NAME_NEAR_BIRTH if same and _near(candidate.birth, other.birth) else None


def _near(one: date, other: date) -> bool:
    """Tell whether two dates may be one mistyped: one part differs, or day and month are exchanged."""
    parts, others = (one.year, one.month, one.day), (other.year, other.month, other.day)
    differing = sum(part != another for part, another in zip(parts, others, strict=True))
    return differing == 1 or parts == (other.year, other.day, other.month)


def name_closeness(candidate: Traits, other: Traits) -> float:
    """Return how alike the names are, 0 to 100: in letters or sound, in any order, or one in the other."""
    pairs = product(candidate.full_names, other.full_names)
    return max((_closeness(one, another) for one, another in pairs), default=0.0)


def _closeness(one: str, other: str) -> float:
    """Return how alike two folded whole names are."""
    from rapidfuzz import fuzz

    letters = fuzz.token_sort_ratio(one, other)
    if letters >= SAME_NAME:
        return letters
    sound = fuzz.token_sort_ratio(sound_key(one), sound_key(other)) * _SOUND_COUNTS
    shared = set(one.split()) & set(other.split())
    part = fuzz.token_set_ratio(one, other) * _PART_COUNTS if len(shared) > 1 else 0.0
    return max(letters, sound, part)


def recognition_keys(traits: Traits) -> frozenset[str]:
    """Return the keys that two likely persons share, for an index: code, telephones, sound, birth.

    `cf:` and `tel:` are enough by themselves; `nome:` is the sound of a whole name in any order; `nato:` the
    birth with the first sound of each word, so that a misspelt name still meets.
    """
    found = {f"tel:{number}" for number in traits.phone_keys}
    if traits.code_key:
        found.add(f"cf:{traits.code_key}")
    for name in traits.full_names:
        sounds = sorted(sound_key(name).split())
        found.add(f"nome:{' '.join(sounds)}")
        if traits.birth is not None:
            found.update(f"nato:{traits.birth.isoformat()}:{sound[:1]}" for sound in sounds)
    return frozenset(found)


def most_like(candidate: Traits, known: Iterable[tuple[str, Traits]], *, limit: int = 5) -> list[Found]:
    """Return who of the known may be the one being typed, the surest first; `known` pairs id and traits.

    Made for the few who share a key of `recognition_keys`: each comparison takes some 50 µs.
    """
    found = [Found(record, alike) for record, other in known if (alike := likeness(candidate, other)) is not None]
    return sorted(found, key=lambda one: (-one.likeness.score, one.record))[:limit]
