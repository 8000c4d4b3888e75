# SPDX-License-Identifier: EUPL-1.2
"""The run of a command line: parse, call the verb, tell what went wrong, return the exit code."""

from collections.abc import Sequence

from welfaredesk.base import release
from welfaredesk.base.clock import SystemClock
from welfaredesk.base.errors import EXIT_BUG, AnswerUnread, Fault, Interrupted
from welfaredesk.base.ids import SystemIds
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.answers import Answers, speak_utf8
from welfaredesk.cli.arguments import parse
from welfaredesk.cli.call import Call, Windows
from welfaredesk.cli.help import help_lines
from welfaredesk.cli.list import every_verb, verbs_meant
from welfaredesk.cli.opening import open_window
from welfaredesk.cli.unheard import show_if_unheard


def run(argv: Sequence[str], windows: Windows) -> int:
    """Do what a command line asks and return the exit code: 0 done, 2 mendable, 3 damaged or newer file.

    What nobody foresaw goes up to Python, which ends with 1 after the sentence of `Answers.tell_bugs`.
    """
    speak_utf8()
    before_end = argv[: argv.index("--")] if "--" in argv else argv
    answers = Answers(json="--json" in before_end)
    answers.tell_bugs()
    try:
        if "--help" in before_end or "-h" in before_end:
            lines = help_lines(before_end, every_verb())
            answers.give("\n".join(lines), lines)
            return 0
        return _run(argv, answers, windows)
    except Fault as fault:
        return _told(answers, fault)
    except KeyboardInterrupt:
        return _told(answers, Interrupted())
    except BrokenPipeError:
        return answers.unread(AnswerUnread())


def _told(answers: Answers, fault: Fault) -> int:
    show_if_unheard(fault.text)
    try:
        return answers.fault(fault)
    except BrokenPipeError:
        return answers.unread(fault)


def _run(argv: Sequence[str], answers: Answers, windows: Windows) -> int:
    asked = parse(argv, verbs_meant(argv))
    clock = SystemClock()
    call = Call(asked=asked.said, answers=answers, clock=clock, ids=SystemIds(clock), windows=windows)
    if asked.verb is not None:
        return asked.verb.run(call)
    if call.is_said("--version"):
        from welfaredesk.base.build import build_words, made

        how = made()
        told = {"version": release.version(), "built": how.day if how else "", "commit": how.commit if how else ""}
        answers.give(told, [f"WelfareDesk {release.version()} ({build_words(how)})"])
        return 0
    if call.is_said("--self-check"):
        return _self_check(call)
    return open_window(call)


def _self_check(call: Call) -> int:
    from welfaredesk.cli.own_server import own_server
    from welfaredesk.desk.self_check import self_check

    steps = self_check(clock=call.clock, ids=call.ids, serving=own_server, showing=call.windows.try_out)
    ok = all(step.ok for step in steps)
    answer = {"ok": ok, "steps": [{"name": one.name, "ok": one.ok, "ms": one.ms} for one in steps]}
    marks = {True: tr(N_("bene")), False: tr(N_("non riuscito"))}
    call.answers.give(answer, (f"{marks[one.ok]:14} {tr(one.label)} ({one.ms} ms)" for one in steps))
    return 0 if ok else EXIT_BUG
