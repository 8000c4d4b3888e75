# SPDX-License-Identifier: EUPL-1.2
"""The verbs of the organico: invite, the words under roster, grant and ungrant."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any

from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import Fault, WrongUse
from welfaredesk.base.exchange_errors import NoServer
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.starting import named, roles_in
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk import granting, inviting, people
from welfaredesk.desk.exchange.place import line_of, server_of
from welfaredesk.desk.people_names import desk_called, group_called, operator_called, reader_called
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.statement import Role
from welfaredesk.sync.line import Line

LONGEST_HOURS = 168
NO_HOURS = N_("«--expires» va da 1 a {most} ore")
NO_DAY = N_("«--until» vuole un giorno, AAAA-MM-GG")
NO_NAME = N_("«NAME» vuole il nome del gruppo")
CODE = N_("Codice: {code}")
UNTIL = N_("Vale fino a {moment}, una volta sola. Chi lo riceve usa: welfaredesk enrol URL --fingerprint F --code ...")
ASKING = N_("{id}  {name} (postazione {desk}): {words}")
NOBODY = N_("Nessuna richiesta in attesa.")
ADMITTED = N_("La postazione è ammessa: {desk}")
REFUSED = N_("La richiesta è rifiutata.")
GROUP_MADE = N_("Gruppo creato: {id}")
MEMBER_ADDED = N_("{operator} è nel gruppo; lo sapranno tutti dopo la prossima sincronizzazione.")
MEMBER_REMOVED = N_("{operator} non è più nel gruppo; lo sapranno tutti dopo la prossima sincronizzazione.")
REVOKED = N_("La postazione {desk} è revocata.")
NOT_ROUND = N_("Gli altri che possono farlo entrare lo sapranno alla prossima sincronizzazione.")
NOT_SENT = N_("La revoca è scritta qui e parte alla prossima sincronizzazione. {why}")
GRANTED = N_("Cartelle concesse: {count}")
UNGRANTED = N_("Cartelle tolte: {count}")
ACTIVE, SHUT = N_("attiva"), N_("revocata")


@contextmanager
def _line(session: Session) -> Iterator[Line]:
    line = line_of(session)
    if line is None:
        raise NoServer()
    with closing(line):
        yield line


def _send(session: Session, line: Line | None = None) -> None:
    """Let the server know now what was stated: somebody waits for it."""
    from welfaredesk.desk.exchange.round import exchange

    exchange(session, line=line)


def invite(call: Call) -> int:
    """Invite an operator, or a further desk of one."""
    hours = call.number("--expires", inviting.HOURS)
    if not 1 <= hours <= LONGEST_HOURS:
        raise WrongUse(why=tr(NO_HOURS).format(most=LONGEST_HOURS))
    operator = named(call.text("--operator"))
    roles = roles_in(call.text("--role")) if call.is_said("--role") else (Role.OPERATORE,)
    until = _until(call)
    with call.session() as session, _line(session) as line:
        invited = inviting.invite(
            session,
            line,
            operator_name=operator,
            roles=roles,
            groups=call.texts("--group"),
            hours=hours,
            until_ms=None if until is None else people.end_of(session, until),
        )
        _hand_round(call, session, line=line)
    expires = invited.expires.iso()
    words = [tr(CODE).format(code=invited.code), tr(UNTIL).format(moment=expires)]
    call.answers.give({"code": invited.code, "expires": expires}, words)
    return 0


def _hand_round(call: Call, session: Session, *, line: Line) -> None:
    """Let the others who may admit know of the invitation; without a line they do at the next exchange."""
    try:
        _send(session, line)
    except Fault:
        call.answers.say(tr(NOT_ROUND))


def requests(call: Call) -> int:
    """Answer who asks to be admitted, with the six words."""
    with call.session() as session, _line(session) as line:
        found = inviting.requests(session, line)
    answer = [
        {
            "id": one.id,
            "operator": one.operator,
            "name": one.name,
            "words": one.words,
            "desk": one.desk,
            "since": one.since.iso(),
            "by": one.by,
        }
        for one in found
    ]
    call.answers.give(answer, [tr(ASKING).format(**one) for one in answer] or [tr(NOBODY)])
    return 0


def approve(call: Call) -> int:
    """Admit the desk whose screen shows these words, and let the server know."""
    with call.session() as session, _line(session) as line:
        desk = inviting.approve(session, line, call.text("REQUEST"), words=call.text("--words"))
        _send(session, line)
    call.answers.give({"id": desk}, [tr(ADMITTED).format(desk=desk)])
    return 0


def refuse(call: Call) -> int:
    """Refuse a request."""
    with call.session() as session, _line(session) as line:
        inviting.refuse(session, line, call.text("REQUEST"))
    call.answers.give({"id": call.text("REQUEST")}, [tr(REFUSED)])
    return 0


def listed(call: Call) -> int:
    """Answer the organico: operators, groups, desks."""
    with call.session() as session:
        operators, groups, desks = people.operators(session), people.groups(session), people.desks(session)
        offset = session.clock.now().offset
    answer = {
        "operators": [
            {
                "id": one.id,
                "name": one.name,
                "roles": [str(role) for role in one.roles],
                "groups": list(one.groups),
                "desks": list(one.desks),
            }
            for one in operators
        ],
        "groups": [
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind,
                "epoch": one.epoch,
                "members": list(one.members),
                "expires": {who: Moment(end, offset).iso() for who, end in one.expiries.items()},
            }
            for one in groups
        ],
        "desks": [_desk(one) for one in desks],
    }
    call.answers.give(answer, lambda: _in_words(operators, groups, desks))
    return 0


def _desk(one: people.DeskShown) -> dict[str, Any]:
    state = "revoked" if one.revoked else "active"
    return {
        "id": one.id,
        "letters": one.letters,
        "operator": one.operator,
        "state": state,
        "own": one.own,
        "wipe": one.wipe,
        "stolen": one.stolen,
        "former": one.former,
        "unsent": one.unsent,
    }


def _in_words(
    operators: list[people.OperatorShown], groups: list[people.GroupShown], desks: list[people.DeskShown]
) -> Iterator[str]:
    shared = {group.id for group in groups}
    for who in operators:
        named_groups = ", ".join(name for group, name in who.groups.items() if group in shared)
        yield f"{who.id}  {who.name}: {', '.join(who.roles)}; {named_groups}"
    for group in groups:
        yield f"{group.id}  {group.name}: {'; '.join(group.members.values())}"
    for desk in desks:
        yield f"{desk.id}  {desk.letters}  {desk.name}: {tr(SHUT if desk.revoked else ACTIVE)}"


def group_add(call: Call) -> int:
    """Make a working group."""
    if not call.text("NAME").strip():
        raise WrongUse(why=tr(NO_NAME))
    with call.session() as session:
        group = people.add_group(session, call.text("NAME"), on_call=call.is_said("--on-call"))
    call.answers.give({"id": group}, [tr(GROUP_MADE).format(id=group)])
    return 0


def member_add(call: Call) -> int:
    """Admit an operator to a group, until the end of a day when one is said."""
    until = _until(call)
    with call.session() as session:
        operator, group = _named_member(call, session)
        end = None if until is None else people.end_of(session, until)
        people.add_member(session, operator, group, expires_ms=end)
    return _say_member(call, operator, group, said=MEMBER_ADDED)


def member_remove(call: Call) -> int:
    """Take an operator out of a group."""
    with call.session() as session:
        operator, group = _named_member(call, session)
        people.remove_member(session, operator, group)
    return _say_member(call, operator, group, said=MEMBER_REMOVED)


def _named_member(call: Call, session: Session) -> tuple[str, str]:
    return operator_called(session, call.text("OPERATOR")), group_called(session, call.text("GROUP"))


def _say_member(call: Call, operator: str, group: str, *, said: str) -> int:
    words = tr(said).format(operator=call.text("OPERATOR"))
    call.answers.give({"operator": operator, "group": group}, [words])
    return 0


def _until(call: Call) -> date | None:
    if not call.is_said("--until"):
        return None
    try:
        return date.fromisoformat(call.text("--until"))
    except ValueError as error:
        raise WrongUse(why=tr(NO_DAY)) from error


def revoke(call: Call) -> int:
    """Shut a desk out, at once when the line is there."""
    sent: dict[str, Any] = {"sent": False}
    with call.session() as session:
        desk = desk_called(session, call.text("DESK"))
        people.revoke(session, desk, wipe=call.is_said("--wipe"), stolen=call.is_said("--stolen"))
        if server_of(session) is not None:
            try:
                _send(session)
                sent = {"sent": True}
            except Fault as fault:
                sent["why"] = {"code": fault.code, "text": fault.text}
                call.answers.say(tr(NOT_SENT).format(why=fault.text))
        else:
            sent["why"] = {"code": NoServer.code, "text": NoServer().text}
    call.answers.give({"id": desk} | sent, [tr(REVOKED).format(desk=desk)])
    return 0


def grant(call: Call) -> int:
    """Grant a cartella to a group."""
    return _granted(call, given=True)


def ungrant(call: Call) -> int:
    """Take a cartella back from a group."""
    return _granted(call, given=False)


def _granted(call: Call, *, given: bool) -> int:
    circle = call.text("--circle") or ORDINARY
    with call.session() as session:
        group = reader_called(session, call.text("GROUP"))
        done = (granting.grant if given else granting.ungrant)(session, call.text("ROOT"), group, circle=circle)
    call.answers.give({"folders": done}, [tr(GRANTED if given else UNGRANTED).format(count=done)])
    return 0


_REQUEST = Word("REQUEST", N_("l'identificativo della richiesta, da roster requests"))
_MEMBER = (
    Word("OPERATOR", N_("l'operatore: nome o identificativo")),
    Word("GROUP", N_("il gruppo: nome o identificativo")),
)
_ROOT_AND_GROUP = (
    Word("ROOT", N_("l'identificativo della persona, del nucleo o di un'altra radice")),
    Word("GROUP", N_("il gruppo, o la persona esterna: nome o identificativo")),
)
_CIRCLE = Option(flag="--circle", takes="NAME", what=N_("la riservatezza; ordinary se manca"))

VERBS = (
    Verb(
        name="invite",
        does=N_("invita un operatore; per chi c'è già, un'altra sua postazione con i gruppi che ha"),
        answer='{"code","expires"}',
        run=invite,
        options=(
            Option(flag="--operator", takes='"COGNOME NOME"', required=True, what=N_("chi è invitato")),
            Option(flag="--role", takes="ROLE", what=N_("i ruoli, con la virgola; operatore se manca")),
            Option(flag="--group", takes="NAME", repeated=True, what=N_("un gruppo di lavoro: nome o identificativo")),
            Option(flag="--expires", takes="HOURS", number=True, what=N_("per quante ore vale; 48 se manca")),
            Option(flag="--until", takes="DATE", what=N_("per un esterno: fino a quel giorno compreso")),
        ),
    ),
    Verb(
        name="roster list",
        does=N_("elenca l'organico: operatori, gruppi, postazioni"),
        answer='{"operators":[{"id","name","roles","groups","desks"}],"groups":[...],"desks":[...]}',
        run=listed,
    ),
    Verb(
        name="roster requests",
        does=N_("elenca chi chiede di essere ammesso e può esserlo da te, con le sei parole"),
        answer='[{"id","operator","name","words","desk","since","by"}]',
        run=requests,
    ),
    Verb(
        name="roster approve",
        does=N_("ammette la postazione con queste sei parole sullo schermo, e sincronizza; se sono altre, la rifiuta"),
        answer='{"id"}',
        run=approve,
        words=(_REQUEST,),
        options=(
            Option(flag="--words", takes='"..."', required=True, what=N_("le sei parole, lette dall'altro schermo")),
        ),
    ),
    Verb(
        name="roster refuse",
        does=N_("rifiuta una richiesta: l'invito non vale più"),
        answer='{"id"}',
        run=refuse,
        words=(_REQUEST,),
    ),
    Verb(
        name="roster group add",
        does=N_("crea un gruppo di lavoro, di cui sei il primo membro"),
        answer='{"id"}',
        run=group_add,
        words=(Word("NAME", N_("il nome del gruppo")),),
        options=(
            Option(
                flag="--on-call",
                what=N_("di reperibilità: apre le cartelle ordinarie dicendo perché, e chi le segue lo sa"),
            ),
        ),
    ),
    Verb(
        name="roster member add",
        does=N_("ammette un operatore in un gruppo di cui fai parte"),
        answer='{"operator","group"}',
        run=member_add,
        words=_MEMBER,
        options=(Option(flag="--until", takes="DATE", what=N_("fino a quel giorno compreso")),),
    ),
    Verb(
        name="roster member remove",
        does=N_("toglie un operatore da un gruppo; la chiave del gruppo cambia"),
        answer='{"operator","group"}',
        run=member_remove,
        words=_MEMBER,
    ),
    Verb(
        name="roster revoke",
        does=N_("chiude fuori una postazione: subito, se la linea c'è"),
        answer='{"id","sent","why":{"code","text"}}',
        run=revoke,
        words=(Word("DESK", N_("la postazione: le sue lettere o l'identificativo")),),
        options=(
            Option(flag="--wipe", what=N_("le chiede anche di cancellarsi, dopo che il suo lavoro è partito")),
            Option(flag="--stolen", what=N_("è rubata: niente di quello che manda sarà accettato")),
        ),
    ),
    Verb(
        name="grant",
        does=N_("concede a un gruppo di leggere una cartella"),
        run=grant,
        answer='{"folders"}',
        words=_ROOT_AND_GROUP,
        options=(_CIRCLE,),
    ),
    Verb(
        name="ungrant",
        does=N_("toglie una cartella a un gruppo: quello che ha letto resta letto"),
        run=ungrant,
        answer='{"folders"}',
        words=_ROOT_AND_GROUP,
        options=(_CIRCLE,),
    ),
)
