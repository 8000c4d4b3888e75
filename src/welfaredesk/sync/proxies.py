# SPDX-License-Identifier: EUPL-1.2
"""The proxy that the system names, the way through it, and what it or a portal says in the server's place."""

import base64
import ipaddress
import socket
import urllib.request
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from welfaredesk.sync.line import LineBroken, LineTrouble

PROXY_PORT = 8080
PROXY_WANTS_PASSWORD = 407
PORTAL_STATUS = 511
MOST_HEAD = 64 * 1024


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, the only one that plain HTTP may reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def proxy_for(at: SplitResult, proxies: Mapping[str, str] | None) -> SplitResult | None:
    """Return the proxy that the system names for an address, none for this machine."""
    host = at.hostname or ""
    if at.scheme == "http" or is_loopback(host):
        return None
    named = urllib.request.getproxies() if proxies is None else proxies
    address = named.get("https") or named.get("all")
    if not address or (proxies is None and urllib.request.proxy_bypass(host)):
        return None
    return urlsplit(address if "://" in address else f"http://{address}")


def through_proxy(proxy: SplitResult, *, host: str, port: int, patience: float) -> socket.socket:
    """Return a connection to a server that a proxy has let through.

    Raises:
        LineBroken: when the proxy wants a password, or answers with a page of its own.
        OSError: when it does not answer, or does not reach the server.
    """
    opened = socket.create_connection((proxy.hostname or "", proxy.port or PROXY_PORT), patience)
    try:
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        aim = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        said = {"Host": aim, **_sign_in(proxy)}
        lines = [f"CONNECT {aim} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())]
        opened.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
        _stop_unless_through(*_answer(opened))
    except BaseException:
        opened.close()
        raise
    return opened


def _answer(opened: socket.socket) -> tuple[int, dict[str, str]]:
    """Return status and headers of what a proxy says, read by the byte: what follows them belongs to whoever is next.

    Raises:
        OSError: when it is no answer.
    """
    head = bytearray()
    while not head.endswith((b"\r\n\r\n", b"\n\n")):
        piece = opened.recv(1)
        head += piece
        if not piece or len(head) > MOST_HEAD or not head.startswith(b"HTTP/"[: len(head)]):
            raise ConnectionError("no answer of a proxy")
    first, *lines = head.decode("latin-1").splitlines()
    status = first.partition(" ")[2][:3]
    named = (line.partition(":") for line in lines)
    return int(status) if status.isdecimal() else 0, {name.lower(): value.strip() for name, _, value in named}


def _stop_unless_through(status: int, headers: Mapping[str, str]) -> None:
    found = not_ours(status, headers)
    # A page that says that the server cannot be reached is the proxy's own word, and true.
    if found is not None and (status < 500 or status == PORTAL_STATUS):
        raise LineBroken(found)
    if not 200 <= status < 300:
        raise ConnectionError(f"proxy: {status}")


def _sign_in(proxy: SplitResult) -> dict[str, str]:
    if not proxy.username:
        return {}
    said = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
    return {"Proxy-Authorization": "Basic " + base64.b64encode(said).decode()}


def not_ours(status: int, headers: Mapping[str, str]) -> LineTrouble | None:
    """Return what an answer that our server never gives comes from, or nothing; names of headers in small letters."""
    if status == PROXY_WANTS_PASSWORD:
        return LineTrouble.PROXY_PASSWORD
    html = headers.get("content-type", "").lower().startswith(("text/html", "application/xhtml"))
    if status == PORTAL_STATUS or html or 300 <= status < 400:
        return LineTrouble.PORTAL
    return None
