# SPDX-License-Identifier: EUPL-1.2
"""The verbs of records: types, add, change, show, list, retire."""

from typing import Any

from welfaredesk.base.errors import BadInput, NotAllowed, NotFound, WrongUse
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.given import objects_in, one_object, parted, refuse_files
from welfaredesk.cli.readable import record_lines
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk import history_names, lists, on_call, reading, records
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.records import Shown
from welfaredesk.desk.resources import code_lists
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import may_read
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.domain.kinds import ORDINARY, RESERVED, Field, Kind, Values
from welfaredesk.domain.record import RecordType

LOGGED_ROOTS = ("person", "household", "register", "urgency", "sitting", "situation", "project")
MOST = 10_000
NO_CIRCLE = N_("_circle è «ordinary» o «reserved»")
NTH = N_("scheda {number}: {problems}")
WHERE_FORM = N_("«--where» vuole CAMPO=VALORE")
LIMIT_FORM = N_("«--limit» va da 1 a {most}")
PRIVATE_PARTS = ("key", "chunk_size")


def types(call: Call) -> int:
    """Answer the catalogue; no desk is opened."""
    found = [_type_answer(type_) for type_ in CATALOGUE]
    call.answers.give(found, lambda: (f"{one['type']:16} {one['label']}" for one in found))
    return 0


def _type_answer(type_: RecordType) -> dict[str, Any]:
    return {
        "type": type_.name,
        "label": tr(type_.label),
        "root": type_.roots[0],
        "roots": list(type_.roots),
        "circle": type_.circle,
        "singleton": type_.singleton,
        "fields": [_field_answer(field) for field in type_.fields if not field.retired],
    }


def _field_answer(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": field.name,
        "kind": str(field.kind),
        "label": tr(field.label),
        "required": field.required,
        "circle": field.circle,
        "codes": [one.code for one in code_lists()[field.codes].codes] if field.codes else None,
    }
    if field.codes:
        found["code_list"] = field.codes
    if field.targets:
        found["targets"] = list(field.targets)
    if field.rows:
        found["rows"] = [_field_answer(part) for part in field.rows]
    return found


def add(call: Call) -> int:
    """Save the given records one by one, each answered as soon as it is durable; the first bad one ends it."""
    type_ = records.type_named(call.text("TYPE"))
    with call.session() as session:
        codes = Codes(session)
        for number, given in enumerate(objects_in(call.text("FILE|-")), start=1):
            try:
                saved = _add(session, type_, given, codes=codes)
            except BadInput as fault:
                raise BadInput(problems=tr(NTH).format(number=number, **fault.facts)) from fault
            call.answers.give({"id": saved.id, "state": saved.state}, [tr(N_("Salvata: {id}")).format(id=saved.id)])
    return 0


def _add(session: Session, type_: RecordType, given: dict[str, Any], *, codes: Codes) -> records.Saved:
    values, said = parted(given, "_root", "_circle")
    if said.get("_circle", ORDINARY) not in {ORDINARY, RESERVED}:
        raise BadInput(problems=tr(NO_CIRCLE))
    refuse_files(type_, values)
    return records.add(session, type_, values, root=said.get("_root"), circle=said.get("_circle"), codes=codes)


def change(call: Call) -> int:
    """Save the given fields of a record; what it does not name stays."""
    given, said = parted(one_object(call.text("FILE|-")), "_seen")
    with call.session() as session:
        shown = records.show(session, call.text("ID"))
        refuse_files(shown.type, given)
        saved = records.change(session, shown.id, given, seen=said.get("_seen"))
    answer = {"id": saved.id, "state": saved.state, "changed": list(saved.changed)}
    labels = ", ".join(tr(shown.type.field(name).label) for name in saved.changed)
    words = tr(N_("Salvata: {labels}")).format(labels=labels) if labels else tr(N_("Era già così: niente da salvare"))
    call.answers.give(answer, [words])
    return 0


def show(call: Call) -> int:
    """Answer a record as it stands, with its history when asked; the reading is logged before the answer."""
    with call.session() as session:
        found = records.show(session, call.text("ID"))
        _log_opened(session, found, why=call.text("--why"))
        answer = _answer(found)
        if call.is_said("--history"):
            lines = history_names.named(session, records.history(session, found.id))
            answer["_history"] = [_without_keys(found.type, line) for line in lines]
        codes = Codes(session)
        call.answers.give(answer, lambda: record_lines(found, codes=codes, history=answer.get("_history", ())))
    return 0


def _log_opened(session: Session, found: Shown, *, why: str = "") -> None:
    if found.circle != ORDINARY or found.type.roots[0] in LOGGED_ROOTS:
        reading.opened(session, found.id, root=found.root, why=why or None)


