# SPDX-License-Identifier: EUPL-1.2
"""The list of verbs, in the order of the contract: which room of this package knows which."""

import importlib
import importlib.util
from collections.abc import Sequence

from welfaredesk.base.server_errors import OnlyServer
from welfaredesk.cli.verbs import Verb

ROOMS: dict[str, tuple[str, ...]] = {
    "starting": ("init", "demo"),
    "opening": ("open",),
    "record": ("record",),
    "acting": ("act",),
    "queue": ("queue",),
    "staff": ("staff",),
    "plan": ("project",),
    "handover": ("handover",),
    "attached": ("attach-file", "file"),
    "looking": ("search", "status", "audit"),
    "moving": ("import", "export"),
    "safety": ("check", "rebuild", "backup", "restore", "repair"),
    "keys": ("passphrase", "recover"),
    "printing": ("print",),
    "server": ("serve", "server"),
    "exchange": ("attach", "exchange", "refused", "rescue"),
    "enrolling": ("enrol",),
    "people": ("invite", "roster", "grant", "ungrant"),
    "riscontro": ("riscontro",),
    "clashes": ("clashes",),
    "apart": ("apart",),
    "machine": ("policy",),
    "cutting": ("cut", "reserve", "erase"),
}
"""The modules, each with the first words of its verbs: to import them all takes longer than many a verb does."""


SERVED = ("server",)
"""The modules that a server alone has: what the others need comes with the extra `[desk]`."""
VAULTS = "sqlcipher3"


def has_desk() -> bool:
    """Tell whether what a desk needs is installed, not only a server."""
    return importlib.util.find_spec(VAULTS) is not None


def every_verb() -> tuple[Verb, ...]:
    """Return the verbs of this version that can be called here."""
    return tuple(verb for room in (ROOMS if has_desk() else SERVED) for verb in _verbs_of(room))


def verbs_meant(argv: Sequence[str]) -> tuple[Verb, ...]:
    """Return the verbs that a command line may mean: those whose first word stands in it.

    Raises:
        OnlyServer: when they are of a desk, and a server alone is installed.
    """
    rooms = [room for room, words in ROOMS.items() if not set(words).isdisjoint(argv)]
    if not has_desk():
        # «server backup» also names the verb of a desk.
        rooms = [room for room in rooms if room in SERVED]
        if not rooms and "--version" not in argv:
            raise OnlyServer()
    return tuple(verb for room in rooms for verb in _verbs_of(room) if verb.name.split(" ")[0] in argv)


def _verbs_of(room: str) -> tuple[Verb, ...]:
    verbs: tuple[Verb, ...] = importlib.import_module(f"welfaredesk.cli.{room}").VERBS
    return verbs
