# SPDX-License-Identifier: EUPL-1.2
"""The parts that the program is made of besides its own code: names, versions, licences and their texts."""

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from welfaredesk.base.places import resources_folder

LISTED = "licenses.json"
"""What the build leaves among the resources of a frozen program."""
NAMED = "licences/named.json"
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_JOINING = frozenset({"AND", "OR", "WITH"})
_EITHER = re.compile(r"-(?:only|or-later)\Z")
# The GNU Lesser General Public License 3 is the GPL 3 with permissions added: both texts go together.
_TOGETHER = {"LGPL-3.0": ("GPL-3.0",)}


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Something shipped: `licence` is an SPDX expression, `texts` name texts of the list that it stands in."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...] = ()
    within: str = ""
    source: str = ""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What is shipped, sorted by name, and each text of a licence once, by its key."""

    parts: tuple[Part, ...]
    texts: dict[str, str]

    def text_of(self, part: Part) -> str:
        """Return the licence of a part in full; one without a text of its own has that of what holds it."""
        keys = part.texts or next((one.texts for one in self.parts if one.name == part.within), ())
        return "\n\n".join(self.texts[key].strip("\n") for key in keys)


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """What a package or a file brings with it and does not say itself; without a version it has that of what holds it.

    `files` are patterns of names in the frozen folder, `text` a text that is its own.
    """

    name: str
    licence: str = ""
    version: str = ""
    within: str = ""
    text: str = ""
    source: str = ""
    files: tuple[str, ...] = ()
    purl: str = ""
    sha256: str = ""


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """The licences that stand nowhere else in a form that a program can read."""

    distributions: dict[str, str]
    inside: tuple[Inside, ...]
    ours: tuple[Inside, ...]
    frozen: tuple[Inside, ...]
    system: dict[str, str]
    files: tuple[Inside, ...]


def named() -> Named:
    """Return the table of licences that is kept by hand."""
    return msgspec.json.decode((resources_folder() / NAMED).read_bytes(), type=Named)


def words_of(licence: str) -> list[str]:
    """Return the licences and exceptions that an SPDX expression names."""
    return [word for word in _WORD.findall(licence) if word not in _JOINING]


def standard_texts(licence: str) -> dict[str, str]:
    """Return the texts of an SPDX expression that stand among the resources, by their keys."""
    keys: list[str] = []
    for word in words_of(licence):
        plain = _EITHER.sub("", word)
        keys += [plain, *_TOGETHER.get(plain, ())]
    found = {key: _resource(f"licences/{key}.txt") for key in keys}
    return {key: text for key, text in found.items() if text}


def own_text(name: str) -> dict[str, str]:
    """Return a text that a part has of its own among the resources, by its key; nothing for no name."""
    if not name:
        return {}
    return {name: _resource(name if "/" in name else f"licences/{name}.txt")}


@cache
def _resource(name: str) -> str:
    path = resources_folder() / name
    return path.read_text("utf-8") if path.is_file() else ""


class Collecting:
    """Collects parts and their texts, each text once."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, str, str], Part] = {}
        self._keys: dict[str, str] = {}

    def add(self, part: Part, texts: dict[str, str]) -> None:
        """Add a part with the texts that it brings; without any, those of its licence."""
        brought = texts or standard_texts(part.licence)
        keys = tuple(self._keys.setdefault(text, key) for key, text in brought.items())
        self._parts[(part.name.lower(), part.within, part.version)] = msgspec.structs.replace(part, texts=keys)

    def add_inside(self, inside: Inside, *, version: str) -> None:
        """Add what something else brings with it; `version` is that of the other."""
        part = Part(
            name=inside.name,
            version=inside.version or version,
            licence=inside.licence,
            within=inside.within,
            source=inside.source,
        )
        self.add(part, own_text(inside.text))

    def all(self) -> Parts:
        """Return everything collected."""
        texts = {key: text for text, key in self._keys.items()}
        return Parts(parts=tuple(self._parts[key] for key in sorted(self._parts)), texts=texts)


def find(parts: Iterable[Part], typed: str) -> list[Part]:
    """Return the parts whose name, version, licence or holder has every word typed."""
    wanted = typed.casefold().split()
    return [one for one in parts if all(word in _said(one) for word in wanted)]


def _said(part: Part) -> str:
    return f"{part.name} {part.version} {part.licence} {part.within}".casefold()
