# SPDX-License-Identifier: EUPL-1.2
"""The verb of the review queue: what waits for whoever asks, the oldest first."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.verbs import Verb
from welfaredesk.desk.queue import KINDS, QueueItem
from welfaredesk.desk.queue import queue as waiting

NOTHING = N_("Niente da rivedere.")


def queue(call: Call) -> int:
    """Answer what waits for this operator, with the acts that may be done on each."""
    with call.session() as session:
        found = waiting(session)
    call.answers.give([asdict(one) for one in found], lambda: _lines(found))
    return 0


def _lines(found: Sequence[QueueItem]) -> Iterator[str]:
    if not found:
        yield tr(NOTHING)
    for one in found:
        words = " · ".join(part for part in (one.name, one.title, one.note) if part)
        yield f"{one.id}  {one.since}  {tr(KINDS[one.kind])}: {words}"


VERBS = (
    Verb(
        name="queue",
        does=N_(
            "elenca ciò che aspetta te, dal più vecchio: verbali da leggere, da approvare, da rivedere di nuovo o "
            "rimandati a te, risposte attese, decisioni e compiti scaduti, progetti da approvare, consegne e "
            "assegnazioni da accettare; le azioni di «acts» si fanno con act"
        ),
        answer='[{"id","type","kind","title","name","person","since","acts","minutes","note","row"}]',
        run=queue,
    ),
)
