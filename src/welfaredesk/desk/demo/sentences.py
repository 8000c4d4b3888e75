# SPDX-License-Identifier: EUPL-1.2
"""The sentences of the diaries: which of them fit a case, and how each is filled."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from welfaredesk.desk.demo.chance import Chance

_GUARD = re.compile(r"<(\d+)-(\d+)>")
_NEED = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_START = re.compile(r"(^|[.!?]\s+|\n)([«]?)([a-zàèéìòù])")
_MONTH_WITH_A = re.compile(r"\ba (?=aprile|agosto)")
_ANY_AGE = 200
_TRIES = 7
_DATED = frozenset({"il_giorno", "al_giorno", "del_giorno"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with blanks: the facts that it needs, the ages it fits, and who says it."""

    text: str
    needs: frozenset[str]
    least: int
    most: int
    who: str

    def fits(self, facts: Mapping[str, str], age: int) -> bool:
        """Tell whether the facts fill every blank at that age."""
        return self.least <= age <= self.most and self.needs <= facts.keys()

    @property
    def subject(self) -> str:
        """Return the blank that the sentence begins with, or nothing."""
        found = _NEED.match(self.text)
        return found[1] if found else ""

    def goes_with(self, others: Sequence["Sentence"]) -> bool:
        """Tell whether the sentence says neither again nor a second date for what the others say."""
        dated = not self.needs.isdisjoint(_DATED)
        return all(one.text != self.text and not (dated and not one.needs.isdisjoint(_DATED)) for one in others)


@cache
def read(raw: str) -> Sentence:
    """Return the sentence written as `<least-most>who :: text`, the first two if needed."""
    guard = _GUARD.match(raw)
    least, most = (int(guard[1]), int(guard[2])) if guard else (0, _ANY_AGE)
    head, _, tail = raw[guard.end() if guard else 0 :].rpartition(" :: ")
    return Sentence(tail, frozenset(_NEED.findall(head + tail)), least, most, head)


def choose(
    chance: Chance, some: Sequence[str], *, facts: Mapping[str, str], age: int, used: set[str], here: list[Sentence]
) -> Sentence | None:
    """Return a sentence that fits and, if one is left, was not used yet in the cartella; `here` takes it in.

    Nothing, when none fits those that are here.
    """
    if not some:
        return None
    fallback = None
    for _ in range(_TRIES):
        sentence = read(chance.pick(some))
        if not sentence.fits(facts, age) or not sentence.goes_with(here):
            continue
        fallback = sentence
        if sentence.text not in used:
            break
    if fallback is not None:
        used.add(fallback.text)
        here.append(fallback)
    return fallback


def together(chance: Chance, sentences: Sequence[Sentence], *, facts: Mapping[str, str]) -> str:
    """Return a paragraph: a subject is not repeated, a relative's name is said once."""
    said, known = [], dict(facts)
    before: Sentence | None = None
    for one in sentences:
        repeated = before is not None and one.subject in _PERSONS and before.needs & _PERSONS == {one.subject}
        text = one.text.removeprefix(f"{{{one.subject}}} ") if repeated else one.text
        before = one
        said.append(fill(chance, text, facts=known))
        for key in _NAMED & one.needs:
            known |= _without_name(key, known)
    return capitalised(" ".join(said))


_NAMED = frozenset({"figlio", "fratello"})
_PERSONS = _NAMED | {"sig", "nome", "madre", "padre", "nonna", "coniuge", "badante", "partner"}
_PERSONS |= {"medico", "scuola", "figli", "collega"}


def _without_name(key: str, facts: Mapping[str, str]) -> dict[str, str]:
    """Return the words for a relative who was named already: «la figlia» for «la figlia Anna»."""
    return {
        form: " ".join(facts[form].split(" ")[:2])
        for form in (key, f"a_{key}", f"di_{key}", f"da_{key}")
        if form in facts
    }


def fill(chance: Chance, text: str, *, facts: Mapping[str, str]) -> str:
    """Return a text with its choices made and its blanks filled."""
    chosen = _CHOICE.sub(lambda found: chance.pick(found[1].split("|")), text)
    return _MONTH_WITH_A.sub("ad ", chosen.format_map(facts))


def capitalised(text: str) -> str:
    """Return a text whose sentences begin with a capital letter."""
    return _START.sub(lambda found: found[1] + found[2] + found[3].upper(), text)


_ARTICLES = {
    "la": ("alla ", "della ", "dalla "),
    "il": ("al ", "del ", "dal "),
    "l'": ("all'", "dell'", "dall'"),
    "i": ("ai ", "dei ", "dai "),
}


def noun(key: str, words: tuple[str, str]) -> dict[str, str]:
    """Return a noun, given as article and word, as facts: `madre`, and `a_madre`, `di_madre`, `da_madre`."""
    article, word = words
    to, of, by = _ARTICLES[article]
    plain = article + ("" if article.endswith("'") else " ")
    return {key: plain + word, f"a_{key}": to + word, f"di_{key}": of + word, f"da_{key}": by + word}


def listed(words: Sequence[str]) -> str:
    """Return words in a row, the last after «e»: «Sara, Marco ed Elena»."""
    if len(words) < 2:
        return "".join(words)
    joint = " ed " if words[-1][:1] == "E" else " e "
    return ", ".join(words[:-1]) + joint + words[-1]
