# SPDX-License-Identifier: EUPL-1.2
"""The faults of letters: a template with errors, and a letter that may not go to whom it names."""

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_


class BadTemplate(Fault):
    """A letter template cannot be filled, or holds what no letter needs."""

    code = "bad_template"
    what = N_("Il modello di lettera non si può usare: {problems}.")
    meaning = N_("Non è stato allegato né stampato niente; la lettera e i modelli che c'erano restano come sono.")
    remedy = N_("Correggi il file con il programma con cui l'hai scritto, oppure stampa la lettera in PDF.")


class LetterStopped(Fault):
    """A letter would tell the other party, or anybody, what an avvertenza protects; the sentence names no address."""

    code = "letter_stopped"
    what = N_("La lettera non si può stampare né emettere: {why}.")
    meaning = N_("Il testo è rimasto com'è: non è uscito niente.")
    remedy = N_("Togli quel dato o cambia il destinatario; se l'avvertenza non vale più, chiudila con la data.")


class ReasonForAddressee(Fault):
    """There are avvertenze on the person, and nobody said why the addressee may have the letter."""

    code = "reason_for_addressee"
    what = N_("Prima di far uscire la lettera va detto perché il destinatario può riceverla: {why}.")
    meaning = N_("La lettera resta in bozza, con tutto quello che c'è scritto.")
    remedy = N_("Emetti la lettera scrivendo il motivo in «Perché il destinatario può riceverla».")
