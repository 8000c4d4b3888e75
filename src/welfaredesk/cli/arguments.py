# SPDX-License-Identifier: EUPL-1.2
"""The arguments: from the words of a command line to the verb they call, every misuse told in Italian."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from welfaredesk.base.errors import NotOffered, WrongUse
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.verbs import GLOBAL_OPTIONS, LATER, Option, Verb

UNKNOWN_VERB = N_("il comando non è tra quelli che si vedono con --help")
MISSING = N_("manca {name}")
UNFIT = N_("«{name}» vuole un valore adatto")
TOO_MUCH = N_("c'è qualcosa di troppo, o un'opzione che non esiste")
NOT_TEXT = N_("«{name}» contiene caratteri che non si leggono")
BOTH = N_("--self-check si usa da solo")
_REQUIRED = "the following arguments are required: "


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks: a verb or none, and what was said for each word and option by its name."""

    verb: Verb | None
    said: dict[str, Any]


class _Parser(argparse.ArgumentParser):
    """A parser whose English never comes out: it raises, and only names of the contract are repeated."""

    def error(self, message: str) -> NoReturn:
        """Tell which words are missing, or that something is too much."""
        if message.startswith(_REQUIRED):
            missing = message.removeprefix(_REQUIRED)
            if missing == "verb":
                raise WrongUse(why=tr(UNKNOWN_VERB))
            raise WrongUse(why=tr(MISSING).format(name=missing))
        raise WrongUse(why=tr(TOO_MUCH))


def parse(argv: Sequence[str], verbs: Sequence[Verb]) -> Asked:
    """Return what a command line asks of the verbs that it may mean.

    Raises:
        WrongUse: when it is not written as the contract says.
        NotOffered: when it calls a verb of a later version.
    """
    try:
        found, extra = _parser(verbs, [name for name in LATER if name in argv]).parse_known_args(list(argv))
    except argparse.ArgumentError as error:
        unknown = error.argument_name in {None, "verb"}
        why = tr(UNKNOWN_VERB) if unknown else tr(UNFIT).format(name=error.argument_name)
        raise WrongUse(why=why) from error
    said = vars(found)
    later = said.pop("later", None)
    if later:
        raise NotOffered(verb=later)
    verb = said.pop("called", None)
    if extra and not said.get("--help"):
        raise WrongUse(why=tr(TOO_MUCH))
    if verb is not None and said.get("--self-check"):
        raise WrongUse(why=tr(BOTH))
    _check_text(said, verb)
    return Asked(verb, said)


def _parser(verbs: Sequence[Verb], later: Sequence[str]) -> _Parser:
    top = _Parser(prog="welfaredesk", add_help=False, allow_abbrev=False, exit_on_error=False)
    _add_options(top, GLOBAL_OPTIONS)
    under = top.add_subparsers(dest="verb", metavar="verb", parser_class=_Parser)
    groups: dict[str, Any] = {}
    for verb in verbs:
        *before, last = verb.name.split(" ")
        place: Any = under
        for depth, word in enumerate(before, start=1):
            path = " ".join(before[:depth])
            if path not in groups:
                group = _plain(place, word)
                _add_options(group, GLOBAL_OPTIONS)
                groups[path] = group.add_subparsers(dest="verb", metavar="verb", parser_class=_Parser, required=True)
            place = groups[path]
        _add_verb(_plain(place, last), verb)
    for name in later:
        parser = _plain(under, name)
        _add_options(parser, GLOBAL_OPTIONS)
        parser.set_defaults(later=name)
    return top


def _plain(place: Any, name: str) -> _Parser:
    parser: _Parser = place.add_parser(name, add_help=False, allow_abbrev=False, exit_on_error=False)
    return parser


def _add_verb(parser: _Parser, verb: Verb) -> None:
    parser.set_defaults(called=verb)
    for word in verb.words:
        parser.add_argument(word.name, nargs="?" if word.optional else None)
    _add_options(parser, verb.options)
    _add_options(parser, GLOBAL_OPTIONS)


def _add_options(parser: _Parser, options: Sequence[Option]) -> None:
    for option in options:
        # Suppressed defaults: what was said before the verb is not forgotten by the parser of the verb.
        more: dict[str, Any] = {"dest": option.flag, "default": argparse.SUPPRESS}
        if not option.takes:
            more["action"] = "store_true"
        else:
            more |= {"metavar": option.takes, "required": option.required}
            if option.repeated:
                more["action"] = "append"
            if option.number:
                more["type"] = _whole
        parser.add_argument(option.flag, **more)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError
    return int(text)


def _check_text(said: dict[str, Any], verb: Verb | None) -> None:
    """Refuse text that is not UTF-8; names of files may be any bytes."""
    paths = {option.flag for option in GLOBAL_OPTIONS if option.path}
    if verb is not None:
        paths |= {option.flag for option in verb.options if option.path}
        paths |= {word.name for word in verb.words if word.path}
    for name, value in said.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and name not in paths and not _is_text(one):
                raise WrongUse(why=tr(NOT_TEXT).format(name=name))


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
