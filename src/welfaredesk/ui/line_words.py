# SPDX-License-Identifier: EUPL-1.2
"""How the line stands, in words: for the state box and for the page of the exchange."""

from dataclasses import dataclass
from datetime import date

from welfaredesk.base.clock import Clock, Moment
from welfaredesk.base.errors import Fault
from welfaredesk.base.exchange_errors import (
    CaptivePortal,
    DeskRevoked,
    NoLine,
    OtherServer,
    ProxyPassword,
    WrongClock,
)
from welfaredesk.base.text import N_, tr
from welfaredesk.ui.exchanging import LineState
from welfaredesk.ui.parts.state_box import Standing
from welfaredesk.ui.words import moment_words

IN_ORDER = N_("In linea")
RUNNING = N_("Sincronizzo…")
LAST = N_("Ultima sincronizzazione {when}")
NEVER = N_("Non ancora sincronizzato")
NO_LINE, NO_LINE_SINCE = N_("Senza linea"), N_("{when}: si lavora come sempre")
SINCE_TODAY, SINCE_BEFORE = N_("Dalle {when}"), N_("Da {when}")
PORTAL, PORTAL_SAID = N_("Serve un accesso alla rete"), N_("Apri il browser e accedi alla rete (portale)")
PROXY, PROXY_SAID = N_("La rete chiede una password"), N_("Chiama chi segue la rete dell'ufficio")
OTHER_SERVER, OTHER_SAID = N_("Risponde un altro server"), N_("Non è partito niente: apri la pagina")
CLOCK, CLOCK_SAID = N_("Data e ora da controllare"), N_("L'orologio del PC o il certificato del server")
REVOKED, REVOKED_SAID = N_("Postazione revocata"), N_("Non riceve e non invia più")
STOPPED, STOPPED_SAID = N_("Sincronizzazione ferma"), N_("Si riprova da soli; il lavoro è salvato qui")
TO_DO, REFUSED = N_("Da inviare {unsent} · Da decidere {to_decide}"), N_("Rifiutate {refused}")
APART = N_("Arrivato dopo una revoca: {count}")
ARRIVING, ARRIVED = N_("Arrivano le cartelle"), N_("{here} di {total}: puoi già usarle")
ARRIVING_LONG = N_("Arrivano le cartelle: {here} di {total}. Quelle arrivate si usano già.")
LEARNED = {
    NoLine.code: ("cloud-off", "attention", NO_LINE, NO_LINE_SINCE),
    CaptivePortal.code: ("globe", "attention", PORTAL, PORTAL_SAID),
    ProxyPassword.code: ("globe", "attention", PROXY, PROXY_SAID),
    OtherServer.code: ("shield-alert", "danger", OTHER_SERVER, OTHER_SAID),
    WrongClock.code: ("clock", "attention", CLOCK, CLOCK_SAID),
    DeskRevoked.code: ("ban", "danger", REVOKED, REVOKED_SAID),
}
"""By code of the fault: icon, kind, title, and the line under it."""
UNKNOWN = ("cloud-off", "attention", STOPPED, STOPPED_SAID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The three numbers that are always on screen, how many cartelle are here of how many, work to be accepted."""

    unsent: int = 0
    to_decide: int = 0
    refused: int = 0
    here: int = 0
    total: int = 0
    apart: int = 0

    @property
    def arriving(self) -> bool:
        """Tell whether cartelle are still to come."""
        return self.here < self.total


def clock_words(moment: Moment, today: date) -> str:
    """Return «10:42» for a moment of today, else «ieri 10:42», «martedì 17:52»."""
    local = moment.local()
    if local.date() == today:
        return f"{local.hour}:{local.minute:02}"
    return moment_words(local, today)


def since_words(moment: Moment, today: date) -> str:
    """Return «Dalle 9:10», or «Da ieri 9:10» for an earlier day."""
    said = SINCE_TODAY if moment.local().date() == today else SINCE_BEFORE
    return tr(said).format(when=clock_words(moment, today))


def last_words(state: LineState, clock: Clock) -> str:
    """Return when the last whole exchange was."""
    if state.last is None:
        return tr(NEVER)
    return tr(LAST).format(when=clock_words(state.last, clock.now().local().date()))


def fault_words(fault: Fault) -> tuple[str, str]:
    """Return a short title and the kind of what is wrong with the line."""
    _icon, kind, title, _said = LEARNED.get(fault.code, UNKNOWN)
    return tr(title), kind


def numbers_words(numbers: Numbers) -> tuple[str, ...]:
    """Return the three numbers in two lines, so that none is parted from its word; a third when work was kept apart."""
    to_do = tr(TO_DO).format(unsent=numbers.unsent, to_decide=numbers.to_decide)
    apart = (tr(APART).format(count=numbers.apart),) if numbers.apart else ()
    return to_do, tr(REFUSED).format(refused=numbers.refused), *apart


def arriving_words(numbers: Numbers) -> str:
    """Return how many cartelle of how many are here yet."""
    return tr(ARRIVING_LONG).format(here=numbers.here, total=numbers.total)


def line_standing(state: LineState, numbers: Numbers, *, clock: Clock) -> Standing:
    """Return what the state box says of a desk that has a server."""
    today = clock.now().local().date()
    counted = numbers_words(numbers)
    if state.fault is not None:
        icon, kind, title, said = LEARNED.get(state.fault.code, UNKNOWN)
        since = since_words(state.since, today) if state.since is not None else ""
        return Standing(kind, icon, tr(title), (tr(said).format(when=since), *counted, last_words(state, clock)))
    if numbers.arriving:
        arrived = tr(ARRIVED).format(here=numbers.here, total=numbers.total)
        return Standing("neutral", "download", tr(ARRIVING), (arrived, *counted))
    pressing = "attention" if numbers.to_decide or numbers.refused or numbers.apart else "neutral"
    if state.running:
        return Standing(pressing, "refresh-cw", tr(RUNNING), (*counted, last_words(state, clock)))
    icon = "cloud" if pressing == "neutral" else "circle-alert"
    return Standing(pressing, icon, tr(IN_ORDER), (*counted, last_words(state, clock)))
