# SPDX-License-Identifier: EUPL-1.2
"""The list of verbs: those of this version, in the order of the contract."""

from welfaredesk.cli import (
    acting,
    apart,
    attached,
    clashes,
    cutting,
    enrolling,
    exchange,
    keys,
    looking,
    moving,
    people,
    printing,
    record,
    riscontro,
    safety,
    server,
    starting,
)
from welfaredesk.cli.verbs import Verb

VERBS: tuple[Verb, ...] = (
    *starting.VERBS,
    *record.VERBS,
    *acting.VERBS,
    *attached.VERBS,
    *looking.VERBS,
    *moving.VERBS,
    *safety.VERBS,
    *keys.VERBS,
    *printing.VERBS,
    *server.VERBS,
    *exchange.VERBS,
    *enrolling.VERBS,
    *people.VERBS,
    *riscontro.VERBS,
    *clashes.VERBS,
    *apart.VERBS,
    *cutting.VERBS,
)
