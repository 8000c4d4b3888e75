# SPDX-License-Identifier: EUPL-1.2
"""The policy of a PC: what a technician may fix, and that nothing in its file crashes or loosens anything."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.base.machine_errors import FixedServer
from welfaredesk.desk import policy, policy_file
from welfaredesk.desk.exchange.place import ServerPlace, find_server, open_line
from welfaredesk.desk.policy import Fixed, Policy, read, told
from welfaredesk.desk.preferences import lock_minutes, prefer
from welfaredesk.desk.session import Session

PRINT = "0123 4567 89ab cdef " * 4
WHOLE = f"""\
# Comune di Gussola
server = "https://welfaredesk.gussola.example:8443/"
fingerprint = "{PRINT.strip()}"
proxy = "http://proxy.gussola.example:3128"
lock_minutes = 10
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the policy of this PC is read, a folder of the administrator's."""
    folder = tmp_path / "etc"
    folder.mkdir(mode=0o755)
    monkeypatch.setattr(policy_file, "PLACE", folder / "policy.toml")
    monkeypatch.setattr(policy_file, "ROOT", os.geteuid())
    return folder / "policy.toml"


def write(place: Path, text: str, *, mode: int = 0o644) -> None:
    place.write_text(text, encoding="utf-8")
    place.chmod(mode)


def test_a_whole_file_fixes_all_and_says_it_in_words(place: Path) -> None:
    write(place, WHOLE)
    found = policy.current()
    assert (found.problems, found.path) == ((), str(place))
    assert told(found) == (
        Fixed("Server", "https://welfaredesk.gussola.example:8443"),
        Fixed("Impronta del server", PRINT.strip()),
        Fixed("Proxy", "http://proxy.gussola.example:3128"),
        Fixed("Blocco al più tardi dopo", "10 min"),
    )
    assert found.proxies == {"https": "http://proxy.gussola.example:3128"}


def test_without_a_file_nothing_is_fixed(place: Path) -> None:
    assert policy.current() == Policy()
    assert told(policy.current()) == ()
    assert Policy().proxies is None
    assert read(b'proxy = "no"', path="p").proxies == {}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('server = "http://interno"\n', "riga 1: «server» vuole un indirizzo che comincia con https://"),
        ('\nserver = "https://anna:segreta@interno"\n', "riga 2: «server» vuole un indirizzo"),
        ('server = "https://x:99999"\n', "riga 1: «server» vuole"),
        ("server = 7\n", "riga 1: «server» vuole"),
        (f'fingerprint = "{PRINT}"\n', "riga 1: «fingerprint» vale solo insieme a «server»"),
        ('server = "https://x"\nfingerprint = "0123"\n', "riga 2: «fingerprint» vuole le 64"),
        ('proxy = "https://proxy"\n', "riga 1: «proxy» vuole un indirizzo come"),
        ('proxy = "http://anna:segreta@proxy:80"\n', "riga 1: «proxy» vuole"),
        ("lock_minutes = 31\n", "riga 1: «lock_minutes» vuole un numero di minuti da 1 a 30"),
        ("lock_minutes = 0\n", "da 1 a 30"),
        ("lock_minutes = true\n", "da 1 a 30"),
        ("lock_minutes = 9.5\n", "da 1 a 30"),
        ("# prima\n\nserevr = 'x'\n", "riga 3: «serevr» non è una voce conosciuta; le voci sono server, fingerprint"),
        ("[server]\naddress = 'x'\n", "riga 1: «server» vuole"),
        ("lock_minutes = 5\nproxy = http://x\n", "non si legge come TOML (riga 2)"),
        ("lock_minutes = 5\nlock_minutes = 6\n", "non si legge come TOML (riga 2)"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_key_and_fixes_nothing(text: str, problem: str) -> None:
    found = read(text.encode(), path="/etc/x")
    assert any(problem in said for said in found.problems), found.problems
    key = problem.partition("«")[2].partition("»")[0]
    assert not getattr(found, key, None)


def test_the_right_lines_hold_beside_a_wrong_one() -> None:
    found = read(b'lock_minutes = 5\nserver = "ftp://x"\n', path="/etc/x")
    assert (found.lock_minutes, found.server, len(found.problems)) == (5, "", 1)


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 20_000])
def test_what_the_reader_of_toml_gives_up_on_is_told(value: str) -> None:
    found = read(f"lock_minutes = {value}\n".encode(), path="/etc/x")
    assert found.problems == (policy.NOT_TOML.format(line=1),)


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(data: bytes) -> None:
    found = read(data, path="/etc/x")
    assert found.lock_minutes is None or found.lock_minutes <= 30
    assert not found.server or found.server.startswith("https://") or "://" not in found.server


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o666, 0o755), (0o664, 0o755), (0o644, 0o777)])
def test_a_file_that_others_could_have_written_counts_for_nothing(
    file_mode: int, folder_mode: int, place: Path
) -> None:
    write(place, WHOLE, mode=file_mode)
    place.parent.chmod(folder_mode)
    found = policy.current()
    assert told(found) == ()
    assert "non è dell'amministratore del PC, o altri lo possono scrivere" in found.problems[0]


