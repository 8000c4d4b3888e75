# SPDX-License-Identifier: EUPL-1.2
"""The words of the exchange: each code of the wire as an Italian reason."""

from welfaredesk.base.text import N_

UNKNOWN = N_("motivo non previsto da questa versione del programma")
REASONS: dict[str, str] = {
    "challenge": N_("la firma di accesso non è più valida"),
    "format": N_("il server e questo programma sono di versioni diverse"),
    "unknown": N_("l'ente o la postazione non sono conosciuti al server"),
    "revoked": N_("la postazione è stata revocata"),
    "removed": N_("l'operatore non fa più parte del gruppo"),
    "not_yours": N_("la cartella non è, o non è più, tra quelle che puoi scrivere"),
    "signature": N_("la firma non corrisponde"),
    "stale_head": N_("nel frattempo l'organico è cambiato"),
    "rule": N_("il ruolo non permette questo cambiamento dell'organico"),
    "recovery_grant": N_("manca la chiave di recupero dell'ente"),
    "n_taken": N_("un'altra copia di questa postazione ha già scritto al suo posto"),
    "gap": N_("manca una modifica precedente"),
    "previous": N_("la modifica precedente non è quella che il server conosce"),
    "last": N_("il server è tornato a uno stato precedente"),
    "key": N_("la chiave della cartella è cambiata"),
    "too_large": N_("è troppo grande"),
    "too_many": N_("sono troppe modifiche in una volta"),
    "quota": N_("lo spazio assegnato sul server è finito"),
    "rate": N_("il server riceve troppe richieste; si riprova tra poco"),
    "busy": N_("il server è occupato; si riprova tra poco"),
    "used": N_("l'invito è già stato usato"),
    "expired": N_("il permesso è scaduto"),
    "unreadable": N_("il contenuto non si apre"),
    "withheld": N_("il server non dà il contenuto, e nessuna cancellazione lo spiega"),
}


def why(code: str) -> str:
    """Return the reason in Italian for a code of the wire, marked and not yet translated."""
    return REASONS.get(code, UNKNOWN)
