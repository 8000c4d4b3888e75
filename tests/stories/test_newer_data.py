# SPDX-License-Identifier: EUPL-1.2
"""An old program on newer data: every door says which version is needed, and not a byte of the profile changes."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.stories.inside import Inside
from tests.stories.program import PASSPHRASE, Program
from welfaredesk.base import release
from welfaredesk.cli.list import every_verb
from welfaredesk.crypto.hashes import framed
from welfaredesk.crypto.slots import FORMAT, MAGIC
from welfaredesk.desk import copies
from welfaredesk.desk.preferences import prefer
from welfaredesk.desk.session import Session
from welfaredesk.store import desk_notes, migrations, schema
from welfaredesk.store.driver import Database
from welfaredesk.store.vault import DATABASE_NAME, SLOTS_NAME

NEXT = "7.3.1"
"""A version of the program that does not exist yet."""
PRINT = "ab" * 32

DOORS = """
record add person -
record change x -
record show x
record list person
record retire x --reason x
act x
queue
staff agenda x
staff minutes x
staff task x y
staff convocation x --out fuori.ics
project show x
project contract x
project review x
project bring x y
project scan x frase.txt
handover cases x
handover propose --from x --to y --all
handover list
handover show x
handover accept --id x
handover own
attach-file x frase.txt
file x fuori
search x
status
audit list
import righe.csv
export fuori
check
rebuild
backup fuori.wdcopia
repair
passphrase --new-passphrase-file nuova.txt
recover --share fogli/foglio-1.txt --share fogli/foglio-2.txt --new-passphrase-file nuova.txt
print cartella x --out fuori.pdf
attach https://server.example --fingerprint {print}
exchange
refused list
refused retry x
rescue export fuori.wdr
rescue import frase.txt
invite --operator Riva --role operatore
roster list
roster requests
roster approve x --words y
roster refuse x
roster group add x
roster member add x y
roster member remove x y
roster revoke x
grant x y
ungrant x y
riscontro ask --tax-code BNCLCU80A41H501X
riscontro list
riscontro answer x --decline
clashes list
clashes settle x --keep mine
apart list
apart accept x
apart refuse x --reason y
cut propose --record x --number 1 --reason y
cut list
cut confirm x
cut late
reserve --record x --number 1 --reason y
erase
"""
OTHER_DOORS = {
    "init": "vault_exists",
    "restore": "vault_exists",
    "enrol": "has_ente",
}
"""What wants an empty profile finds one that is not."""
NO_DOOR = {"demo", "open", "record types", "serve", "server backup", "server restore", "server check", "policy"}
"""Verbs that do not open the profile without a window."""


def lines() -> list[list[str]]:
    return [line.format(print=PRINT).split() for line in DOORS.strip().splitlines()]


def state(folder: Path) -> dict[str, bytes]:
    """Return every file with its bytes, and every folder."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"/" for path in folder.rglob("*")}


def new_field(database: Database) -> None:
    database.conn.execute('ALTER TABLE "r_person" ADD COLUMN "shoe_size" TEXT')


def new_type(database: Database) -> None:
    database.conn.execute('CREATE TABLE "r_horoscope" (_id TEXT PRIMARY KEY, _root TEXT, _title TEXT)')


def new_rules(database: Database) -> None:
    folded = desk_notes.get(database, migrations.FOLDED_BY)
    desk_notes.put(database, migrations.FOLDED_BY, [[name, rules + (name == "minutes")] for name, rules in folded])


def new_judging(database: Database) -> None:
    folded = desk_notes.get(database, migrations.FOLDED_BY)
    desk_notes.put(database, migrations.FOLDED_BY, [*folded[:-1], ["_judging", folded[-1][1] + 1]])


def new_step(database: Database) -> None:
    database.conn.execute(f"PRAGMA user_version = {migrations.newest() + 1}")
    database.conn.execute("DROP TABLE meta")


def by_next(session: Session, change: Callable[[Database], object]) -> None:
    """Leave a vault as the next version of the program would."""

    def work(database: Database) -> None:
        change(database)
        database.conn.execute(f"PRAGMA application_id = {release.number_of(NEXT)}")

    session.vault.write(work)


@pytest.fixture
def newer(inside: Program) -> Program:
    """Return the program on a profile that the next version has had open."""
    (inside.folder / "nuova.txt").write_text("una frase nuova di zecca", encoding="utf-8")
    (inside.folder / "righe.csv").write_text("surname,name\nRiva,Anna\n", encoding="utf-8")
    session = inside.open()
    prefer(session, "theme", "dark")
    by_next(session, new_field)
    session.close()
    return inside


def assert_refused(program: Program, *words: str, given: str = "{}") -> None:
    answer = program.run("--json", *words, given=given)
    assert (answer.code, answer.error) == (3, "newer"), (words, answer)
    assert f"la versione {NEXT} o una più recente" in answer.err
    assert f"WelfareDesk {release.version()}" in answer.err


