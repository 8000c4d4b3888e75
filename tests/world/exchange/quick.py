# SPDX-License-Identifier: EUPL-1.2
"""What makes worlds cheap and decides nothing in them: no changes of thread, nothing prepared twice that is the same.

The files, their cipher, the statements and the server's questions stay what they are.
"""

import gc
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import anyio.to_thread
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from tests.remembered import remembered
from tests.world.exchange.template import template
from welfaredesk.server import ledger
from welfaredesk.server.engine import open_engine
from welfaredesk.store import vault

MANY = 100_000
"""New things in memory between two searches for circles among them."""


async def _at_once(work: Callable[..., Any], *values: Any, **_more: Any) -> Any:
    """Do in this thread what the server does in another: in a world there is one request at a time."""
    return work(*values)


class _SameThread:
    """Stands where a vault has its thread: what is submitted is done at once."""

    def __init__(self, **_named: object) -> None:
        """Begin with nothing to do."""

    def submit(self, work: Callable[..., Any], *values: Any, **more: Any) -> "Future[Any]":
        """Do some work, and return what a thread would; what ends it is raised here, not where its end is awaited."""
        done: Future[Any] = Future()
        done.set_result(work(*values, **more))
        return done

    def shutdown(self) -> None:
        """End: nothing is under way."""


class _Engines:
    """Engines that serve one database after the other: what they have compiled they need not compile again."""

    def __init__(self, make: Callable[[str], Engine]) -> None:
        """Begin with none."""
        self._make = make
        self._free: list[Engine] = []
        self._files: dict[Engine, str] = {}

    def open(self, url: str) -> Engine:
        """Return an engine of a database of SQLite that nobody else uses."""
        engine = self._free.pop() if self._free else self._fresh(url)
        self._files[engine] = make_url(url).database or ""
        return engine

    def _fresh(self, url: str) -> Engine:
        engine = self._make(url)

        @event.listens_for(engine, "do_connect")
        def connect(_dialect: Any, _record: Any, _args: Any, named: dict[str, Any]) -> sqlite3.Connection:
            opened: sqlite3.Connection = sqlite3.connect(self._files[engine], **named)
            return opened

        @event.listens_for(engine, "engine_disposed")
        def is_free(disposed: Engine) -> None:
            if disposed not in self._free:
                self._free.append(disposed)

        return engine


_ENGINES = _Engines(open_engine)


@contextmanager
def quick() -> Iterator[None]:
    """Let worlds be cheap."""
    template()
    before = gc.get_threshold()
    gc.set_threshold(MANY, *before[1:])
    try:
        with pytest.MonkeyPatch.context() as patch, remembered():
            patch.setattr(anyio.to_thread, "run_sync", _at_once)
            patch.setattr(ledger, "migrate", lambda engine: None)
            patch.setattr(ledger, "open_engine", _ENGINES.open)
            patch.setattr(vault, "ThreadPoolExecutor", _SameThread)
            yield
    finally:
        gc.set_threshold(*before)
