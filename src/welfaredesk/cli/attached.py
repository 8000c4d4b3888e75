# SPDX-License-Identifier: EUPL-1.2
"""The verbs of attachments: a file into a record, and out of it."""

from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call, free_place
from welfaredesk.cli.verbs import Verb, Word
from welfaredesk.desk import attachments
from welfaredesk.desk.attachments import Attached

ANSWER = '{"id","sha256","bytes"}'
_ID = Word("ID", N_("l'identificativo della scheda"))


def attach(call: Call) -> int:
    """Seal a file into a record."""
    with call.session() as session:
        done = attachments.attach(session, call.text("ID"), call.path("FILE"))
    return _answer(call, done, tr(N_("Allegato: {bytes} byte.")))


def take_out(call: Call) -> int:
    """Write the attachment of a record in clear, logged first."""
    out = free_place(call.path("OUT"))
    with call.session() as session:
        done = attachments.take_out(session, call.text("ID"), out)
    return _answer(call, done, tr(N_("Scritto in chiaro: {bytes} byte.")))


def _answer(call: Call, done: Attached, words: str) -> int:
    answer = {"id": done.id, "sha256": done.sha256, "bytes": done.bytes}
    call.answers.give(answer, [words.format(bytes=done.bytes)])
    return 0


VERBS = (
    Verb(
        name="attach-file",
        does=N_("mette un allegato in una scheda; l'impronta è quella del file in chiaro"),
        answer=ANSWER,
        run=attach,
        words=(_ID, Word("FILE", N_("il file"), path=True)),
    ),
    Verb(
        name="file",
        does=N_("scrive in chiaro l'allegato di una scheda; resta nel registro delle letture"),
        answer=ANSWER,
        run=take_out,
        words=(_ID, Word("OUT", N_("dove scriverlo"), path=True)),
    ),
)
