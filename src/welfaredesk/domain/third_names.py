# SPDX-License-Identifier: EUPL-1.2
"""Names of other persons in a text: what of a line is a name, and the text without them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from welfaredesk.domain.passages import plain
from welfaredesk.domain.spoken import PARTICLES, words

_TOKEN = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[\s,'’\-]{1,3}")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010][ \t]*\n\s*(?=[a-zß-ÿ])")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_SPLIT = re.compile(r"(\s*[,;/()\n]\s*|\s+(?:e|ed)\s+)")
_SURNAME_FIRST = re.compile(r"(?:(?:D[aei]l?|De|Di|La|Lo)\s+|[DL]['’])?[^\W\d_]+,\s+[^\W\d_]+(?:\s+[^\W\d_]+)?")
_BEGINS = frozenset(".!?:;\n-–—•…)»")
_TITLES = frozenset(
    (
        *("sig", "sigra", "ra", "signor", "signora", "dott", "dottssa", "ssa", "dr", "prof", "avv", "ing", "arch"),
        *("don", "suor", "fra", "padre", "madre", "zia", "zio", "nonna", "nonno", "maestra", "maestro"),
        *("il", "la", "lo", "i", "gli", "le", "l", "un", "una", "uno", "al", "alla", "allo", "ai", "alle", "spett"),
    )
)
_JOINING = PARTICLES | {"e", "ed"}
_SHORTENED = frozenset({"sig", "sigg", "dott", "dr", "prof", "avv", "ing", "arch", "geom", "rag"})
_OF_PERSONS = _SHORTENED | {
    "ra",
    "na",
    "ssa",
    "signor",
    "signora",
    "signorina",
    "don",
    "suor",
    "padre",
    "zia",
    "zio",
    "nonna",
    "nonno",
}
_NO_SURNAME = frozenset({"la", "le", "de", "di", "da", "al", "el", "in", "ed", "ad", "od"})
_NO_GIVEN = frozenset(
    (
        *("via", "viale", "corso", "piazza", "largo", "vicolo", "strada", "ponte", "lungo", "oltre", "fiume", "argine"),
        *("del", "dal", "nel", "sul", "con", "per", "san", "santa", "golena", "bassa", "basso", "delta", "valle"),
    )
)
_TWO = 2


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without names: how many places, and the words left that are a name but for their small letter."""

    text: str
    count: int
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    folded: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_acronym(self) -> bool:
        """Tell whether it may be the letters of a province or an office: «BO»."""
        return len(self.text) <= _TWO and not self.text[1:].islower()


@lru_cache(maxsize=65536)
def _fold(word: str) -> str:
    return "".join(words(word)) or word.lower()


@lru_cache(maxsize=8)
def _words(text: str) -> tuple[_Word, ...]:
    return tuple(_Word(one.group(), _fold(one.group()), one.start(), one.end()) for one in _TOKEN.finditer(text))


def names_in(line: str, *, known: Iterable[str] = ()) -> list[str]:
    """Return what of a line such as «la maestra, sig.ra Rita Bo» is the name of somebody.

    A piece of a line counts by its words with a capital; the first word of «Scuola di Gussola» has one only because it
    begins. `known` are words that name no person: places, offices.
    """
    not_names = {word for one in known for word in words(one)}
    found = []
    for piece, _ in pieces_of(line):
        said = [one for one in _words(piece) if one.folded not in _TITLES]
        if len(said) > 1 and not said[1].capital:
            said = said[1:]
        kept = [one for one in said if one.capital and one.folded not in not_names]
        if any(one.folded not in _JOINING for one in kept):
            found.append(piece[kept[0].start : kept[-1].end].strip())
    return found


def likely_names(text: str, *, known: Collection[str]) -> list[str]:
    """Return what in a text looks like somebody's name: words with a capital that no beginning of a sentence explains.

    Two letters count beside another name, also where a sentence begins, and after a title: «Rita Bo», «la sig.ra Bo».
    `known` are folded words that name no person, or a person who may be named.
    """
    whole, found = plain(text), list[str]()
    run: list[_Word] = []
    former: _Word | None = None
    titled = False
    for word in [*_words(whole), None]:
        begins = word is None or not word.capital or _begins(whole, former, word)
        if run and (begins or (word is not None and not _adjacent(whole, [run[-1], word]))):
            found += _told(whole, run, titled=titled)
            run = []
        if word is not None and not begins and word.folded not in known and (run or not word.is_acronym):
            if not run:
                titled = former is not None and former.folded in _OF_PERSONS
                run = [former] if former is not None and _is_given_before(whole, former, word, known) else []
            run.append(word)
        former = word
    return list(dict.fromkeys(found))


def _begins(whole: str, former: _Word | None, word: _Word) -> bool:
    """Tell whether a sentence or a line begins with a word; none does after «sig.»."""
    if former is None:
        return True
    between = whole[former.end : word.start].rstrip(" «\"“('’")
    return between[-1:] in _BEGINS and not (between == "." and former.folded in _SHORTENED)


