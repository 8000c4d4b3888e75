# SPDX-License-Identifier: EUPL-1.2
"""The verb of acts: what may be done to a record now, and the doing of one."""

from collections.abc import Iterator
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.given import one_object, parted, refuse_files
from welfaredesk.cli.verbs import Verb, Word
from welfaredesk.desk import acts, reading
from welfaredesk.desk.act_writing import inside
from welfaredesk.desk.acts import Done, Offer, Offers
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.records import label_of
from welfaredesk.domain.record import RecordType

PROVISIONAL = N_("Provvisorio: manca ancora la ricevuta del server.")
CHANGED = N_("Dopo la chiusura è cambiato: {labels}")
CAN, CANNOT = N_("Si può fare:"), N_("Adesso no:")
NOTHING = N_("Questa scheda non ha azioni: si modifica e basta.")
DONE = N_("Fatto: {before} → {after}")
DONE_SAME = N_("Fatto: {label}")


def act(call: Call) -> int:
    """Answer what may be done to a record and why the rest may not, or do one act on it."""
    with call.session() as session:
        offers = acts.offered(session, call.text("ID"))
        reading.opened(session, offers.shown.id, root=offers.shown.root)
        codes = Codes(session)
        if not call.text("ACTION"):
            call.answers.give(_answer(offers), lambda: _lines(offers, codes))
            return 0
        given, said = parted(one_object(call.text("FILE|-")), "_seen") if call.text("FILE|-") else ({}, {})
        refuse_files(offers.shown.type, given)
        done = acts.do(session, offers.shown.id, call.text("ACTION"), given=given, seen=said.get("_seen"))
        answer = {"id": done.id, "from": done.before, "to": done.after}
        answer |= {"made": done.made} if done.made else {}
        call.answers.give(answer, lambda: _done_lines(offers, done, codes))
    return 0


def _answer(offers: Offers) -> dict[str, Any]:
    return {
        "id": offers.shown.id,
        "type": offers.shown.type.name,
        "states": offers.states,
        "provisional": offers.provisional,
        "changed": list(offers.changed),
        "_entry": offers.shown.entry,
        "acts": [_offer_answer(one) for one in offers.acts],
    }


def _offer_answer(offer: Offer) -> dict[str, Any]:
    return {
        "action": offer.name,
        "label": offer.label,
        "allowed": offer.allowed,
        "to": offer.to or None,
        "why": offer.why or None,
        "asks": [{"field": one.field.name, "required": one.required, "value": one.value} for one in offer.asks],
    }


def _lines(offers: Offers, codes: Codes) -> Iterator[str]:
    type_ = offers.shown.type
    if not offers.acts:
        yield tr(NOTHING)
        return
    yield " · ".join(
        f"{label_of(type_, name)}: {_state(type_, name, code, codes)}" for name, code in offers.states.items()
    )
    if offers.provisional:
        yield tr(PROVISIONAL)
    if offers.changed:
        yield tr(CHANGED).format(labels=", ".join(label_of(type_, name) for name in offers.changed))
    if any(one.allowed for one in offers.acts):
        yield tr(CAN)
    yield from (f"  {one.name:18} {one.label}{_asks(one)}" for one in offers.acts if one.allowed)
    if not all(one.allowed for one in offers.acts):
        yield tr(CANNOT)
    yield from (f"  {one.name:18} {one.label}: {inside(one.why)}" for one in offers.acts if not one.allowed)


def _asks(offer: Offer) -> str:
    asked = [one.field.name + ("" if one.required else "?") for one in offer.asks]
    return f" ({', '.join(asked)})" if asked else ""


def _state(type_: RecordType, name: str, code: str, codes: Codes) -> str:
    return codes.label(type_.field(name).codes or "", code) if code else "—"


def _done_lines(offers: Offers, done: Done, codes: Codes) -> Iterator[str]:
    offer = offers.offer(done.action)
    type_ = offers.shown.type
    if offer is not None and done.before != done.after:
        before, after = (_state(type_, offer.field, code, codes) for code in (done.before, done.after))
        yield tr(DONE).format(before=before, after=after)
    elif offer is not None:
        yield tr(DONE_SAME).format(label=offer.label)
    if done.provisional:
        yield tr(PROVISIONAL)


VERBS = (
    Verb(
        name="act",
        does=N_(
            "senza ACTION dice che cosa si può fare adesso con una scheda, che cosa no e perché; con ACTION lo fa, "
            "tutto o niente: il JSON porta ciò che l'azione chiede («asks»), «_seen» l'«_entry» che era stato "
            "mostrato. Chi apre una presa in carico da una segnalazione ha anche «made», il suo identificativo"
        ),
        answer=(
            '{"id","from","to"}; senza ACTION {"id","type","states","provisional","changed",'
            '"acts":[{"action","label","allowed","to","why","asks"}]}'
        ),
        run=act,
        words=(
            Word("ID", N_("l'identificativo della scheda")),
            Word("ACTION", N_("l'azione, una di quelle che si vedono senza"), optional=True),
            Word("FILE|-", N_("il file con il JSON, o - per l'ingresso normale"), path=True, optional=True),
        ),
    ),
)
