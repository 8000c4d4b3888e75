# SPDX-License-Identifier: EUPL-1.2
"""The faults of a PC: where a profile lies, whose it is, and what the technician fixed for the machine."""

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_


class SyncedFolder(Fault):
    """The profile lies in a folder that a program copies to other PCs, behind the database's back."""

    code = "synced_folder"
    what = N_("L'archivio sta in una cartella che {program} copia su altri PC.")
    meaning = N_("Lì può essere copiato a metà o sostituito da una copia vecchia, perciò non viene aperto.")
    remedy = N_("Sposta l'archivio in una cartella di questo PC che nessun programma sincronizza.")


class OthersProfile(Fault):
    """The folder of the profile belongs to another account of the system."""

    code = "others_profile"
    what = N_("Questo profilo è di un altro utente di questo PC.")
    meaning = N_("Ognuno apre il suo: qui non è stato letto né scritto niente.")
    remedy = N_("Entra nel PC con il tuo utente, oppure indica il tuo profilo con --profile.")


class UnownedDisk(OthersProfile):
    """The profile lies on a disk that keeps no owners and is wholly another account's."""

    code = "unowned_disk"
    what = N_("Il disco di questo profilo non distingue gli utenti del PC, come una chiavetta.")
    meaning = N_(
        "Il sistema lo dà tutto a un altro utente e non si può chiudere agli altri: non è stato scritto niente."
    )
    remedy = N_("Tieni l'archivio nella tua cartella, su un disco di questo PC, o chiedi di montare questo a tuo nome.")


class UnknownHome(Fault):
    """A path begins with the home of an account that this system has not."""

    code = "unknown_home"
    what = N_("Il percorso {path} comincia con la cartella di un utente che su questo PC non c'è.")
    meaning = N_("Non è stato letto né scritto niente.")
    remedy = N_("Correggi il nome dopo la tilde (~), oppure scrivi il percorso per intero.")


class FixedServer(Fault):
    """The technician fixed another server for this PC."""

    code = "fixed_server"
    what = N_("Per questo PC il tecnico ha fissato un altro server: {address}.")
    meaning = N_("L'indirizzo o l'impronta scritti qui sono diversi: non è stato mandato né preso niente.")
    remedy = N_("Usa il server fissato, oppure chiedi al tecnico di correggere il file {path}.")


class PolicyWrong(Fault):
    """The file with which the technician fixes things for this PC says something that cannot be followed."""

    code = "policy_wrong"
    what = N_("Il file del tecnico non va bene: {problems}.")
    meaning = N_("Le righe sbagliate non valgono; le altre sì, se il file è affidabile.")
    remedy = N_("Correggi il file e prova di nuovo con: welfaredesk policy.")


class NameTaken(Fault):
    """A name that cannot be that of a new desk on this PC."""

    code = "desk_name"
    what = N_("Questo nome non va bene per una postazione: {why}.")
    meaning = N_("Non è stato creato niente.")
    remedy = N_("Scrivine un altro: lettere, cifre e spazi, al massimo 30.")
