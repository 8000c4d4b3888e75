# SPDX-License-Identifier: EUPL-1.2
"""What a guess of a passphrase costs: a number to keep and compare, without what works it out."""

from dataclasses import dataclass

_MIB = 1024
_GIB_BYTES = 1024**3


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs with Argon2id (RFC 9106): memory in KiB, passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int

    @property
    def bearable(self) -> bool:
        """Tell whether a PC can be asked to pay this: a file that says otherwise is damaged or hostile."""
        return 8 * _MIB <= self.memory_kib <= 1024 * _MIB and 1 <= self.passes <= 16 and 1 <= self.lanes <= 16


PRODUCTION = Cost(memory_kib=256 * _MIB, passes=3, lanes=4)
SMALL = Cost(memory_kib=128 * _MIB, passes=3, lanes=4)
FLOOR = Cost(memory_kib=64 * _MIB, passes=3, lanes=4)
TEST_COST = Cost(memory_kib=8 * _MIB, passes=1, lanes=1)


def production_cost(memory_bytes: int) -> Cost:
    """Return the cost for a PC with that much memory: about a sixteenth of it, never under the floor."""
    # A PC sold with 4 GB reports some hundreds of MB less: firmware and graphics take their part.
    if memory_bytes >= 3 * _GIB_BYTES:
        return PRODUCTION
    if memory_bytes >= 3 * _GIB_BYTES // 2:
        return SMALL
    return FLOOR
