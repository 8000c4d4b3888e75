# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong with a command: one sentence, its code, its exit code, and nothing lost or told."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.stories.inside import answered, here
from tests.stories.program import Answer, Program, founded
from welfaredesk.base.errors import all_faults
from welfaredesk.domain.statement import Role
from welfaredesk.store import instance
from welfaredesk.store.vault import DATABASE_NAME

SECRET = "Squarcialupi"
CODES = {fault.code: fault.exit_code for fault in all_faults()}
WRONG = [
    ([], "no_screen"),
    (["record"], "wrong_use"),
    (["record", SECRET], "wrong_use"),
    ([SECRET], "wrong_use"),
    (["record", "add"], "wrong_use"),
    (["record", "add", "person"], "wrong_use"),
    (["search"], "wrong_use"),
    (["search", SECRET, SECRET], "wrong_use"),
    (["search", "x", "--limit", SECRET], "wrong_use"),
    (["search", "x", "--limit", "0"], "wrong_use"),
    (["search", "x", f"--{SECRET}"], "wrong_use"),
    (["record", "list", "person", "--where", SECRET], "wrong_use"),
    (["record", "list", "person", "--limit", "99999"], "wrong_use"),
    (["audit", "list", "--from", SECRET], "wrong_use"),
    (["print", SECRET, "x", "--out", "y"], "wrong_use"),
    (["print", "cartella", "x"], "wrong_use"),
    (["status", "--profile"], "wrong_use"),
    (["--self-check", "status"], "wrong_use"),
    (["search", "\udcff"], "wrong_use"),
    (["act", SECRET], "not_found"),
    (["ready"], "not_offered"),
    (["roster", "member", "add", SECRET, "x"], "unknown_name"),
    (["report", "run", "x", "--at", "2026-01-01"], "not_offered"),
    (["status", "--profile", "vuoto"], "no_vault"),
    (["passphrase", "--new-passphrase-file", "frase.txt", "--profile", "vuoto"], "no_vault"),
    (["status", "--passphrase-file", "non-c-è.txt"], "bad_file"),
    (["status", "--passphrase-file", "altra.txt"], "wrong_passphrase"),
    (["status", "--passphrase-file", "byte.bin"], "wrong_passphrase"),
    (["passphrase", "--new-passphrase-file", "corta.txt"], "weak_passphrase"),
    (["record", "show", SECRET], "not_found"),
    (["record", "add", "person", "non-c-è.json"], "bad_file"),
    (["record", "add", "person", "altra.txt"], "bad_file"),
    (["record", "add", "person", "byte.bin"], "bad_file"),
    (["record", "add", "person", "profondo.json"], "bad_file"),
    (["record", "add", "person", "ignoto.json"], "bad_input"),
    (["record", "add", "person", "sottolineato.json"], "bad_input"),
    (["record", "add", "person", "numero.json"], "bad_input"),
    (["record", "add", "document", "allegato.json"], "bad_input"),
    (["backup", "frase.txt"], "place_taken"),
    (["backup", "non-c-è/copia"], "no_folder"),
    (["export", "non-c-è/fuori"], "no_folder"),
    (["restore", "frase.txt", "--profile", "altrove"], "bad_file"),
    (["import", "byte.bin"], "bad_file"),
    (["record", "retire", "0" * 26, "--reason", " "], "reason_missing"),
]


