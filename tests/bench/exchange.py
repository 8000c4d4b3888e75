# SPDX-License-Identifier: EUPL-1.2
"""Figures of the exchange: every row measured on a weak line with real records, printed as one JSON.

    python -m tests.bench.exchange --line weaklink.py --records d10k.ndjson.gz --records50 d50k.ndjson.gz [--only ROW]

The line is a program that stands between desk and server (`--listen`, `--target`, `--ctl`, `--rate`, `--rtt`); the
records are gzipped lines of JSON. What is made for the rows is kept in `--folder` and used again.
"""

import argparse
import json
import os
import platform
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.exchange_rows import ROWS, Place
from tests.bench.server_load import load

SERVER = "server"


def figures(place: Place, only: str) -> dict[str, Any]:
    """Return the rows asked for, each with what is wanted and what was measured."""
    rows: dict[str, Any] = {"machine": {"cores": os.cpu_count(), "python": platform.python_version()}}
    for name, row in ROWS.items():
        if only in {"", name}:
            rows[name] = row(place)
    if only in {"", SERVER}:
        rows[SERVER] = load(place.folder / SERVER)
    return rows


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--line", type=Path, required=True)
    asked.add_argument("--records", type=Path, required=True)
    asked.add_argument("--records50", type=Path, required=True)
    asked.add_argument("--only", default="", choices=["", *ROWS, SERVER])
    asked.add_argument("--folder", type=Path, default=None)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="welfaredesk-figures-") as fresh:
        folder = said.folder or Path(fresh)
        place = Place(line=said.line, records=said.records, records50=said.records50, folder=folder)
        print(json.dumps(figures(place, said.only), indent=1))


if __name__ == "__main__":
    main()
