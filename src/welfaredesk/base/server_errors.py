# SPDX-License-Identifier: EUPL-1.2
"""The faults of a server: its address, its database, its copies."""

from welfaredesk.base.errors import EXIT_DAMAGED, Fault
from welfaredesk.base.text import N_


class CannotListen(Fault):
    """The address cannot be listened on: taken, not of this machine, or not allowed."""

    code = "cannot_listen"
    what = N_("Il server non può mettersi in ascolto su {address}.")
    meaning = N_("Non è stato avviato; i dati non sono stati toccati.")
    remedy = N_("Indica con --listen un indirizzo di questa macchina e una porta libera, per esempio 0.0.0.0:8443.")


class NoDatabase(Fault):
    """The database of the server does not answer, or refuses."""

    code = "no_database"
    what = N_("La base di dati del server non risponde.")
    meaning = N_("Il server non è stato avviato e niente è stato cambiato.")
    remedy = N_("Controlla l'indirizzo dato con --database, che il servizio sia attivo e che l'utente possa entrare.")


class NoPostgres(Fault):
    """The program here was installed for a desk: it has no way to PostgreSQL."""

    code = "no_postgresql"
    what = N_("Il programma installato qui non sa usare PostgreSQL.")
    meaning = N_("È il pacchetto delle postazioni; il server non è stato avviato e niente è stato cambiato.")
    remedy = N_(
        "Installa il server dal suo pacchetto Python, con l'extra [server]. Senza --database i dati vanno in un file."
    )


class OnlyServer(Fault):
    """A desk was asked of an installation that is a server alone."""

    code = "only_server"
    what = N_("Qui è installato soltanto il server.")
    meaning = N_("Finestre e comandi della postazione mancano; non è stato fatto niente.")
    remedy = N_("Usa i comandi del server, che si vedono con --help; la postazione si installa dal suo pacchetto.")


class NoLedger(Fault):
    """The folder holds no server."""

    code = "no_ledger"
    what = N_("In questa cartella non c'è un server.")
    meaning = N_("Non è stato fatto niente.")
    remedy = N_("Indica con --data la cartella usata da «serve».")


class LedgerExists(Fault):
    """A server is already where a copy should go, and nothing overwrites it."""

    code = "ledger_exists"
    what = N_("Qui c'è già un server con i suoi dati.")
    meaning = N_("Non è stato sovrascritto niente.")
    remedy = N_("Ripristina in una cartella nuova e, con PostgreSQL, in una base di dati vuota.")


class DamagedLedger(Fault):
    """What a server holds is not as it was written."""

    code = "damaged_ledger"
    exit_code = EXIT_DAMAGED
    what = N_("I dati del server non tornano: {problems}.")
    meaning = N_("Non sono stati né cancellati né riscritti; le postazioni hanno ancora il loro lavoro.")
    remedy = N_("Ripristina l'ultima copia in una cartella nuova: le postazioni rimandano quello che manca.")


class NewerLedger(Fault):
    """A newer version of the program brought the tables of a server further than this one knows."""

    code = "newer_ledger"
    exit_code = EXIT_DAMAGED
    what = N_("I dati del server sono stati scritti da una versione più nuova del programma.")
    meaning = N_("Non sono stati toccati e il server non è stato avviato; le postazioni continuano a lavorare da sole.")
    remedy = N_("Qui c'è WelfareDesk {here}: metti sul server una versione più recente e riavvialo.")


class DamagedCopy(Fault):
    """A copy of a server is not whole."""

    code = "damaged_copy"
    exit_code = EXIT_DAMAGED
    what = N_("La copia del server non è intera: {why}.")
    meaning = N_("Non è stato ripristinato niente.")
    remedy = N_("Usa una copia precedente: le postazioni rimandano quello che manca.")
