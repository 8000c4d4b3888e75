# SPDX-License-Identifier: EUPL-1.2
"""The packages installed beside the program: what each says of itself, its licence and the libraries within it."""

import json
import platform
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import msgspec

from welfaredesk.base.parts import LISTED, Collecting, Inside, Named, Part, Parts, named
from welfaredesk.base.places import resources_folder

OURS = "welfaredesk"
NOT_SHIPPED = frozenset({"dev", "install"})
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"""extra\s*==\s*["']([a-z-]+)["']""")
_LEGAL = re.compile(r"(?:\A|/)(?:licen[cs]es?/.+|(?:licen[cs]e|copying|notice|copyright)[^/]*)\Z", re.IGNORECASE)
_NO_TEXT = (".py", ".pyc", ".html")


def shipped() -> Parts:
    """Return what the build of a frozen program has left; in a checkout, or installed by pip, what is installed."""
    listed = resources_folder() / LISTED
    if listed.is_file():
        return msgspec.json.decode(listed.read_bytes(), type=Parts)
    collecting = collected(wanted_here(), Collecting())
    for python in named().frozen[:1]:
        collecting.add_inside(python, version=platform.python_version())
    return collecting.all()


def plain_name(name: str) -> str:
    """Return a package's name as an index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted_here() -> dict[str, Distribution]:
    """Return what the program asks for, and that in turn, as far as it is installed, by plain name."""
    found: dict[str, Distribution] = {}
    waiting = [OURS]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        waiting += asked_by(found[name], name)
    found.pop(OURS, None)
    return found


def asked_by(one: Distribution, name: str) -> Iterator[str]:
    """Yield the packages that a package asks for, by plain name; those of extras only for the program itself."""
    for line in one.requires or ():
        extra = _EXTRA.search(line)
        wanted = extra is None or (name == OURS and extra.group(1) not in NOT_SHIPPED)
        if wanted and (spelled := _NAME.match(line)):
            yield plain_name(spelled.group())


def collected(packages: dict[str, Distribution], collecting: Collecting) -> Collecting:
    """Collect packages, the libraries within them, and what we bring: fonts and icons."""
    table = named()
    for name, one in sorted(packages.items()):
        version = one.version
        part = Part(name=name, version=version, licence=licence_of(name, one, table=table))
        collecting.add(part, dict(_texts_of(name, one)))
        for inside in brought_by(name, one, table=table):
            collecting.add_inside(inside, version=version)
    for own in table.ours:
        collecting.add_inside(own, version="")
    return collecting


def licence_of(name: str, one: Distribution, *, table: Named) -> str:
    """Return the SPDX expression of a package: that of our table, or that of its metadata; nothing where none is."""
    said = one.metadata.get_all("License-Expression") or [""]
    return table.distributions.get(name) or str(said[0])


def _texts_of(name: str, one: Distribution) -> Iterator[tuple[str, str]]:
    for file in _told(one):
        if _LEGAL.search(file) and not file.endswith(_NO_TEXT):
            yield f"{name}: {file.partition('.dist-info/')[2]}", _read(one, file)


def _told(one: Distribution) -> Iterator[str]:
    """Yield the files with which a package tells of itself; its own list would look at every file on the disk."""
    for line in (one.read_text("RECORD") or "").splitlines():
        file = line.partition(",")[0]
        if ".dist-info/" in file:
            yield file


def _read(one: Distribution, file: str) -> str:
    """Return a text; those of some packages are older than UTF-8."""
    data = Path(str(one.locate_file(file))).read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def brought_by(name: str, one: Distribution, *, table: Named) -> list[Inside]:
    """Return the libraries within a package: those of the bills of its wheel, and those of our table."""
    ours = [inside for inside in table.inside if inside.within == name]
    told = {inside.name for inside in ours}
    return [*ours, *(inside for inside in _billed(name, one) if inside.name not in told)]


def _billed(name: str, one: Distribution) -> Iterator[Inside]:
    """Read the bills of materials that a wheel may bring (PEP 770)."""
    for file in _told(one):
        if "/sboms/" in file and file.endswith(".json"):
            yield from _components(name, json.loads(_read(one, file)).get("components") or ())


def _components(name: str, components: Iterable[dict[str, Any]]) -> Iterator[Inside]:
    for one in components:
        licences = [
            entry.get("expression") or (entry.get("license") or {}).get("id") for entry in one.get("licenses", ())
        ]
        if plain_name(str(one["name"])) != name:
            licence = " AND ".join(" ".join(str(said).split()) for said in licences if said)
            hashes = {entry["alg"]: entry["content"] for entry in one.get("hashes", ())}
            yield Inside(
                name=str(one["name"]),
                version=str(one.get("version", "")),
                licence=licence,
                within=name,
                purl=str(one.get("purl", "")).partition("?")[0],
                sha256=str(hashes.get("SHA-256", "")),
            )
