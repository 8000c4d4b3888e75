# SPDX-License-Identifier: EUPL-1.2
"""Printing: a cartella gathered for paper, as far as this operator may see, and logged before it is made."""

from collections.abc import Iterator

from welfaredesk.base.clock import today
from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import acts, lists, on_call, reading, records
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.copied import COPIED_BY
from welfaredesk.desk.founding import places
from welfaredesk.desk.protection import address_is_secret, hidden_in, without_names
from welfaredesk.desk.session import Session
from welfaredesk.desk.wording import in_words
from welfaredesk.documents.cartella import Cartella, Item, Line, Part, Pdf, cartella_pdf
from welfaredesk.domain.kinds import ORDINARY, Field, Kind, Value, Values
from welfaredesk.domain.record import RecordType
from welfaredesk.store.derive import links_in
from welfaredesk.store.rows import read_row

PARTS = (
    "case_file",
    "care_episode",
    "household",
    "network_tie",
    "referral",
    "contact",
    "diary_entry",
    "appointment",
    "deadline",
    "letter",
    "document",
)
"""What a cartella holds on paper after the person, in this order; the oldest record first in each."""
HEADING = ("when", "received_on", "opened_on", "due_on", "dated", "kind")
"""What names a dated record on paper, in this order."""
RESERVED = N_("Riservata")
PROVISIONAL = N_("Provvisoria: manca la ricevuta del server")
UNNUMBERED = N_("senza numero")
HIDDEN = N_("persona in protezione")
NOT_ON_PAPER = N_("non si stampa")
ADDRESSES = frozenset({"residence", "domicile", "abode"})
PROTECTED_ADDRESS = "protected_abode"
TELLING = frozenset({"name", "address", "notes"})
"""What of a household would tell who the hidden one is, or where: surnames, the street, what people wrote."""
NUMBER = N_("Cartella {number}")


def print_cartella(session: Session, identity: str) -> Pdf:
    """Return the cartella of a person as a PDF, given the id of the person or of any record in the cartella.

    Raises:
        NotFound: when the record is not here, or belongs to no person.
        WhyFirst: when it is read only on call, and was not opened with a reason.
    """
    root = records.show(session, identity).root
    person = records.show(session, root)
    if person.type.name != "person":
        raise NotFound()
    why = on_call.reason_of(session, root, None)
    reading.logged(session, "print", record=root, root=root, why=why)
    codes = Codes(session)
    first = Part(tr(person.type.label), (_item(session, person.type, root, cartella=root, codes=codes),))
    number = next((str(row["number"]) for row in _rows(session, "case_file", root) if row.get("number")), "")
    return cartella_pdf(
        Cartella(
            title=person.title,
            ente=ente_name(session),
            number=tr(NUMBER).format(number=number or tr(UNNUMBERED)),
            operator=session.identity.name,
            day=today(session.clock),
            parts=(first, *_parts(session, root, codes)),
        )
    )


def ente_name(session: Session) -> str:
    """Return the name of the ente, nothing while it is not written."""
    settings = places(session.identity.ente)["settings"]
    found = lists.of_root(session, "ente_settings", settings)
    return str(found[0].get("name") or "") if found else ""


def _parts(session: Session, root: str, codes: Codes) -> Iterator[Part]:
    for name in PARTS:
        type_ = records.type_named(name)
        rows = _rows(session, name, root)
        if rows:
            items = tuple(_item(session, type_, str(row["_id"]), cartella=root, codes=codes) for row in rows)
            yield Part(f"{tr(type_.plural)} ({plural(len(items), N_('scheda'), many=N_('schede'))})", items)


def _rows(session: Session, name: str, root: str) -> list[dict[str, Value]]:
    """Return the records of a type that live with a person or name them, the oldest first, each once."""
    own = lists.of_root(session, name, root)[::-1] if "person" in records.type_named(name).roots else []
    known = {row["_id"] for row in own}
    return own + [row for row in lists.linked_from(session, root, name) if row["_id"] not in known]


def _item(session: Session, type_: RecordType, identity: str, *, cartella: str, codes: Codes) -> Item:
    shown = records.show(session, identity)
    values = _for_paper(session, type_, shown.values, cartella=cartella)
    said = [field for field in type_.fields if values.get(field.name) is not None]
    heading = [field for field in said if field.name in HEADING and not type_.is_root]
    if not any(field.kind in {Kind.DAY, Kind.MOMENT} for field in heading):
        heading = []
    lines = tuple(
        Line(tr(field.label), in_words(field, values[field.name], codes=codes))
        for field in said
        if field not in heading and not _leads_home(values[field.name], shown.root)
    )
    dated = " · ".join(in_words(field, values[field.name], codes=codes) for field in sorted(heading, key=_rank))
    remarks = [] if shown.circle == ORDINARY else [tr(RESERVED)]
    if shown.copied_by:
        remarks.append(tr(COPIED_BY).format(who=shown.copied_by))
    if type_.machines and acts.is_provisional(session, identity):
        remarks.append(tr(PROVISIONAL))
    return Item(dated or type_.title(values) or tr(type_.label), " · ".join(remarks), lines)


def _for_paper(session: Session, type_: RecordType, values: Values, *, cartella: str) -> dict[str, Value]:
    """Return what may be printed: nobody else in protection is named, and no protected address leaves the screen."""
    hidden = hidden_in(session, type_, values, page_of=cartella)
    printed = without_names(values, hidden, said=tr(HIDDEN))
    if type_.name == "household":
        members = [target for _, target in links_in(type_, values)]
        telling = TELLING if hidden else {"address"} if _shelters(session, members) else set()
        return {name: value for name, value in printed.items() if name not in telling}
    if type_.name == "person":
        secret = {PROTECTED_ADDRESS} | (ADDRESSES if address_is_secret(session, values) else set())
        rows = [{"care_of": tr(NOT_ON_PAPER)}]
        printed |= {name: rows for name in secret if printed.get(name)}
    return printed


def _shelters(session: Session, persons: list[str]) -> bool:
    """Tell whether one of the persons has an address that nobody may read on paper."""
    database, type_ = session.vault.read(), records.type_named("person")
    found = (read_row(database, type_, person) for person in persons)
    return any(address_is_secret(session, values) for values in found if values is not None)


def _rank(field: Field) -> int:
    return HEADING.index(field.name)


def _leads_home(value: Value, root: str) -> bool:
    """Tell whether a value is only the link to the person whose cartella this is."""
    return isinstance(value, dict) and value.get("id") == root
