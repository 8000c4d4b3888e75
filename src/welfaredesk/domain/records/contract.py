# SPDX-License-Identifier: EUPL-1.2
"""The contract with the person and the family: what was agreed in plain words, who signs it, and where the paper is."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, Values, choice, day, file, line, long_text, rows
from welfaredesk.domain.kinds import number as amount
from welfaredesk.domain.machines.contract_path import CONTRACT_PATH, SIGNED_BEFORE, SIGNED_BY_ANY
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import Problem, record
from welfaredesk.domain.signing import says_no_reason

TEXT, SIGNING, PATH = N_("Che cosa c'è scritto"), N_("Chi firma"), N_("Percorso")
SAID = Traits(section=TEXT, search=Search.WORDS)
NO_NAME = N_("In una riga di chi firma manca il nome")
TWICE = N_("La stessa persona firma due volte")
NO_DAY = N_("Chi ha firmato non dice quando")
NO_REASON = N_("Di chi non può firmare manca il perché")
WHY = N_("Si legge sulla carta: bastano poche parole. Chi firma al suo posto, come un tutore, si aggiunge a chi firma")
WORDS = ("agreed", "service_does", "family_does", "how_long", "when_review", "whom_to_call")
"""The fields that are the text of a contract."""


def signer_problems(values: Values) -> Iterator[Problem]:
    """Stop a signer without a name or named twice; doubt a signature without a day, or none without why."""
    signers = values.get("signers") or ()
    names = [" ".join(str(row.get("name") or "").casefold().split()) for row in signers]
    if not all(names):
        yield Problem("signers", NO_NAME)
    elif len({(name, row.get("signs_as")) for name, row in zip(names, signers, strict=True)}) < len(names):
        yield Problem("signers", TWICE)
    elif any(row.get("state") == "signed" and not row.get("signed_on") for row in signers):
        yield Problem("signers", NO_DAY, warning=True)
    elif any(says_no_reason(row) for row in signers):
        yield Problem("signers", NO_REASON, warning=True)


@record(
    "contract",
    N_("Contratto con la persona e la famiglia"),
    plural=N_("Contratti con la persona e la famiglia"),
    roots=("project",),
    title=first_of("number"),
    icon="handshake",
    checks=(signer_problems,),
    rules=4,
    machines=(CONTRACT_PATH, SIGNED_BEFORE, SIGNED_BY_ANY),
)
class Contract:
    """The agreed part of a project, printed for and signed by the person and the family."""

    number: Annotated[str, line(N_("Numero"), Traits(listed=True, search=Search.CODE, fills="number"))] = ""
    project_version: Annotated[int | None, amount(N_("Versione del progetto"), Traits(listed=True))] = None
    agreed: Annotated[str, long_text(N_("Che cosa abbiamo deciso insieme"), SAID)] = ""
    service_does: Annotated[str, long_text(N_("Che cosa fa il servizio"), SAID)] = ""
    family_does: Annotated[str, long_text(N_("Che cosa fanno la persona e la famiglia"), SAID)] = ""
    how_long: Annotated[str, long_text(N_("Quanto dura"), SAID)] = ""
    when_review: Annotated[str, long_text(N_("Quando lo riguardiamo insieme"), SAID)] = ""
    whom_to_call: Annotated[str, long_text(N_("Chi chiamare"), SAID)] = ""
    signers: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Chi firma"),
            {
                "name": line(N_("Cognome e nome")),
                "signs_as": choice(N_("Come"), "signer_kind"),
                "state": choice(N_("Firma"), "signature_state"),
                "signed_on": day(N_("Il"), Traits(past=True)),
                "means": choice(N_("In che modo"), "signature_means"),
                "where": line(N_("Dove si trova la carta")),
                "why": line(N_("Perché non firma"), Traits(help=WHY)),
            },
            traits=Traits(section=SIGNING),
        ),
    ] = None
    paper_place: Annotated[str, line(N_("Dove si trova la carta firmata"), Traits(section=SIGNING))] = ""
    scan: Annotated[
        dict[str, Value] | None, file(N_("Copia scansionata della carta firmata"), Traits(section=SIGNING))
    ] = None
    state: Annotated[str | None, choice(N_("Stato"), "contract_state", traits=Traits(section=PATH, listed=True))] = None
    edition: Annotated[int | None, amount(N_("Stampa numero"), Traits(section=PATH))] = None
    issued_on: Annotated[str | None, day(N_("Pronto da firmare il"), Traits(section=PATH, listed=True, past=True))] = (
        None
    )
    signed_on: Annotated[str | None, day(N_("Firmato il"), Traits(section=PATH, listed=True, past=True))] = None
    refused_on: Annotated[str | None, day(N_("Rifiutato in parte il"), Traits(section=PATH, past=True))] = None
    refused_what: Annotated[str, long_text(N_("Che cosa non si accetta"), Traits(section=PATH))] = ""
    take_back_reason: Annotated[str, line(N_("Perché è tornato in bozza"), Traits(section=PATH))] = ""
    withdrawn_on: Annotated[str | None, day(N_("Ritirato il"), Traits(section=PATH, past=True))] = None
    withdrawal_reason: Annotated[str, line(N_("Perché è stato ritirato"), Traits(section=PATH))] = ""
