# SPDX-License-Identifier: EUPL-1.2
"""A small server on this machine that answers as a test tells it: ours, a portal's, a proxy's, or half an answer."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Play = Callable[[socket.socket], None]


class SmallServer:
    """Plays one scene per connection, the last one again and again."""

    def __init__(self, scenes: list[Play], *, context: ssl.SSLContext | None) -> None:
        self._scenes = scenes
        self._context = context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.connections = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            scene = self._scenes[min(self.connections, len(self._scenes) - 1)]
            self.connections += 1
            try:
                if self._context is not None:
                    connection = self._context.wrap_socket(connection, server_side=True)
                scene(connection)
            except OSError:
                pass
            finally:
                connection.close()

    def stop(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(timeout=10)


@contextmanager
def serving(*scenes: Play, context: ssl.SSLContext | None = None) -> Iterator[SmallServer]:
    """Serve while the test runs."""
    server = SmallServer(list(scenes), context=context)
    try:
        yield server
    finally:
        server.stop()


def read_request(connection: socket.socket) -> bytes:
    """Return a request with its body, nothing when the other side hung up."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    sizes = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    while sizes and len(body) < int(sizes[0]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answering(*answers: bytes) -> Play:
    """Return a scene that gives these answers, one per request, and hangs up."""

    def scene(connection: socket.socket) -> None:
        for answer in answers:
            if not read_request(connection):
                return
            connection.sendall(answer)

    return scene


def said(status: str, body: bytes = b"", **headers: str) -> bytes:
    """Return the bytes of an answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def context_of(folder: Path, *, certificate: bytes, key: bytes) -> ssl.SSLContext:
    """Return what a server speaks TLS with."""
    (folder / "cert.pem").write_bytes(certificate)
    (folder / "key.pem").write_bytes(key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context
