# SPDX-License-Identifier: EUPL-1.2
"""The letter: a relazione, an invio, a convocazione or a request, from its draft to its sending."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import (
    Search,
    Traits,
    Value,
    Values,
    choice,
    choices,
    day,
    file,
    line,
    link,
    long_text,
    rows,
)
from welfaredesk.domain.kinds import number as amount
from welfaredesk.domain.machines.letter_path import LETTER_PATH
from welfaredesk.domain.names import first_of, id_in
from welfaredesk.domain.record import Problem, record

TO_WHOM, TEXT, PARTS = N_("A chi"), N_("Testo"), N_("Relazione in tre parti")
SHARED, LIFE = N_("Dati della persona"), N_("Emissione e invio")
SENT_BEFORE = N_("È inviata prima di essere emessa: controlla le date")
NO_ADDRESSEE = N_("Non dice ancora a chi va")
THIRD_WITHOUT_WHO = N_("Va scritto chi l'ha riferito")
NO_PERSON, TWICE = N_("Una riga non dice chi è"), N_("Qualcuno è scritto due volte")
TEXTS = ("body", "facts", "third_parties", "evaluation")


def letter_problems(values: Values) -> Iterator[Problem]:
    """Stop a sending before the issuing; doubt a text to nobody, and what was told without who told it."""
    issued, sent = values.get("issued_on"), values.get("sent_on")
    if issued and sent and sent < issued:
        yield Problem("sent_on", SENT_BEFORE)
    written = any(values.get(name) for name in TEXTS)
    if written and not values.get("addressee") and not values.get("addressee_text"):
        yield Problem("addressee", NO_ADDRESSEE, warning=True)
    named = [id_in(row.get("person")) for row in values.get("others") or ()]
    if not all(named):
        yield Problem("others", NO_PERSON)
    if id_in(values.get("person")) in named or len(set(named)) < len(named):
        yield Problem("others", TWICE, warning=True)
    if values.get("third_parties") and not values.get("third_parties_who"):
        yield Problem("third_parties_who", THIRD_WITHOUT_WHO, warning=True)


@record(
    "letter",
    N_("Lettera o relazione"),
    plural=N_("Lettere e relazioni"),
    roots=("person",),
    root_link="person",
    title=first_of("subject", "addressee", "addressee_text", "number"),
    icon="mail",
    checks=(letter_problems,),
    rules=2,
    machines=(LETTER_PATH,),
)
class Letter:
    """A letter of a cartella: to whom, what it says, which data of the person go with it, how it was sent."""

    kind: Annotated[
        str | None, choice(N_("Che cosa"), "letter_kind", traits=Traits(required=True, listed=True, fills="=report"))
    ] = None
    subject: Annotated[str, line(N_("Oggetto"), Traits(required=True, listed=True, search=Search.WORDS, width=70))] = ""
    dated: Annotated[str | None, day(N_("Data"), Traits(listed=True, fills="today"))] = None
    person: Annotated[dict[str, Value] | None, link(N_("Persona"), ("person",))] = None
    others: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Riguarda anche"),
            {"person": link(N_("Persona"), ("person",))},
            traits=Traits(help=N_("Gli altri del nucleo di cui la lettera parla; quella in cartella non si ripete")),
        ),
    ] = None
    writer: Annotated[dict[str, Value] | None, link(N_("Chi scrive"), ("operator",), traits=Traits(fills="me"))] = None
    template: Annotated[
        dict[str, Value] | None,
        link(
            N_("Modello DOCX"),
            ("letter_template",),
            traits=Traits(help=N_("Se è vuoto, il documento modificabile esce con l'aspetto di partenza")),
        ),
    ] = None
    number: Annotated[str, line(N_("Numero"), Traits(listed=True, search=Search.CODE, fills="number"))] = ""
    addressee: Annotated[
        dict[str, Value] | None,
        link(
            N_("Destinatario"),
            ("service", "body", "person", "network_tie"),
            traits=Traits(section=TO_WHOM, listed=True, help=N_("Servizio, ente, persona o legame della rete")),
        ),
    ] = None
    addressee_text: Annotated[
        str,
        line(
            N_("Come si scrive il destinatario"),
            Traits(section=TO_WHOM, search=Search.WORDS, help=N_("Se non è in archivio, o con ufficio e titolo")),
        ),
    ] = ""
    addressee_address: Annotated[str, long_text(N_("Indirizzo o PEC del destinatario"), Traits(section=TO_WHOM))] = ""
    body: Annotated[str, long_text(N_("Testo della lettera"), Traits(section=TEXT, search=Search.WORDS))] = ""
    facts: Annotated[
        str,
        long_text(N_("Fatti"), Traits(section=PARTS, search=Search.WORDS, help=N_("Quello che il servizio constata"))),
    ] = ""
    third_parties: Annotated[str, long_text(N_("Riferito da terzi"), Traits(section=PARTS, search=Search.WORDS))] = ""
    third_parties_who: Annotated[str, line(N_("Da chi"), Traits(section=PARTS))] = ""
    evaluation: Annotated[str, long_text(N_("Valutazioni"), Traits(section=PARTS, search=Search.WORDS))] = ""
    shared_data: Annotated[
        list[str] | None,
        choices(
            N_("Dati che servono a chi riceve"),
            "letter_data",
            traits=Traits(section=SHARED, help=N_("Solo quelli scelti qui si stampano: i meno possibile")),
        ),
    ] = None
    protocol_number: Annotated[str, line(N_("Protocollo"), Traits(section=LIFE, listed=True, search=Search.WORDS))] = ""
    protocol_on: Annotated[str | None, day(N_("Protocollata il"), Traits(section=LIFE, past=True))] = None
    signed_file: Annotated[dict[str, Value] | None, file(N_("Originale firmato"), Traits(section=LIFE))] = None
    state: Annotated[str | None, choice(N_("Stato"), "letter_state", traits=Traits(section=LIFE, listed=True))] = None
    version: Annotated[int | None, amount(N_("Versione"), Traits(section=LIFE))] = None
    issued_on: Annotated[str | None, day(N_("Emessa il"), Traits(section=LIFE, past=True))] = None
    addressee_reason: Annotated[
        str,
        line(
            N_("Perché il destinatario può riceverla"),
            Traits(section=LIFE, help=N_("Si chiede quando ci sono avvertenze sulla persona")),
        ),
    ] = ""
    sent_on: Annotated[str | None, day(N_("Inviata il"), Traits(section=LIFE, past=True))] = None
    sent_means: Annotated[str | None, choice(N_("Come"), "letter_means", traits=Traits(section=LIFE))] = None
    sent_by: Annotated[dict[str, Value] | None, link(N_("Inviata da"), ("operator",), traits=Traits(section=LIFE))] = (
        None
    )
    correction_reason: Annotated[str, line(N_("Perché si corregge"), Traits(section=LIFE))] = ""
    withdrawn_on: Annotated[str | None, day(N_("Ritirata il"), Traits(section=LIFE, past=True))] = None
    withdraw_reason: Annotated[str, line(N_("Perché è ritirata"), Traits(section=LIFE))] = ""
