# SPDX-License-Identifier: EUPL-1.2
"""The verbs of the passaggio di consegne: what somebody holds, many cartelle proposed at once, those accepted."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from welfaredesk.base.clock import today
from welfaredesk.base.errors import WrongUse
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk.act_writing import inside
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.handover import lines, own, proposing
from welfaredesk.desk.handover.held import PARTS, counts_of
from welfaredesk.desk.handover.lines import HandoverLine, HandoverPage, Item, counts_words
from welfaredesk.desk.handover.meanwhile import Happened, meanwhile
from welfaredesk.desk.handover.offering import Terms
from welfaredesk.desk.people_names import colleague_called
from welfaredesk.domain.machines.handover_path import STATES

ALL = "all"
NOTHING = N_("Nessun passaggio di consegne.")
NO_CASES = N_("Qui non ha niente da passare.")
PROPOSED, NOT_PROPOSED = N_("{person}  proposta: {handover}"), N_("{person}  non proposta: {why}")
ACCEPTED, NOT_ACCEPTED = N_("{handover}  accettata"), N_("{handover}  non accettata: {why}")
RESERVED_ONE = N_("impegno riservato, che passa a chi lo legge già")
RESERVED_MANY = N_("impegni riservati, che passano a chi li legge già")
STAYS = N_("Resta a {who}: {what}")
STATE, PART = N_("«--state» vuole uno di: {names}"), N_("«--part» vuole uno di: {names}")
MEANWHILE = N_("Intanto:")
SINCE = N_("dal {day}")
OWN = N_("Da archiviare o distruggere prima di andare: {notes}, {drafts}.")
SEALED = N_("Appunti e bozze di {who} restano chiusi: li legge solo chi li ha scritti, e nessun altro li può contare.")


def cases(call: Call) -> int:
    """Answer the cartelle here in which somebody holds something, with how much of what."""
    with call.session() as session:
        operator = colleague_called(session, call.text("OPERATOR"))
        found = proposing.cases_of(session, operator, since=call.text("--since"))
    call.answers.give([asdict(one) for one in found], lambda: _case_lines(found))
    return 0


def _case_lines(found: Sequence[proposing.CaseHeld]) -> Iterator[str]:
    if not found:
        yield tr(NO_CASES)
    for one in found:
        reserved = plural(one.reserved, RESERVED_ONE, many=RESERVED_MANY) if one.reserved else ""
        yield "  ".join(part for part in (one.person, one.name, counts_words(one.counts), reserved) if part)


def propose(call: Call) -> int:
    """Propose cartelle to a colleague, each on its own, and answer what became of each."""
    parts = call.texts("--part")
    _check(parts, PARTS, PART)
    with call.session() as session:
        giver, taker = (colleague_called(session, call.text(name)) for name in ("--from", "--to"))
        terms = Terms(
            giver={"id": giver},
            taker={"id": taker},
            since=call.text("--since") or today(call.clock).isoformat(),
            until=call.text("--until"),
            reason=call.text("--reason"),
            parts=tuple(parts),
        )
        persons = call.texts("--cartella")
        if call.is_said("--all"):
            found = proposing.cases_of(session, giver, since=terms.since)
            persons += [one.person for one in found if one.counts and not one.waiting]
        made = proposing.propose(session, persons, terms=terms)
    call.answers.give(
        [{"cartella": one.person, "handover": one.handover or None, "why": one.why or None} for one in made],
        [
            tr(PROPOSED if one.handover else NOT_PROPOSED).format(person=one.person, handover=one.handover, why=one.why)
            for one in made
        ],
    )
    return 0


def _check(said: Sequence[str], known: Sequence[str], words: str) -> None:
    if not set(said) <= set(known):
        raise WrongUse(why=tr(words).format(names=", ".join(known)))


def list_(call: Call) -> int:
    """Answer the handovers that are open, or in one state, or all; only those that wait for me when asked."""
    state = call.text("--state")
    _check([state] if state else [], (*STATES, ALL), STATE)
    with call.session() as session:
        states = STATES if state == ALL else (state,) if state else lines.OPEN
        found = lines.waiting(session) if call.is_said("--mine") else lines.handovers(session, states=states)
        behind = own.left_behind(session)
        codes = Codes(session)
        call.answers.give([_line_answer(one) for one in found], lambda: _line_words(found, behind, codes))
    return 0


def _line_answer(one: HandoverLine) -> dict[str, Any]:
    said = asdict(one)
    del said["values"]
    return said | {"until": one.until or None}


def _line_words(found: Sequence[HandoverLine], behind: Sequence[str], codes: Codes) -> Iterator[str]:
    if not found:
        yield tr(NOTHING)
    for one in found:
        state = codes.label("handover_state", one.state)
        who, since = f"{one.giver_name} → {one.taker_name}", tr(SINCE).format(day=one.since)
        yield "  ".join((one.id, one.name, who, since, state, counts_words(one.counts)))
    if behind:
        yield tr(SEALED).format(who="; ".join(behind))


def show(call: Call) -> int:
    """Answer one handover: what passes and who has it now, and what happened since it was accepted."""
    with call.session() as session:
        page = lines.handover_page(session, call.text("ID"))
        since = str(page.shown.values.get("accepted_on") or "")
        happened = meanwhile(session, page.line.person, since=since)
        codes = Codes(session)
        answer = _line_answer(page.line) | {
            "reads": page.reads,
            "items": [_item_answer(one) for one in page.items],
            "stays": counts_of(page.stays),
            "meanwhile": [asdict(one) for one in happened],
        }
        call.answers.give(answer, lambda: _page_words(page, happened, codes))
    return 0


def _item_answer(one: Item) -> dict[str, Any]:
    said = asdict(one)
    del said["root"]
    return said


def _page_words(page: HandoverPage, happened: Sequence[Happened], codes: Codes) -> Iterator[str]:
    yield from _line_words([page.line], (), codes)
    for one in page.items:
        said = (codes.label("handover_part", one.part), one.what, one.day, one.holder_name)
        yield "  " + " · ".join(part for part in said if part)
    yield from (tr(STAYS).format(who=page.line.giver_name, what=inside(what)) for what in lines.stays_words(page.stays))
    if happened:
        yield tr(MEANWHILE)
    for what in happened:
        yield "  " + " · ".join(part for part in (what.day, what.kind, what.what, what.who) if part)


def accept(call: Call) -> int:
    """Accept the handovers named, or all those that wait for this operator; each whole or not at all."""
    with call.session() as session:
        named = call.texts("--id")
        wanted = named or [one.id for one in lines.waiting(session)]
        made = proposing.accept(session, wanted)
    call.answers.give(
        [{"handover": one.handover, "accepted": not one.why, "why": one.why or None} for one in made],
        [tr(NOT_ACCEPTED if one.why else ACCEPTED).format(handover=one.handover, why=one.why) for one in made]
        or [tr(NOTHING)],
    )
    return 0


def mine(call: Call) -> int:
    """Answer how many appunti and drafts this operator still has to file or destroy before leaving."""
    with call.session() as session:
        found = own.own_things(session)
    notes = plural(len(found.notes), N_("appunto"), many=N_("appunti"))
    drafts = plural(len(found.drafts), N_("bozza"), many=N_("bozze"))
    answer = {
        "notes": [{"id": one.id, "when": one.when, "about": one.about_name} for one in found.notes],
        "drafts": [{"key": one.key, "type": one.type, "about": one.about} for one in found.drafts],
        "leaving": [_line_answer(one) for one in found.leaving],
    }
    call.answers.give(answer, [tr(OWN).format(notes=notes, drafts=drafts)])
    return 0


_LINE = '{"id","person","name","giver","giver_name","taker","taker_name","since","until","state","counts"}'
VERBS = (
    Verb(
        name="handover cases",
        does=N_("elenca le cartelle in cui un operatore ha qualcosa da passare: posti, impegni, riservati"),
        answer='[{"person","name","counts","reserved","waiting"}]',
        run=cases,
        words=(Word("OPERATOR", N_("il nome o l'identificativo di chi passa le consegne")),),
        options=(Option(flag="--since", takes="DAY", what=N_("da quale giorno, altrimenti da oggi")),),
    ),
    Verb(
        name="handover propose",
        does=N_(
            "propone a un collega le cartelle di un altro, quante se ne vuole: titolare, case manager, progetti e "
            "azioni, appuntamenti, scadenze, compiti, verbali da confermare, segnalazioni. Passano quando chi riceve "
            "accetta; di ognuna si dice com'è andata, e una che non si può non ferma le altre. "
            "Lo fanno il coordinatore e il responsabile"
        ),
        answer='[{"cartella","handover","why"}]',
        run=propose,
        options=(
            Option(flag="--from", takes="OPERATOR", required=True, what=N_("chi passa le consegne, anche senza PC")),
            Option(flag="--to", takes="OPERATOR", required=True, what=N_("chi le riceve")),
            Option(flag="--since", takes="DAY", what=N_("da quale giorno, altrimenti da oggi")),
            Option(flag="--until", takes="DAY", what=N_("il rientro, se si sa")),
            Option(flag="--reason", takes="TEXT", what=N_("il motivo")),
            Option(
                flag="--part",
                takes="PART",
                repeated=True,
                what=N_(
                    "solo questo: responsible, case_manager, project, action, appointment, deadline, task, "
                    "confirmation, referral"
                ),
            ),
            Option(flag="--cartella", takes="ID", repeated=True, what=N_("la persona di cui è la cartella")),
            Option(flag="--all", what=N_("tutte quelle in cui ha qualcosa e che non sono già proposte")),
        ),
    ),
    Verb(
        name="handover list",
        does=N_("elenca i passaggi di consegne aperti, e di chi restano chiusi appunti e bozze"),
        answer=f"[{_LINE}]",
        run=list_,
        options=(
            Option(flag="--mine", what=N_("solo quelli che aspettano me")),
            Option(flag="--state", takes="STATE", what=N_("quelli in uno stato, o all per tutti")),
        ),
    ),
    Verb(
        name="handover show",
        does=N_("mostra un passaggio di consegne: che cosa passa e di chi è adesso, e che cosa è successo intanto"),
        answer=_LINE[:-1] + ',"reads","items","stays","meanwhile"}',
        run=show,
        words=(Word("ID", N_("l'identificativo del passaggio")),),
    ),
    Verb(
        name="handover accept",
        does=N_("accetta le consegne che aspettano questo operatore, tutte o quelle indicate; una per una, intere"),
        answer='[{"handover","accepted","why"}]',
        run=accept,
        options=(Option(flag="--id", takes="ID", repeated=True, what=N_("solo questo passaggio")),),
    ),
    Verb(
        name="handover own",
        does=N_("dice a chi se ne va quali appunti e bozze ha da archiviare o distruggere: non passano a nessuno"),
        answer=f'{{"notes","drafts","leaving":[{_LINE}]}}',
        run=mine,
    ),
)
