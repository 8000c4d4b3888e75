# SPDX-License-Identifier: EUPL-1.2
"""The build: which version of the program this is, when it was built and from which commit."""

import msgspec

from welfaredesk.base.places import resources_folder
from welfaredesk.base.text import N_, tr

STAMP = "build.json"
LICENCE = "EUPL-1.2"
CODE = "https://example.org/welfaredesk/welfaredesk.git"
FROM_SOURCE = N_("dal sorgente")
CHANGED = N_("{commit} con modifiche")


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What the build has left among the resources: the day, the commit, and whether the tree was as committed."""

    day: str
    commit: str
    clean: bool


def made() -> Made | None:
    """Return how this program was built, nothing for one that runs from its source."""
    left = resources_folder() / STAMP
    return msgspec.json.decode(left.read_bytes(), type=Made) if left.is_file() else None


def build_words(how: Made | None) -> str:
    """Return how the program was built, in words."""
    if how is None:
        return tr(FROM_SOURCE)
    commit = how.commit if how.clean or not how.commit else tr(CHANGED).format(commit=how.commit)
    return f"{how.day}, {commit}" if commit else how.day
