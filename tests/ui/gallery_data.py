# SPDX-License-Identifier: EUPL-1.2
"""Fictional persons and words for the pictures of the parts; nobody here exists."""

from collections.abc import Sequence
from datetime import date, timedelta

from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.code_picker import Choice
from welfaredesk.ui.parts.hits import Hit
from welfaredesk.ui.parts.person_header import PersonHead
from welfaredesk.ui.parts.person_picker import PersonFound
from welfaredesk.ui.parts.quick_values import QuickOptions, QuickValues
from welfaredesk.ui.parts.rail import RailEntry
from welfaredesk.ui.parts.side_panel import PanelCard, PanelRow
from welfaredesk.ui.parts.state_box import Standing
from welfaredesk.ui.parts.stream_model import StreamRow
from welfaredesk.ui.parts.table_model import Column, TableRow

TODAY = date(2026, 10, 22)

ENTRIES = (
    RailEntry("oggi", "sun", "Oggi", 3),
    RailEntry("accessi", "phone-incoming", "Accessi"),
    RailEntry("segnalazioni", "megaphone", "Segnalazioni", 1),
    RailEntry("cartelle", "folder-open", "Cartelle"),
    RailEntry("staff", "users", "Staff di progetto", 2),
    RailEntry("agenda", "calendar-days", "Agenda"),
    RailEntry("appunti", "sticky-note", "Appunti", 4),
    RailEntry("risorse", "map-pin", "Risorse"),
)
STANDING = Standing(
    "attention",
    "cloud-off",
    "Non in linea",
    ("Da inviare 3 · Da decidere 1 · Rifiutate 0", "Ultima sincronizzazione: oggi, 8:12"),
)
HEAD = PersonHead(
    "Ferrari, Giulia",
    "9 anni · nata il 14/03/2017 · Gussola",
    (
        ChipMark("Indirizzo protetto", "map-pin-house", "danger"),
        ChipMark("Non telefonare a casa", "phone-off", "attention"),
        ChipMark("Provvedimento TM: scade tra 12 giorni", "gavel", "attention"),
        ChipMark("In carico dal 3/2/2025", "check-check", "done"),
    ),
    "Lucia Bianchi",
)
RESERVED = ChipMark("Riservata", "lock", "reserved")
SCHOOL = "L’insegnante segnala quattro assenze in due settimane. Concordato di parlarne nello staff di progetto del 28."
HOME = (
    "La casa è riscaldata, Giulia fa i compiti al tavolo. La madre chiede di spostare "
    "l’educativa al pomeriggio. "
    "Si concorda una prova di un mese con verifica il 20 novembre."
)
REPORT = "Relazione di aggiornamento: fatti, dichiarazioni riferite da terzi e valutazioni in tre parti."
OCTOBER, SEPTEMBER = "Ottobre 2026", "Settembre 2026"
ROWS = (
    StreamRow(
        "1",
        OCTOBER,
        "phone-incoming",
        "Telefonata",
        "con la scuola · 10 min · L. Bianchi",
        "gio 22, 9:05",
        SCHOOL,
    ),
    StreamRow(
        "2",
        OCTOBER,
        "house",
        "Visita domiciliare",
        "madre, nonna · 50 min · L. Bianchi",
        "lun 19, 16:30",
        HOME,
    ),
    StreamRow("3", OCTOBER, "gavel", "Relazione al TM", "inviata con prot. 4821", "ven 16", REPORT, (RESERVED,)),
    StreamRow(
        "4",
        SEPTEMBER,
        "users",
        "Staff di progetto",
        "5 presenti · 60 min",
        "mer 30, 14:00",
        HOME + " " + SCHOOL,
    ),
)
PANEL = (
    PanelCard(
        "scadenze",
        "Scadenze",
        (
            PanelRow("Relazione al TM", "3 nov", "a", "attention"),
            PanelRow("Verifica del progetto", "20 nov", "b"),
            PanelRow("Verifica educativa", "20 nov", "c"),
        ),
        "Aggiungi",
    ),
    PanelCard(
        "nucleo",
        "Nucleo di fatto",
        (
            PanelRow("Sara Conti, madre", "41 anni", "d"),
            PanelRow("Marco Ferrari, fratello", "6 anni", "e"),
            PanelRow("Ada Riva, nonna", "70 anni", "f"),
        ),
    ),
    PanelCard(
        "progetto",
        "Progetto quadro",
        (
            PanelRow("Frequenza scolastica", "in parte", "g"),
            PanelRow("Educativa domiciliare", "18 di 24 h", "h"),
        ),
    ),
)
KINDS = (
    Choice("visita", "Visita domiciliare"),
    Choice("telefonata", "Telefonata"),
    Choice("colloquio", "Colloquio in ufficio"),
    Choice("rete", "Contatto con la rete"),
)
PEOPLE = (Choice("m", "Madre"), Choice("g", "Giulia"), Choice("n", "Nonna & zia <b>Ada</b>"))
MOMENTS = (Choice("2026-10-22T10:20", "Oggi, 10:20"), Choice("2026-10-21", "Ieri"))
WRITTEN = QuickValues(
    "Colloquio con la madre in cucina. Riferisce che da lunedì la bambina",
    "visita",
    "2026-10-22T10:20",
    ("m", "g"),
    45,
)


