# SPDX-License-Identifier: EUPL-1.2
"""The records of the exchange figures: lines of JSON made elsewhere, turned into persons, cartelle and diaries."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from welfaredesk.base.clock import Moment
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session

KINDS = {
    "valutazione": "assessment",
    "colloquio": "interview",
    "contributo": "note",
    "dimissione": "note",
    "visita_domiciliare": "home_visit",
    "segnalazione": "service_contact",
    "verifica": "review",
    "relazione": "report",
    "piano_intervento": "note",
    "contatto_telefonico": "phone_call",
}
TAIL = ("servizio", "stato", "importo", "priorita")
HOUR_MS = 3_600_000


def lines(source: Path) -> Iterator[dict[str, Any]]:
    """Give the records of a gzipped file of JSON lines."""
    with gzip.open(source, "rt", encoding="utf-8") as text:
        for line in text:
            yield json.loads(line)


def new_records(session: Session, source: Path) -> Iterator[NewRecord]:
    """Give a person and cartella per `caso`, and a diary entry per line, in the order of the file."""
    person, case_file, diary = (type_named(name) for name in ("person", "case_file", "diary_entry"))
    links: dict[str, dict[str, Any]] = {}
    start = session.clock.now().utc_ms - 400 * 24 * HOUR_MS
    for number, line in enumerate(lines(source)):
        moment = Moment(start + number * HOUR_MS // 4, 60)
        if line["caso"] not in links:
            identity = session.ids.new()
            name, _, surname = line["assistito"].partition(" ")
            link = {"id": identity, "root": identity, "title": f"{surname or name}, {name}"}
            links[line["caso"]] = link
            values = {"surname": surname or name, "name": name, "comune": line["comune"]}
            yield NewRecord(type=person, values=values, identity=identity, moment=moment)
            yield NewRecord(type=case_file, values={"person": link}, root=identity, moment=moment)
        link = links[line["caso"]]
        said = "\n".join([line["note"], *(str(line[name]) for name in TAIL if line[name] is not None)])
        values = {
            "person": link,
            "kind": KINDS[line["tipo"]],
            "when": f"{line['data']}T10:00:00+01:00",
            "text": said,
        }
        yield NewRecord(type=diary, values=values, root=str(link["id"]), moment=moment)
