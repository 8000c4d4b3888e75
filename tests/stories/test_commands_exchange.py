# SPDX-License-Identifier: EUPL-1.2
"""Two desks and a server by commands alone, as the contract says them: what is answered, and what goes wrong."""

import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.stories.inside import answered, here
from tests.stories.program import Answer, Program
from tests.stories.relay import Relay, relayed
from tests.stories.served import WORKING, Running, attached, enrolled, invited, newcomer, serving
from welfaredesk.base.clock import SystemClock
from welfaredesk.base.errors import all_faults
from welfaredesk.base.ids import SystemIds
from welfaredesk.sync.invitation import draw_code

SECRET = "Squarcialupi"
CODES = {fault.code: fault.exit_code for fault in all_faults()}
DONE = {"sent", "received", "requests", "bytes_up", "bytes_down", "clashes", "refused", "seconds"}
ELSEWHERE = "https://127.0.0.1:1"
FINGERPRINT = "ab" * 32
WRONG = [
    ([SECRET, "list"], "wrong_use"),
    (["serve"], "wrong_use"),
    (["serve", "--data", SECRET, "--listen", SECRET], "wrong_use"),
    (["serve", "--data", SECRET, "--listen", "0.0.0.0:0", "--plain"], "wrong_use"),
    (["serve", "--data", SECRET, "--listen", "127.0.0.1:0", "--workers", SECRET], "wrong_use"),
    (["server", "check", "--data", SECRET], "no_ledger"),
    (["server", "backup", "copia.tar", "--data", SECRET], "no_ledger"),
    (["server", "restore", "frase.txt", "--data", SECRET], "bad_file"),
    (["attach", ELSEWHERE], "wrong_use"),
    (["attach", ELSEWHERE, "--fingerprint", SECRET], "wrong_use"),
    (["attach", ELSEWHERE, "--fingerprint", FINGERPRINT], "already_attached"),
    (["enrol", ELSEWHERE, "--fingerprint", FINGERPRINT], "wrong_use"),
    (["enrol", ELSEWHERE, "--fingerprint", FINGERPRINT, "--code", SECRET, "--wait", "-1"], "wrong_use"),
    (["enrol", ELSEWHERE, "--fingerprint", FINGERPRINT, "--code", SECRET], "has_ente"),
    (["enrol", ELSEWHERE, "--fingerprint", FINGERPRINT, "--code", SECRET, "--profile", "vuoto"], "bad_invitation"),
    (["invite", "--operator", SECRET, "--role", SECRET, "--group", WORKING], "wrong_use"),
    (["invite", "--operator", f"{SECRET} Ugo", "--role", "operatore", "--group", SECRET], "unknown_name"),
    (["invite", "--operator", "Neri Ugo", "--role", "operatore", "--group", WORKING, "--expires", "0"], "wrong_use"),
    (["roster"], "wrong_use"),
    (["roster", "approve", SECRET], "wrong_use"),
    (["roster", "approve", SECRET, "--words", SECRET], "no_request"),
    (["roster", "group", "add", " "], "wrong_use"),
    (["roster", "group", "add", WORKING.upper()], "name_taken"),
    (["roster", "member", "add", SECRET, WORKING], "unknown_name"),
    (["roster", "member", "remove", "Rossi Anna", SECRET], "unknown_name"),
    (["roster", "revoke", SECRET], "unknown_name"),
    (["roster", "revoke", "AA"], "own_desk"),
    (["grant", SECRET, WORKING], "not_found"),
    (["grant", "{person}", SECRET], "unknown_name"),
    (["grant", "{person}", WORKING, "--circle", SECRET], "not_found"),
    (["ungrant", SECRET, WORKING], "not_found"),
    (["clashes", "settle", SECRET, "--keep", "mine"], "no_clash"),
    (["clashes", "settle", SECRET, "--keep", SECRET], "wrong_use"),
    (["clashes", "settle", SECRET], "wrong_use"),
    (["refused", "retry", SECRET], "not_found"),
    (["rescue", "export", "frase.txt"], "place_taken"),
    (["rescue", "export", "non-c-è/file"], "no_folder"),
    (["rescue", "import", "non-c-è"], "bad_file"),
    (["rescue", "import", "frase.txt"], "bad_file"),
]
NEED_THE_LINE = (
    ["exchange"],
    ["exchange", "--files"],
    ["roster", "requests"],
    ["roster", "approve", "00", "--words", "x"],
    ["invite", "--operator", f"{SECRET} Ugo", "--role", "operatore", "--group", WORKING],
)


