# SPDX-License-Identifier: EUPL-1.2
"""The faults that a person can meet, each told in three parts: what happened, what it means, what to do.

Fault
├── mendable, exit 2: wrong passphrase, bad input, not found, not allowed, in use, disk full, disk failing ...
├── damaged or newer data, exit 3: DamagedVault, NewerVault
└── Bug, exit 1
"""

import importlib
from typing import ClassVar

from welfaredesk.base import release
from welfaredesk.base.text import N_, tr

EXIT_BUG = 1
EXIT_MENDABLE = 2
EXIT_DAMAGED = 3
MORE = (
    "welfaredesk.base.access_errors",
    "welfaredesk.base.casework_errors",
    "welfaredesk.base.cut_errors",
    "welfaredesk.base.exchange_errors",
    "welfaredesk.base.letter_errors",
    "welfaredesk.base.machine_errors",
    "welfaredesk.base.people_errors",
    "welfaredesk.base.server_errors",
)
"""Modules of faults beside this one."""


class Fault(Exception):
    """Something that went wrong and is told to a person; `facts` fill the sentence and never name anybody."""

    code: ClassVar[str] = "bug"
    exit_code: ClassVar[int] = EXIT_MENDABLE
    what: ClassVar[str] = ""
    meaning: ClassVar[str] = ""
    remedy: ClassVar[str] = ""

    def __init__(self, **facts: str | int) -> None:
        """Keep the facts: ids, counts, labels of fields, file names that the person chose."""
        super().__init__(self.code)
        self.facts = facts

    @property
    def text(self) -> str:
        """Return the three parts as one paragraph."""
        parts = (self.what, self.meaning, self.remedy)
        return " ".join(tr(part).format(**self.facts) for part in parts if part)


class Bug(Fault):
    """The program met a case that it was not written for."""

    code = "bug"
    exit_code = EXIT_BUG
    what = N_("Il programma si è fermato su un caso che non prevedeva.")
    meaning = N_("Quello che era già salvato è al sicuro su questo PC.")
    remedy = N_("Riprova; se succede ancora, segnalalo all'assistenza.")


class WrongPassphrase(Fault):
    """No slot of the vault opens with the passphrase given."""

    code = "wrong_passphrase"
    what = N_("La frase segreta non è quella giusta.")
    meaning = N_("L'archivio resta chiuso e intatto.")
    remedy = N_("Controlla maiuscole e spazi e riprova; se l'hai dimenticata, usa i fogli di recupero.")


class WeakPassphrase(Fault):
    """The new passphrase is shorter than 15 characters and is not five words of the list."""

    code = "weak_passphrase"
    what = N_("La frase segreta è troppo corta.")
    meaning = N_("Chi ruba il PC potrebbe indovinarla.")
    remedy = N_("Usa almeno 15 caratteri, oppure cinque parole dell'elenco proposto.")


class PassphraseMissing(Fault):
    """The command needs a passphrase file and has none."""

    code = "passphrase_missing"
    what = N_("Manca la frase segreta.")
    meaning = N_("Senza frase l'archivio non si apre.")
    remedy = N_("Indica un file che la contiene con --passphrase-file o WELFAREDESK_PASSPHRASE_FILE.")


class WrongShares(Fault):
    """The recovery shares are too few, misread, or of another ente."""

    code = "wrong_shares"
    what = N_("I fogli di recupero non bastano o contengono un errore.")
    meaning = N_("L'archivio resta chiuso e intatto.")
    remedy = N_("Controlla che siano di questo ente, che siano due fogli diversi e che ogni parola sia copiata bene.")


class NoVault(Fault):
    """The profile holds no vault."""

    code = "no_vault"
    what = N_("In questa cartella non c'è ancora un archivio protetto.")
    meaning = N_("Non c'è niente da aprire.")
    remedy = N_("Crea l'ente con il primo avvio (verbo init), oppure indica il profilo giusto con --profile.")


class VaultExists(Fault):
    """The profile already holds a vault, and nothing may overwrite it."""

    code = "vault_exists"
    what = N_("In questa cartella c'è già un archivio protetto.")
    meaning = N_("Non è stato toccato.")
    remedy = N_("Scegli un altro profilo con --profile.")


class InUse(Fault):
    """Another instance of the program holds the vault."""

    code = "in_use"
    what = N_("L'archivio è già aperto in un'altra finestra del programma.")
    meaning = N_("Qui non è stato scritto niente.")
    remedy = N_("Torna alla finestra aperta, oppure chiudila e riprova.")


