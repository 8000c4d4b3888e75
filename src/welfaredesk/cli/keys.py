# SPDX-License-Identifier: EUPL-1.2
"""The verbs of keys: a new passphrase with the old one, or with the recovery sheets."""

from collections.abc import Iterator
from contextlib import contextmanager

from welfaredesk.base.errors import NoVault
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call, read_passphrase
from welfaredesk.cli.verbs import Option, Verb
from welfaredesk.desk.share_files import read_sheet
from welfaredesk.desk.unlocking import change_passphrase, cost_here, has_vault, recover
from welfaredesk.store import instance

CHANGED = N_("La frase segreta è cambiata: da ora si apre solo con quella nuova.")


def passphrase(call: Call) -> int:
    """Put a new passphrase in the place of the old one."""
    fresh = read_passphrase(call.path("--new-passphrase-file"))
    with _alone_in(call):
        change_passphrase(call.profile, call.passphrase(), new=fresh, cost=cost_here(), ids=call.ids)
    return _done(call)


def recovered(call: Call) -> int:
    """Set a new passphrase with the recovery sheets."""
    fresh = read_passphrase(call.path("--new-passphrase-file"))
    shares = [read_sheet(path) for path in call.paths("--share")]
    with _alone_in(call):
        recover(call.profile, shares, new=fresh, cost=cost_here(), ids=call.ids)
    return _done(call)


@contextmanager
def _alone_in(call: Call) -> Iterator[None]:
    """Hold the profile while its slots change: no other instance works in it."""
    if not has_vault(call.profile):
        raise NoVault()
    held = instance.hold(call.profile)
    try:
        yield
    finally:
        held.release()


def _done(call: Call) -> int:
    call.answers.give({"ok": True}, [tr(CHANGED)])
    return 0


_NEW = Option(
    flag="--new-passphrase-file", takes="F", required=True, path=True, what=N_("il file con la frase segreta nuova")
)

VERBS = (
    Verb(
        name="passphrase",
        does=N_("cambia la frase segreta; interrotto in qualunque punto, una delle due apre"),
        answer='{"ok"}',
        run=passphrase,
        options=(_NEW,),
    ),
    Verb(
        name="recover",
        does=N_("mette una frase segreta nuova con i fogli di recupero: due, o quello solo di un ente di una persona"),
        answer='{"ok"}',
        run=recovered,
        options=(
            Option(
                flag="--share", takes="FILE", required=True, repeated=True, path=True, what=N_("un foglio di recupero")
            ),
            _NEW,
        ),
    ),
)
