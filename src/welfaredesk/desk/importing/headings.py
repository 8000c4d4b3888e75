# SPDX-License-Identifier: EUPL-1.2
"""Headings: what other programs call their columns, in Italian and in English, and where each goes."""

_NAMES = {
    "surname": "cognome, cognome utente, cognome assistito, surname, last name, lastname, family name",
    "name": "nome, nome utente, nome assistito, name, first name, firstname, given name",
    "surname_name": "nominativo, cognome e nome, cognome nome, utente, assistito, persona, beneficiario, full name",
    "name_surname": "nome e cognome, nome cognome, name and surname",
    "birth": "data di nascita, data nascita, nascita, nato il, nata il, nato a il, date of birth, birth date,"
    " birthdate,"
    " dob, data nasc",
    "tax_code": "codice fiscale, cod fiscale, cod fisc, codfisc, codicefiscale, cf, c f, tax code, fiscal code,"
    " taxcode",
}
_KEY = (
    "id, codice, codice utente, id utente, cod utente, id persona, codice persona, id assistito,"
    " codice assistito, matricola,"
    " external id, person id, numero utente, n utente, idutente, idpersona"
)
_PERSON = _NAMES | {
    "key": _KEY,
    "sex": "sesso, genere, sex, gender",
    "birthplace": "luogo di nascita, luogo nascita, comune di nascita, comune nascita, stato di nascita,"
    " nato a, nata a,"
    " place of birth, birthplace",
    "death": "data di morte, data morte, data decesso, data di decesso, deceduto il, date of death",
    "comune": "comune, comune di competenza, comune competenza, comune di carico, municipality",
    "residence.street": "indirizzo, via, via e numero, indirizzo di residenza, indirizzo residenza, residenza,"
    " via residenza,"
    " address, street",
    "residence.place": "comune di residenza, comune residenza, citta, citta di residenza, citta residenza,"
    " localita, city, town",
    "residence.postcode": "cap, cap residenza, postcode, zip, zip code, postal code",
    "domicile.street": "domicilio, indirizzo di domicilio, indirizzo domicilio, via domicilio",
    "domicile.place": "comune di domicilio, comune domicilio",
    "domicile.postcode": "cap domicilio",
    "citizenships.country": "cittadinanza, nazionalita, citizenship, nationality",
    "civil_status": "stato civile, marital status, civil status",
    "education": "titolo di studio, istruzione, education",
    "languages": "lingua, lingue, lingue parlate, language",
    "residence_permit": "permesso di soggiorno, titolo di soggiorno",
    "residence_permit_until": "scadenza permesso, scadenza permesso di soggiorno, permesso valido fino al",
    "family_doctor": "medico, medico di base, medico curante, mmg, pediatra, medico di famiglia, family doctor",
    "privacy_notice": "informativa privacy, data privacy, privacy",
    "notes": "note, annotazioni, osservazioni, notes, remarks",
    "case_file.number": "numero cartella, n cartella, nr cartella, num cartella, cartella, cartella n, case number",
    "case_file.opened_on": "data apertura, data apertura cartella, apertura cartella, aperta il,"
    " data presa in carico,"
    " presa in carico il, opened on",
    "case_file.closed_on": "data chiusura, data chiusura cartella, chiusa il, closed on",
    "case_file.paper_archive": "faldone, fascicolo cartaceo, fascicolo, archivio cartaceo",
    "case_file.responsible_social_worker": "assistente sociale, as titolare, assistente sociale titolare,"
    " titolare, operatore",
    "household.key": "codice famiglia, id famiglia, id nucleo, codice nucleo, numero famiglia, n famiglia,"
    " household id",
    "household.members.relation": "parentela, relazione di parentela, rapporto di parentela, grado di parentela",
}
_OF_WHOM = {f"person.{name}": said for name, said in _NAMES.items()}
_HOUSEHOLD = _OF_WHOM | {
    "key": "codice famiglia, id famiglia, id nucleo, codice nucleo, numero famiglia, n famiglia, household id,"
    " idnucleo, nucleo",
    "person.key": _KEY,
    "name": "nome nucleo, nome del nucleo, famiglia, nome famiglia, nucleo familiare, denominazione, household",
    "kind": "tipo, tipo nucleo, tipo di nucleo, kind",
    "address": "indirizzo, via, residenza, indirizzo di residenza, address",
    "comune": "comune, comune di residenza, comune residenza, citta, municipality",
    "members.relation": "parentela, relazione, relazione di parentela, rapporto di parentela,"
    " grado di parentela, ruolo, relation",
    "members.since": "dal, data ingresso, data inizio, since",
    "members.until": "al, data uscita, data fine, until",
    "members.note": "nota, note componente",
    "notes": "note, annotazioni, osservazioni, notes",
}
_DIARY = _OF_WHOM | {
    "person.key": "id utente, codice utente, cod utente, id persona, codice persona, id assistito,"
    " codice assistito, person id,"
    " idutente, idpersona, utente id",
    "key": "id, codice, id annotazione, id evento, id intervento, id diario, numero, progressivo, n, external id",
    "when": "data, data e ora, data ora, quando, giorno, data colloquio, data intervento, data evento,"
    " data annotazione, date,"
    " when",
    "when.time": "ora, orario, ora inizio, time",
    "text": "testo, descrizione, diario, annotazione, contenuto, resoconto, note, sintesi, text, description, notes",
    "evaluation": "valutazione, valutazioni, valutazione professionale",
    "kind": "tipo, tipologia, tipo intervento, tipo di intervento, tipo annotazione, tipo di annotazione,"
    " attivita, type, kind",
    "minutes": "durata, minuti, durata minuti, tempo, duration, minutes",
    "with_whom": "con chi, presenti, interlocutore, interlocutori, partecipanti, with",
    "where": "luogo, dove, sede, place, where",
    "author": "operatore, assistente sociale, autore, scritto da, inserito da, operator, author",
    "protocol_number": "protocollo, n protocollo, numero protocollo",
}

REACHED_BY: dict[str, tuple[str, str]] = {
    "telefono": ("telefono", ""), "tel": ("telefono", ""), "phone": ("telefono", ""), "recapito": ("telefono", ""),
    "recapito telefonico": ("telefono", ""), "telefono fisso": ("telefono fisso", "landline"),
    "telefono casa": ("telefono fisso", "landline"), "cellulare": ("cellulare", "mobile"),
    "cell": ("cellulare", "mobile"),
    "mobile": ("cellulare", "mobile"), "telefono cellulare": ("cellulare", "mobile"), "email": ("email", "email"),
    "mail": ("email", "email"), "posta elettronica": ("email", "email"), "indirizzo email": ("email", "email"),
    "pec": ("pec", "pec"), "telefono 2": ("telefono 2", ""), "altro telefono": ("telefono 2", ""),
}  # fmt: skip
"""Headings of reachabilities: the row each makes, and its kind when the heading tells."""


def _turned(known: dict[str, str]) -> dict[str, str]:
    return {heading.strip(): path for path, said in known.items() for heading in said.split(",")}


BY_HEADING: dict[str, dict[str, str]] = {
    "person": _turned(_PERSON),
    "household": _turned(_HOUSEHOLD),
    "diary_entry": _turned(_DIARY),
}
"""From a folded heading to a path, for each kind of file; `key` is the code of the row in the other program."""
