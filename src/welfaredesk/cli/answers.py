# SPDX-License-Identifier: EUPL-1.2
"""The answers: one JSON value or plain Italian on standard output, faults on standard error."""

import os
import sys
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

from welfaredesk.base.errors import Bug, Fault
from welfaredesk.base.log import trouble


class Answers:
    """Where a verb answers, each line brought out at once."""

    def __init__(self, *, json: bool) -> None:
        """Answer with JSON or in words."""
        self.json = json

    def give(self, value: Any, words: Iterable[str] | Callable[[], Iterable[str]]) -> None:
        """Answer with one value; without `--json` with the words, which are made only then."""
        if self.json:
            _line(_json(value))
            return
        for line in words() if callable(words) else words:
            _line(line)

    def give_with(self, value: dict[str, Any], words: Iterable[str], *, fault: Fault | None) -> int:
        """Answer with one value and, in it and on standard error, the fault that it ends with; return the exit code."""
        self.give(value if fault is None else value | _error(fault), words)
        if fault is None:
            return 0
        self.warn(fault.text)
        return fault.exit_code

    def fault(self, fault: Fault) -> int:
        """Tell a fault and return its exit code."""
        if self.json:
            _line(_json(_error(fault)))
        self.warn(fault.text)
        return fault.exit_code

    def say(self, sentence: str) -> None:
        """Say how things go on to a person who waits; nothing with `--json`."""
        if not self.json:
            self.warn(sentence)

    def warn(self, sentence: str) -> None:
        """Say a sentence on standard error."""
        print(sentence, file=sys.stderr, flush=True)

    def unread(self, fault: Fault) -> int:
        """Tell a fault when nobody reads standard output any more."""
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
        os.close(sink)
        self.warn(fault.text)
        return fault.exit_code

    def tell_bugs(self) -> None:
        """Tell from now on what nobody foresaw as a bug, in a sentence without its words; Python then exits with 1."""
        sys.excepthook = self._bug
        threading.excepthook = _log_thread

    def _bug(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        trouble("bug", error)
        self.fault(Bug())


def _log_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        trouble("bug-in-a-thread", args.exc_value)


def _error(fault: Fault) -> dict[str, Any]:
    return {"error": {"code": fault.code, "text": fault.text}}


def _json(value: Any) -> str:
    import msgspec

    return msgspec.json.encode(value).decode()


def _line(text: str) -> None:
    print(text, flush=True)


def speak_utf8() -> None:
    """Make the three streams of the process speak UTF-8 whatever the system's language."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace" if stream is not sys.stdin else "surrogateescape")
