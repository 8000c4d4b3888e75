# SPDX-License-Identifier: EUPL-1.2
"""The person: identity, addresses, reachabilities, cautions."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import (
    RESERVED,
    Search,
    Traits,
    Value,
    Values,
    choice,
    day,
    flag,
    line,
    link,
    long_text,
    rows,
)
from welfaredesk.domain.names import person_name
from welfaredesk.domain.record import Problem, record
from welfaredesk.domain.tax_code import TaxCodeKind, disagreements, kind_of

ADDRESS = {
    "street": line(N_("Via e numero")),
    "place": line(N_("Comune o stato")),
    "postcode": line(N_("CAP")),
    "care_of": line(N_("Presso")),
    "valid_from": day(N_("Dal")),
    "valid_to": day(N_("Al")),
}
WRONG_CHECK = N_("L'ultimo carattere del codice fiscale non torna: controlla le cifre")
MALFORMED = N_("Non è un codice fiscale, un codice provvisorio, un STP o un ENI")
NAMELESS = N_("Scrivi almeno il cognome o il nome")
DEAD_BEFORE_BIRTH = N_("La data di morte viene prima della nascita")


def tax_code_problems(values: Values) -> Iterator[Problem]:
    """Stop a wrong check character; warn of what the code and the data say differently."""
    code = str(values.get("tax_code") or "")
    if not code:
        return
    kind = kind_of(code)
    if kind is TaxCodeKind.WRONG_CHECK:
        yield Problem("tax_code", WRONG_CHECK)
    elif kind is TaxCodeKind.MALFORMED:
        yield Problem("tax_code", MALFORMED)
    elif kind is TaxCodeKind.PERSONAL:
        birth = values.get("birth")
        place = values.get("birthplace_code")
        for field, sentence in disagreements(
            code,
            surname=values.get("surname") or "",
            name=values.get("name") or "",
            sex=values.get("sex") or "",
            birth=date.fromisoformat(str(birth)) if is_day(birth) else None,
            place_codes=(place,) if place else (),
        ):
            yield Problem(field, sentence, warning=True)


def name_problems(values: Values) -> Iterator[Problem]:
    """Ask for a surname or a name: one of the two is enough."""
    if not person_name(values):
        yield Problem("surname", NAMELESS)


def life_problems(values: Values) -> Iterator[Problem]:
    """Warn of a death that comes before the birth."""
    birth, death = values.get("birth"), values.get("death")
    if birth and death and death < birth:
        yield Problem("death", DEAD_BEFORE_BIRTH, warning=True)


@record(
    "person",
    N_("Persona"),
    plural=N_("Persone"),
    roots=("person",),
    title=person_name,
    icon="user",
    checks=(name_problems, tax_code_problems, life_problems),
)
class Person:
    """A person known to the service, with or without a cartella."""

    surname: Annotated[str, line(N_("Cognome"), Traits(listed=True, search=Search.NAME, width=24))] = ""
    name: Annotated[str, line(N_("Nome"), Traits(listed=True, search=Search.NAME, width=24))] = ""
    aliases: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Altri nomi"),
            {"alias": line(N_("Nome")), "kind": choice(N_("Di che tipo"), "alias_kind")},
            traits=Traits(search=Search.NAME, help=N_("Come scritto altrove, nome di elezione, cognome da coniugata")),
        ),
    ] = None
    sex: Annotated[str | None, choice(N_("Sesso"), "sex")] = None
    birth: Annotated[str | None, day(N_("Data di nascita"), Traits(listed=True))] = None
    birthplace: Annotated[str, line(N_("Luogo di nascita"))] = ""
    birthplace_code: Annotated[str, line(N_("Codice del luogo di nascita"), Traits(width=6))] = ""
    death: Annotated[str | None, day(N_("Data di morte"))] = None
    tax_code: Annotated[
        str,
        line(
            N_("Codice fiscale"),
            Traits(search=Search.CODE, width=18, help=N_("16 caratteri, 11 cifre se provvisorio, STP o ENI")),
        ),
    ] = ""
    comune: Annotated[str, line(N_("Comune"), Traits(listed=True, help=N_("Il comune che se ne occupa"), width=24))] = (
        ""
    )
    citizenships: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Cittadinanze"),
            {"country": choice(N_("Stato"), "citizenships")},
            traits=Traits(section=N_("Anagrafica")),
        ),
    ] = None
    civil_status: Annotated[
        str | None, choice(N_("Stato civile"), "anpr_marital_status", traits=Traits(section=N_("Anagrafica")))
    ] = None
    residence_permit: Annotated[
        str | None,
        choice(N_("Titolo di soggiorno"), "residence_permit_kind", traits=Traits(section=N_("Anagrafica"))),
    ] = None
    residence_permit_reason: Annotated[
        str | None,
        choice(N_("Motivo del permesso"), "residence_permit_reason", traits=Traits(section=N_("Anagrafica"))),
    ] = None
    residence_permit_until: Annotated[
        str | None, day(N_("Permesso valido fino al"), Traits(section=N_("Anagrafica")))
    ] = None
    education: Annotated[
        str | None, choice(N_("Titolo di studio"), "anpr_education", traits=Traits(section=N_("Anagrafica")))
    ] = None
    occupation: Annotated[
        str | None,
        choice(
            N_("Condizione non professionale"),
            "anpr_non_working_condition",
            traits=Traits(section=N_("Anagrafica")),
        ),
    ] = None
    job: Annotated[
        str | None,
        choice(N_("Posizione nella professione"), "anpr_work_position", traits=Traits(section=N_("Anagrafica"))),
    ] = None
    languages: Annotated[
        str,
        line(N_("Lingue parlate"), Traits(section=N_("Anagrafica"), help=N_("La prima è quella preferita"))),
    ] = ""
    residence: Annotated[
        list[dict[str, Value]] | None,
        rows(N_("Residenza"), ADDRESS, traits=Traits(section=N_("Indirizzi"), search=Search.WORDS)),
    ] = None
    domicile: Annotated[
        list[dict[str, Value]] | None,
        rows(N_("Domicilio"), ADDRESS, traits=Traits(section=N_("Indirizzi"), search=Search.WORDS)),
    ] = None
    abode: Annotated[
        list[dict[str, Value]] | None,
        rows(N_("Dimora"), ADDRESS, traits=Traits(section=N_("Indirizzi"), search=Search.WORDS)),
    ] = None
    protected_abode: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Indirizzo protetto"),
            ADDRESS,
            traits=Traits(section=N_("Indirizzi"), circle=RESERVED, help=N_("Lo vede solo chi è nel gruppo riservato")),
        ),
    ] = None
    reachabilities: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Recapiti"),
            {
                "kind": choice(N_("Tipo"), "reachability_kind"),
                "value": line(N_("Numero o indirizzo")),
                "owner": line(N_("Di chi è")),
                "when": line(N_("Quando chiamare")),
                "note": line(N_("Nota")),
            },
            traits=Traits(section=N_("Recapiti"), search=Search.PHONE),
        ),
    ] = None
    cautions: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Avvertenze"),
            {
                "kind": choice(N_("Avvertenza"), "caution_kind"),
                "since": day(N_("Dal")),
                "until": day(N_("Fino al")),
                "reason": line(N_("Motivo")),
                "against": line(N_("Verso chi")),
            },
            traits=Traits(section=N_("Avvertenze")),
        ),
    ] = None
    reserved_cautions: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Avvertenze riservate"),
            {
                "kind": choice(N_("Avvertenza"), "caution_kind"),
                "since": day(N_("Dal")),
                "until": day(N_("Fino al")),
                "reason": line(N_("Motivo")),
                "against": line(N_("Verso chi")),
            },
            traits=Traits(section=N_("Avvertenze"), circle=RESERVED),
        ),
    ] = None
    in_protection: Annotated[
        bool | None,
        flag(
            N_("Persona in protezione"),
            Traits(help=N_("Non si raggiunge per nome dalle pagine dei familiari")),
        ),
    ] = None
    family_doctor: Annotated[str, line(N_("Medico o pediatra"), Traits(section=N_("Anagrafica")))] = ""
    family_caregiver: Annotated[
        dict[str, Value] | None,
        link(N_("Caregiver familiare"), ("person",), traits=Traits(section=N_("Anagrafica"))),
    ] = None
    legal_protection: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Protezione giuridica"),
            {
                "kind": choice(N_("Figura"), "legal_protection"),
                "person": link(N_("Persona"), ("person",)),
                "who": line(N_("Nome, se non è qui")),
                "order": line(N_("Provvedimento")),
                "since": day(N_("Dal")),
                "until": day(N_("Al")),
            },
            traits=Traits(section=N_("Protezione giuridica")),
        ),
    ] = None
    privacy_notice: Annotated[
        str | None, day(N_("Informativa privacy consegnata il"), Traits(section=N_("Anagrafica")))
    ] = None
    notes: Annotated[str, long_text(N_("Note"), Traits(search=Search.WORDS))] = ""