def assert_told(answer: Answer, code: str) -> None:
    assert (answer.error, answer.code) == (code, CODES[code]), answer
    text = answer.values[-1]["error"]["text"]
    assert answer.err == f"{text}\n"
    assert SECRET not in answer.out + answer.err


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Return one program for all commands that change nothing."""
    program = founded(tmp_path_factory.mktemp("faults"))
    files = {
        "altra.txt": SECRET + " non è la frase",
        "corta.txt": "corta",
        "profondo.json": "[" * 100_000,
        "ignoto.json": json.dumps({SECRET: "x"}),
        "sottolineato.json": json.dumps({"_id": SECRET}),
        "numero.json": json.dumps({"surname": 12}),
        "allegato.json": json.dumps({"title": "x", "attachment": {"name": SECRET}}),
    }
    for name, text in files.items():
        program.folder.joinpath(name).write_text(text, encoding="utf-8")
    program.folder.joinpath("byte.bin").write_bytes(bytes(range(256)))
    return program


@pytest.mark.parametrize(("words", "code"), WRONG, ids=lambda one: " ".join(one)[:40] if isinstance(one, list) else one)
def test_a_fault_is_one_sentence_with_its_code(shared: Program, words: list[str], code: str) -> None:
    # The window is opened by a process only; each of the others costs a second that shows nothing more.
    assert_told(answered(shared, *words) if words else shared.run("--json"), code)
    assert not shared.folder.joinpath("vuoto").exists()


def test_without_a_passphrase_file_it_says_how_to_name_one(shared: Program) -> None:
    answer = shared.run("status", "--json", without=["WELFAREDESK_PASSPHRASE_FILE"])
    assert_told(answer, "passphrase_missing")


def test_a_vault_that_is_open_elsewhere_is_left_alone(shared: Program) -> None:
    held = instance.hold(shared.profile)
    try:
        for words in (["status"], ["passphrase", "--new-passphrase-file", "frase.txt"]):
            assert_told(shared.run(*words, "--json"), "in_use")
    finally:
        held.release()


def test_roles_that_do_not_reach_are_told_so(tmp_path: Path) -> None:
    program = founded(tmp_path, roles=(Role.DPO,))
    assert_told(program.run("record", "add", "person", "-", "--json", given='{"surname":"x"}'), "not_allowed")
    assert_told(answered(program, "record", "list", "person"), "not_allowed")
    assert_told(answered(program, "export", "fuori", "--clear", "--reason", "x"), "not_allowed")


def test_a_damaged_file_ends_with_three_and_stays_as_it_is(program: Program) -> None:
    database = program.profile / DATABASE_NAME
    broken = database.read_bytes()[:5000]
    database.write_bytes(broken)
    answer = program.run("status", "--json")
    assert (answer.code, answer.error) == (3, "damaged")
    assert database.read_bytes() == broken


def test_a_file_of_a_newer_version_ends_with_three(program: Program) -> None:
    session = program.open()
    session.vault.write(lambda database: database.conn.execute("PRAGMA user_version = 99"))
    session.close()
    answer = answered(program, "status")
    assert (answer.code, answer.error) == (3, "newer")


def test_problems_found_by_a_check_end_with_three(program: Program) -> None:
    session = program.open()
    session.vault.write(lambda database: database.conn.execute("UPDATE r_operator SET surname = 'Altra'"))
    session.close()
    answer = program.run("check", "--json")
    assert (answer.code, answer.value["ok"], len(answer.value["problems"])) == (3, False, 1)
    assert answer.error == "damaged"
    assert here(program, "rebuild")["ok"] is True


def test_what_nobody_foresaw_is_a_bug_without_a_traceback(program: Program) -> None:
    session = program.open()
    session.vault.write(lambda database: database.conn.execute("DROP TABLE audit"))
    session.close()
    answer = program.run("audit", "list", "--json")
    assert (answer.code, answer.error) == (1, "bug")


def test_a_reader_that_leaves_is_no_crash(program: Program) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            program.line("record", "types", "--json"),
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
            env=program.environment,
            timeout=120,
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.decode().count("\n") == 1


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_what_was_answered_survives_the_end_of_the_process(program: Program, blow: signal.Signals) -> None:
    running = subprocess.Popen(
        program.line("record", "add", "person", "-", "--json"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=program.environment,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    saved = []
    for number in range(12):
        running.stdin.write(json.dumps({"surname": f"Numero {number}"}).encode() + b"\n")
        running.stdin.flush()
        saved.append(json.loads(running.stdout.readline())["id"])
    running.stdin.write(b'{"surname": "a m')
    running.stdin.flush()
    running.send_signal(blow)
    out, err = running.communicate(timeout=120)
    if blow is signal.SIGINT:
        assert running.returncode == 2
        assert json.loads(out)["error"]["code"] == "interrupted"
        assert b"Traceback" not in err
    listed = here(program, "record", "list", "person")["records"]
    assert [one["_id"] for one in listed] == saved
    assert here(program, "check")["ok"] is True
