# SPDX-License-Identifier: EUPL-1.2
"""Da una copia: on a PC with no archive yet, a safety copy becomes the archive and is opened."""

from pathlib import Path

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import copies
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import open_session
from welfaredesk.ui.screens.restore import Restore


class FromCopy(Restore):
    """The page of `Restore` for a new PC: the copy is needed, and what comes of it is opened at once."""

    TITLE = N_("Riapri una copia")
    LEAD = N_(
        "Su questo PC nasce l'archivio com'era quando la copia è stata fatta. Quello che avevi scritto dopo c'è solo "
        "se era già arrivato ai colleghi: torna con la prima sincronizzazione."
    )
    FILE = N_("File della copia")
    PHRASE = N_("Frase segreta di quando la copia è stata fatta")
    ACT = N_("Riapri")
    WORKING = N_("Leggo la copia e la controllo…")
    NO_COPY = N_("Scegli il file della copia.")

    def _begin_with(self, copy: Path | None, phrase: str) -> None:
        ground = self._ground
        if copy is None:
            self._miss(tr(self.NO_COPY))
            return
        self._wait()

        def work() -> Session:
            copies.restore(copy, ground.profile, passphrase=phrase, clock=ground.clock, ids=ground.ids)
            return open_session(ground.profile, phrase, clock=ground.clock, ids=ground.ids)

        self._aside.run(work, self._opened, failed=self._refused)
