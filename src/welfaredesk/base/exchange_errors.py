# SPDX-License-Identifier: EUPL-1.2
"""The faults of the exchange: the line, the server, the desk that is no longer admitted."""

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_


class NoLine(Fault):
    """The server cannot be reached, or the line broke in the middle."""

    code = "no_line"
    what = N_("La linea non c'è o si è interrotta.")
    meaning = N_("Non si perde niente: quello che non è partito resta qui e parte appena la linea torna.")
    remedy = N_("Continua a lavorare; se dura, controlla il collegamento a internet.")


class CaptivePortal(Fault):
    """Something on the way answers in the server's place: the page of a network that wants a sign-in."""

    code = "captive_portal"
    what = N_("La rete risponde con una sua pagina al posto del server.")
    meaning = N_("Succede nelle reti di alberghi, ospedali e biblioteche: niente è uscito da questo PC.")
    remedy = N_("Apri il browser, accetta le condizioni della rete e riprova; oppure usa un'altra rete.")


class ProxyPassword(Fault):
    """The proxy of the network wants a name and a password."""

    code = "proxy_password"
    what = N_("Il proxy della rete chiede un nome e una password.")
    meaning = N_("Lo scambio non è partito; il lavoro resta qui, al sicuro.")
    remedy = N_("Chiedi a chi cura la rete di far passare il programma, o di scrivere le credenziali nel sistema.")


class OtherServer(Fault):
    """The key at the address is not the one that this desk knows, or what it signed does not hold."""

    code = "other_server"
    what = N_("A questo indirizzo risponde un server diverso da quello dell'ente.")
    meaning = N_("La sua chiave non è quella conosciuta: non è stato mandato né preso niente.")
    remedy = N_("Prova da un'altra rete; se succede ancora, confronta l'impronta con chi cura il server.")


class WrongClock(Fault):
    """The certificate at the address is over, or not begun, by the clock of this PC: one of the two is wrong."""

    code = "wrong_clock"
    what = N_("Per l'orologio di questo PC il certificato del server non vale oggi.")
    meaning = N_("Il lavoro resta qui, al sicuro, e parte appena l'orologio è giusto: si può continuare.")
    remedy = N_("Controlla data e ora del PC; se sono giuste, avvisa chi cura il server: il certificato va rinnovato.")


class NotAcceptedWhy(Fault):
    """Work that arrived after a revocation is not accepted without a reason."""

    code = "not_accepted_why"
    what = N_("Manca il motivo per cui non si accetta.")
    meaning = N_("Chi legge la cartella deve poter capire perché questo lavoro non è stato accettato.")
    remedy = N_("Scrivi il motivo in una frase.")


class BadAddress(Fault):
    """The address of a server is none, or would send over plain HTTP."""

    code = "bad_address"
    what = N_("L'indirizzo del server non va bene.")
    meaning = N_("Serve un indirizzo che comincia con https://; http:// vale solo per questo stesso PC.")
    remedy = N_("Ricopialo da chi cura il server.")


class ServerRefuses(Fault):
    """The server refuses the whole request; `reason` is one of the codes of the wire."""

    code = "server_refuses"
    what = N_("Il server non accetta lo scambio: {reason}.")
    meaning = N_("Il lavoro resta qui, al sicuro, e sarà mandato quando il server lo accetta.")
    remedy = N_("Riprova più tardi; se succede ancora, parlane con chi cura il server.")


class DeskRevoked(Fault):
    """The ente has revoked this desk."""

    code = "desk_revoked"
    what = N_("L'ente ha revocato questa postazione.")
    meaning = N_("Qui non si scrive più; quello che non era ancora partito resta su questo PC.")
    remedy = N_("Chiedi al responsabile; una postazione nuova si attiva con un invito.")


class NoServer(Fault):
    """The desk has no server yet."""

    code = "no_server"
    what = N_("Questa postazione non ha ancora un server.")
    meaning = N_("L'ente lavora su questo PC soltanto; non c'è niente da scambiare.")
    remedy = N_("Quando il server c'è, collegalo dalle Impostazioni, o con il comando attach.")


class AlreadyAttached(Fault):
    """The desk has a server, and two enti do not become one by attaching."""

    code = "already_attached"
    what = N_("Questo ente ha già il suo server.")
    meaning = N_("Continua con quello: non è stato cambiato niente.")
    remedy = N_("Due enti non si uniscono collegandoli: nell'altro si entra con un invito e si importa l'esportazione.")