def read_when(text: str) -> Choice | None:
    """Understand «ieri» alone: enough for a picture."""
    return MOMENTS[1] if text.strip() == "ieri" else None


def options() -> QuickOptions:
    """Return the choices of the quick entry."""
    return QuickOptions(KINDS, PEOPLE, MOMENTS, read_when=read_when)


def stream_rows(offset: int, limit: int) -> Sequence[StreamRow]:
    """Return the four rows of the picture."""
    return ROWS[offset : offset + limit]


def read_day(text: str) -> date | None:
    """Understand «+7» and «22/10/2026»."""
    if text.startswith("+") and text[1:].isdigit():
        return TODAY + timedelta(days=int(text[1:]))
    parts = text.split("/")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    return None


def day_words(day: date) -> str:
    """Say a day in words."""
    names = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
    months = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
    return f"{names[day.weekday()]} {day.day} {months[day.month - 1]}"


FOUND = (
    PersonFound("1", "Ferrari, Giulia", "9 anni", "Gussola"),
    PersonFound("2", "Ferrari, Marco", "6 anni", "Gussola", "fratello"),
    PersonFound("3", "Ferraris, Giuliana", "54 anni", "Casalmaggiore", "nome simile"),
)
HITS = (
    Hit("p1", "Ferrari, Giulia", "9 anni · Gussola", "Persone", "user"),
    Hit("p2", "Ferraris, Giuliana", "54 anni · Casalmaggiore", "Persone", "user"),
    Hit("c1", "Ferrari, Giulia: tutela minori", "in carico", "Cartelle", "folder-open"),
    Hit("a1", "Nuovo accesso", "Ctrl+N", "Azioni", "plus"),
    Hit("a2", "Stampa la cartella", "Ctrl+P", "Azioni", "printer"),
)
COLUMNS = (
    Column("name", "Nome", 22, stretches=True),
    Column("age", "Età", 8, right=True, drop=2),
    Column("comune", "Comune", 16, drop=3),
    Column("owner", "Titolare", 14, drop=4),
    Column("last", "Ultimo contatto", 16, drop=1),
    Column("state", "Stato", 16),
)
STATES = (
    ChipMark("In carico", "check-check", "done"),
    ChipMark("In scadenza", "clock", "attention"),
    ChipMark("Urgenza", "circle-alert", "danger"),
    ChipMark("Chiusa", "archive", "neutral"),
)
_SURNAMES = ("Ferrari", "Conti", "Riva", "Galli", "Moretti", "Sala", "Bruni", "Costa")
_NAMES = ("Giulia", "Sara", "Ada", "Marco", "Luca", "Elena", "Paolo", "Irene", "Omar")
_COMUNI = ("Gussola", "Casalmaggiore", "Viadana", "Piadena Drizzona", "Sabbioneta")


def table_rows(ids: Sequence[str]) -> Sequence[TableRow]:
    """Return one made-up row for each id."""
    return [_row(int(number)) for number in ids]


def _row(n: int) -> TableRow:
    name = f"{_SURNAMES[n % 8]}, {_NAMES[n % 9]}"
    return (name, f"{n % 90} anni", _COMUNI[n % 5], "L. Bianchi", f"lun {n % 28 + 1} set", STATES[n % 4])
