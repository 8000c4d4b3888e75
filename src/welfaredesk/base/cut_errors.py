# SPDX-License-Identifier: EUPL-1.2
"""The faults of lawful cuts and of the wipe of a revoked desk."""

from welfaredesk.base.errors import EXIT_MENDABLE, Fault
from welfaredesk.base.text import N_


class CutTooEarly(Fault):
    """Something of what is to be cut has not been exchanged yet, or has not arrived whole."""

    code = "cut_too_early"
    what = N_("Queste schede hanno modifiche che il server non ha ancora, o non sono ancora arrivate tutte.")
    meaning = N_("Si cancella per legge solo quello che tutti possono cancellare: non è stato proposto niente.")
    remedy = N_("Sincronizza, poi riprova.")


class CutNumberMissing(Fault):
    """A cut needs the number of its authorisation, and a reason."""

    code = "cut_number_missing"
    what = N_("Mancano il numero dell'autorizzazione o il motivo.")
    meaning = N_("Una cancellazione resta scritta per sempre, con chi l'ha chiesta e in forza di quale atto.")
    remedy = N_("Scrivi il numero dell'atto o del protocollo e il motivo, senza nomi di persone.")


class ProposalOutdated(Fault):
    """Between the proposal and its confirmation somebody wrote in the records."""

    code = "proposal_outdated"
    what = N_("Dopo la proposta qualcuno ha scritto in queste schede.")
    meaning = N_("Chi ha proposto non lo aveva visto: non è stato cancellato niente.")
    remedy = N_("Chiedi di guardare le schede e di proporre di nuovo.")


class TooMuchToCut(Fault):
    """More parcels than one statement names."""

    code = "too_much_to_cut"
    what = N_("Sono troppe schede per una cancellazione sola.")
    meaning = N_("Non è stato proposto niente.")
    remedy = N_("Dividile in più proposte, anche con lo stesso numero di autorizzazione.")


class ProposalRefused(Fault):
    """The second person said no to a cut, or the first took it back."""

    code = "proposal_refused"
    what = N_("Questa proposta è stata rifiutata o ritirata.")
    meaning = N_("Non è stato cancellato niente.")
    remedy = N_("Se la cancellazione serve ancora, chi l'ha chiesta ne fa una nuova.")


class NobodyToConfirm(Fault):
    """A cut needs a second person, and nobody else of the ente may be it."""

    code = "nobody_to_confirm"
    what = N_("Nell'ente non c'è una seconda persona che possa confermare la cancellazione.")
    meaning = N_("Per legge la decidono in due, e uno dei due coordina o è responsabile: non è stato proposto niente.")
    remedy = N_("Invita un collega, oppure fai dare a qualcuno il ruolo di coordinatore o di responsabile.")


class SheetsNeeded(Fault):
    """An ente without a server cuts with its recovery sheets in the place of the second person."""

    code = "sheets_needed"
    what = N_("In un ente che lavora su un PC solo nessun altro può confermare la cancellazione.")
    meaning = N_("Al posto della seconda persona servono i fogli di recupero: non è stato cancellato niente.")
    remedy = N_("Apri la scheda, scegli «Cancella per legge» e copia le parole dei fogli; oppure collega un server.")


class UndecidedRecord(Fault):
    """A record in which something waits for a decision cannot be made reserved."""

    code = "undecided_record"
    what = N_("Nella scheda c'è una modifica che aspetta una decisione.")
    meaning = N_("Nella copia riservata ci sta un valore solo: non è stato copiato niente.")
    remedy = N_("Decidi prima quale valore tenere, poi rendila riservata.")


class DeskWiped(Fault):
    """The desk has erased itself, as the ente asked when it revoked it."""

    code = "desk_wiped"
    exit_code = EXIT_MENDABLE
    what = N_("Questa postazione è stata revocata e l'archivio che c'era qui è stato cancellato.")
    meaning = N_("Lo ha chiesto l'ente. Quello che era stato sincronizzato è al sicuro presso i colleghi.")
    remedy = N_("Per lavorare di nuovo da questo PC fatti invitare da chi cura l'organico.")
