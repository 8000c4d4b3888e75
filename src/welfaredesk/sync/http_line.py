# SPDX-License-Identifier: EUPL-1.2
"""The line over HTTP/1.1: kept alive, pinned to the server's key, through the system's proxies."""

import contextlib
import http.client
import selectors
import socket
import ssl
import sys
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import SplitResult, urlsplit

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from welfaredesk.sync.line import Answer, Counted, LineBroken, LineTrouble
from welfaredesk.sync.proxies import is_loopback, not_ours, proxy_for, through_proxy

PATIENCE = 45.0
"""Seconds without a single byte of progress after which the line counts as lost; never a limit on the whole."""
PIECE = 16 * 1024
READ = 64 * 1024
_HUNG_UP = (BrokenPipeError, ConnectionResetError, ConnectionAbortedError)
_STALE = (http.client.RemoteDisconnected, http.client.NotConnected, ssl.SSLEOFError, *_HUNG_UP)
UNHEARD_MS = 20_000
"""How long a kept connection may leave what was sent unconfirmed: a network that forgot it says nothing."""
NO_TLS = "WRONG_VERSION_NUMBER"
OUT_OF_TIME = (9, 10)
"""What OpenSSL says of a certificate that has not begun, or is over: X509_V_ERR_CERT_NOT_YET_VALID, ..._HAS_EXPIRED."""


