# SPDX-License-Identifier: EUPL-1.2
"""The faults of access: a reason that is asked, a membership without an end, a question that nobody can answer."""

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_


class WhyFirst(Fault):
    """A cartella that is read only through a group on call is opened by saying why."""

    code = "why_first"
    what = N_("Questa cartella si apre dicendo perché.")
    meaning = N_("La leggi solo per la reperibilità o il pronto intervento: il motivo lo vede chi segue la persona.")
    remedy = N_("Scrivi il motivo, anche in poche parole (a riga di comando con «--why»).")


class OrdinaryOnly(Fault):
    """A reserved part was to be shared with a group on call."""

    code = "ordinary_only"
    what = N_("Un gruppo di reperibilità riceve solo la parte ordinaria delle cartelle.")
    meaning = N_("La parte riservata resta a chi ce l'ha.")
    remedy = N_("Per la parte riservata scegli un gruppo di lavoro.")


class EndMissing(Fault):
    """Somebody from outside was to come in, or to read, for ever."""

    code = "end_missing"
    what = N_("Chi è esterno entra fino a un giorno preciso.")
    meaning = N_("Non è cambiato niente: senza una fine, o con una fine già passata, non può leggere.")
    remedy = N_("Di' fino a quando: nell'invito, oppure in Amministrazione con i ruoli (o con «--until»).")


class OutsideOnly(Fault):
    """Somebody from outside was to be in a group that holds the cartelle of many."""

    code = "outside_only"
    what = N_("Chi è esterno non entra nei gruppi di lavoro.")
    meaning = N_("Riceverebbe tutte le cartelle del gruppo, invece di quella sola che gli è stata condivisa.")
    remedy = N_("Invitalo senza gruppi, poi condividi con lui la cartella da «Chi può leggere».")


class OneFolder(Fault):
    """Somebody from outside was to read more than the ordinary part of one cartella."""

    code = "one_folder"
    what = N_("Chi è esterno legge una cartella sola, e di quella la parte ordinaria.")
    meaning = N_("Non è stato condiviso niente.")
    remedy = N_("Per dargli questa cartella, prima togli lui da «Chi può leggere» dell'altra.")


class NobodyToAsk(Fault):
    """The group of coordination has no other member."""

    code = "nobody_to_ask"
    what = N_("Nel coordinamento non c'è nessun altro a cui chiedere.")
    meaning = N_("La domanda non è partita.")
    remedy = N_("Chi cura l'organico può ammettere un collega nel gruppo Coordinamento.")


class NothingToAsk(Fault):
    """A person is asked after by tax code, or by surname, name and birth."""

    code = "nothing_to_ask"
    what = N_("Per chiedere se una persona è già seguita serve il codice fiscale, o cognome, nome e data di nascita.")
    meaning = N_("Con meno risponderebbero per altre persone. La domanda non è partita.")
    remedy = N_("Completa i dati e chiedi di nuovo.")


class NoQuestion(Fault):
    """No question of that id waits for a word of this desk."""

    code = "no_question"
    what = N_("Questa domanda non aspetta più una risposta da qui.")
    meaning = N_("Ha già risposto qualcuno, oppure l'identificativo è un altro.")
    remedy = N_("Guarda l'elenco delle domande in attesa.")


class SameGroup(Fault):
    """A cartella was to pass to a group that holds it already, from one that does not."""

    code = "same_group"
    what = N_("La cartella non può passare da un gruppo a sé stesso, o da un gruppo che non ce l'ha.")
    meaning = N_("Non è cambiato niente.")
    remedy = N_("Scegli un altro gruppo.")


class PaperStopped(Fault):
    """Whoever asked for a paper gave it up while it was made."""

    code = "paper_stopped"
    what = N_("La carta non è stata preparata: l'hai annullata.")
    meaning = N_("Non ne resta niente, né tra i documenti né su questo PC.")
    remedy = N_("Quando serve, preparala di nuovo.")