def _answer(found: Shown) -> dict[str, Any]:
    """Return a record as commands answer it: of an attachment everything but what opens its sealed bytes."""
    answer = found.answer()
    for field in found.type.of_kind(Kind.FILE):
        if field.name in answer:
            answer[field.name] = _described(answer[field.name])
    return answer


def _described(value: Any) -> Any:
    return {n: part for n, part in value.items() if n not in PRIVATE_PARTS} if isinstance(value, dict) else value


def _without_keys(type_: RecordType, line: dict[str, Any]) -> dict[str, Any]:
    if any(field.name == line["field"] for field in type_.of_kind(Kind.FILE)):
        return {**line, "before": _described(line["before"]), "after": _described(line["after"])}
    return line


def list_(call: Call) -> int:
    """Answer a page of records of a type, and the cursor of the next one."""
    type_ = records.type_named(call.text("TYPE"))
    limit = call.number("--limit", 100)
    if not 1 <= limit <= MOST:
        raise WrongUse(why=tr(LIMIT_FORM).format(most=MOST))
    where = [_condition(text) for text in call.texts("--where")]
    with call.session() as session:
        if not any(may_read(session.identity.roles, root) for root in type_.roots):
            raise NotAllowed()
        page, following = lists.page_of(session, type_, where=where, limit=limit, after=call.text("--after") or None)
        closed = on_call.closed_among(session, [str(row["_root"]) for row in page])
        open_ = (_readable(session, row) for row in page if row["_root"] not in closed)
        shown = [found for found in open_ if found is not None]
        if type_.roots[0] in LOGGED_ROOTS and shown:
            reading.logged(session, "list", detail=" ".join(found.id for found in shown))
        answer = {"records": [_answer(found) for found in shown], "next": following}
        call.answers.give(answer, lambda: (f"{found.id}  {found.title}" for found in shown))
    return 0


def _readable(session: Session, row: Values) -> Shown | None:
    try:
        return records.show(session, str(row["_id"]))
    except NotFound:  # its root is of a kind that the operator's roles do not reach
        return None


def _condition(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise WrongUse(why=tr(WHERE_FORM))
    return name, value


def retire(call: Call) -> int:
    """Hide a record with a reason; nothing is lost."""
    with call.session() as session:
        records.retire(session, call.text("ID"), call.text("--reason"))
    call.answers.give({"id": call.text("ID")}, [tr(N_("Scheda nascosta: la storia resta."))])
    return 0


_TYPE = Word("TYPE", N_("il tipo di scheda, uno di quelli di record types"))
_ID = Word("ID", N_("l'identificativo della scheda"))
_FILE = Word("FILE|-", N_("il file con il JSON, o - per l'ingresso normale"), path=True)

VERBS = (
    Verb(
        name="record types",
        does=N_("elenca i tipi di scheda e i loro campi; di ogni scelta dà anche i codici"),
        answer='[{"type","label","root","roots","circle","fields":[{"name","kind","label","required","circle","codes"}]}]',
        run=types,
    ),
    Verb(
        name="record add",
        does=N_(
            "salva una scheda per ogni oggetto JSON (uno per riga, o un elenco) e risponde appena è al sicuro; "
            "alla prima che non va si ferma: quelle già confermate restano. «_root» e «_circle» dicono dove metterla"
        ),
        answer='{"id","state"} (una riga per scheda)',
        run=add,
        words=(_TYPE, _FILE),
    ),
    Verb(
        name="record change",
        does=N_("cambia solo i campi dati; «_seen» può portare l'«_entry» che era stato mostrato"),
        answer='{"id","state","changed":[...]}',
        run=change,
        words=(_ID, _FILE),
    ),
    Verb(
        name="record show",
        does=N_("mostra una scheda; con --history anche chi ha cambiato cosa, quando, prima e dopo"),
        answer='{"_id","_type","_root","_circle","_entry","_state","_position", campi..., "_history":[...]}',
        run=show,
        words=(_ID,),
        options=(
            Option(flag="--history", what=N_("aggiunge la storia di ogni campo")),
            Option(flag="--why", takes="TEXT", what=N_("perché si apre: serve per ciò che si legge in reperibilità")),
        ),
    ),
    Verb(
        name="record list",
        does=N_("elenca le schede di un tipo, una pagina per volta"),
        answer='{"records":[...],"next"}',
        run=list_,
        words=(_TYPE,),
        options=(
            Option(flag="--where", takes="F=V", repeated=True, what=N_("solo quelle con quel valore nel campo")),
            Option(flag="--limit", takes="N", number=True, what=N_("quante, 100 se non si dice")),
            Option(flag="--after", takes="CURSOR", what=N_("il «next» della pagina prima")),
        ),
    ),
    Verb(
        name="record retire",
        does=N_("nasconde una scheda con un motivo; non si perde niente"),
        answer='{"id"}',
        run=retire,
        words=(_ID,),
        options=(Option(flag="--reason", takes="TEXT", required=True, what=N_("il motivo")),),
    ),
)
