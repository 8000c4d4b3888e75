# SPDX-License-Identifier: EUPL-1.2
"""A process whose children serve until they are killed: `python -m tests.world.served_child`.

It reads one request a line, `DATA DATABASE`, and lets a child of its own serve that folder, so that nothing but the
first start waits for the imports. The child says its process id, then the address once it listens; `end` follows
when it is gone.
"""

import os
import sys
from pathlib import Path

from tests.world.saver import say
from welfaredesk.base.clock import SystemClock
from welfaredesk.server.serving import Ready, Settings, serve


def _ready(told: Ready) -> None:
    say(told.listening)


def main() -> None:
    """Answer requests until there are none."""
    for line in sys.stdin:
        data, _, database = line.strip().partition(" ")
        child = os.fork()
        if not child:
            say(os.getpid())
            settings = Settings(data=str(Path(data)), database=database, port=0, plain=True)
            serve(settings, clock=SystemClock(), ready=_ready)
            os._exit(0)
        os.waitpid(child, 0)
        say("end")


if __name__ == "__main__":
    main()
