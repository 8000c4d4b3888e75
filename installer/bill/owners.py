# SPDX-License-Identifier: EUPL-1.2
"""The owners: to which package, library or part of ours each file and module of a frozen folder belongs."""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from importlib.metadata import Distribution, distributions
from pathlib import Path

from installer.bill.folder import Folder, is_compiled
from welfaredesk.base.installed import plain_name
from welfaredesk.base.parts import Inside, Named

OURS = ("welfaredesk/*", "welfaredesk-*.dist-info/*", "LICENSE", "resources/*")
OWN_MODULES = frozenset({"welfaredesk", "__main__"})
_TRIPLET = sysconfig.get_config_var("MULTIARCH") or "x86_64-linux-gnu"
LIBRARIES = tuple(Path(top, _TRIPLET) for top in ("/usr/lib", "/lib"))
FREEZER = ("pyi", "_pyi")
_MODULE = re.compile(r"\A(.+?)(?:/__init__)?\.pyc?\Z")
_SYSTEM = re.compile(r"\Alib[^/]+\.so[^/]*\Z")


@dataclass(slots=True)
class Owners:
    """Who owns what: packages by plain name, other parts by name, system libraries by Debian package."""

    packages: dict[str, list[str]] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)
    system: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


class Known:
    """Where every file and module of the installed packages comes from."""

    def __init__(self, packages: Mapping[str, Distribution]) -> None:
        self.files: dict[str, str] = {}
        self.modules: dict[str, str] = {}
        self.tops: dict[str, str] = {}
        self.libraries: dict[str, str] = {}
        for name, one in packages.items():
            for line in (one.read_text("RECORD") or "").splitlines():
                path = line.rpartition(",")[0].rpartition(",")[0].strip('"')
                self.files[path] = name
                self.tops.setdefault(path.partition("/")[0], name)
                if is_compiled(path):
                    self.libraries.setdefault(path.rpartition("/")[2], name)
                if module := _MODULE.match(path):
                    self.modules[module.group(1).replace("/", ".")] = name


def installed_in(site: Path | None) -> dict[str, Distribution]:
    """Return the packages of a folder, or of this Python, by plain name."""
    found = distributions(path=[str(site)]) if site else distributions()
    return {plain_name(one.metadata["Name"]): one for one in found}


def owners_of(folder: Folder, packages: Mapping[str, Distribution], *, table: Named) -> Owners:
    """Return who owns each file and module of a frozen folder."""
    known, owners = Known(packages), Owners()
    for module in sorted(folder.modules):
        _own_module(module, known, owners=owners)
    for file in folder.files:
        _own_file(file, known, owners=owners, table=table)
    _ask_system(owners)
    return owners


def _own_module(module: str, known: Known, *, owners: Owners) -> None:
    top = module.partition(".")[0]
    owner = known.modules.get(module) or known.tops.get(top)
    if top in OWN_MODULES:
        return
    if top in sys.stdlib_module_names or top.startswith("_sysconfigdata"):
        owners.parts.setdefault("Python", [])
    elif top.startswith(FREEZER):
        owners.parts.setdefault("PyInstaller", [])
    elif owner:
        owners.packages.setdefault(owner, [])
    else:
        owners.unknown.append(module)


def _own_file(file: str, known: Known, *, owners: Owners, table: Named) -> None:
    top = file.partition("/")[0]
    if found := known.files.get(file):
        owners.packages.setdefault(found, []).append(file)
    elif brought := _brought(file, (*table.ours, *table.files)):
        owners.parts.setdefault(brought.name, []).append(file)
    elif any(fnmatch(file, pattern) for pattern in OURS):
        return
    elif top in known.tops and top != file:
        owners.packages.setdefault(known.tops[top], []).append(file)
    elif found := known.libraries.get(file):
        # Windows looks for libraries beside the program alone: there they are copied to the top.
        owners.packages.setdefault(found, []).append(file)
    elif _SYSTEM.match(file):
        owners.system.setdefault("", []).append(file)
    else:
        owners.unknown.append(file)


def _brought(file: str, brought: tuple[Inside, ...]) -> Inside | None:
    return next((one for one in brought if any(fnmatch(file, pattern) for pattern in one.files)), None)


def _ask_system(owners: Owners) -> None:
    """Ask Debian for the packages of the libraries that were taken from the system."""
    files = owners.system.pop("", [])
    if not files or shutil.which("dpkg") is None:
        owners.unknown += files
        return
    places = [place for file in files for place in _places(file)]
    asked = subprocess.run(["dpkg", "-S", *places], capture_output=True, text=True, check=False).stdout
    holders = {Path(path).name: package for package, _, path in (line.partition(": ") for line in asked.splitlines())}
    for file in files:
        if file in holders:
            owners.system.setdefault(holders[file], []).append(file)
        else:
            owners.unknown.append(file)


def _places(file: str) -> list[str]:
    """Return where a system library may lie; packages older than the merge of /lib and /usr/lib tell the short path."""
    return [str(folder / file) for folder in LIBRARIES]
