# SPDX-License-Identifier: EUPL-1.2
"""How names and telephone numbers are folded, so that a person is found however they were typed."""

import re
import unicodedata

_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ø": "o",
        "\u0131": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ħ": "h",
    }
)
# Apostrophes and hyphens as keyboards, word processors and transliterations write them.
_UNEXPLAINED = re.compile("[đðłøıßæœþħ]", re.IGNORECASE)
_JOINERS = "'`-_\u00b4\u2018\u2019\u02b9\u02bb\u02bc\u2010\u2011\u2012\u2013\u2014"
_DROP_JOINERS = str.maketrans(dict.fromkeys(_JOINERS, ""))
_JOINERS_TO_SPACE = str.maketrans(dict.fromkeys(_JOINERS, " "))
_NOT_WORD = re.compile(r"[^a-z0-9]+")
PARTICLES = frozenset(
    (
        *(
            "d",
            "da",
            "dal",
            "dalla",
            "dalle",
            "de",
            "degli",
            "dei",
            "del",
            "dell",
            "della",
            "delle",
            "dello",
            "di",
        ),
        *("do", "du", "la", "le", "li", "lo", "o", "san", "santa", "st", "mac", "mc", "van", "von"),
        *("abd", "abdel", "al", "bel", "ben", "bin", "bou", "el"),
    )
)
_SHORTEST_WORD_AFTER_PARTICLE = 3


def _plain(text: str) -> str:
    """Return `text` in lower case without accents."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    split = unicodedata.normalize("NFKD", lowered.translate(_LETTERS_WITHOUT_DECOMPOSITION))
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def expanded(text: str) -> str:
    """Return `text` with the letters that no accent explains («đ», «ł», «ß») as they are typed on an Italian keyboard.

    The index of words takes accents away by itself, and knows nothing of these.
    """
    if text.isascii() or not _UNEXPLAINED.search(text):
        return text
    return text.lower().translate(_LETTERS_WITHOUT_DECOMPOSITION)


def fold_text(text: str) -> str:
    """Return `text` in lower case, without accents, apostrophes and hyphens, words parted by one space.

    «D'Angelo» and «Dangelo» give `dangelo`; «Èspositò» gives `esposito`.
    """
    return _NOT_WORD.sub(" ", _plain(text).translate(_DROP_JOINERS)).strip()


def words(text: str) -> list[str]:
    """Return the folded pieces of `text`, parted at apostrophes too: «D'Angelo» gives `d`, `angelo`."""
    return _NOT_WORD.sub(" ", _plain(text).translate(_JOINERS_TO_SPACE)).split()


def _glued(pieces: list[str]) -> list[str]:
    """Return `pieces` with each run of particles written together with the word that follows."""
    found: list[str] = []
    run = ""
    for word in pieces:
        if word in PARTICLES:
            run += word
        elif run and len(word) < _SHORTEST_WORD_AFTER_PARTICLE:
            found.extend((run, word))
            run = ""
        else:
            found.append(run + word)
            run = ""
    return [*found, run] if run else found


def tokens(text: str) -> list[str]:
    """Return the words under which `text` is indexed, without repetition.

    «D'Angelo» gives `dangelo`, `d`, `angelo`; «De Santis» gives `de`, `santis`, `desantis`.
    """
    pieces = words(text)
    return list(dict.fromkeys([*fold_text(text).split(), *pieces, *_glued(pieces)]))


def readings(query: str) -> list[list[str]]:
    """Return the ways to read what a person typed in a search box: every word of one reading must be found.

    «d angelo» is read as `d` and `angelo`, or as `dangelo`; the words are beginnings of indexed words.
    """
    as_typed = fold_text(query).split()
    together = _glued(words(query))
    return [reading for reading in ([as_typed] if as_typed == together else [as_typed, together]) if reading]


# Names whose vowels move with the transliteration, so that no rule of sound brings them together.
_MOVING_VOWELS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"m[aou]h?[ao]mm?[aeu]d(?:ou)?"), "muamad"),
    (re.compile(r"ah?m[aei]d"), "amad"),
    (re.compile(r"[ijy](?:ou|u|o)ss?[eiou]+f+"), "iusef"),
    (re.compile(r"h[ou]+ss?[aeiy]+n"), "usein"),
    (re.compile(r"a[iy](?:ch|sh|sci|sc|ss?i?)a"), "aisa"),
    (re.compile(r"k?h?adi[dj]+[ij]?a"), "kadia"),
)
_FIRST_OF_MOVING = frozenset("mahijyk")
_GROUPS = re.compile(
    r"""(?=[cdegkopstx]) (?:
        (?P<C> tsch | tch | tsh | cz | c(?=[ei]) )
      | (?P<SK> sch(?=[ei]) )
      | (?P<S> sch | sh | sc(?=[ei]) | tz | ts | ^x(?!h) | ^ks )
      | (?P<I> xh | dzh | dz | dj | g(?=[ei]) | (?<!^)ee(?!$) )
      | (?P<L> gl(?=i) )
      | (?P<NI> gn )
      | (?P<F> ph )
      | (?P<K> ch | ck )
      | (?P<U> ou | oo ) )""",
    re.VERBOSE,
)
_SINGLE_LETTERS = str.maketrans({"c": "k", "q": "k", "y": "i", "j": "i", "w": "v", "z": "s", "x": "ks", "h": ""})
_DOUBLE = re.compile(r"(.)\1+")
_DOUBLE_CONSONANT = re.compile(r"([b-df-hj-np-tv-z])\1+")


def _capital(match: re.Match[str]) -> str:
    """Return the sound of a group of letters: its name, in capitals so that it is not read again."""
    return match.lastgroup or ""


def _word_key(word: str) -> str:
    """Return the sound of one folded word."""
    if word[0] in _FIRST_OF_MOVING:
        for pattern, key in _MOVING_VOWELS:
            if pattern.fullmatch(word):
                return key
    single = _DOUBLE_CONSONANT.sub(r"\1", word)
    return _DOUBLE.sub(r"\1", _GROUPS.sub(_capital, single).translate(_SINGLE_LETTERS).lower())


def sound_key(name: str) -> str:
    """Return how `name` sounds to an Italian ear: two spellings of one name give the same key.

    Doubles are single, `h` is silent; `gn` is `ni`, `gl` before `i` is `l`; `ch`, `q` and hard `c` are `k`;
    `j`, `y`, soft `g` and the foreign `xh`, `dj`, `dž` are `i`; `w` is `v`; `x` is `ks`, at the start `s`;
    `z`, `sh` and soft `sc` are `s`; `ou` is `u`. Coarse on purpose: it proposes, a person decides.
    """
    return " ".join(_word_key(word) for word in fold_text(name).split())


_NUMBER_PART = re.compile(r"[+\d][\d\s./()\-+]*")
_FOREIGN_PREFIX = "00"
_ITALIAN_PREFIX = "0039"
_MOBILE_WITH_COUNTRY = re.compile(r"393\d{9}|393\d{8}")


def phone_digits(text: str) -> str:
    """Return the digits of the first telephone number in `text`, without the Italian country code.

    A number of another country keeps its code after `00`: «+355 69 1» gives `00355691`.
    """
    part = _NUMBER_PART.search(text)
    if part is None:
        return ""
    written = part.group().strip()
    digits = re.sub(r"\D", "", written)
    if written.startswith("+"):
        digits = _FOREIGN_PREFIX + digits
    if digits.startswith(_ITALIAN_PREFIX):
        return digits.removeprefix(_ITALIAN_PREFIX)
    return digits.removeprefix("39") if _MOBILE_WITH_COUNTRY.fullmatch(digits) else digits
