# SPDX-License-Identifier: EUPL-1.2
"""The help: how the program and each verb are used, from their declarations."""

from collections.abc import Iterator, Sequence

from welfaredesk.base.text import N_, tr
from welfaredesk.cli.verbs import GLOBAL_OPTIONS, Option, Verb

INTRODUCTION = N_("Senza un comando si apre la finestra. I comandi fanno le stesse cose delle schermate.")
ENDING = N_("Esce con 0 se ha fatto, 2 se c'è qualcosa da correggere, 3 se l'archivio è danneggiato o più nuovo.")
WIDTH = 34


def help_lines(argv: Sequence[str], verbs: Sequence[Verb]) -> list[str]:
    """Return the help of the verb that stands in a command line, or of the program."""
    said = " ".join(word for word in argv if not word.startswith("-"))
    # The longest name first: «server backup» is not «backup».
    for verb in sorted(verbs, key=lambda one: -len(one.name)):
        if f" {said} ".find(f" {verb.name} ") >= 0:
            return list(_of_verb(verb))
    return list(_of_program(verbs))


def _of_program(verbs: Sequence[Verb]) -> Iterator[str]:
    yield tr(N_("Uso: welfaredesk [opzioni] [comando ...]"))
    yield tr(INTRODUCTION)
    yield ""
    for verb in verbs:
        yield f"  {verb.name:18} {tr(verb.does)}"
    yield ""
    yield from (_option(option) for option in GLOBAL_OPTIONS)
    yield tr(ENDING)


def _of_verb(verb: Verb) -> Iterator[str]:
    yield tr(N_("Uso: welfaredesk {usage}")).format(usage=verb.usage)
    yield tr(verb.does).capitalize() + "."
    yield ""
    for word in verb.words:
        yield f"  {word.name:{WIDTH}} {tr(word.what)}"
    for option in (*verb.options, *GLOBAL_OPTIONS):
        yield _option(option)
    yield tr(N_("Con --json risponde: {answer}")).format(answer=verb.answer)


def _option(option: Option) -> str:
    return f"  {f'{option.flag} {option.takes}'.strip():{WIDTH}} {tr(option.what)}"
