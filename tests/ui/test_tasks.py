# SPDX-License-Identifier: EUPL-1.2
"""Questions that nobody waits for any more: a desk that is closed gives them up without a word."""

import threading
from contextlib import suppress

from PySide6.QtCore import QObject

from welfaredesk.desk.session import Session
from welfaredesk.ui.tasks import READERS, Tasks


def test_questions_still_in_line_are_given_up_without_a_word_when_the_desk_closes(session: Session) -> None:
    tasks, owner, begun = Tasks(session), QObject(), threading.Semaphore(0)
    answered = list[None]()

    def until_nothing_more_is_taken(_session: Session) -> None:
        begun.release()
        with suppress(RuntimeError):
            while True:
                tasks._readers.submit(int)

    for _ in range(READERS):
        tasks.ask(until_nothing_more_is_taken, answered.append, owner=owner)
        begun.acquire()
    tasks.ask(lambda _session: None, answered.append, owner=owner)
    tasks.close()
    assert answered == []
