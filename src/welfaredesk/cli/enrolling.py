# SPDX-License-Identifier: EUPL-1.2
"""The verb that joins an ente from an empty profile: with the code of an invitation, or with the recovery sheets."""

import time

from welfaredesk.base.errors import WrongUse
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk.enrolment import begin, wait
from welfaredesk.desk.replacing import replace_desk
from welfaredesk.desk.share_files import read_sheet
from welfaredesk.desk.unlocking import cost_here

LONGEST_WAIT = 86_400
DEFAULT_WAIT = 600
ONE_OF = N_("serve «--code» con l'invito, oppure «--share» con i fogli di recupero")
NO_WAIT = N_("«--wait» va da 0 a {most} secondi")
WORDS = N_("Le sei parole: {words}")
COMPARE = N_("Leggile a voce a chi ti ha invitato: deve vedere le stesse. Aspetto la conferma.")
DONE = N_("La postazione fa parte dell'ente: sincronizza per ricevere le cartelle.")


def enrol(call: Call) -> int:
    """Ask for admission, show the six words, wait for the word of a member; or come back with the sheets."""
    seconds = call.number("--wait", DEFAULT_WAIT)
    if seconds > LONGEST_WAIT:
        raise WrongUse(why=tr(NO_WAIT).format(most=LONGEST_WAIT))
    if call.is_said("--code") == bool(call.texts("--share")):
        raise WrongUse(why=tr(ONE_OF))
    if call.texts("--share"):
        return _replace(call)
    passphrase = call.passphrase()
    begun = begin(
        call.profile,
        call.text("URL"),
        fingerprint=call.fingerprint,
        code=call.text("--code"),
        passphrase=passphrase,
        clock=call.clock,
        ids=call.ids,
        cost=cost_here(),
    )
    call.answers.give({"words": begun.words}, [tr(WORDS).format(words=begun.words), tr(COMPARE)])
    wait(call.profile, passphrase, clock=call.clock, ids=call.ids, pause=time.sleep, seconds=float(seconds))
    return _done(call)


def _replace(call: Call) -> int:
    replace_desk(
        call.profile,
        call.text("URL"),
        fingerprint=call.fingerprint,
        shares=[read_sheet(path) for path in call.paths("--share")],
        passphrase=call.passphrase(),
        operator=call.text("--operator"),
        clock=call.clock,
        ids=call.ids,
        cost=cost_here(),
    )
    return _done(call)


def _done(call: Call) -> int:
    call.answers.give({"state": "enrolled"}, [tr(DONE)])
    return 0


VERBS = (
    Verb(
        name="enrol",
        does=N_(
            "entra in un ente da un profilo vuoto: mostra sei parole e aspetta la conferma; con i fogli di recupero "
            "rifà la postazione di un operatore il cui PC non c'è più"
        ),
        answer='{"words"}, poi {"state"}, uno per riga',
        run=enrol,
        words=(Word("URL", N_("l'indirizzo del server")),),
        options=(
            Option(flag="--fingerprint", takes="F", required=True, what=N_("l'impronta della chiave del server")),
            Option(flag="--code", takes="CODE", what=N_("il codice dell'invito")),
            Option(
                flag="--wait",
                takes="SECONDS",
                number=True,
                what=N_("quanto aspettare la conferma; 600 se manca; poi si ripete lo stesso comando"),
            ),
            Option(
                flag="--share",
                takes="FILE",
                repeated=True,
                path=True,
                what=N_("un foglio di recupero, al posto del codice"),
            ),
            Option(
                flag="--operator",
                takes="WHO",
                what=N_("con i fogli: le lettere di una sua postazione o l'identificativo"),
            ),
        ),
    ),
)
