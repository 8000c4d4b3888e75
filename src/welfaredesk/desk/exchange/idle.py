# SPDX-License-Identifier: EUPL-1.2
"""What an idle desk does for itself and for others: it proves what came in bundles, then packs when that is due."""

from welfaredesk.desk.exchange import bundling, proving
from welfaredesk.desk.session import Session
from welfaredesk.sync.line import Line


def when_idle(session: Session, *, line: Line | None = None) -> bool:
    """Do one piece of idle work after a round that brought nothing; tell whether there was any.

    Raises:
        Fault: when the line breaks.
    """
    if proving.prove_some(session, line=line):
        return True
    return bundling.pack_when_due(session, line=line) > 0
