# SPDX-License-Identifier: EUPL-1.2
"""A server of one's own, in a thread, on this machine: for the self-check, which tries the real line with it."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import uvicorn

from welfaredesk.base.clock import Clock
from welfaredesk.crypto.fingerprint import fingerprint
from welfaredesk.desk.self_check import OwnServer
from welfaredesk.server.app import application
from welfaredesk.server.place import Place, opened, prepare
from welfaredesk.server.serving import Settings, listen

PATIENCE = 20.0
STEP = 0.02


@contextmanager
def own_server(folder: Path, clock: Clock) -> Iterator[OwnServer]:
    """Serve from a folder until the caller is done.

    Raises:
        RuntimeError: when it does not start.
    """
    place = Place(data=folder, database="", files="")
    key = prepare(place, clock=clock)
    with ExitStack() as stack:
        listening = stack.enter_context(listen(Settings(data=str(folder), port=0)))
        ledger = stack.enter_context(opened(place))
        config = uvicorn.Config(
            application(ledger, key=key, clock=clock, files=place.files_folder),
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            ssl_certfile=str(place.certificate_path),
            ssl_keyfile=str(place.key_path),
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            _wait(server, thread, clock)
            yield OwnServer(f"https://127.0.0.1:{listening.getsockname()[1]}", fingerprint(key.public))
        finally:
            server.should_exit = True
            thread.join(timeout=PATIENCE)


def _wait(server: uvicorn.Server, thread: threading.Thread, clock: Clock) -> None:
    until = clock.monotonic() + PATIENCE
    while not server.started:
        if not thread.is_alive() or clock.monotonic() > until:
            raise RuntimeError("the server did not start")
        time.sleep(STEP)
