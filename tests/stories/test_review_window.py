# SPDX-License-Identifier: EUPL-1.2
"""Seven minutes shared in the afternoon and reviewed in the evening: by keys alone in the window, and by ear."""

from functools import partial
from pathlib import Path

from tests.opened import giulia
from tests.stories.inside import Inside, here
from tests.stories.program import PASSPHRASE, Program, founded
from tests.stories.reader import listening
from tests.stories.window import Window, on_screen, until
from tests.unit.desk.staff.made import SCHOOL, do, minutes_about, situation
from welfaredesk.desk import records

ALL = 7
REASON = "Mancano le ore della scuola."


def shared(desk: Program, count: int) -> list[str]:
    """Let so many minutes of one case be shared, each with a word of its own, and return them in the queue's order."""
    session = desk.open()
    about = situation(session, SCHOOL, person=giulia(session))
    made = []
    for number in range(count):
        when = f"2026-10-{number + 10}T14:30:00+02:00"
        one = minutes_about(session, about, when=when, attendance=[SCHOOL], decisions=[], other=f"Qzparola{number}")
        do(session, one, "share", shared_on=f"2026-10-{number + 10}")
        made.append(one)
    session.close()
    return made


def reviews(desk: Program, made: list[str]) -> list[str]:
    """Return how the review of each stands."""
    session = desk.open()
    found = [str(records.show(session, one).values.get("review") or "") for one in made]
    session.close()
    return found


def counted(window: Window, number: int) -> None:
    """Wait until so many are counted and the text of that one is read."""
    until(partial(window.shows, f"{number} di {ALL}"), f"«{number} di {ALL}»")


def test_seven_minutes_are_reviewed_by_keys_alone(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    made = shared(desk, ALL)
    with on_screen(desk) as window:
        window.unlock(PASSPHRASE)
        window.key("ctrl+k")
        window.write("da rivedere")
        window.key("Return")
        counted(window, 1)
        for number in range(ALL - 1):
            until(partial(window.shows, f"Qzparola{number}"), f"the text of the {number + 1}th")
            if number == 1:
                window.key("r")
                until(partial(window.shows, "Che cosa va corretto"), "the comment")
                window.write(REASON)
                window.key("ctrl+Return")
            else:
                window.key("a")
            counted(window, number + 2)
        window.picture(tmp_path / "1-ultimo.png")
        window.key("k", "j")
        window.lock()
    assert reviews(desk, made) == ["approved", "sent_back", *["approved"] * (ALL - 3), ""]
    left = {item["id"]: item["kind"] for item in here(desk, "queue")}
    assert left == {made[1]: "sent_back", made[-1]: "approve"}
    assert here(desk, "record", "show", made[1])["send_back_reason"] == REASON
    said = Inside(desk.folder).run("queue").out.splitlines()
    assert [line.partition("  ")[2][12:] for line in said] == [
        "Da approvare: Ferrari, Giulia · Verbale del 16/10/2026",
        f"Rimandato a te: Ferrari, Giulia · Verbale del 11/10/2026 · {REASON}",
    ]
    assert here(desk, "check")["ok"]


def test_minutes_are_approved_and_sent_back_by_ear(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    made = shared(desk, 2)
    with listening(desk) as reader:
        reader.write("Frase segreta", PASSPHRASE)
        reader.press("Sblocca")
        reader.press("Staff di progetto")
        reader.press("Da rivedere")
        reader.waits_for("Qzparola0")
        reader.press("Approva")
        reader.waits_for("Approvato: Ferrari, Giulia")
        reader.waits_for("Qzparola1")
        reader.press("Rimanda")
        reader.write("Che cosa va corretto", REASON)
        reader.press("Rimanda")
        reader.waits_for("Rimanda: Ferrari, Giulia")
    assert reviews(desk, made) == ["approved", "sent_back"]