def _is_given_before(whole: str, former: _Word, word: _Word, known: Collection[str]) -> bool:
    """Tell whether a sentence begins with a given name, for a surname of two letters follows it."""
    if len(word.text) > _TWO or word.folded in _NO_SURNAME or not whole[former.end : word.start].isspace():
        return False
    given = former.capital and len(former.text) > _TWO and former.text[1:].islower()
    return given and former.folded not in _NO_GIVEN and former.folded not in known


def _told(whole: str, run: Sequence[_Word], *, titled: bool) -> list[str]:
    """Return the words of a run as they stand, without what only leads on: «Ferrari, La informo»."""
    kept = list(run)
    while kept and kept[-1].folded in _NO_SURNAME:
        kept.pop()
    told = kept and (titled or any(len(one.text) > _TWO for one in kept))
    return [whole[kept[0].start : kept[-1].end]] if told else []


def pieces_of(line: str) -> list[tuple[str, str]]:
    """Return the pieces of a line that names several, each with what parts it from the next; «Bo, Rita» is one."""
    if _SURNAME_FIRST.fullmatch(plain(line).strip()) and all(one.capital for one in _words(line)):
        return [(plain(line).strip(), "")]
    parts = _SPLIT.split(plain(line))
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))


def is_plain(piece: str, ordinary: Collection[str], *, offices: Collection[str] = ()) -> bool:
    """Tell whether a piece says only what somebody is: «la madre», «assistente sociale», «Tribunale di Brescia»."""
    said = [one.folded for one in _words(piece) if one.folded not in _TITLES]
    if said and said[0] in offices:
        return True
    return all(one in _JOINING or one in ordinary for one in said)


class NameMask:
    """Takes names out of texts: those of some persons, whole or one word of them, but not those of others."""

    def __init__(self, names: Iterable[str], *, own: Iterable[str], others: Iterable[str] = (), mark: str) -> None:
        """Take names out; those of `own` stay, one word of them too, those of `others` when they are whole."""
        self.mark = mark
        whole, left = [_words(plain(name)) for name in names], [_words(plain(name)) for name in own]
        self._whole = _by_word(whole)
        self._left = _by_word([*left, *(_words(plain(name)) for name in others)])
        stays = {form for name in left for form in _alone(name)}
        self._single = {form for name in whole for form in _alone(name)} - stays

    def __call__(self, text: str) -> Masked:
        """Return the text with the mark in place of each name.

        A whole name goes however it is written, one word of it where it begins with a capital: «rosa» may be a flower.
        An address of mail in which one stands goes whole.
        """
        whole = _BROKEN.sub("", plain(text))
        found = _words(whole)
        goes = [False] * len(found)
        stays = self._marked(whole, found, self._left)
        for at, hit in enumerate(self._marked(whole, found, self._whole)):
            goes[at] = hit
        for at, word in enumerate(found):
            if word.folded in self._single and word.capital and not stays[at]:
                goes[at] = True
        for mail in _MAIL.finditer(whole):
            inside = [at for at, word in enumerate(found) if mail.start() <= word.start < mail.end()]
            if any(found[at].folded in self._single and not stays[at] for at in inside):
                goes = [hit or at in inside for at, hit in enumerate(goes)]
        doubtful = dict.fromkeys(
            word.text for at, word in enumerate(found) if word.folded in self._single and not goes[at] and not stays[at]
        )
        made, count = self._put(whole, found, goes)
        return Masked(made, count, tuple(doubtful))

    def _marked(self, text: str, found: Sequence[_Word], names: Mapping[str, Sequence[Sequence[str]]]) -> list[bool]:
        """Tell which words belong to a whole name, in either order, with no more than a sign between them."""
        hit = [False] * len(found)
        for start, word in enumerate(found):
            for name in names.get(word.folded, ()):
                run = found[start : start + len(name)]
                if sorted(one.folded for one in run) == name and _adjacent(text, run):
                    hit[start : start + len(name)] = [True] * len(name)
        return hit

    def _put(self, text: str, found: Sequence[_Word], goes: Sequence[bool]) -> tuple[str, int]:
        made, at, count = [], 0, 0
        for number, word in enumerate(found):
            if not goes[number]:
                continue
            between = text[at : word.start]
            follows = number > 0 and goes[number - 1] and _BETWEEN.fullmatch(between) is not None
            if not follows:
                made += [between, self.mark]
                count += 1
            at = word.end
        return "".join([*made, text[at:]]), count


def _by_word(names: Iterable[Sequence[_Word]]) -> dict[str, list[list[str]]]:
    """Return word to the names of several words that hold it, each with its words in order."""
    found: dict[str, list[list[str]]] = {}
    for name in names:
        folded = sorted(one.folded for one in name)
        for word in set(folded) if len(folded) >= _TWO else ():
            found.setdefault(word, []).append(folded)
    return found


def _alone(name: Sequence[_Word]) -> Iterator[str]:
    """Give the words by which one alone is known: «angelo» of «D'Angelo», and «dangelo»; none in small letters."""
    for at, word in enumerate(name):
        if word.capital and len(word.folded) >= _TWO and word.folded not in _JOINING | _TITLES:
            yield word.folded
            if at and name[at - 1].folded in _JOINING:
                yield name[at - 1].folded + word.folded


def _adjacent(text: str, run: Sequence[_Word]) -> bool:
    return all(_BETWEEN.fullmatch(text[one.end : after.start]) for one, after in pairwise(run))
