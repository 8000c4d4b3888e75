# SPDX-License-Identifier: EUPL-1.2
"""The verb of the technician: what is fixed for this PC, where it is read, where profiles lie."""

from collections.abc import Iterator
from typing import Any

from welfaredesk.base.machine_errors import PolicyWrong
from welfaredesk.base.places import data_folder
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call, read_file
from welfaredesk.cli.verbs import Verb, Word
from welfaredesk.desk import policy, policy_file
from welfaredesk.desk.policy import Policy

HERE = N_("File letto: {path}.")
NO_FILE = N_("Su questo PC non c'è un file del tecnico: niente è fissato. Starebbe in {path}.")
LINE = N_("{label}: {value}")
NOTHING = N_("Il file non fissa niente.")
PROFILES = N_("I profili di chi usa questo utente stanno in {folder}: l'installazione non li tocca mai.")


def show(call: Call) -> int:
    """Answer what the policy fixes; a file that is named is read as if it stood in its place."""
    named = call.is_said("FILE")
    if named:
        data = read_file(call.path("FILE"), limit=policy.LARGEST, too_long=policy.TOO_LARGE)
        found = policy.read(data, path=str(call.path("FILE")))
    else:
        found = policy.current()
    fault = PolicyWrong(problems="; ".join(found.problems)) if found.problems else None
    return call.answers.give_with(_answer(found), list(_lines(found)), fault=fault)


def _answer(found: Policy) -> dict[str, Any]:
    fixed = {name: getattr(found, name) or None for name in policy.KEYS}
    return {"path": found.path, "place": str(policy_file.PLACE), "problems": list(found.problems)} | {
        "fixed": {name: value for name, value in fixed.items() if value is not None},
        "profiles": str(data_folder()),
    }


def _lines(found: Policy) -> Iterator[str]:
    yield tr(HERE if found.path else NO_FILE).format(path=found.path or policy_file.PLACE)
    fixed = policy.told(found)
    yield from (tr(LINE).format(label=one.label, value=one.value) for one in fixed)
    if found.path and not fixed:
        yield tr(NOTHING)
    yield tr(PROFILES).format(folder=data_folder())


VERBS = (
    Verb(
        name="policy",
        does=N_("dice che cosa il tecnico ha fissato per questo PC, e riga per riga che cosa nel suo file non va"),
        answer='{"path","place","problems","fixed","profiles"}',
        run=show,
        words=(
            Word(
                name="FILE",
                what=N_("un file da provare prima di metterlo al suo posto"),
                path=True,
                optional=True,
            ),
        ),
    ),
)
