# SPDX-License-Identifier: EUPL-1.2
"""The verb: how a command is declared, so that parsing, help and the page of commands agree by themselves."""

from collections.abc import Callable
from dataclasses import dataclass

from welfaredesk.base.text import N_
from welfaredesk.cli.call import Call


@dataclass(frozen=True, slots=True)
class Word:
    """Something that a verb takes by its place, under the name it has in the contract.

    Those that may be left out come last: each only after the one before it.
    """

    name: str
    what: str
    path: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something that a verb takes by its name; without `takes` it is said or not."""

    flag: str
    what: str
    takes: str = ""
    required: bool = False
    repeated: bool = False
    number: bool = False
    path: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A command of the contract: its words, what it takes, what it does, what it answers with `--json`."""

    name: str
    does: str
    answer: str
    run: Callable[[Call], int]
    words: tuple[Word, ...] = ()
    options: tuple[Option, ...] = ()

    @property
    def usage(self) -> str:
        """Return how the verb is written."""
        last = "".join(f" [{word.name}" for word in self.words if word.optional)
        words = " ".join([self.name, *(word.name for word in self.words if not word.optional)])
        return " ".join([words + last + "]" * last.count("["), *(_spelled(option) for option in self.options)])


def _spelled(option: Option) -> str:
    said = f"{option.flag} {option.takes}".strip()
    return (said if option.required else f"[{said}]") + ("..." if option.repeated else "")


GLOBAL_OPTIONS: tuple[Option, ...] = (
    Option(
        flag="--profile",
        takes="DIR",
        path=True,
        what=N_("la cartella del profilo; altrimenti WELFAREDESK_PROFILE, altrimenti quella della persona"),
    ),
    Option(
        flag="--passphrase-file",
        takes="FILE",
        path=True,
        what=N_("il file con la frase segreta; altrimenti WELFAREDESK_PASSPHRASE_FILE"),
    ),
    Option(flag="--json", what=N_("risponde con JSON sull'uscita normale")),
    Option(flag="--self-check", what=N_("prova il programma in una cartella temporanea")),
    Option(flag="--version", what=N_("dice la versione, il giorno e il commit da cui è costruita")),
    Option(flag="--help", what=N_("dice come si usa")),
)
"""What every verb takes, before or after its words."""

LATER: tuple[str, ...] = (
    "report",
    "ready",
    "calendar",
)
"""Verbs of the contract that later versions bring."""