class NetworkShare(Fault):
    """The profile lies on a network share, where the database's locks do not hold."""

    code = "network_share"
    what = N_("L'archivio sta su una cartella di rete.")
    meaning = N_("Lì due PC possono rovinarlo scrivendo insieme, perciò non viene aperto.")
    remedy = N_("Sposta l'archivio su un disco di questo PC.")


class DiskFull(Fault):
    """The disk has no room for the save."""

    code = "disk_full"
    what = N_("Il disco è pieno.")
    meaning = N_("L'ultima modifica non è salvata; la bozza e tutto il resto sono al sicuro.")
    remedy = N_("Libera spazio sul disco e premi di nuovo Salva.")


class DiskFailing(Fault):
    """The disk answered with an error while reading or writing."""

    code = "disk_failing"
    what = N_("Il disco ha dato un errore.")
    meaning = N_("L'ultima modifica potrebbe non essere salvata; quello che era già salvato è rimasto.")
    remedy = N_("Fai subito una copia di sicurezza su una chiavetta e chiama l'assistenza.")


class ReadOnlyPlace(Fault):
    """The folder may not be written."""

    code = "read_only_place"
    what = N_("La cartella non si può scrivere.")
    meaning = N_("Non è stato salvato niente lì.")
    remedy = N_("Scegli una cartella in cui hai il permesso di scrivere.")


class DamagedVault(Fault):
    """The vault does not open or its pages are not as they were written."""

    code = "damaged"
    exit_code = EXIT_DAMAGED
    what = N_("L'archivio protetto è danneggiato.")
    meaning = N_("Non è stato né cancellato né riscritto: il file resta dov'è.")
    remedy = N_("Ripristina l'ultima copia di sicurezza in un profilo nuovo e chiama l'assistenza.")


class NewerVault(Fault):
    """The vault was written by a newer version of the program."""

    code = "newer"
    exit_code = EXIT_DAMAGED
    what = N_("L'archivio è stato scritto da una versione più nuova del programma.")
    meaning = N_("Non è stato toccato.")
    remedy = N_("Qui c'è WelfareDesk {here}: serve {needed}. Aggiorna il programma su questo PC e riaprilo.")
    AT_LEAST, LATER = N_("la versione {version} o una più recente"), N_("una versione più recente")

    def __init__(self, *, needed: str = "", here: str = "") -> None:
        """Keep, in words, which version is needed and which is here."""
        super().__init__(needed=needed or tr(self.LATER), here=here or release.version())

    @classmethod
    def asking(cls, version: str) -> "NewerVault":
        """Return the fault of a vault that asks for a version, empty when it does not say which."""
        known = release.number_of(version) > release.number_of(release.version())
        return cls(needed=tr(cls.AT_LEAST).format(version=version) if known else "")


class BadInput(Fault):
    """Values that a record cannot hold; `problems` says which field and why."""

    code = "bad_input"
    what = N_("Alcuni dati non vanno bene: {problems}.")
    meaning = N_("La scheda non è stata salvata.")
    remedy = N_("Correggi i campi indicati e salva di nuovo.")


class UnknownType(Fault):
    """No record type of the catalogue has that name."""

    code = "unknown_type"
    what = N_("Il tipo di scheda «{type}» non esiste.")
    meaning = N_("Non è stato fatto niente.")
    remedy = N_("L'elenco dei tipi si vede con: welfaredesk record types.")


class NotFound(Fault):
    """No record, file or state has that id on this desk."""

    code = "not_found"
    what = N_("La scheda cercata non è su questo PC.")
    meaning = N_("Non è stato fatto niente.")
    remedy = N_("Controlla l'identificativo, oppure cercala per nome.")


class NoClash(Fault):
    """What was to be decided is decided already, or is no longer what was shown."""

    code = "no_clash"
    what = N_("Qui non c'è più niente da decidere.")
    meaning = N_("La scelta è già stata fatta, oppure la scheda è cambiata ancora: non è stato scritto niente.")
    remedy = N_("Guarda di nuovo l'elenco delle cose da decidere.")


class NotAllowed(Fault):
    """The operator's roles and groups do not reach that far."""

    code = "not_allowed"
    what = N_("Il tuo ruolo non permette questa operazione.")
    meaning = N_("Non è stato cambiato niente.")
    remedy = N_("Chiedi al responsabile dell'ente.")


class ReasonMissing(Fault):
    """The act must say why, and does not."""

    code = "reason_missing"
    what = N_("Manca il motivo.")
    meaning = N_("L'operazione resta registrata con il suo motivo, perciò senza non si fa.")
    remedy = N_("Scrivi in poche parole perché.")


