# SPDX-License-Identifier: EUPL-1.2
"""Another account of the system, and a folder that it can reach as it reaches homes."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOMEBODY = 65534


@contextmanager
def reachable() -> Iterator[Path]:
    """Give a folder that any account may enter, which those of a test are not; it goes with whatever lies in it."""
    with tempfile.TemporaryDirectory(prefix="welfaredesk-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        yield folder
