# SPDX-License-Identifier: EUPL-1.2
"""The verbs of moving: import from another program, export of all that is here."""

from welfaredesk.base.errors import NoFolder
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call, free_place
from welfaredesk.cli.verbs import Option, Verb, Word

EXPORTED = N_("Esportate {records} schede e {attachments} allegati, {bytes} byte.")
COUNTS = N_("Nuove: {added}. Cambiate: {changed}. Già uguali: {same}. Rifiutate: {refused}.")


def import_(call: Call) -> int:
    """Import a table, all or nothing; a dry run only reports and is done even when rows would be refused."""
    # Spreadsheets are loaded only here: the other verbs start without them.
    from welfaredesk.desk.importing.carrying_out import import_file
    from welfaredesk.desk.importing.mapping import read_mapping

    mapping = read_mapping(call.path("--map")) if call.is_said("--map") else None
    report = free_place(call.path("--report")) if call.is_said("--report") else None
    dry_run = call.is_said("--dry-run")
    with call.session() as session:
        result = import_file(session, call.path("FILE"), mapping=mapping, dry_run=dry_run, report=report)
    answer = result.answer()
    counts = {**answer, "refused": len(answer["refused"])}
    lines = [tr(COUNTS).format(**counts)]
    lines += [f"  {one.row}  {one.column}  {one.value_kind}: {one.why}" for one in result.refused]
    fault = None if dry_run else result.fault
    return call.answers.give_with(answer, lines, fault=fault)


def export(call: Call) -> int:
    """Write all that the operator may read: sealed, or in clear with a reason; logged first."""
    from welfaredesk.desk.exporting import export_clear, export_sealed

    out = call.path("OUT")
    if not out.absolute().parent.is_dir():
        raise NoFolder()
    with call.session() as session:
        if call.is_said("--clear"):
            done = export_clear(session, out, reason=call.text("--reason"))
        else:
            done = export_sealed(session, out)
    answer = {"records": done.records, "attachments": done.attachments, "bytes": done.bytes}
    call.answers.give(answer, [tr(EXPORTED).format(**answer)])
    return 0


VERBS = (
    Verb(
        name="import",
        does=N_(
            "importa persone, nuclei o diario da CSV o XLSX, tutto o niente; con --dry-run prova soltanto, "
            "ed esce con 0 anche se qualche riga non andrebbe"
        ),
        answer='{"added","changed","same","refused":[{"row","column","value_kind","why"}]}',
        run=import_,
        words=(Word("FILE", N_("il file da importare"), path=True),),
        options=(
            Option(flag="--map", takes="MAP", path=True, what=N_("quale colonna va dove; se manca si indovina")),
            Option(flag="--dry-run", what=N_("prova senza scrivere niente")),
            Option(flag="--report", takes="OUT", path=True, what=N_("dove scrivere il resoconto riga per riga")),
        ),
    ),
    Verb(
        name="export",
        does=N_(
            "esporta tutto quello che questo operatore può leggere: un archivio sigillato, oppure con --clear una "
            "cartella in chiaro (righe JSON per tipo, allegati, manifesto); resta nel registro delle letture"
        ),
        answer='{"records","attachments","bytes"}',
        run=export,
        words=(Word("OUT", N_("l'archivio, o la cartella"), path=True),),
        options=(
            Option(flag="--clear", what=N_("in chiaro: ci vuole il motivo")),
            Option(flag="--reason", takes="TEXT", what=N_("il motivo")),
        ),
    ),
)