def test_a_file_of_another_account_counts_for_nothing(place: Path) -> None:
    write(place, WHOLE)
    assert policy_file.read_trusted(place, limit=9999, too_large="", owner=os.geteuid() + 1)[0] is None
    assert policy_file.read_trusted(place, limit=9999, too_large="", owner=os.geteuid())[0] == WHOLE.encode()
    assert policy_file.read_trusted(place, limit=10, too_large="troppo", owner=os.geteuid()) == (None, "troppo")


def test_a_folder_in_its_place_is_told(place: Path) -> None:
    place.mkdir()
    assert "non si può leggere" in policy.current().problems[0]


@pytest.mark.parametrize(
    ("url", "fingerprint", "same"),
    [
        ("https://welfaredesk.gussola.example:8443", PRINT, True),
        (" https://WelfareDesk.gussola.example:8443/ ", PRINT.replace(" ", "").upper(), True),
        ("welfaredesk.gussola.example:8443", PRINT.replace(" ", ":"), True),
        ("https://welfaredesk.gussola.example", PRINT, False),
        ("https://welfaredesk.gussola.example:8443", PRINT[:-5] + "0000", False),
        ("https://altro.example:8443", PRINT, False),
        ("http://127.0.0.1:8443", PRINT, False),
        ("", "", False),
    ],
)
def test_another_server_than_the_fixed_one_is_refused(url: str, fingerprint: str, *, same: bool, place: Path) -> None:
    write(place, WHOLE)
    if same:
        policy.current().check_server(url, fingerprint)
        return
    with pytest.raises(FixedServer) as told_of:
        find_server(url, fingerprint)
    assert "https://welfaredesk.gussola.example:8443" in told_of.value.text
    assert str(place) in told_of.value.text


def test_the_line_takes_the_proxy_that_is_fixed_and_not_that_of_the_system(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ServerPlace("https://welfaredesk.gussola.example:8443", bytes(32))
    monkeypatch.setenv("https_proxy", "http://del-sistema.example:8080")
    assert open_line(server).aim[2] == "http://del-sistema.example:8080"
    write(place, WHOLE)
    assert open_line(server).aim[2] == "http://proxy.gussola.example:3128"
    monkeypatch.setenv("no_proxy", "welfaredesk.gussola.example")
    assert open_line(server).aim[2] == "http://proxy.gussola.example:3128"
    assert open_line(ServerPlace("https://127.0.0.1:8443", bytes(32))).aim[2] is None
    write(place, 'proxy = "no"\n')
    assert open_line(server).aim[2] is None


def test_the_lock_comes_at_the_latest_when_it_is_fixed(session: Session, place: Path) -> None:
    prefer(session, "lock_minutes", 30)
    assert lock_minutes(session) == 30
    write(place, "lock_minutes = 7\n")
    assert lock_minutes(session) == 7
    prefer(session, "lock_minutes", 5)
    assert lock_minutes(session) == 5
    write(place, "lock_minutes = 2\n")
    assert lock_minutes(session) == 2
    write(place, "lock_minutes = 500\n")
    assert lock_minutes(session) == 5
