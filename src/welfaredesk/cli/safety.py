# SPDX-License-Identifier: EUPL-1.2
"""The verbs of safety: check, rebuild, backup, restore, repair."""

from welfaredesk.base.errors import DamagedVault
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call, free_place
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk import checking, copies, repairing
from welfaredesk.desk.checking import Checked

ALL_RIGHT = N_("Tutto in ordine.")
ANSWER = '{"ok","problems":[...],"hash"}'


def check(call: Call) -> int:
    """Check pages, chain, rows and files; problems end with the exit code of a damaged file."""
    with call.session() as session:
        return _answer(call, checking.check(session))


def rebuild(call: Call) -> int:
    """Write every row anew from the journal, then check."""
    with call.session() as session:
        return _answer(call, checking.rebuild(session))


def _answer(call: Call, checked: Checked) -> int:
    answer = {"ok": checked.ok, "problems": list(checked.problems), "hash": checked.hash}
    fault = None if checked.ok else DamagedVault()
    return call.answers.give_with(answer, checked.problems or [tr(ALL_RIGHT)], fault=fault)


def backup(call: Call) -> int:
    """Write a copy, read back and opened before it is called one."""
    target = free_place(call.path("FILE"))
    with call.session() as session:
        made = copies.write(session, target)
        hash_ = checking.content_hash(session)
    words = tr(N_("Copia fatta e riaperta: {entries} modifiche, {bytes} byte.")).format(
        entries=made.entries, bytes=made.bytes
    )
    call.answers.give({"ok": True, "problems": [], "hash": hash_}, [words])
    return 0


def restore(call: Call) -> int:
    """Put a copy into a profile that has no vault."""
    passphrase = call.passphrase()
    hash_ = copies.restore(call.path("FILE"), call.profile, passphrase=passphrase, clock=call.clock, ids=call.ids)
    call.answers.give({"ok": True, "problems": [], "hash": hash_}, [tr(N_("Copia ripristinata e aperta."))])
    return 0


def repair(call: Call) -> int:
    """Make a vault of what a damaged one still holds and of a copy; the damaged one is kept."""
    copy = call.path("--copy") if call.is_said("--copy") else None
    made = repairing.repair(call.profile, call.passphrase(), copy=copy, clock=call.clock, ids=call.ids)
    words = tr(
        N_("Modifiche recuperate: {entries}; mancanti: {missing}; allegati mancanti: {files}. Il vecchio è in {kept}.")
    ).format(entries=made.entries, missing=made.missing, files=made.files_missing, kept=made.kept_in)
    answer = {
        "kept_in": made.kept_in,
        "entries": made.entries,
        "missing": made.missing,
        "files_missing": made.files_missing,
    }
    call.answers.give(answer, [words])
    return 0


VERBS = (
    Verb(
        name="check",
        does=N_("controlla file, pagine, catena delle modifiche, schede e allegati; se qualcosa non torna esce con 3"),
        answer=ANSWER,
        run=check,
    ),
    Verb(
        name="rebuild",
        does=N_("riscrive le schede dal registro delle modifiche e controlla"),
        answer=ANSWER,
        run=rebuild,
    ),
    Verb(
        name="backup",
        does=N_("scrive una copia di sicurezza, la rilegge e la apre"),
        answer=ANSWER,
        run=backup,
        words=(Word("FILE", N_("dove scrivere la copia"), path=True),),
    ),
    Verb(
        name="restore",
        does=N_("ripristina una copia in un profilo che non ha ancora un archivio; non sovrascrive mai"),
        answer=ANSWER,
        run=restore,
        words=(Word("FILE", N_("la copia"), path=True),),
    ),
    Verb(
        name="repair",
        does=N_("rifà un archivio danneggiato con quello che si legge e con una copia; il danneggiato resta accanto"),
        answer='{"kept_in","entries","missing","files_missing"}',
        run=repair,
        options=(Option(flag="--copy", takes="FILE", path=True, what=N_("l'ultima copia di sicurezza")),),
    ),
)
