# SPDX-License-Identifier: EUPL-1.2
"""The keeper of a draft: what a form says goes into the vault every three seconds while it changes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import drafts
from welfaredesk.desk.drafts import Draft
from welfaredesk.desk.session import Session
from welfaredesk.domain.periods import clock_words
from welfaredesk.ui.context import Context

KEPT = N_("Bozza salvata {time}")


def draft_time(draft: Draft, offset: int) -> str:
    """Return the hour at which a draft was kept, at a wall clock `offset` minutes from UTC."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=draft.utc_ms)
    return clock_words(moment.astimezone(timezone(timedelta(minutes=offset))))


class DraftKeeper(QObject):
    """Keeps one draft; `values` says what the form holds now, nothing when it is empty. `kept` carries words."""

    kept = Signal(str)

    def __init__(
        self,
        context: Context,
        owner: QObject,
        values: Callable[[], dict[str, Any]],
        *,
        key: str,
        type_name: str,
        root: str | None = None,
    ) -> None:
        super().__init__(owner)
        self._context, self._owner, self._values = context, owner, values
        self._keep_as = partial(drafts.keep, type_name=type_name, root=root)
        self._key, self._type = key, type_name
        self._dirty = False
        self._timer = QTimer(self)
        self._timer.setInterval(drafts.EVERY_SECONDS * 1000)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep_soon)

    def belong(self, record: str, *, seen: str) -> None:
        """Keep from now on what is changed of a record, as it stood in the state `seen`; call `keep_soon` before."""
        self._timer.stop()
        self._dirty = False
        self._key = f"record/{record}"
        self._keep_as = partial(drafts.keep, type_name=self._type, record=record, seen=seen)

    def rename(self, key: str) -> None:
        """Keep from now on under another name; call `keep_soon` before."""
        self._timer.stop()
        self._dirty = False
        self._key = key

    @property
    def dirty(self) -> bool:
        """Tell whether something was typed since the draft was last kept."""
        return self._dirty

    @Slot()
    def touch(self) -> None:
        """Say that a person changed something."""
        self._dirty = True
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def keep_soon(self) -> None:
        """Keep the draft off the screen's thread."""
        if not self._dirty:
            return
        self._dirty = False
        values, key, keep = self._values(), self._key, self._keep_as
        if not values:
            self._context.tasks.change(partial(drafts.drop, key=key), lambda _none: None, owner=self._owner)
            return
        self._context.tasks.change(lambda session: keep(session, key, values), self._say, owner=self._owner)

    def keep_now(self) -> None:
        """Keep the draft before the desk is locked, and wait until it is durable."""
        self._timer.stop()
        values = self._values()
        if self._dirty and values:
            self._keep_as(self._context.session, self._key, values)
        self._dirty = False

    def forget(self) -> None:
        """Drop the draft: what it held was saved or given up."""
        self._timer.stop()
        self._dirty = False
        self._context.tasks.change(partial(drafts.drop, key=self._key), lambda _none: None, owner=self._owner)

    def find(self, session: Session) -> Draft | None:
        """Return the draft that an earlier day or a lock left, or nothing."""
        return drafts.draft_of(session, self._key)

    def _say(self, draft: Draft) -> None:
        offset = self._context.clock.now().offset
        self.kept.emit(tr(KEPT).format(time=draft_time(draft, offset)))
