# SPDX-License-Identifier: EUPL-1.2
"""The frozen copy that an act keeps: its hash, by which paper and program are compared."""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from welfaredesk.base.text import in_fours
from welfaredesk.domain.changes import said

SHOWN = 16


def copy_hash(copy: Mapping[str, Any]) -> str:
    """Return the hash of a frozen copy: SHA-256 of its JSON with sorted keys, as 64 hexadecimal digits."""
    data = json.dumps(copy, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(data.encode()).hexdigest()


def hash_words(digest: str) -> str:
    """Return the beginning of a hash as a person compares it: «3F2A 91C0 …»."""
    return in_fours(digest[:SHOWN].upper())


def differing(copy: Mapping[str, Any], values: Mapping[str, Any], *, fields: Collection[str]) -> list[str]:
    """Return those of some fields that are not as they were copied."""
    return [name for name in fields if said(copy.get(name)) != said(values.get(name))]