def test_every_verb_is_a_door_that_is_tried() -> None:
    tried = [" ".join(line) for line in lines()]
    for verb in every_verb():
        known = verb.name in NO_DOOR or verb.name in OTHER_DOORS
        assert known or any(f"{line} ".startswith(f"{verb.name} ") for line in tried), verb.name


def test_every_verb_refuses_and_not_a_byte_changes(newer: Program) -> None:
    before = state(newer.folder)
    for words in lines():
        assert_refused(newer, *words)
        assert state(newer.folder) == before, words


def test_what_wants_an_empty_profile_leaves_this_one_alone(newer: Program) -> None:
    copy = newer.folder / "copia.wdcopia"
    copy.write_bytes(b"anything")
    before = state(newer.profile)
    met = {
        "init": newer.run("--json", "init", "--ente", "X", "--operator", "Riva", "--recovery-out", "altri").error,
        "restore": newer.run("--json", "restore", str(copy)).error,
        "enrol": newer.run("--json", "enrol", "https://x.example", "--fingerprint", PRINT, "--code", "x").error,
    }
    assert met == OTHER_DOORS
    assert state(newer.profile) == before


@pytest.mark.parametrize("change", [new_type, new_rules, new_judging, new_step])
def test_whatever_is_newer_is_refused(change: Callable[[Database], object], inside: Program) -> None:
    session = inside.open()
    by_next(session, change)
    session.close()
    before = state(inside.profile)
    for words in (
        ["status"],
        ["rebuild"],
        ["check"],
        ["passphrase", "--new-passphrase-file", str(inside.passphrase_file)],
    ):
        assert_refused(inside, *words)
        assert state(inside.profile) == before


def test_a_vault_that_does_not_say_its_version_is_told_without_a_number(inside: Program) -> None:
    session = inside.open()
    by_next(session, new_field)
    session.vault.write(lambda database: database.conn.execute("PRAGMA application_id = 0"))
    session.close()
    before = state(inside.profile)
    answer = inside.run("--json", "status")
    assert (answer.code, answer.error) == (3, "newer")
    assert "serve una versione più recente" in answer.err
    assert state(inside.profile) == before


@pytest.mark.parametrize(
    ("said", "told"), [("v7.3.1\n", f"la versione {NEXT} o"), ("altro", "una versione più recente")]
)
def test_slots_of_a_later_format_say_which_version_they_ask_for(said: str, told: str, inside: Program) -> None:
    content = MAGIC + (FORMAT + 1).to_bytes(2, "big") + said.encode() + bytes(200)
    (inside.profile / SLOTS_NAME).write_bytes(content + sha256(framed("slots-checksum", content)).digest())
    before = state(inside.profile)
    answer = inside.run("--json", "status")
    assert (answer.code, answer.error) == (3, "newer")
    assert told in answer.err
    assert state(inside.profile) == before


def test_a_newer_copy_is_refused_and_nothing_is_put_in_place(inside: Program) -> None:
    session = inside.open()
    by_next(session, new_field)
    copy = inside.folder / "copia.wdcopia"
    session.vault.checkpoint()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "has_unknown", lambda _present: False)
        copies.write(session, copy)
    session.close()
    fresh = Inside(inside.folder / "altro")
    fresh.folder.mkdir()
    fresh.passphrase_file.write_text(PASSPHRASE, encoding="utf-8")
    before = copy.read_bytes()
    assert_refused(fresh, "restore", str(copy))
    assert copy.read_bytes() == before
    assert [path.name for path in fresh.profile.iterdir()] == ["lock"]


def test_an_older_desk_reads_on_what_a_newer_one_sent(inside: Program) -> None:
    """Newer rules that came by the line are no newer vault: those records are shown, and the desk works on."""
    person = inside.ask("record", "add", "person", "-", given='{"surname":"Riva"}')["id"]
    session = inside.open()
    session.vault.write(lambda database: database.conn.execute("UPDATE record SET rules = 99 WHERE id = ?", (person,)))
    session.close()
    assert inside.ask("record", "show", person)["surname"] == "Riva"
    answer = inside.run("--json", "record", "change", person, "-", given='{"name":"Anna"}')
    assert (answer.code, answer.error) == (2, "newer_record")
    assert inside.ask("status")["to_decide"] == 0


def test_after_the_update_it_opens_as_it_was(newer: Program, tmp_path: Path) -> None:
    assert_refused(newer, "status")
    kept = tmp_path / "kept"
    shutil.copytree(newer.profile, kept)
    assert (kept / DATABASE_NAME).read_bytes() == (newer.profile / DATABASE_NAME).read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "has_unknown", lambda _present: False)
        assert newer.ask("check")["ok"] is True