@dataclass(frozen=True, slots=True)
class Office:
    """Two desks of one ente, the line between them, and a person whom both may write about."""

    lucia: Program
    anna: Program
    server: Running
    relay: Relay
    person: str

    def round(self) -> None:
        """Let both desks know all."""
        for desk in (self.lucia, self.anna, self.lucia):
            here(desk, "exchange")

    def change(self, desk: Program, **values: str) -> None:
        """Change the person on one desk."""
        given = ",".join(f'"{name}":"{value}"' for name, value in values.items())
        assert set(here(desk, "record", "change", self.person, "-", given=f"{{{given}}}")) == {"id", "state", "changed"}

    def value(self, desk: Program, name: str) -> str:
        """Return a value of the person as one desk shows it."""
        return str(here(desk, "record", "show", self.person)[name])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return two desks, the second invited and admitted while it waited, over a line that can be pulled."""
    folder = tmp_path_factory.mktemp("office")
    with serving(folder / "server") as server, relayed(server.port) as relay:
        seen = replace(server, url=relay.url)
        lucia = attached(folder / "lucia", seen)
        person = here(lucia, "record", "add", "person", "-", given='{"surname":"Ferrari","name":"Giulia"}')["id"]
        here(lucia, "exchange")
        anna = newcomer(folder / "anna")
        request = enrolled(anna, lucia, seen, code=invited(lucia))
        assert {"id", "name", "words"} <= set(request)
        yield Office(lucia, anna, seen, relay, person)


def assert_told(answer: Answer, code: str) -> None:
    assert (answer.error, answer.code) == (code, CODES[code]), answer
    assert answer.err == f"{answer.values[-1]['error']['text']}\n"
    assert SECRET not in answer.out + answer.err


@pytest.mark.parametrize(("words", "code"), WRONG, ids=lambda one: " ".join(one)[:40] if isinstance(one, list) else one)
def test_a_fault_is_one_sentence_that_names_nobody(office: Office, words: list[str], code: str) -> None:
    said = [word.format(person=office.person) for word in words]
    assert_told(answered(office.lucia, *said), code)
    assert not office.lucia.folder.joinpath("vuoto", "vault.db").exists()
    assert not office.lucia.folder.joinpath(SECRET, "server.key").exists()


def test_a_server_elsewhere_and_a_wrong_place_are_told_before_anything_is_sent(office: Office, tmp_path: Path) -> None:
    new = newcomer(tmp_path / "new")
    code = ["--code", draw_code(SystemIds(SystemClock())), "--wait", "0"]
    for url, fingerprint, fault in (
        (office.server.url, FINGERPRINT, "other_server"),
        (f"{office.server.url}/altro", office.server.fingerprint, "bad_address"),
        ("http://192.0.2.1", office.server.fingerprint, "bad_address"),
        (ELSEWHERE, office.server.fingerprint, "no_line"),
        (office.server.url, office.server.fingerprint.upper().replace(" ", ":"), "bad_invitation"),
    ):
        assert_told(answered(new, "enrol", url, "--fingerprint", fingerprint, *code), fault)


def test_the_same_field_changed_on_both_desks_is_put_to_its_author(office: Office) -> None:
    office.round()
    office.change(office.lucia, comune="Sabbioneta")
    office.change(office.anna, comune="Gussola", birthplace="Parma")
    assert here(office.lucia, "status")["unsent"] == 1
    done = here(office.anna, "exchange")
    assert (set(done), done["sent"], done["clashes"]) == (DONE, 1, 0)
    done = here(office.lucia, "exchange")
    assert (done["sent"], done["clashes"]) == (1, 1)
    assert done["received"] >= 1
    (clash,) = here(office.lucia, "clashes", "list")
    assert {"id", "record", "field", "before", "mine", "theirs", "by"} <= set(clash)
    assert (clash["record"], clash["field"], clash["by"]) == (office.person, "comune", "Rossi, Anna")
    assert (clash["before"], clash["mine"], clash["theirs"]) == (None, "Sabbioneta", "Gussola")
    assert here(office.lucia, "record", "show", office.person)["_state"] == "to_decide"
    assert (here(office.lucia, "status")["to_decide"], here(office.anna, "status")["to_decide"]) == (1, 0)
    assert "Ferrari, Giulia, Comune" in office.lucia.run("clashes", "list").out
    assert_told(answered(office.lucia, "clashes", "settle", clash["id"], "--keep", "both"), "bad_input")
    assert here(office.lucia, "clashes", "settle", clash["id"], "--keep", "mine")["id"] == clash["id"]
    office.round()
    for desk in (office.lucia, office.anna):
        assert (office.value(desk, "comune"), office.value(desk, "birthplace")) == ("Sabbioneta", "Parma")
        assert here(desk, "clashes", "list") == []
        assert here(desk, "record", "show", office.person)["_state"] == "received"


def test_what_is_taken_back_is_refused_kept_retried_and_forwarded(office: Office, tmp_path: Path) -> None:
    office.round()
    assert here(office.lucia, "ungrant", office.person, WORKING) == {"folders": 1}
    here(office.lucia, "exchange")
    office.change(office.anna, birthplace="Cremona")
    assert here(office.anna, "exchange")["refused"] == 1
    assert office.value(office.anna, "_state") == "refused"
    (refused,) = here(office.anna, "refused", "list")
    assert refused["code"] == "not_yours"
    assert refused["reason"].endswith(".")
    file = tmp_path / "soccorso.wdr"
    assert here(office.anna, "rescue", "export", str(file)) == {"sent": 1}
    assert b"Cremona" not in file.read_bytes()
    assert here(office.lucia, "rescue", "import", str(file)) == {"sent": 1}
    assert here(office.lucia, "exchange")["received"] == 1
    assert office.value(office.lucia, "birthplace") == "Cremona"
    assert here(office.lucia, "grant", office.person, WORKING) == {"folders": 1}
    assert here(office.lucia, "grant", office.person, WORKING) == {"folders": 0}
    here(office.lucia, "exchange")
    assert here(office.anna, "refused", "retry", refused["id"]) == {"id": refused["id"]}
    office.round()
    assert (here(office.anna, "refused", "list"), here(office.anna, "status")["unsent"]) == ([], 0)
    history = here(office.anna, "record", "show", office.person, "--history")["_history"]
    assert [one["after"] for one in history if one["field"] == "birthplace"].count("Cremona") == 1


def test_every_verb_that_needs_the_line_says_that_it_is_not_there(office: Office) -> None:
    office.change(office.lucia, birthplace="Mantova")
    office.relay.pull()
    try:
        for words in NEED_THE_LINE:
            assert_told(answered(office.lucia, *words), "no_line")
        assert here(office.lucia, "roster", "group", "add", "Reperibilità serale")["id"]
        assert here(office.lucia, "status")["unsent"] >= 1
    finally:
        office.relay.mend()
    office.round()
    assert office.value(office.anna, "birthplace") == "Mantova"


@pytest.mark.parametrize("after", [0, 900, 1_500])
def test_an_exchange_broken_at_any_byte_goes_on_and_sends_nothing_twice(office: Office, after: int) -> None:
    office.round()
    office.change(office.anna, birthplace=f"Casteldidone {after}")
    office.change(office.lucia, birthplace=f"Voltido {after}")
    here(office.anna, "exchange")
    office.relay.pull(after=after)
    try:
        assert_told(answered(office.lucia, "exchange"), "no_line")
    finally:
        office.relay.mend()
    office.round()
    (clash,) = here(office.lucia, "clashes", "list")
    here(office.lucia, "clashes", "settle", clash["id"], "--keep", "theirs")
    office.round()
    history = here(office.anna, "record", "show", office.person, "--history")["_history"]
    assert [one.get("proposed") for one in history].count(f"Voltido {after}") == 1
    assert office.value(office.lucia, "birthplace") == office.value(office.anna, "birthplace")


def test_a_mute_line_is_given_up_with_the_keys_and_the_vault_lets_no_second_in(office: Office) -> None:
    office.change(office.lucia, birthplace="Viadana")
    office.relay.mute()
    line = office.lucia.line("--json", "exchange")
    try:
        with subprocess.Popen(
            line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=office.lucia.environment
        ) as process:
            assert office.relay.called.wait(60)
            assert_told(answered(office.lucia, "status"), "in_use")
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        assert_told(Answer(process.returncode, out.decode(), err.decode()), "interrupted")
    finally:
        office.relay.pull()
        office.relay.mend()
    assert here(office.lucia, "status")["unsent"] >= 1
    office.round()
    assert office.value(office.anna, "birthplace") == "Viadana"
    for desk in (office.lucia, office.anna):
        assert here(desk, "check")["ok"] is True