class HttpLine:
    """A line to one server: one connection at a time, opened when needed and kept while it holds."""

    def __init__(
        self,
        url: str,
        pin: bytes | None,
        *,
        patience: float = PATIENCE,
        proxies: Mapping[str, str] | None = None,
    ) -> None:
        """Aim at `url`, whose certificate must hold the Ed25519 key `pin`, or hold by the system's authorities.

        Without a `pin` any key is taken and left in `peer_key`, for whoever compares it before anything is said.

        Raises:
            LineBroken: when the address is none, or plain HTTP to another machine.
        """
        self.counted = Counted()
        self.peer_key: bytes | None = None
        self._at = _split(url)
        self._pin = pin
        self._patience = patience
        self._proxy = proxy_for(self._at, proxies)
        self.aim = (self._at.geturl(), pin, None if self._proxy is None else self._proxy.geturl())
        """Server, key and proxy: another line with the same aim goes the same way."""
        self._by_authority = False
        self._closed = self._busy = False
        self._connection: http.client.HTTPConnection | None = None
        self._reading: http.client.HTTPResponse | None = None

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        """Send a request; once more on a new connection when the kept one had gone stale.

        Raises:
            LineBroken: when no answer of the server comes.
        """
        pieces = [body] if isinstance(body, bytes) else body
        whole = isinstance(pieces, list | tuple)
        kept = self._is_fit()
        self._busy = True
        try:
            response = self._sent(method, path, headers=headers, pieces=pieces)
        except (*_STALE, TimeoutError) as error:
            self._drop()
            if self._closed or not (kept and whole):
                silent = isinstance(error, TimeoutError)
                raise LineBroken(LineTrouble.NO_LINE if silent else LineTrouble.CUT) from error
            response = self._again(method, path, headers=headers, pieces=pieces)
        except (OSError, http.client.HTTPException) as error:
            self._drop()
            raise LineBroken(LineTrouble.NO_LINE) from error
        return self._answer(response)

    def close(self) -> None:
        """Give the line up for good, from any thread: whoever waits for an answer is told that the line broke."""
        self._closed = True
        connection = self._connection
        secured = None if connection is None else connection.sock
        if secured is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(secured, socket.SHUT_RDWR)
        if not self._busy:
            self._drop()

    def _is_fit(self) -> bool:
        """Tell whether a kept connection can carry a request; one of which that is known to be untrue is given up."""
        if self._connection is None:
            return False
        used = self._connection.sock
        half_read = self._reading is not None and not self._reading.isclosed()
        # Between two requests the server has nothing to say but that it hangs up.
        if half_read or used is None or _has_something(used):
            self._drop()
            return False
        _soon_heard(used)
        return True

    def _drop(self) -> None:
        """Give the connection up; the next request opens another."""
        self._busy = False
        if self._connection is not None:
            self._connection.close()
        self._connection = self._reading = None

    def _again(
        self, method: str, path: str, *, headers: Mapping[str, str], pieces: Iterable[bytes]
    ) -> http.client.HTTPResponse:
        try:
            return self._sent(method, path, headers=headers, pieces=pieces)
        except (OSError, http.client.HTTPException) as error:
            self._drop()
            raise LineBroken(LineTrouble.NO_LINE) from error

    def _sent(
        self, method: str, path: str, *, headers: Mapping[str, str], pieces: Iterable[bytes]
    ) -> http.client.HTTPResponse:
        if not self._closed:
            self._connection = self._connection or self._opened()
        connection = self._connection
        if self._closed or connection is None:
            self._drop()
            raise LineBroken(LineTrouble.CUT)
        self.counted.requests += 1
        target = self._at.path.rstrip("/") + path
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
            self.counted.up += len(name) + len(value) + 4
        known = isinstance(pieces, list | tuple)
        if known:
            connection.putheader("Content-Length", str(sum(map(len, pieces))))
        else:
            connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        self.counted.up += len(method) + len(target) + len(self._at.netloc) + 50
        try:
            self._send_body(connection, pieces, chunked=not known)
        except _HUNG_UP:
            # A server that refuses while we still talk has answered before it hung up.
            return connection.getresponse()
        return connection.getresponse()

    def _send_body(self, connection: http.client.HTTPConnection, pieces: Iterable[bytes], *, chunked: bool) -> None:
        """Send in small pieces, because the time-out of a socket counts for each."""
        for whole in pieces:
            for start in range(0, len(whole), PIECE):
                piece = whole[start : start + PIECE]
                connection.send(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
                self.counted.up += len(piece)
        if chunked:
            connection.send(b"0\r\n\r\n")

    def _answer(self, response: http.client.HTTPResponse) -> Answer:
        headers = {name.lower(): value for name, value in response.getheaders()}
        self.counted.down += 17 + len(response.reason) + sum(len(n) + len(v) + 4 for n, v in headers.items())
        trouble = not_ours(response.status, headers)
        if trouble is not None:
            self._drop()
            raise LineBroken(trouble)
        self._reading = response
        if response.length == 0:
            response.close()
            self._busy = False
        return Answer(response.status, headers, self._body(response))

    def _body(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        try:
            while piece := response.read1(READ):
                self.counted.down += len(piece)
                yield piece
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._drop()
            raise LineBroken(LineTrouble.CUT) from error
        if response.length:
            self._drop()
            raise LineBroken(LineTrouble.CUT)
        # Read to its end it gives the connection back to the next request.
        response.close()
        self._busy = False

    def _opened(self) -> http.client.HTTPConnection:
        host, port = self._at.hostname or "", self._at.port
        if self._at.scheme == "http":
            plain = http.client.HTTPConnection(host, port or 80, timeout=self._patience)
            plain.connect()
            return _never_again(plain)
        if not self._by_authority:
            found = self._secured(host, port or 443, context=_pinned_context())
            self.peer_key = _key_of(found)
            if self._pin is None or self.peer_key == self._pin:
                return _never_again(found)
            found.close()
        try:
            found = self._secured(host, port or 443, context=ssl.create_default_context())
        except ssl.SSLCertVerificationError as error:
            dated = error.verify_code in OUT_OF_TIME
            raise LineBroken(LineTrouble.WRONG_CLOCK if dated else LineTrouble.OTHER_SERVER) from error
        self._by_authority = True
        return _never_again(found)

    def _secured(self, host: str, port: int, *, context: ssl.SSLContext) -> http.client.HTTPSConnection:
        found = http.client.HTTPSConnection(host, port, timeout=self._patience, context=context)
        try:
            if self._proxy is None:
                found.connect()
            else:
                found.sock = through_proxy(self._proxy, host=host, port=port, patience=self._patience)
                found.sock = context.wrap_socket(found.sock, server_hostname=host)
        except ssl.SSLError as error:
            found.close()
            # The proxy let us through, and then spoke itself.
            if self._proxy is not None and error.reason == NO_TLS:
                raise LineBroken(LineTrouble.PORTAL) from error
            raise
        except OSError:
            found.close()
            raise
        return found


def _never_again(connection: http.client.HTTPConnection) -> http.client.HTTPConnection:
    """Keep a connection from opening itself anew, when nobody would compare the key."""
    connection.auto_open = 0
    return connection


def _has_something(used: socket.socket) -> bool:
    """Tell whether there is something to read, were it the end."""
    with selectors.DefaultSelector() as waiting:
        try:
            waiting.register(used, selectors.EVENT_READ)
        except ValueError:
            return True
        return bool(waiting.select(0))


def _soon_heard(used: socket.socket) -> None:
    """Let the system break a connection on which nothing arrives any more, where it can."""
    if sys.platform == "linux":
        used.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNHEARD_MS)


def _split(url: str) -> SplitResult:
    try:
        at = urlsplit(url if "://" in url else f"https://{url}")
        usable = bool(at.hostname) and (at.port is None or at.port > 0)
    except ValueError as error:
        raise LineBroken(LineTrouble.BAD_ADDRESS) from error
    if not usable or at.scheme not in {"http", "https"} or at.query or at.fragment or at.username:
        raise LineBroken(LineTrouble.BAD_ADDRESS)
    if at.scheme == "http" and not is_loopback(at.hostname or ""):
        raise LineBroken(LineTrouble.BAD_ADDRESS)
    return at


def _pinned_context() -> ssl.SSLContext:
    """Return a context that asks no authority: the key is compared once the handshake has proved it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _key_of(connection: http.client.HTTPSConnection) -> bytes | None:
    """Return the Ed25519 key of the peer's certificate, nothing for another kind, an odd one or an older TLS."""
    secured = connection.sock
    if not isinstance(secured, ssl.SSLSocket) or secured.version() != "TLSv1.3":
        return None
    try:
        key = x509.load_der_x509_certificate(secured.getpeercert(True) or b"").public_key()
    except (ValueError, x509.InvalidVersion, UnsupportedAlgorithm):
        return None
    return key.public_bytes_raw() if isinstance(key, Ed25519PublicKey) else None
