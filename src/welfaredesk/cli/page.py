# SPDX-License-Identifier: EUPL-1.2
"""The page of commands, `docs/commands.md`, made from the verbs and from the faults."""

import sys
from collections.abc import Iterator
from pathlib import Path

from welfaredesk.base.errors import all_faults
from welfaredesk.base.text import tr
from welfaredesk.cli.list import every_verb
from welfaredesk.cli.verbs import GLOBAL_OPTIONS, LATER, Verb

HEAD = """\
# Comandi

Questa pagina è scritta dal programma (`make docs`): non si modifica a mano.

`welfaredesk [--profile DIR] [--passphrase-file FILE] [--json] COMANDO ...`; senza comando si apre la finestra. La
frase segreta non si scrive mai sulla riga di comando: sta in un file, le righe come sono, senza l'a capo finale.

Le opzioni comuni valgono prima o dopo il comando:
"""

ANSWERS = """\
## Risposte

Con `--json` sull'uscita normale sta un solo valore JSON, o uno per riga dove è detto; senza, italiano da leggere. Un
errore è una frase italiana sull'uscita degli errori; con `--json` anche `{"error":{"code","text"}}` sull'uscita
normale: dove la risposta c'è lo stesso (`check`, `import`) l'errore sta dentro di lei. Nessun errore e nessun registro
porta dati personali.

| esce con | quando |
|---|---|
| 0 | fatto |
| 1 | un difetto del programma |
| 2 | qualcosa che la persona può correggere; anche `Ctrl+C` |
| 3 | archivio danneggiato (o `check` che trova qualcosa), o scritto da una versione più nuova |

Le schede portano, accanto ai valori, `_id _type _root _circle _entry _state _position`, `_retired` con il motivo
quando sono nascoste, e `_copied_by` con il nome di chi le ha rese riservate. `_entry` dice lo stato mostrato:
si ridà come `_seen` in `record change`. Gli stati: `draft`, `saved` (solo qui), `sent`, `received`, `to_decide`,
`refused`. Nell'ingresso, dei nomi che cominciano con `_` valgono solo `_root` e `_circle` (`record add`) e `_seen`
(`record change`).

`record add` legge un oggetto per riga, uno su più righe, o un elenco; risponde a ciascuno appena è al sicuro sul disco.
Al primo che non va si ferma con 2: quelli già confermati restano, gli altri non sono stati salvati. Degli allegati non
si mostra la chiave.

I ruoli: `operatore case-manager coordinatore responsabile amministratore dpo esterno`, più d'uno con la virgola.
"""


def commands_page() -> str:
    """Return the page as it should be."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield HEAD
    for option in GLOBAL_OPTIONS:
        yield f"* `{f'{option.flag} {option.takes}'.strip()}`: {tr(option.what)}"
    yield ""
    yield ANSWERS
    yield "## I comandi di questa versione\n"
    for verb in every_verb():
        yield from _of_verb(verb)
    yield "## I comandi delle prossime versioni\n"
    yield "Rispondono `not_offered`: " + ", ".join(f"`{name}`" for name in LATER) + ".\n"
    yield "## Codici di errore\n"
    yield "L'elenco è chiuso: nessun comando risponde altri codici.\n"
    yield "| codice | esce con | che cosa vuol dire |"
    yield "|---|---|---|"
    for fault in all_faults():
        yield f"| `{fault.code}` | {fault.exit_code} | {tr(fault.what)} |"


def _of_verb(verb: Verb) -> Iterator[str]:
    yield f"### `{verb.name}`\n"
    yield f"`welfaredesk {verb.usage}`\n"
    yield f"{_sentence(tr(verb.does))}\n"
    for word in verb.words:
        yield f"* `{word.name}`: {tr(word.what)}"
    for option in verb.options:
        yield f"* `{f'{option.flag} {option.takes}'.strip()}`: {tr(option.what)}"
    if verb.words or verb.options:
        yield ""
    yield f"JSON: `{verb.answer}`\n"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(commands_page(), encoding="utf-8")
