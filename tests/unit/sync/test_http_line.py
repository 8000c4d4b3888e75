# SPDX-License-Identifier: EUPL-1.2
"""The line over HTTP: pinned, kept alive, tried once more when stale, and honest about who answers."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.unit.sync.small_server import answering, context_of, read_request, said, serving
from welfaredesk.crypto.certificate import key_to_pem, self_made
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.sync.http_line import HttpLine
from welfaredesk.sync.line import Answer, LineBroken, LineTrouble

Make: TypeAlias = Callable[..., HttpLine]
NOW = datetime(2026, 10, 19, tzinfo=UTC)
FINE = said("200 OK", b"tutto bene", WD_Challenge="abc")


def secured(folder: Path, key: SigningKey) -> ssl.SSLContext:
    return context_of(folder, certificate=self_made(key, ["127.0.0.1"], now=NOW), key=key_to_pem(key))


@pytest.fixture
def lines() -> Iterator[Callable[..., HttpLine]]:
    """Return what makes lines that are closed when the test ends."""
    made: list[HttpLine] = []

    def make(url: str, pin: bytes | None = None, **more: Any) -> HttpLine:
        made.append(HttpLine(url, pin, **more))
        return made[-1]

    yield make
    for line in made:
        line.close()


def get(line: HttpLine, path: str = "/v1/server") -> Answer:
    return line.ask("GET", path, headers={})


def broken(line: HttpLine) -> LineTrouble:
    with pytest.raises(LineBroken) as caught:
        get(line).whole()
    return caught.value.trouble


def test_the_server_whose_key_is_pinned_answers(lines: Make, tmp_path: Path) -> None:
    key = SigningKey.generate()
    with serving(answering(FINE, FINE), context=secured(tmp_path, key)) as server:
        line = lines(server.url, key.public)
        answer = get(line)
        assert (answer.status, answer.whole(), answer.headers["wd-challenge"]) == (200, b"tutto bene", "abc")
        assert get(line).whole() == b"tutto bene"
        assert server.connections == 1  # kept alive
        assert line.counted.requests == 2
        assert line.counted.up > 0
        assert line.counted.down >= 2 * len(b"tutto bene")
        line.close()


def test_a_server_with_another_key_hears_nothing(lines: Make, tmp_path: Path) -> None:
    heard: list[bytes] = []

    def listening(connection: socket.socket) -> None:
        heard.append(read_request(connection))

    with serving(listening, context=secured(tmp_path, SigningKey.generate())) as server:
        line = lines(server.url, SigningKey.generate().public)
        assert broken(line) is LineTrouble.OTHER_SERVER
    assert not [data for data in heard if data]


def test_without_a_pin_the_key_is_left_to_be_compared(lines: Make, tmp_path: Path) -> None:
    key = SigningKey.generate()
    with serving(answering(FINE), context=secured(tmp_path, key)) as server:
        line = lines(server.url, None)
        get(line).whole()
        assert line.peer_key == key.public


def test_a_connection_that_went_stale_is_opened_again_once(lines: Make) -> None:
    with serving(answering(FINE), answering(FINE)) as server:
        line = lines(server.url, None)
        assert get(line).whole() == b"tutto bene"
        assert get(line).whole() == b"tutto bene"
        assert server.connections == 2


def test_a_connection_that_says_nothing_any_more_is_opened_again_once(lines: Make) -> None:
    held: list[socket.socket] = []

    def forgotten(connection: socket.socket) -> None:
        answering(FINE)(connection)
        held.append(connection.dup())

    with serving(forgotten, answering(FINE)) as server:
        line = lines(server.url, None, patience=0.2)
        assert get(line).whole() == b"tutto bene"
        assert get(line).whole() == b"tutto bene"
        assert server.connections == 2
        assert line.counted.requests == 3
    held[0].close()


def test_a_stale_connection_is_not_tried_a_third_time(lines: Make) -> None:
    with serving(answering(FINE), answering()) as server:
        line = lines(server.url, None)
        assert get(line).whole() == b"tutto bene"
        assert broken(line) in {LineTrouble.CUT, LineTrouble.NO_LINE}
        assert server.connections == 2


def test_an_answer_without_a_body_leaves_the_connection_to_the_next_request(lines: Make) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 300\r\nWD-Have: 7\r\n\r\n"
    with serving(answering(head, said("204 No Content"), FINE)) as server:
        line = lines(server.url, None)
        assert line.ask("HEAD", "/v1/file/x", headers={}).headers["wd-have"] == "7"
        assert line.ask("PUT", "/v1/file/x", headers={}, body=b"x").status == 204
        assert get(line).whole() == b"tutto bene"
        assert server.connections == 1


def test_a_server_that_says_it_hangs_up_is_asked_for_its_key_again(lines: Make, tmp_path: Path) -> None:
    """The library would open the connection anew by itself, and compare no key."""
    key = SigningKey.generate()
    heard: list[bytes] = []
    ours, theirs = secured(tmp_path, key), secured(tmp_path, SigningKey.generate())

    def first(connection: socket.socket) -> None:
        with ours.wrap_socket(connection, server_side=True) as within:
            answering(said("200 OK", b"tutto bene", Connection="close"))(within)

    def other(connection: socket.socket) -> None:
        with theirs.wrap_socket(connection, server_side=True) as within:
            heard.append(read_request(within))

    with serving(first, other) as server:
        line = lines(server.url.replace("http:", "https:"), key.public)
        assert get(line).whole() == b"tutto bene"
        assert broken(line) is LineTrouble.OTHER_SERVER
    assert not [data for data in heard if data]


def test_a_server_that_hangs_up_twice_is_a_broken_line(lines: Make) -> None:
    with serving(answering()) as server:
        assert broken(lines(server.url, None)) is LineTrouble.CUT


def test_nobody_at_the_address_is_no_line(lines: Make) -> None:
    with serving(answering(FINE)) as server:
        url = server.url
    assert broken(lines(url, None)) is LineTrouble.NO_LINE


def test_an_answer_cut_in_its_body_is_a_broken_line(lines: Make) -> None:
    with serving(answering(FINE[:-3])) as server:
        assert broken(lines(server.url, None)) is LineTrouble.CUT


def test_an_answer_in_pieces_cut_in_its_middle_is_a_broken_line(lines: Make) -> None:
    cut = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ntutto\r\n9\r\n ben"
    with serving(answering(cut)) as server:
        assert broken(lines(server.url, None)) is LineTrouble.CUT


def test_a_silence_longer_than_patience_is_a_broken_line(lines: Make) -> None:
    done = threading.Event()

    def silent(_connection: socket.socket) -> None:
        done.wait(30)

    with serving(silent) as server:
        assert broken(lines(server.url, None, patience=0.2)) is LineTrouble.NO_LINE
        done.set()


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (said("302 Found", Location="http://portal.example/login"), LineTrouble.PORTAL),
        (said("200 OK", b"<html>Accedi", Content_Type="text/html; charset=utf-8"), LineTrouble.PORTAL),
        (said("511 Network Authentication Required"), LineTrouble.PORTAL),
        (said("407 Proxy Authentication Required"), LineTrouble.PROXY_PASSWORD),
        (b"SSH-2.0-OpenSSH_9.6\r\n", LineTrouble.NO_LINE),
    ],
)
def test_an_answer_that_is_not_ours_is_named(lines: Make, answer: bytes, trouble: LineTrouble) -> None:
    with serving(answering(answer)) as server:
        assert broken(lines(server.url, None)) is trouble


def test_a_proxy_carries_the_line_and_the_pin_still_holds(lines: Make, tmp_path: Path) -> None:
    key = SigningKey.generate()
    asked: list[bytes] = []
    context = secured(tmp_path, key)

    def tunnel(connection: socket.socket) -> None:
        asked.append(read_request(connection))
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with context.wrap_socket(connection, server_side=True) as within:
            answering(FINE)(within)

    with serving(tunnel) as proxy:
        line = lines("https://server.example:8765", key.public, proxies={"https": f"http://ada:x%40y@{proxy.url[7:]}"})
        assert get(line).whole() == b"tutto bene"
    assert asked[0].startswith(b"CONNECT server.example:8765 ")
    assert b"Proxy-Authorization: Basic YWRhOnhAeQ==" in asked[0]


def test_a_proxy_that_wants_a_password_is_named(lines: Make) -> None:
    with serving(answering(said("407 Proxy Authentication Required"))) as proxy:
        line = lines("https://server.example", None, proxies={"https": proxy.url})
        assert broken(line) is LineTrouble.PROXY_PASSWORD


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (said("302 Found", Location="http://portal.example/login"), LineTrouble.PORTAL),
        (said("200 OK", b"<html>Accedi", Content_Type="text/html"), LineTrouble.PORTAL),
        (
            said("403 Forbidden", b"<html>Accetta le condizioni", Content_Type="text/html; charset=utf-8"),
            LineTrouble.PORTAL,
        ),
        (said("511 Network Authentication Required", b"accedi"), LineTrouble.PORTAL),
        (b"HTTP/1.1 200 OK\r\n\r\n<html>Accedi</html>", LineTrouble.PORTAL),
        (said("503 Service Unavailable", b"<html>Server spento", Content_Type="text/html"), LineTrouble.NO_LINE),
        (said("502 Bad Gateway"), LineTrouble.NO_LINE),
        (b"SSH-2.0-OpenSSH_9.6\r\n", LineTrouble.NO_LINE),
    ],
)
def test_a_proxy_or_portal_that_answers_the_connect_itself_is_named(
    lines: Make, answer: bytes, trouble: LineTrouble
) -> None:
    asked: list[bytes] = []

    def portal(connection: socket.socket) -> None:
        asked.append(read_request(connection))
        connection.sendall(answer)
        connection.recv(1000)

    with serving(portal) as proxy:
        assert broken(lines("https://server.example", b"x" * 32, proxies={"https": proxy.url})) is trouble
    assert asked[0].startswith(b"CONNECT server.example:443 HTTP/1.1\r\nHost: server.example:443\r\n")


def test_lines_with_the_same_aim_go_the_same_way(lines: Make) -> None:
    url, proxy = "https://server.example", {"https": "http://proxy.example:3128"}
    aim = lines(url, b"k" * 32, proxies=proxy).aim
    assert aim == lines(url, b"k" * 32, proxies=proxy).aim
    others = (
        lines("https://other.example", b"k" * 32, proxies=proxy),
        lines(url, b"x" * 32, proxies=proxy),
        lines(url, b"k" * 32, proxies={}),
    )
    assert aim not in {one.aim for one in others}


@pytest.mark.parametrize(
    "url",
    [
        "http://server.example",
        "ftp://localhost",
        "https://",
        "https://a:b@c",
        "https://a?b",
        "http://10.0.0.1",
        "http://[::2]",
        "https://a:x",
    ],
)
def test_an_address_that_would_tell_too_much_is_refused(lines: Make, url: str) -> None:
    with pytest.raises(LineBroken) as caught:
        HttpLine(url, None)
    assert caught.value.trouble is LineTrouble.BAD_ADDRESS


def test_a_line_given_up_by_another_thread_wakes_whoever_waits(lines: Make) -> None:
    reached, done = threading.Event(), threading.Event()

    def silent(connection: socket.socket) -> None:
        read_request(connection)
        reached.set()
        done.wait(30)

    with serving(silent) as server:
        line = lines(server.url, None)

        def give_up() -> None:
            reached.wait(30)
            line.close()

        other = threading.Thread(target=give_up)
        other.start()
        assert broken(line) in {LineTrouble.CUT, LineTrouble.NO_LINE}
        other.join()
        assert broken(line) is LineTrouble.CUT  # and it opens nothing any more
        done.set()
        assert server.connections <= 2


def test_a_body_in_pieces_arrives_whole(lines: Make) -> None:
    bodies: list[bytes] = []

    def scene(connection: socket.socket) -> None:
        bodies.append(read_request(connection).partition(b"\r\n\r\n")[2])
        connection.sendall(FINE)

    with serving(scene) as server:
        line = lines(server.url, None)
        pieces = [b"a" * 40_000, b"", b"b" * 7]
        assert line.ask("POST", "/v1/exchange", headers={"X": "y"}, body=pieces).whole() == b"tutto bene"
    assert bodies == [b"".join(pieces)]


def test_a_server_that_refuses_while_we_still_talk_is_heard(lines: Make) -> None:
    def refusing(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(said("413 Too Large", b"troppo"))
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass

    with serving(refusing) as server:
        line = lines(server.url, None)
        answer = line.ask("POST", "/v1/exchange", headers={}, body=b"x" * 1_000_000)
        assert (answer.status, answer.whole()) == (413, b"troppo")
        line.close()


def test_an_answer_left_half_read_costs_the_connection_not_the_next_answer(lines: Make) -> None:
    large = said("200 OK", b"x" * 300_000)
    with serving(answering(large), answering(FINE)) as server:
        line = lines(server.url, None)
        assert next(iter(get(line).body))
        assert get(line).whole() == b"tutto bene"
        assert server.connections == 2


def test_a_line_given_up_between_two_requests_says_so(lines: Make) -> None:
    with serving(answering(FINE, FINE)) as server:
        line = lines(server.url, None)
        assert get(line).whole() == b"tutto bene"
        line.close()
        assert broken(line) is LineTrouble.CUT
        assert server.connections == 1


def test_a_certificate_of_an_authority_that_nobody_here_knows_is_another_server(lines: Make, tmp_path: Path) -> None:
    with serving(answering(FINE), context=secured(tmp_path, SigningKey.generate())) as server:
        assert broken(lines(server.url, SigningKey.generate().public)) is LineTrouble.OTHER_SERVER


def test_a_proxy_without_a_name_of_its_own_is_asked_without_one(lines: Make, tmp_path: Path) -> None:
    asked: list[bytes] = []

    def refusing(connection: socket.socket) -> None:
        asked.append(read_request(connection))
        connection.sendall(said("403 Forbidden", b"vietato"))

    with serving(refusing) as proxy:
        line = lines("https://server.example", None, proxies={"all": proxy.url.removeprefix("http://")})
        assert broken(line) is LineTrouble.NO_LINE
    assert b"Proxy-Authorization" not in asked[0]


def test_the_system_s_list_of_exceptions_goes_past_the_proxy(lines: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(said("403 Forbidden"))) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "server.invalid")
        assert broken(lines("https://server.invalid:1", None)) is LineTrouble.NO_LINE
        assert proxy.connections == 0
        assert broken(lines("https://other.invalid:1", None)) is LineTrouble.NO_LINE
        assert proxy.connections == 1
