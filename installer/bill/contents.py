# SPDX-License-Identifier: EUPL-1.2
"""The contents of a frozen folder as parts: packages, what they bring with them, system libraries, fonts, icons."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packageurl import PackageURL

from installer.bill.debian import copyright_of, debian_parts
from installer.bill.folder import Folder
from installer.bill.owners import Owners, installed_in, owners_of
from welfaredesk.base.installed import asked_by, brought_by, collected
from welfaredesk.base.parts import Collecting, Inside, Part, Parts, named, standard_texts

OURS = "welfaredesk"
DEBIAN = "Debian"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A folder, who owns what is in it, and the parts that come of that."""

    folder: Folder
    owners: Owners
    packages: Mapping[str, Distribution]
    parts: Parts
    told: Mapping[tuple[str, str, str], Inside]

    @property
    def outer(self) -> list[Part]:
        """Return the parts that are not within another."""
        return [one for one in self.parts.parts if not one.within or one.within == DEBIAN]

    def within(self, part: Part) -> list[Part]:
        """Return the parts within another."""
        return [one for one in self.parts.parts if one.within == part.name]

    def files_of(self, part: Part) -> list[str]:
        """Return the files of a part."""
        if part.within == DEBIAN:
            held = [files for name, files in self.owners.system.items() if name.partition(":")[0] == part.name]
            return held[0] if held else []
        return self.owners.packages.get(part.name) or self.owners.parts.get(part.name) or []

    def address(self, part: Part) -> PackageURL:
        """Return the package URL of a part."""
        if part.within == DEBIAN:
            return PackageURL("deb", "debian", part.name, part.version)
        kind = "pypi" if part.name in self.packages and not part.within else "generic"
        return PackageURL(kind, name=part.name.lower().replace(" ", "-"), version=part.version or None)

    def told_of(self, part: Part) -> Inside:
        """Return what the package that holds a part tells of it."""
        return self.told.get((part.within, part.name, part.version), Inside(name=part.name))

    def needs(self, name: str) -> Iterator[str]:
        """Yield the packages that a package asks for."""
        holder = self.packages.get(name)
        return asked_by(holder, name) if holder is not None else iter(())

    def wrongs(self, lock: Iterable[str]) -> list[str]:
        """Return what may not be shipped like this, in words."""
        known = set(lock)
        wrongs = [f"{one}: non si sa di chi sia (resources/licences/named.json)" for one in self.owners.unknown]
        wrongs += [
            f"{name}: è nella cartella ma non in installer/lock-run.txt"
            for name in sorted(self.owners.packages)
            if name != OURS and name not in known
        ]
        wrongs += [
            f"{one.name} {one.version} ({one.within or 'pacchetto'}): manca la licenza, o il suo testo"
            for one in self.parts.parts
            if not one.licence or not self.parts.text_of(one)
        ]
        return wrongs


def contents_of(folder: Folder, site: Path | None, *, python: str) -> Contents:
    """Return what is in a frozen folder; the packages it was made from lie in `site`, or are those of this Python."""
    table, packages = named(), installed_in(site)
    owners = owners_of(folder, packages, table=table)
    shipped = {name: packages[name] for name in owners.packages if name != OURS}
    collecting = collected(shipped, Collecting())
    freezer = packages.get("pyinstaller") or distribution("pyinstaller")
    for one in table.frozen:
        collecting.add_inside(one, version=python if one.name == "Python" else freezer.version)
    for brought in table.files:
        if brought.licence and brought.name in owners.parts:
            collecting.add_inside(brought, version="")
    for part in debian_parts(owners.system, table=table):
        collecting.add(part, copyright_of(part) | standard_texts(part.licence))
    told = {
        (name, one.name, one.version or holder.version): one
        for name, holder in shipped.items()
        for one in brought_by(name, holder, table=table)
    }
    return Contents(folder=folder, owners=owners, packages=packages, parts=collecting.all(), told=told)
