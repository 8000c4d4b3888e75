# SPDX-License-Identifier: EUPL-1.2
"""Why this profile is not opened by this program, here: what happened, what it means, what to do, and where it lies."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent

from welfaredesk.base.errors import Fault, NetworkShare, NewerVault
from welfaredesk.base.machine_errors import OthersProfile, SyncedFolder, UnownedDisk
from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.facts import Facts
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.door import WIDE, Door
from welfaredesk.ui.theme import scale

TITLES: dict[type[Fault], str] = {
    NewerVault: N_("Serve una versione più nuova del programma"),
    NetworkShare: N_("L'archivio non può stare su una cartella di rete"),
    SyncedFolder: N_("L'archivio non può stare in una cartella sincronizzata"),
    OthersProfile: N_("Questo archivio è di un altro utente"),
    UnownedDisk: N_("L'archivio non può stare su questo disco"),
}
"""What stops a profile as a whole, each with the title of its page."""
WHERE = N_("L'archivio è nella cartella {folder}")
AGAIN, CLOSE = N_("Riprova"), N_("Chiudi il programma")


class Stopped(Door):
    """`again` tries once more, `left` closes the program."""

    again = Signal()
    left = Signal()

    def __init__(self, fault: Fault, profile: Path) -> None:
        title = tr(TITLES.get(type(fault), fault.what)).removesuffix(".")
        super().__init__(title, widest=WIDE)
        self._text = fault.text
        self.card.add(PlainLabel(title, "title", wrap=True))
        icons = ("circle-alert", "shield", "arrow-right")
        said = [tr(part).format(**fault.facts) for part in (fault.what, fault.meaning, fault.remedy)]
        self.card.add(Facts(zip(icons, said, strict=True)))
        self.card.add(PlainLabel(tr(WHERE).format(folder=profile), "meta", wrap=True))
        self.again_button = Button(tr(AGAIN), "refresh-cw")
        self.close_button = Button(tr(CLOSE), look="main")
        self.again_button.clicked.connect(self.again)
        self.close_button.clicked.connect(self.left)
        buttons = FlowBox(line_gap=scale.S8)
        buttons.add(self.close_button)
        buttons.add(self.again_button)
        self.card.add(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Say it, and have the keyboard on the way out."""
        super().showEvent(event)
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._text)
