# SPDX-License-Identifier: EUPL-1.2
"""The policy of a PC: what its technician fixed for everybody who works there, in one small file."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from welfaredesk.base.machine_errors import FixedServer
from welfaredesk.base.text import N_, in_fours, tr
from welfaredesk.crypto.fingerprint import read_fingerprint
from welfaredesk.desk import policy_file
from welfaredesk.desk.policy_file import read_trusted
from welfaredesk.domain.periods import minutes_words

SHORTEST_BOUND, LONGEST_BOUND = 1, 30
NO_PROXY = "no"
LARGEST = 64 * 1024
DEFAULT_PORTS = {"https": 443, "http": 8080}

NOT_TOML = N_("non si legge come TOML (riga {line}): dopo il segno = i testi vanno tra virgolette")
TOO_LARGE = N_("è troppo grande per essere un file di poche righe")
UNKNOWN = N_("riga {line}: «{key}» non è una voce conosciuta; le voci sono {known}")
WRONG = N_("riga {line}: «{key}» {why}")
BAD_ADDRESS = N_("vuole un indirizzo che comincia con https://")
BAD_PRINT = N_("vuole le 64 lettere e cifre che il server dice all'avvio")
ALONE = N_("vale solo insieme a «server»")
BAD_PROXY = N_('vuole un indirizzo come "http://proxy.comune.it:8080", senza nome e password, oppure "no"')
BAD_MINUTES = N_("vuole un numero di minuti da {least} a {most}")

SERVER, FINGERPRINT, PROXY, LOCK = N_("Server"), N_("Impronta del server"), N_("Proxy"), N_("Blocco al più tardi dopo")
DIRECT = N_("nessuno: si esce direttamente")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is fixed on this PC; what is not fixed is empty, or nothing.

    Attributes:
        server: address of the server.
        fingerprint: of the server's key.
        proxy: address of the proxy, `no` for none.
        lock_minutes: the longest that a desk stays open untouched.
        path: of the file, empty when there is none.
        problems: sentences about what cannot be followed, which is then as if it were not there.
    """

    server: str = ""
    fingerprint: str = ""
    proxy: str = ""
    lock_minutes: int | None = None
    path: str = ""
    problems: tuple[str, ...] = ()

    @property
    def proxies(self) -> dict[str, str] | None:
        """Return the proxy as a line takes it: nothing to ask the system, an empty table to use none."""
        if not self.proxy:
            return None
        return {} if self.proxy == NO_PROXY else {"https": self.proxy}

    def check_server(self, url: str, fingerprint: str) -> None:
        """Stop where another server is named than the one that is fixed.

        Raises:
            FixedServer: when it is another.
        """
        other = self.server and _place_of(url) != _place_of(self.server)
        other_key = self.fingerprint and _key_of(fingerprint) != _key_of(self.fingerprint)
        if other or other_key:
            raise FixedServer(address=self.server, path=self.path)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A thing that is fixed, in words for a screen."""

    label: str
    value: str


def current() -> Policy:
    """Return the policy of this PC as its file stands now; one that anybody could have written fixes nothing."""
    data, problem = read_trusted(policy_file.PLACE, limit=LARGEST, too_large=tr(TOO_LARGE), owner=policy_file.ROOT)
    if problem:
        return Policy(path=str(policy_file.PLACE), problems=(problem,))
    return Policy() if data is None else read(data, path=str(policy_file.PLACE))


def told(policy: Policy) -> tuple[Fixed, ...]:
    """Return what is fixed, in words."""
    found = []
    if policy.server:
        found.append(Fixed(tr(SERVER), policy.server))
    if policy.fingerprint:
        found.append(Fixed(tr(FINGERPRINT), in_fours(_key_of(policy.fingerprint).hex())))
    if policy.proxy:
        found.append(Fixed(tr(PROXY), tr(DIRECT) if policy.proxy == NO_PROXY else policy.proxy))
    if policy.lock_minutes is not None:
        found.append(Fixed(tr(LOCK), minutes_words(policy.lock_minutes)))
    return tuple(found)


def read(data: bytes, *, path: str) -> Policy:
    """Return what the bytes of a policy file fix; what is wrong in them is told by line and fixes nothing."""
    try:
        text = data.decode("utf-8-sig")
        said = tomllib.loads(text)
    except UnicodeDecodeError:
        return Policy(path=path, problems=(tr(NOT_TOML).format(line=1),))
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits, and lists in lists
        return Policy(path=path, problems=(tr(NOT_TOML).format(line=_line_in(str(error))),))
    problems = []
    values: dict[str, Any] = {}
    for key, value in said.items():
        line = _line_of(key, text)
        if key not in KEYS:
            problems.append(tr(UNKNOWN).format(line=line, key=key, known=", ".join(KEYS)))
            continue
        taken, why = KEYS[key](value, said)
        if why:
            problems.append(tr(WRONG).format(line=line, key=key, why=why))
        else:
            values[key] = taken
    return replace(Policy(path=path, problems=tuple(problems)), **values)


Taken = tuple[Any, str]
"""What a value is taken for, and why it cannot be taken."""


def _server(value: Any, _said: Mapping[str, Any]) -> Taken:
    return (value.strip().rstrip("/"), "") if _place_of(value) else (None, tr(BAD_ADDRESS))


def _fingerprint(value: Any, said: Mapping[str, Any]) -> Taken:
    if not isinstance(value, str) or not _key_of(value):
        return None, tr(BAD_PRINT)
    return (value.strip(), "") if _place_of(said.get("server")) else (None, tr(ALONE))


def _proxy(value: Any, _said: Mapping[str, Any]) -> Taken:
    if value == NO_PROXY:
        return value, ""
    return (value.strip().rstrip("/"), "") if _place_of(value, scheme="http") else (None, tr(BAD_PROXY))


def _lock_minutes(value: Any, _said: Mapping[str, Any]) -> Taken:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and SHORTEST_BOUND <= value <= LONGEST_BOUND:
        return value, ""
    return None, tr(BAD_MINUTES).format(least=SHORTEST_BOUND, most=LONGEST_BOUND)


KEYS: dict[str, Callable[[Any, Mapping[str, Any]], Taken]] = {
    "server": _server,
    "fingerprint": _fingerprint,
    "proxy": _proxy,
    "lock_minutes": _lock_minutes,
}
"""The keys of the file; each only tightens what the program does by itself."""


def _line_of(key: str, text: str) -> int:
    """Return the line on which a key, or the table of that name, stands."""
    opens = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}\b""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if opens.match(line)), 1)


def _line_in(told: str) -> str:
    found = re.search(r"line (\d+)", told)
    return found[1] if found else "1"


def _place_of(address: Any, *, scheme: str = "https") -> tuple[str, int, str] | None:
    """Return host, port and path of an address, nothing for one that is none; `https://` may be left out."""
    said = str(address).strip() if isinstance(address, str) else ""
    try:
        at = urlsplit(said if "://" in said else f"https://{said}")
        port = at.port or DEFAULT_PORTS[scheme]
    except ValueError:
        return None
    if at.scheme != scheme or not at.hostname or at.username or at.query or at.fragment:
        return None
    return at.hostname, port, at.path.rstrip("/")


def _key_of(said: str) -> bytes:
    try:
        return read_fingerprint(said)
    except ValueError:
        return b""
