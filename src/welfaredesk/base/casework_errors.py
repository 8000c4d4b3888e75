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


class UnknownAct(Fault):
    """The type of the record has no act of that name."""

    code = "unknown_act"
    what = N_("Questa scheda non ha un'azione con quel nome.")
    meaning = N_("Non è stato cambiato niente.")
    remedy = N_("Le azioni possibili si vedono con «act» e l'identificativo.")
