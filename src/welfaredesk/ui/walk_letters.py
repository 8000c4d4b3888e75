# SPDX-License-Identifier: EUPL-1.2
"""The tour of letters: one that was sent, a draft, a new one, and what is copied into GePI."""

from collections.abc import Iterator
from functools import partial

from welfaredesk.desk import lists
from welfaredesk.desk.correspondence.gepi import done_in
from welfaredesk.desk.records import type_named
from welfaredesk.ui.screens.letter_card import new_letter
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.walk_states import Scene

LOOKED_AT = 200


def letter_scenes(shell: Shell) -> Iterator[Scene]:
    """Give the scenes of the letters that are there, and of the first person with blocks for GePI."""
    session = shell.context.session
    found, _ = lists.page_of(session, type_named("letter"), limit=LOOKED_AT)
    for name, state in (("letter-sent", "sent"), ("letter-draft", None)):
        for row in [one for one in found if one.get("state") == state][:1]:
            yield name, partial(_page, shell, "letter", str(row["_id"]))
    for row in found[:1]:
        yield "letter-new", partial(_page, shell, "letter", new_letter(str(row["_root"])))
    plans, _ = lists.page_of(session, type_named("project"), limit=LOOKED_AT)
    episodes, _ = lists.page_of(session, type_named("care_episode"), limit=LOOKED_AT)
    owners = [str(row["person"]["id"]) for row in (*plans, *episodes) if isinstance(row.get("person"), dict)]
    for person in [one for one in dict.fromkeys(owners) if done_in(session, one)][:1]:
        yield "gepi", partial(_page, shell, "gepi", person)


def _page(shell: Shell, name: str, record: str) -> None:
    shell.context.ways.page.emit(name, record)
