# SPDX-License-Identifier: EUPL-1.2
"""The faults of casework: acts that may not be done now."""

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_


class ActRefused(Fault):
    """An act may not be done: the state of the record, the roles or somebody named for it do not allow it."""

    code = "act_refused"
    what = N_("Adesso non si può fare: {why}.")
    meaning = N_("Non è stato cambiato niente.")
    remedy = N_("Quello che si può fare adesso sta accanto alla scheda (o con «act» e l'identificativo).")


class OnlyByAct(Fault):
    """A save would change what acts alone write: a state, who is named for something, a number or a closing."""

    code = "only_by_act"
    what = N_("Con un salvataggio non si può cambiare: {fields}.")
    meaning = N_(
        "Lo scrive solo un'azione, che guarda chi la fa e a che punto è la scheda. Non è stato cambiato niente."
    )
    remedy = N_("Usa l'azione accanto alla scheda (o «act» e l'identificativo), e salva il resto senza quel campo.")


class UnknownAct(Fault):
    """The type of the record has no act of that name."""

    code = "unknown_act"
    what = N_("Questa scheda non ha un'azione con quel nome.")
    meaning = N_("Non è stato cambiato niente.")
    remedy = N_("Le azioni possibili si vedono con «act» e l'identificativo.")


class SecretInText(Fault):
    """The copy for the family would say where the child was brought: somebody wrote it in another field too."""

    code = "secret_in_text"
    what = N_("Nella copia per la famiglia comparirebbe il luogo sicuro.")
    meaning = N_("La copia non è stata stampata: il luogo sicuro è scritto anche in un altro campo.")
    remedy = N_("Togli il luogo dai fatti, dalle valutazioni o da dove si trovava, salva e stampa di nuovo.")


class AddressOnPaper(Fault):
    """A paper of a plan would tell where somebody lives whose address is protected: it is written in a text."""

    code = "address_on_paper"
    what = N_("Sulla carta comparirebbe un indirizzo protetto.")
    meaning = N_("Non è stata stampata: l'indirizzo, o la via, è scritto in uno dei testi.")
    remedy = N_("Togli l'indirizzo dal testo, salva e stampa di nuovo.")