class BadFile(Fault):
    """A file given by the person cannot be read as what it should be."""

    code = "bad_file"
    what = N_("Il file «{name}» non si legge: {why}.")
    meaning = N_("Non è stato importato né cambiato niente.")
    remedy = N_("Controlla che sia il file giusto e riprova.")


class ImportRefused(Fault):
    """Some rows of an import cannot be taken, so none was."""

    code = "import_refused"
    what = N_("Righe del file che non si possono importare: {count}.")
    meaning = N_("Non è stata importata nessuna riga.")
    remedy = N_("Guarda il resoconto riga per riga, correggi il file e riprova.")


class ImportStopped(Fault):
    """The person stopped an import before it was durable."""

    code = "import_stopped"
    what = N_("L'importazione è stata interrotta.")
    meaning = N_("Non è stata importata nessuna riga.")
    remedy = N_("Quando vuoi, prova di nuovo: il file non è cambiato.")


class PlaceTaken(Fault):
    """Something is already where the result should go."""

    code = "place_taken"
    what = N_("Nella destinazione c'è già qualcosa con questo nome.")
    meaning = N_("Non è stato sovrascritto niente.")
    remedy = N_("Scegli un altro nome o un'altra cartella.")


class WrongUse(Fault):
    """The command line is not one of those in the contract."""

    code = "wrong_use"
    what = N_("Il comando non è scritto bene: {why}.")
    meaning = N_("Non è stato fatto niente.")
    remedy = N_("Aggiungi --help per vedere come si usa.")


class NoFolder(Fault):
    """The folder in which a result should go does not exist."""

    code = "no_folder"
    what = N_("La cartella di destinazione non esiste.")
    meaning = N_("Non è stato scritto niente.")
    remedy = N_("Crea la cartella o indicane un'altra.")


class NoScreen(Fault):
    """The window was asked for where no screen is."""

    code = "no_screen"
    what = N_("Qui non c'è uno schermo su cui aprire la finestra.")
    meaning = N_("I comandi funzionano lo stesso.")
    remedy = N_("Avvia il programma da una sessione grafica, oppure guarda i comandi con --help.")


class Interrupted(Fault):
    """The person stopped a command with Ctrl+C."""

    code = "interrupted"
    what = N_("Il comando è stato interrotto.")
    meaning = N_("Quello che era già stato confermato è salvato; niente è rimasto a metà.")
    remedy = N_("Ripeti il comando quando vuoi.")


class AnswerUnread(Fault):
    """Whoever read the answers of a command closed the pipe before the end."""

    code = "answer_unread"
    what = N_("Chi leggeva le risposte ha chiuso prima della fine.")
    meaning = N_("Quello che era già stato confermato è salvato; il resto non è stato fatto.")
    remedy = N_("Ripeti il comando leggendo fino in fondo.")


class NotOffered(Fault):
    """The verb belongs to a part of the program that this version does not have."""

    code = "not_offered"
    what = N_("Questa versione non ha ancora «{verb}».")
    meaning = N_("Non è stato fatto niente.")
    remedy = N_("Aggiorna il programma quando la funzione sarà disponibile.")


class FolderArriving(Fault):
    """The folder has not come whole from the server yet, so nothing may be written in it."""

    code = "folder_arriving"
    what = N_("La cartella sta ancora arrivando.")
    meaning = N_("Si può leggere; finché non è completa non si può cambiare, e qui non è stato cambiato niente.")
    remedy = N_("Lascia finire lo scambio e salva di nuovo; la bozza è al sicuro.")


class NewerRecord(Fault):
    """A newer version of the program wrote in the record, by rules that this one does not know."""

    code = "newer_record"
    what = N_("Questa scheda è stata scritta con una versione più nuova del programma.")
    meaning = N_("Si può leggere ma non cambiare; non è stato cambiato niente.")
    remedy = N_("Aggiorna il programma su questo PC e salva di nuovo; la bozza è al sicuro.")


def all_faults() -> list[type[Fault]]:
    """Return every fault that may be told to a person, in the order of their codes."""
    for module in MORE:
        importlib.import_module(module)
    found: list[type[Fault]] = []
    open_classes: list[type[Fault]] = [Fault]
    while open_classes:
        for child in open_classes.pop().__subclasses__():
            found.append(child)
            open_classes.append(child)
    return sorted(found, key=lambda fault: fault.code)
