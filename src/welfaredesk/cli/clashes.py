# SPDX-License-Identifier: EUPL-1.2
"""The verbs of what two desks changed differently: clashes list, clashes settle."""

from collections.abc import Iterator, Sequence
from typing import Any

from welfaredesk.base.errors import WrongUse
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.record import PRIVATE_PARTS
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk import clashes, reading
from welfaredesk.desk.clash_words import may_keep, sentence
from welfaredesk.desk.clashes import ClashLine
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.session import Session
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.kinds import Kind, Value
from welfaredesk.domain.settling import Keep

KEEP_FORM = N_("«--keep» vuole mine, theirs o both")
NOTHING = N_("Niente da decidere.")
SETTLED = N_("Deciso.")
HEAD = N_("{id}  {title}, {label}: in attesa quello di {author}, vale quello di {by}; si chiede a {asked}")
KEEPS = N_("  si può tenere: {keeps}")
LINES = (N_("  prima: {before}"), N_("  mine: {mine}"), N_("  theirs: {theirs}"))


def listed(call: Call) -> int:
    """Answer what waits for a decision; the records shown are logged before the answer."""
    with call.session() as session:
        found = clashes.waiting(session)
        _log_opened(session, found)
        codes = Codes(session)
        me = session.identity.operator
        call.answers.give([_answer(line) for line in found], lambda: _words(found, codes, me=me))
    return 0


def _log_opened(session: Session, found: Sequence[ClashLine]) -> None:
    for record, root in {line.record: line.root for line in found}.items():
        reading.opened(session, record, root=root)


def _answer(line: ClashLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "record": line.record,
        "field": line.field,
        "before": _shown(line, line.before),
        "mine": _shown(line, line.mine),
        "theirs": _shown(line, line.theirs),
        "by": line.by_name or line.by,
        "by_operator": line.by,
        "when": line.when.iso(),
        "author": line.author,
        "asked": line.asked,
        "whole": line.whole,
        "alone": line.alone,
        "bar": line.bar,
        "keep": list(may_keep([line])),
    }


def _shown(line: ClashLine, value: Value) -> Value:
    """Return a value as commands answer it: of an attachment everything but what opens its sealed bytes."""
    if isinstance(value, dict) and line.type.has(line.field) and line.type.field(line.field).kind is Kind.FILE:
        return {name: part for name, part in value.items() if name not in PRIVATE_PARTS}
    return value


def _words(found: Sequence[ClashLine], codes: Codes, *, me: str) -> Iterator[str]:
    if not found:
        yield tr(NOTHING)
    for line in found:
        names = {"by": line.by_name or line.by, "author": line.author_name or line.author}
        about = " · ".join(dict.fromkeys(part for part in (line.whose, line.title) if part)) or tr(line.type.label)
        asked = line.asked_name or line.asked
        yield tr(HEAD).format(id=line.id, title=about, label=line.label, asked=asked, **names)
        yield f"  {sentence([line], me=me)}"
        said = {name: _said(line, getattr(line, name), codes) for name in ("before", "mine", "theirs")}
        yield from (tr(words).format(**said) for words in LINES)
        yield tr(KEEPS).format(keeps=", ".join(may_keep([line])))


def _said(line: ClashLine, value: Value, codes: Codes) -> str:
    known = line.type.has(line.field)
    words = in_words(line.type.field(line.field), value, codes=codes) if known else str(value or "")
    return words.replace("\n", "\n    ") or "—"


def settle(call: Call) -> int:
    """Decide one of them."""
    keep = call.text("--keep")
    if keep not in set(Keep):
        raise WrongUse(why=tr(KEEP_FORM))
    clash = call.text("ID")
    with call.session() as session:
        clashes.settle(session, clash, keep=keep)
    call.answers.give({"id": clash, "keep": keep}, [tr(SETTLED)])
    return 0


VERBS = (
    Verb(
        name="clashes list",
        does=N_(
            "dice che cosa è da decidere: il valore in attesa (mine), quello che vale (theirs) e quello di prima; "
            "che cosa è successo, che cosa impedisce il passaggio in attesa e che cosa si può tenere"
        ),
        answer='[{"id","record","field","before","mine","theirs","by","by_operator","when","author","asked","whole","alone","bar",'
        '"keep"}]',
        run=listed,
    ),
    Verb(
        name="clashes settle",
        does=N_("decide una delle cose da decidere; quando «whole», con lei tutta la modifica rimasta in attesa"),
        answer='{"id","keep"}',
        run=settle,
        words=(Word("ID", N_("quello che dice clashes list")),),
        options=(
            Option(
                flag="--keep",
                takes="mine|theirs|both",
                required=True,
                what=N_(
                    "il valore in attesa, quello che vale, o entrambi (testi lunghi ed elenchi; quando «whole», "
                    "il valore in attesa diventa una nota di rettifica nel diario)"
                ),
            ),
        ),
    ),
)
