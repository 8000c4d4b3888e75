# SPDX-License-Identifier: EUPL-1.2
"""The faults of admission: invitations, requests, names of the organico, the last reader of a cartella."""

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_


class BadInvitation(Fault):
    """The code is mistyped, or the server knows no invitation that it opens."""

    code = "bad_invitation"
    what = N_("Questo codice di invito non apre nessun invito.")
    meaning = N_("Può essere copiato male, già usato o scaduto; qui non è stato creato niente.")
    remedy = N_("Ricontrolla il codice, lettera per lettera, oppure chiedi un nuovo invito.")


class ForgedRoster(Fault):
    """What the server hands down as roster is not that of the ente in the invitation."""

    code = "forged_roster"
    what = N_("Il server ha mostrato un organico che non è quello dell'invito.")
    meaning = N_("Potrebbe essere un server sbagliato o manomesso: non è stata presa nessuna cartella.")
    remedy = N_("Non riprovare da solo: avvisa chi ti ha invitato e chi cura il server.")


class OtherWords(Fault):
    """The six words said are not those of the request, which is refused for that."""

    code = "other_words"
    what = N_("Le sei parole non sono quelle di questa richiesta.")
    meaning = N_("La richiesta è stata rifiutata e il suo codice non vale più: poteva essere di qualcun altro.")
    remedy = N_("Parla con il collega, poi fai un nuovo invito e dagli il codice a voce o di persona.")


class WrongWords(Fault):
    """What was said is not six words of the list: a slip of the keyboard, not another desk."""

    code = "wrong_words"
    what = N_("Queste non sono sei parole dell'elenco.")
    meaning = N_("Forse una è scritta male: la richiesta aspetta ancora.")
    remedy = N_("Ricontrolla come sono scritte sullo schermo della nuova postazione e ripeti.")


class RolesBeyond(Fault):
    """A coordinatore would give roles that only the responsabile gives."""

    code = "roles_beyond"
    what = N_("Un coordinatore fa entrare operatori ed esterni.")
    meaning = N_("Gli altri ruoli li dà il responsabile: l'invito non è stato fatto.")
    remedy = N_("Invita il collega come operatore; il responsabile aggiungerà poi gli altri ruoli.")


class NoRequest(Fault):
    """No request of that id waits for this desk's word."""

    code = "no_request"
    what = N_("Non c'è nessuna richiesta in attesa con questo identificativo.")
    meaning = N_("Può essere già stata accolta o rifiutata, oppure non spetta a te accoglierla.")
    remedy = N_("Sincronizza e guarda le richieste in attesa; altrimenti la accoglie chi ha fatto l'invito.")


class StillWaiting(Fault):
    """Nobody has admitted the new desk yet."""

    code = "still_waiting"
    what = N_("Nessuno ha ancora confermato le sei parole.")
    meaning = N_("La richiesta resta valida e qui è tutto pronto.")
    remedy = N_("Chiama chi ti ha invitato e, quando ha confermato, ripeti lo stesso comando.")


class RequestRefused(Fault):
    """Whoever invited refused the new desk."""

    code = "request_refused"
    what = N_("La richiesta di questa postazione è stata rifiutata.")
    meaning = N_("Su questo PC non è rimasto niente dell'ente.")
    remedy = N_("Parlane con chi ti ha invitato e fatti dare un nuovo codice.")


class HasEnte(Fault):
    """The profile has an ente already, which cannot be joined to another."""

    code = "has_ente"
    what = N_("In questo profilo c'è già un ente.")
    meaning = N_("Due enti non si uniscono: quello che c'è non è stato toccato.")
    remedy = N_("Entra nell'altro ente da un profilo nuovo e importa lì i dati di questo.")


class UnknownName(Fault):
    """No operator, group, desk or circle is called that, or more than one is."""

    code = "unknown_name"
    what = N_("Nell'organico non c'è questo nome, oppure ce n'è più di uno.")
    meaning = N_("Non è stato cambiato niente.")
    remedy = N_("Controlla il nome nell'elenco dell'organico, oppure usa l'identificativo.")


class NameTaken(Fault):
    """Two groups of one name could not be told apart."""

    code = "name_taken"
    what = N_("C'è già un gruppo con questo nome.")
    meaning = N_("Due gruppi con lo stesso nome non si distinguerebbero: non è stato creato niente.")
    remedy = N_("Scegli un altro nome.")


class OwnDesk(Fault):
    """A desk that shut itself out could not say so to the server."""

    code = "own_desk"
    what = N_("Una postazione non revoca se stessa.")
    meaning = N_("Non potrebbe più farlo sapere agli altri, né mandare quello che qui non è ancora partito.")
    remedy = N_("Revocala da un'altra tua postazione, oppure chiedilo al responsabile dell'ente.")


class LastResponsible(Fault):
    """Somebody must be left who may admit colleagues."""

    code = "last_responsible"
    what = N_("È l'unica persona responsabile dell'ente.")
    meaning = N_("Senza, nessuno potrebbe più far entrare colleghi: i ruoli sono rimasti com'erano.")
    remedy = N_("Prima dai il ruolo di responsabile a un'altra persona.")


class LastGroup(Fault):
    """A cartella must stay readable by some group."""

    code = "last_group"
    what = N_("È l'ultimo gruppo che può leggere questa cartella.")
    meaning = N_("Toglierlo la renderebbe illeggibile per tutti, perciò non è stato fatto.")
    remedy = N_("Prima concedi la cartella a un altro gruppo, poi togli questo.")
