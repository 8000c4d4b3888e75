# SPDX-License-Identifier: EUPL-1.2
"""The limits of a server: what it takes, from whom, how fast."""

from dataclasses import dataclass

KB = 1024
MB = 1024 * KB
GB = 1024 * MB
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes in bytes, times in milliseconds, rates per second; the defaults are for entes of some hundred desks."""

    request: int = 256 * MB
    items: int = 200_000
    frame: int = 4 * MB + 64 * KB
    head: int = 4 * MB
    statement: int = 1 * MB
    introduction: int = 16 * MB
    small_body: int = 64 * KB
    apart_body: int = 8 * MB
    apart: int = 20_000
    file: int = 512 * MB
    bundle: int = 8 * MB
    quota: int = 20 * GB
    fills: int = 100_000
    fetch: int = 10_000
    checkpoints: int = 1_000
    enti: int = 10_000
    invitations: int = 50
    requests: int = 200
    bundles: int = 2_000
    unfinished: int = 64
    least_free: int = 1 * GB
    invitation_ms: int = 7 * 24 * HOUR_MS
    challenge_ms: int = 24 * HOUR_MS
    desk_rate: float = 20.0
    desk_burst: int = 300
    stranger_rate: float = 20.0
    stranger_burst: int = 600
    check_bytes: int = 64 * KB
    batch_items: int = 500
    batch_bytes: int = 2 * MB
