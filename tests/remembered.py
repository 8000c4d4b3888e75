# SPDX-License-Identifier: EUPL-1.2
"""What is worked out once in a process of tests: functions whose answer depends on what they are given alone.

The same ente is copied into thousands of tests: its passphrase and its statements are the same in each of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import pytest

from welfaredesk.crypto import slots
from welfaredesk.crypto.passphrase import stretch
from welfaredesk.crypto.sign import verify
from welfaredesk.sync import grants, parcels, statements

MANY = 20_000
key_of_passphrase = lru_cache(maxsize=MANY)(stretch)
known_to_hold = lru_cache(maxsize=MANY)(verify)


@contextmanager
def remembered() -> Iterator[None]:
    """Let the slow functions be asked once for each of their questions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "stretch", key_of_passphrase)
        for module in (statements, parcels, grants):
            patch.setattr(module, "verify", known_to_hold)
        yield
