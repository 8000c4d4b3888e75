# SPDX-License-Identifier: EUPL-1.2
"""The list of verbs: those of this version, in the order of the contract."""

from welfaredesk.cli import attached, keys, looking, moving, printing, record, safety, starting
from welfaredesk.cli.verbs import Verb

VERBS: tuple[Verb, ...] = (
    *starting.VERBS,
    *record.VERBS,
    *attached.VERBS,
    *looking.VERBS,
    *moving.VERBS,
    *safety.VERBS,
    *keys.VERBS,
    *printing.VERBS,
)
