# SPDX-License-Identifier: EUPL-1.2
"""The log: names of events and whole numbers, and no way to put a person's words in."""

import logging

import pytest

from welfaredesk.base import log

WORDS = [
    "",
    "Ferrari Giulia",
    "ferrari giulia",
    "saved record",
    "saved: FRRGLI17C54E240X",
    "saved\nferrari",
    "saved\n",
    "è-salvato",
    "1-saved",
    "Saved",
    "saved_record",
    "saved/record",
]


def test_an_event_is_logged_with_its_numbers_in_order(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="welfaredesk"):
        log.note("exchange-done", sent=3, received=12)
        log.note("vault-opened")
    assert [one.getMessage().rstrip() for one in caplog.records] == ["exchange-done received=12 sent=3", "vault-opened"]


@pytest.mark.parametrize("words", WORDS)
def test_the_log_refuses_free_text(words: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        with pytest.raises(ValueError, match="constant"):
            log.note(words)
        with pytest.raises(ValueError, match="constant"):
            log.trouble(words, ValueError())
    assert not caplog.records


def test_a_failure_is_logged_by_its_class_and_never_by_its_words(caplog: pytest.LogCaptureFixture) -> None:
    log.trouble("save-failed", ValueError("Ferrari Giulia, 333 1234567"))
    (line,) = caplog.records
    assert line.getMessage() == "save-failed ValueError"
    assert line.levelno == logging.WARNING
    assert line.exc_info is None


def test_a_truth_is_logged_as_a_number(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="welfaredesk"):
        log.note("exchange-done", whole=bool(WORDS))
    assert caplog.records[0].getMessage() == "exchange-done whole=1"
