# SPDX-License-Identifier: EUPL-1.2
"""Command lines: every verb of the contract is understood, every misuse is told without repeating it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.base.errors import NotOffered, WrongUse
from welfaredesk.cli.arguments import Asked, parse
from welfaredesk.cli.help import help_lines
from welfaredesk.cli.list import ROOMS, every_verb, verbs_meant
from welfaredesk.cli.verbs import GLOBAL_OPTIONS, LATER, Verb

OF_THE_CONTRACT = {
    "init --ente E --operator O --role R --comune A --comune B --recovery-out D --alone",
    "demo --size 3 --seed 4 --tour D --no-window",
    "record types",
    "record add person -",
    "record change ID F",
    "record show ID --history",
    "record list person --where a=b --where c=d --limit 3 --after X",
    "record retire ID --reason R",
    "act ID",
    "act ID close",
    "act ID close -",
    "queue",
    "attach-file ID F",
    "file ID OUT",
    "search TEXT --limit 5",
    "import F --map M --dry-run --report R",
    "export OUT --clear --reason R",
    "check",
    "rebuild",
    "backup F",
    "restore F",
    "passphrase --new-passphrase-file F",
    "recover --share A --share B --new-passphrase-file F",
    "status",
    "audit list --record ID --from 2026-01-01",
    "print cartella ID --out F",
    "invite --operator O --role R --group A --group B --expires 24",
    "enrol URL --fingerprint F --code C --wait 5",
    "roster list",
    "roster requests",
    "roster approve REQUEST --words W",
    "roster group add NAME",
    "roster member add OPERATOR GROUP",
    "roster member remove OPERATOR GROUP",
    "roster revoke DESK --wipe",
    "grant ROOT GROUP --circle NAME",
    "ungrant ROOT GROUP --circle NAME",
    "serve --data D --listen H:1 --database U --files U --workers 2",
    "attach URL --fingerprint F",
    "exchange --files",
    "clashes list",
    "clashes settle ID --keep mine",
    "refused list",
    "refused retry ID",
    "rescue export F",
    "rescue import F",
    "server backup F --data D",
    "server restore F --data D",
    "server check --data D",
}
ADDED = {"open", "policy", "repair", "roster refuse", "erase", "reserve"}
ADDED |= {f"cut {verb}" for verb in ("propose", "list", "confirm", "late")}
ADDED |= {f"apart {verb}" for verb in ("list", "accept", "refuse")}
ADDED |= {f"staff {verb}" for verb in ("agenda", "minutes", "task", "convocation")}
ADDED |= {f"handover {verb}" for verb in ("cases", "propose", "list", "show", "accept", "own")}
ADDED |= {f"project {verb}" for verb in ("show", "contract", "review", "bring", "scan")}
ADDED |= {f"riscontro {verb}" for verb in ("ask", "list", "answer")}

VERBS = every_verb()
ASKING = [verb for verb in VERBS if verb.words and not verb.words[0].optional]


def meant(argv: list[str]) -> Asked:
    """Return what a command line asks of the program."""
    return parse(argv, verbs_meant(argv))


def test_every_room_says_how_its_verbs_begin() -> None:
    for room, words in ROOMS.items():
        begun = [verb.name.split(" ")[0] for verb in every_verb() if verb.run.__module__ == f"welfaredesk.cli.{room}"]
        assert tuple(dict.fromkeys(begun)) == words


@pytest.mark.parametrize("line", sorted(OF_THE_CONTRACT))
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_verb_of_the_contract_is_understood_with_the_common_options_anywhere(line: str, place: str) -> None:
    common = ["--profile", "P", "--passphrase-file", "F", "--json"]
    words = line.split()
    asked = meant([*common, *words] if place == "before" else [*words, *common])
    assert asked.verb is not None
    assert line.startswith(asked.verb.name)
    assert (asked.said["--profile"], asked.said["--passphrase-file"], asked.said["--json"]) == ("P", "F", True)


def test_every_verb_stands_in_the_contract_or_is_one_that_was_added() -> None:
    named = {verb.name for verb in VERBS if any(line.startswith(verb.name) for line in OF_THE_CONTRACT)}
    assert {verb.name for verb in VERBS} - named == ADDED


def test_options_between_the_words_of_a_verb_are_understood() -> None:
    asked = meant(["--json", "record", "--profile", "P", "list", "person", "--where", "a=b", "--where", "c=d"])
    assert asked.said["--where"] == ["a=b", "c=d"]
    assert asked.said["TYPE"] == "person"
    assert asked.said["--profile"] == "P"


def test_no_verb_asks_for_the_window() -> None:
    assert meant(["--profile", "P"]).verb is None


@pytest.mark.parametrize("name", LATER)
def test_a_verb_of_a_later_version_is_not_offered(name: str) -> None:
    with pytest.raises(NotOffered):
        meant(["--json", name, "--data", "x", "more"])


@pytest.mark.parametrize("verb", ASKING, ids=lambda verb: str(verb.name))
def test_a_missing_word_is_named(verb: Verb) -> None:
    with pytest.raises(WrongUse) as told:
        meant(verb.name.split())
    assert verb.words[0].name in told.value.text


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), max_size=5))
def test_nothing_typed_comes_back_in_an_error(words: list[str]) -> None:
    with pytest.raises(WrongUse) as told:
        meant(["check", "ζητα", *(f"{word}ζητα" for word in words)])
    assert "ζητα" not in told.value.text


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: str(verb.name))
def test_the_help_of_a_verb_names_all_that_it_takes(verb: Verb) -> None:
    text = "\n".join(help_lines([*verb.name.split(), "--help"], VERBS))
    for said in (*(word.name for word in verb.words), *(o.flag for o in (*verb.options, *GLOBAL_OPTIONS))):
        assert said in text
    assert f"Uso: welfaredesk {verb.usage}" in text


def test_the_help_of_the_program_names_every_verb() -> None:
    text = "\n".join(help_lines(["--help"], VERBS))
    assert all(f"  {verb.name} " in text for verb in VERBS)
