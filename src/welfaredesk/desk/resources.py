# SPDX-License-Identifier: EUPL-1.2
"""What the program ships as data, read at the first question and kept."""

import importlib.util
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from welfaredesk.base.places import resources_folder
from welfaredesk.domain.birthplaces import Birthplaces, birthplaces_from
from welfaredesk.domain.code_lists import CodeList, code_list_from

_TABLES_PACKAGE = "codicefiscale"


@cache
def code_lists() -> dict[str, CodeList]:
    """Return every shipped code list by name."""
    return load_code_lists(resources_folder() / "codes")


def load_code_lists(folder: Path) -> dict[str, CodeList]:
    """Return the code lists of a folder by name, one JSON file each.

    Raises:
        ValueError: when a file is not a code list, or its name is not that of the file.
    """
    found: dict[str, CodeList] = {}
    for path in sorted(folder.glob("*.json")):
        code_list = code_list_from(json.loads(path.read_text(encoding="utf-8")))
        if code_list.name != path.stem:
            raise ValueError(f"the list {code_list.name} lies in {path.name}")
        found[code_list.name] = code_list
    return found


@cache
def birthplaces() -> Birthplaces:
    """Return the comuni and states of the tables of `python-codicefiscale`; the first call takes 0.3 s.

    The package is located but not imported: importing it would bring in date parsing and a second index.
    """
    tables = _tables_folder()
    rows = {name: json.loads((tables / f"{name}.json").read_text(encoding="utf-8")) for name in _TABLES}
    return birthplaces_from(rows["municipalities"], [*rows["countries"], *rows["deleted-countries"]])


_TABLES = ("municipalities", "countries", "deleted-countries")


def _tables_folder() -> Path:
    """Return the folder of the tables, in an environment and in a frozen program."""
    spec = importlib.util.find_spec(_TABLES_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(_TABLES_PACKAGE)
    return Path(spec.submodule_search_locations[0]) / "data"


@dataclass(frozen=True, slots=True)
class SubAmbito:
    """A part of the district with its own body and its own labels for the services, by canonical code."""

    code: str
    name: str
    body: str
    short: str
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class SampleService:
    """A service under its canonical code; `area` is of the list `service_area`, `unit` of `quantity_unit`."""

    code: str
    label: str
    area: str
    unit: str


@dataclass(frozen=True, slots=True)
class Comune:
    """A comune: `code` as in tax codes, inhabitants by sex in 2021 and by citizenship in 2020."""

    name: str
    code: str
    province: str
    cap: str
    sub_ambito: str
    men: int
    women: int
    area_km2: float
    italians_2020: int
    foreigners_2020: int


@dataclass(frozen=True, slots=True)
class SampleEnte:
    """The territory on which the fictional ente is built; `verify` names what is not confirmed."""

    name: str
    source: str
    verify: list[str]
    sub_ambiti: list[SubAmbito]
    services: list[SampleService]
    comuni: list[Comune]


@cache
def sample_ente() -> SampleEnte:
    """Return the territory of the sample ente."""
    return msgspec.json.decode((resources_folder() / "ente" / "oglio_po.json").read_bytes(), type=SampleEnte)
