# SPDX-License-Identifier: EUPL-1.2
"""The data dictionary, `docs/data-dictionary.md`, made from the catalogue and the code lists."""

import sys
from collections.abc import Iterator
from pathlib import Path

from welfaredesk.base.text import tr
from welfaredesk.desk.resources import code_lists
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.domain.code_lists import CodeList
from welfaredesk.domain.kinds import ORDINARY, Field
from welfaredesk.domain.machine import Machine
from welfaredesk.domain.record import RecordType

HEAD = """\
# Data dictionary

Written by the program from the declarations in `src/welfaredesk/domain/records` and the lists in `resources/codes`
(`make docs`): not edited by hand. Labels are those of the screen. A day is `YYYY-MM-DD`, a moment
`YYYY-MM-DDTHH:MM:SS±HH:MM`, money whole euro cents, a link `{"id","root","title"}`; rows carry an id each under `_row`.
"""
KINDS = {
    "text": "line of text",
    "long_text": "prose",
    "day": "day",
    "moment": "moment",
    "number": "whole number",
    "money": "euro cents",
    "choice": "one code",
    "choices": "codes",
    "flag": "yes or no",
    "link": "link",
    "rows": "rows",
    "file": "attachment",
}


def dictionary_page() -> str:
    """Return the page as it should be."""
    return "".join(f"{line}\n" for line in _lines()).rstrip("\n") + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    for type_ in CATALOGUE:
        yield from _of_type(type_)
    yield "## Code lists\n"
    for name in sorted(_lists_used()):
        yield from _of_list(code_lists()[name])


def _lists_used() -> set[str]:
    return {part.codes for type_ in CATALOGUE for field in type_.fields for part in (field, *field.rows) if part.codes}


def _of_type(type_: RecordType) -> Iterator[str]:
    yield f"## `{type_.name}` · {tr(type_.label)}\n"
    yield f"{type_.doc}\n"
    one = " One in the ente." if type_.singleton else ""
    yield f"Root: {', '.join(f'`{root}`' for root in type_.roots)}. Rules {type_.rules}.{one}\n"
    yield "| field | label | kind | codes or target | required | circle | help |"
    yield "|---|---|---|---|---|---|---|"
    for field in type_.fields:
        yield _row(field, "")
        for part in field.rows:
            yield _row(part, f"{field.name}.")
    yield ""
    for machine in type_.machines:
        yield from _of_machine(machine)


def _of_machine(machine: Machine) -> Iterator[str]:
    """Give the acts that move a state, each with where it leads from each state that allows it, and what it asks."""
    yield f"Acts on `{machine.field}`, by entries of rules {machine.since} and later:\n"
    yield "| act | label | from → to | asks | who |"
    yield "|---|---|---|---|---|"
    for action in machine.actions:
        moves = ", ".join(f"`{start}` → `{to}`" for start, to in action.moves.items())
        asks = ", ".join(f"`{ask.field}`{'' if ask.required else '?'}" for ask in action.asks)
        who = action.deed.value + (f", the one in `{action.only}`" if action.only else "")
        moves += f"; not while {action.bar.when}" if action.bar else ""
        yield f"| `{action.name}` | {tr(action.label)} | {moves} | {asks} | {who} |"
    guarded = ", ".join(f"`{name}`" for name in sorted(machine.guarded))
    kept = ", ".join(f"`{name}`" for name in sorted(machine.kept))
    yield f"\nActs alone write {guarded}" + (f", and change {kept} once they say something.\n" if kept else ".\n")
    if machine.seals:
        sealed = ", ".join(f"`{state}`" for state in sorted(machine.seals))
        yield f"In {sealed} the record is sealed: nothing in it changes any more.\n"


def _row(field: Field, within: str) -> str:
    kind = KINDS[str(field.kind)] + (f", {field.unit}" if field.unit else "") + (", retired" if field.retired else "")
    codes = f"[{field.codes}](#{field.codes})" if field.codes else ", ".join(f"`{target}`" for target in field.targets)
    required = "yes" if field.required else ""
    circle = "" if field.circle == ORDINARY else field.circle
    cells = (f"`{within}{field.name}`", tr(field.label), kind, codes, required, circle, tr(field.help))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _of_list(codes: CodeList) -> Iterator[str]:
    yield f"### {codes.name}\n"
    told = f"{tr(codes.label)}." + (f" Source: {codes.source}." if codes.source else "")
    yield told + (" To be verified." if codes.verify else "") + "\n"
    yield (
        "; ".join(f"`{code.code}` {tr(code.label)}{_validity(code.valid_from, code.valid_to)}" for code in codes)
        + ".\n"
    )


def _validity(first: object, last: object) -> str:
    if first is None and last is None:
        return ""
    return f" ({first or '…'} to {last or '…'})"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(dictionary_page(), encoding="utf-8")
