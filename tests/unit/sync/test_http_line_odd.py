# SPDX-License-Identifier: EUPL-1.2
"""The line over HTTP with servers that are odd: strange certificates, early refusals, silence, another machine."""

import socket
import ssl
import sys
import threading
from base64 import encodebytes
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.unit.sync.small_server import Play, answering, context_of, read_request, said, serving
from tests.unit.sync.test_http_line import broken, get, secured
from welfaredesk.crypto.certificate import key_to_pem, self_made
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.sync.http_line import HttpLine
from welfaredesk.sync.line import LineTrouble

NOW = datetime(2026, 10, 19, tzinfo=UTC)
FINE = said("200 OK", b"tutto bene")
VERSION = b"\xa0\x03\x02\x01"
"""What stands in a certificate before the number of its version."""
MANY = 1000


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_only_this_machine_is_reached_without_a_key(host: str) -> None:
    with closing(HttpLine(f"http://{host}:8080", None)) as line:
        assert line.aim[0] == f"http://{host}:8080"


def test_a_certificate_of_a_version_that_there_is_not_is_another_server(tmp_path: Path) -> None:
    key = SigningKey.generate()
    whole = x509.load_pem_x509_certificate(self_made(key, ["127.0.0.1"], now=NOW)).public_bytes(Encoding.DER)
    strange = whole.replace(VERSION + b"\x02", VERSION + b"\x05", 1)
    assert strange != whole
    shown = b"-----BEGIN CERTIFICATE-----\n" + encodebytes(strange) + b"-----END CERTIFICATE-----\n"
    context = context_of(tmp_path, certificate=shown, key=key_to_pem(key))
    with serving(answering(FINE), context=context) as server, closing(HttpLine(server.url, key.public)) as line:
        assert broken(line) is LineTrouble.OTHER_SERVER


def test_an_older_tls_proves_no_key(tmp_path: Path) -> None:
    key = SigningKey.generate()
    context = secured(tmp_path, key)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with serving(answering(FINE), context=context) as server, closing(HttpLine(server.url, key.public)) as line:
        assert broken(line) is LineTrouble.OTHER_SERVER


def test_a_server_known_to_an_authority_is_asked_at_once_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = secured(tmp_path, SigningKey.generate())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    pin = SigningKey.generate().public
    with serving(answering(), answering(FINE), context=context) as server, closing(HttpLine(server.url, pin)) as line:
        assert get(line).whole() == b"tutto bene"
        assert get(line).whole() == b"tutto bene"
        assert server.connections == 3  # one to see the key, then one for each request


@pytest.mark.parametrize("year", [1980, 2400])
def test_a_wrong_clock_is_not_taken_for_another_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    """A certificate that is over by this PC's clock, or not begun, of an authority that the PC trusts."""
    key = SigningKey.generate()
    shown = self_made(key, ["127.0.0.1"], now=datetime(year, 1, 1, tzinfo=UTC))
    context = context_of(tmp_path, certificate=shown, key=key_to_pem(key))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    pin = SigningKey.generate().public
    with serving(answering(FINE), context=context) as server, closing(HttpLine(server.url, pin)) as line:
        assert broken(line) is LineTrouble.WRONG_CLOCK
    with serving(answering(FINE), context=context) as server, closing(HttpLine(server.url, key.public)) as line:
        assert get(line).whole() == b"tutto bene"


def test_a_body_of_unknown_length_arrives_whole() -> None:
    heard: list[bytes] = []

    def scene(connection: socket.socket) -> None:
        data = read_request(connection)
        while not data.endswith(b"0\r\n\r\n"):
            data += connection.recv(65536)
        heard.append(data)
        connection.sendall(FINE)

    with serving(scene) as server, closing(HttpLine(server.url, None)) as line:
        body = (piece for piece in (b"prima", b"poi"))
        assert line.ask("POST", "/v1/exchange", headers={}, body=body).whole() == b"tutto bene"
    assert heard[0].endswith(b"5\r\nprima\r\n3\r\npoi\r\n0\r\n\r\n")


def test_a_server_that_has_refused_and_gone_is_heard_and_told_no_more() -> None:
    gone, told = threading.Event(), []

    def refusing(connection: socket.socket) -> None:
        data = b""
        while not data.endswith(b"prima\r\n"):
            data += connection.recv(65536)
        connection.sendall(said("413 Too Large", b"troppo"))
        connection.close()
        gone.set()

    def talking() -> Iterator[bytes]:
        yield b"prima"
        gone.wait(30)
        for number in range(MANY):
            told.append(number)
            yield b"poi"

    with serving(refusing) as server, closing(HttpLine(server.url, None)) as line:
        answer = line.ask("POST", "/v1/exchange", headers={}, body=talking())
        assert (answer.status, answer.whole()) == (413, b"troppo")
    assert len(told) < MANY


def silent_after_one(held: list[socket.socket]) -> Play:
    """Return a scene that answers once and then keeps the connection and says nothing."""

    def scene(connection: socket.socket) -> None:
        answering(FINE)(connection)
        held.append(connection.dup())

    return scene


def test_a_server_that_fell_silent_and_is_gone_is_no_line() -> None:
    held: list[socket.socket] = []
    with serving(silent_after_one(held)) as server:
        line = HttpLine(server.url, None, patience=0.2)
        assert get(line).whole() == b"tutto bene"
    with closing(line):
        assert broken(line) is LineTrouble.NO_LINE
    held[0].close()


def test_a_connection_closed_under_us_is_opened_again() -> None:
    with serving(answering(FINE), answering(FINE)) as server, closing(HttpLine(server.url, None)) as line:
        assert get(line).whole() == b"tutto bene"
        assert line._connection is not None
        line._connection.sock.close()
        assert get(line).whole() == b"tutto bene"
        assert server.connections == 2


def test_where_the_system_cannot_break_a_silent_line_it_is_used_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(FINE, FINE)) as server, closing(HttpLine(server.url, None)) as line:
        assert get(line).whole() == b"tutto bene"
        monkeypatch.setattr(sys, "platform", "win32")
        assert get(line).whole() == b"tutto bene"
        assert server.connections == 1
