# SPDX-License-Identifier: EUPL-1.2
"""A cartella with a request of access about it, forty names of others in it, and everything that a PDF says."""

import re
import zlib
from dataclasses import dataclass
from typing import Any

import pypdfium2
from tests.opened import add
from welfaredesk.desk import records
from welfaredesk.desk.access import dossier
from welfaredesk.desk.access.dossier import AccessPage, Fate, access_page
from welfaredesk.desk.access.papers import print_dossier
from welfaredesk.desk.access.requests import new_request
from welfaredesk.desk.cartella import open_cartella
from welfaredesk.desk.session import Session


def everything_in(pdf: bytes) -> str:
    """Return the text of a PDF, its metadata and every stream of it as it stands, packed or not."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
        metadata = document.get_metadata_dict()
    finally:
        document.close()
    streams = [_plain(one) for one in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)]
    raw = b"\n".join([pdf, *streams])
    whole = raw.decode("latin-1") + raw.decode("utf-16-be", "ignore") + raw[1:].decode("utf-16-be", "ignore")
    # What breaks over a line on paper is one word to whoever reads.
    joined = [re.sub(r"[-\u00ad\u0002\ufffe]\s*\n\s*|[\u00ad\u0002\ufffe]\s*", "", one) for one in pages]
    return " ".join(" ".join([*joined, *metadata.values(), whole]).split())


def _plain(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def said_in(text: str, *words: str) -> list[str]:
    """Return those of some words that a text says: a list is compared in no time, a file in minutes."""
    return [one for one in words if one in text]


@dataclass(frozen=True)
class Case:
    """A cartella with a request of access about it."""

    session: Session
    person: str
    request: str

    def page(self) -> AccessPage:
        return access_page(self.session, self.request)

    def fate(self, record: str) -> Fate:
        found = self.page().candidate(record)
        assert found is not None
        return found.fate

    def lines(self, record: str) -> str:
        found = self.page().candidate(record)
        assert found is not None
        return "\n".join(f"{one.label}: {one.text}" for one in found.cleaned.lines)

    def removed(self, record: str) -> list[str]:
        found = self.page().candidate(record)
        assert found is not None
        return [one.what for one in found.cleaned.removed]

    def choose(self, record: str, included: str, why: str = "") -> None:
        dossier.choose(self.session, self.request, record, included=included, why=why)

    def printed(self) -> str:
        return everything_in(print_dossier(self.session, self.request).data)


def case_of(session: Session) -> Case:
    """Return the cartella of Giulia Ferrari and a request about it."""
    person = open_cartella(session, {"surname": "Ferrari", "name": "Giulia", "comune": "Gussola"})
    request = new_request(session, person, {"requester": "Ottavia Mazzi", "received_on": "2026-10-12"})
    return Case(session, person, request.id)


def entry(case: Case, text: str = "", **said: Any) -> str:
    return add(case.session, "diary_entry", person=case.person, when="2026-03-04T16:30:00+01:00", text=text, **said)


SURNAMES = (
    *("Pirola", "Gandolfi", "Zucchelli", "Bertani", "Marchetti", "Ghidoni", "Salvarani", "Tosoni", "Bonfanti"),
    *("Carnevali", "Dallabona", "Zanichelli", "Orlandelli", "Frignani", "Soncini", "Lanfranchi", "Pezzani"),
    *("Quaini", "Rastelli", "Tamburini"),
)
NAMES = (
    *("Ermelinda", "Fulgenzio", "Ginevra", "Osvaldo", "Palmira", "Quirino", "Rosalba", "Saverio", "Teodora"),
    *("Ubaldo", "Vanda", "Zenone", "Amedeo", "Berenice", "Clotilde", "Delfina", "Evaristo", "Fedora"),
    *("Gaspare", "Iolanda"),
)


def plant(case: Case) -> list[str]:
    """Write forty names of others wherever a cartella may hold one, and return them."""
    session, person = case.session, case.person
    people = [f"{name} {surname}" for name, surname in zip(NAMES, SURNAMES, strict=True)]
    ids = [add(session, "person", surname=one.split()[1], name=one.split()[0]) for one in people[:4]]
    members = [{"person": person, "relation": "child"}] + [{"person": one} for one in ids[:2]]
    add(session, "household", name=f"{SURNAMES[0]} e {SURNAMES[1]}", notes=f"{people[0]} cucina", members=members)
    add(session, "network_tie", person=person, other=ids[2], notes="Sta a casa di Zenone")
    add(session, "network_tie", person=person, who=people[4], phone="333 1")
    add(session, "network_tie", person=person, who=people[5])
    records.change(
        session,
        person,
        {
            "family_caregiver": ids[3],
            "reachabilities": [{"kind": "mobile", "value": "333 999", "owner": people[6]}],
            "cautions": [{"kind": "no_contact_order", "against": people[7], "reason": f"Lite con {people[7]}"}],
            "legal_protection": [{"kind": "guardian", "who": people[8]}],
        },
    )
    add(session, "referral", source="neighbour", person=person, referrer=people[9], content=f"{people[9]} ha visto")
    add(session, "contact", person=person, who=people[10], requester="relative", note=f"{people[10]} chiede")
    add(session, "contact", person=person, who=people[11], requester="person", note="Chiede orari")
    entry(case, f"Viene con {people[0]}. {NAMES[1]} non dorme. La signora {SURNAMES[2].upper()} telefona.")
    entry(case, f"Con la maestra. {people[12]} dice che {NAMES[12]} piange.", with_whom=f"madre, {people[12]}")
    entry(case, facts="Arriva", third_parties=f"{people[13]} riferisce", third_parties_who=people[13])
    entry(case, f"Torna {people[13]} con {people[4]} e {people[5]}; il tutore {people[8]}; {people[3]} e {people[2]}.")
    marked = f"La vicina {people[14]} ha sentito {people[15]} gridare."
    entry(
        case,
        f"Colloquio sereno. {marked} Poi va a scuola.",
        third_party_passages=[{"part": "text", "passage": marked}],
    )
    add(session, "diary_entry", person=person, circle="reserved", text=f"{people[16]} denuncia {people[17]}")
    add(session, "document", person=person, title=f"Certificato per {people[6]}", counterpart=people[18])
    add(session, "appointment", person=person, when="2026-11-02T10:00:00+01:00", title="Colloquio", notes=people[11])
    add(session, "deadline", person=person, title=f"Chiamare {people[18]}", due_on="2026-11-03")
    add(session, "quick_note", text=f"Sentire {people[19]}")
    return [*SURNAMES, *NAMES]
