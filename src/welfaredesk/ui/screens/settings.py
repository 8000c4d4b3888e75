# SPDX-License-Identifier: EUPL-1.2
"""Impostazioni: how this desk looks, when it locks, where its copy goes, its passphrase, and whose it is."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import copies, policy
from welfaredesk.desk.preferences import lock_minutes, prefer, preference
from welfaredesk.desk.session import Session
from welfaredesk.desk.standing import Standing, standing_of
from welfaredesk.domain.periods import minutes_words
from welfaredesk.ui import choose
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, row
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.passphrase_card import PassphraseCard
from welfaredesk.ui.screens.policy_card import PolicyCard
from welfaredesk.ui.screens.server_card import ServerCard
from welfaredesk.ui.screens.templates_card import TemplatesCard
from welfaredesk.ui.screens.whose_card import WhoseCard
from welfaredesk.ui.theme import scale, style
from welfaredesk.ui.theme.tokens import ThemeName
from welfaredesk.ui.words import ago_words

THEMES = {
    ThemeName.AUTO: N_("Come il sistema"),
    ThemeName.LIGHT: N_("Chiaro"),
    ThemeName.DARK: N_("Scuro"),
    ThemeName.CONTRAST: N_("Alto contrasto"),
}
LOOK = N_("Aspetto")
LOCKING = N_("Blocco della postazione")
MINUTES = N_("Si blocca se non tocchi niente per")
MINUTES_HELP = N_("La postazione si blocca anche quando il PC si sospende o lo schermo si blocca.")
MINUTES_FIXED = N_("Fissato dal tecnico per questo PC: al più tardi dopo {most}. Puoi scegliere meno.")
COPY = N_("Copia di sicurezza")
FOLDER = N_("Cartella o chiavetta")
FOLDER_HELP = N_("Una volta al giorno, quando blocchi, qui finisce una copia cifrata: si apre solo con la tua frase.")
BROWSE = N_("Scegli…")
COPY_NOW = N_("Fai la copia ora")
COPYING = N_("Copio e controllo…")
COPIED = N_("Copia fatta e controllata: {megabytes} MB.")
LAST = N_("Ultima copia: {ago}.")
NO_FOLDER = N_("Questa cartella non c'è o non si può scrivere: scegline un'altra.")
ABOUT = N_("Informazioni sul programma")
CHOOSE_FIRST = N_("Scegli prima dove mettere la copia.")
LOCK_AFTER = (5, 10, 15, 20, 30)
"""Minutes, within those that the preferences take."""
WIDEST = 720


def lock_choices(bound: int | None) -> list[int]:
    """Return the minutes that are offered, none above what the technician fixed."""
    if bound is None:
        return list(LOCK_AFTER)
    return [*(one for one in LOCK_AFTER if one < bound), bound]


class Settings(Screen):
    """One column of cards; each change holds at once, except the passphrase."""

    name = "settings"
    label = N_("Impostazioni")
    icon = "settings"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.whose, self.server = WhoseCard(context), ServerCard(context)
        self.passphrase, self.templates = PassphraseCard(context), TemplatesCard(context)
        choices = [(theme.value, tr(label)) for theme, label in THEMES.items()]
        self.themes = ChoiceChips(choices, tr(LOOK), always=True)
        self.policy = policy.current()
        offered = [(str(one), minutes_words(one)) for one in lock_choices(self.policy.lock_minutes)]
        self.minutes = ChoiceChips(offered, tr(MINUTES), always=True)
        self.folder = QLineEdit()
        self._kept_folder = ""
        self.copy_state = PlainLabel("", "meta", wrap=True)
        self.copy_now = Button(tr(COPY_NOW), "save")
        self.about = Button(tr(ABOUT), "info", look="quiet")
        self.about.clicked.connect(lambda: context.ways.screen.emit("about"))
        self._build()

    def _build(self) -> None:
        page = Page(tr(self.label), gap=scale.S16)
        page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S24)
        page.body.addWidget(PageHead(tr(self.label), actions=[self.about]))
        fixed = PolicyCard(self.policy)
        cards = (self.whose, self.server, fixed, self._look(), self._locking(), self._copy(), self.passphrase)
        for card in (*cards, self.templates):
            card.setMaximumWidth(WIDEST)
            page.body.addWidget(card)
        page.body.addStretch(1)
        laid = column(gap=0)
        laid.addWidget(page)
        self.setLayout(laid)

    def _look(self) -> Card:
        card = Card(tr(LOOK))
        self.themes.changed.connect(lambda code: self._dress(ThemeName(code)))
        card.add(self.themes)
        return card

    def _locking(self) -> Card:
        card = Card(tr(LOCKING))
        self.minutes.changed.connect(lambda code: self._prefer("lock_minutes", int(code)))
        bound = self.policy.lock_minutes
        card.add(Field(tr(MINUTES), self.minutes, help_text=tr(MINUTES_HELP)))
        if bound is not None:
            card.add(PlainLabel(tr(MINUTES_FIXED).format(most=minutes_words(bound)), "meta", wrap=True))
        return card

    def _copy(self) -> Card:
        card = Card(tr(COPY))
        self.copy_field = Field(tr(FOLDER), self.folder, help_text=tr(FOLDER_HELP))
        self.folder.editingFinished.connect(self._folder_typed)
        card.add(self.copy_field)
        browse = Button(tr(BROWSE), "folder-open")
        browse.clicked.connect(self._browse)
        self.copy_now.clicked.connect(self._copy_now)
        buttons = row()
        buttons.addWidget(browse)
        buttons.addWidget(self.copy_now)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        card.add(self.copy_state)
        return card

    def shown(self) -> None:
        """Show the preferences as they are, whose desk it is, and how old the copy is."""
        session = self.context.session
        self.themes.choose(str(preference(session, "theme")))
        self.minutes.choose(str(lock_minutes(session)))
        self._kept_folder = str(preference(session, "copy_folder"))
        if held_in(self.folder) is None:
            self.folder.setText(self._kept_folder)
        self.whose.ask()
        self.server.show_place()
        self.templates.ask()
        self.context.tasks.ask(standing_of, self._stands, owner=self, latest="settings-standing")

    def _stands(self, stands: Standing) -> None:
        self.copy_state.setText(tr(LAST).format(ago=ago_words(stands.copy_days)))

    def _prefer(self, name: str, value: Any) -> None:
        self.context.tasks.change(lambda session: prefer(session, name, value), lambda _done: None, owner=self)

    def _dress(self, theme: ThemeName) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style.apply(app, theme)
        self.context.tasks.change(
            lambda session: prefer(session, "theme", theme.value), lambda _done: self.shown(), owner=self
        )

    @Slot()
    def _browse(self) -> None:
        choose.choose_folder(self, tr(FOLDER), done=self._folder_chosen)

    def _folder_chosen(self, folder: Path) -> None:
        self.folder.setText(str(folder))
        self._folder_typed()

    @Slot()
    def _folder_typed(self) -> None:
        typed = self.folder.text().strip()
        fits = not typed or Path(typed).is_dir()
        self.copy_field.set_problem("" if fits else tr(NO_FOLDER))
        if fits and typed != self._kept_folder:
            self._kept_folder = typed
            self._prefer("copy_folder", typed)

    @Slot()
    def _copy_now(self) -> None:
        if not self.folder.text().strip() or not Path(self.folder.text().strip()).is_dir():
            self.copy_field.set_problem(tr(CHOOSE_FIRST))
            self.folder.setFocus()
            return
        self.copy_now.setEnabled(False)
        self.copy_state.setText(tr(COPYING))
        folder = self.folder.text().strip()

        def work(session: Session) -> int:
            prefer(session, "copy_folder", folder)
            return copies.copy_now(session).bytes

        self.context.tasks.change(work, self._copied, owner=self, failed=self._not_copied)

    def _copied(self, size: int) -> None:
        self.copy_now.setEnabled(True)
        megabytes = f"{size / 1_000_000:.1f}".replace(".", ",")
        self.copy_state.setText(tr(COPIED).format(megabytes=megabytes))

    def _not_copied(self, fault: Fault) -> None:
        self.copy_now.setEnabled(True)
        self.copy_state.setText("")
        self.copy_field.set_problem(fault.text)
