# SPDX-License-Identifier: EUPL-1.2
"""Figures of the staff di progetto as JSON: minutes of 40 paragraphs that two write at once, pages, contract, letter.

    python -m tests.bench.staff_figures [--rounds N] [--meetings N] [--folder DIR]

The desks are made in a folder of their own inside DIR; `--meetings` is how often two write the same text at once.
Medians and 95th percentiles in milliseconds; the load of the machine, printed with them, is in them.
"""

import argparse
import json
import os
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.bench.desk_figures import summary, timed
from tests.two_vaults import Sequence, Shared, desks, folder_of
from tests.unit.desk.plan import plans
from tests.unit.desk.staff import made
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.desk import acts, records
from welfaredesk.desk.correspondence.papers import print_docx, print_letter
from welfaredesk.desk.correspondence.reading import letter_page
from welfaredesk.desk.plan.page import project_page
from welfaredesk.desk.plan.papers import print_contract, print_project
from welfaredesk.desk.staff import minutes as desk
from welfaredesk.desk.staff import situations
from welfaredesk.desk.staff.calendar import convocation
from welfaredesk.domain.text_merge import merge

NOW = Moment(1_792_396_800_000, 120)
PARAGRAPHS, SITUATIONS = 40, 60
WANTED_MS, PDF_WANTED_MS = 50, 500
GOALS, PROTECTED = 12, 50
SENTENCE = "Paragrafo {n}: la famiglia racconta la settimana, la scuola aggiunge le sue note, si decide insieme {n}."
BASE = "\n".join(SENTENCE.format(n=number) for number in range(PARAGRAPHS))


def two_hands(text: str, number: int) -> tuple[str, str]:
    """Return the text as each of two writers leaves it: other paragraphs every time, and one added at the end."""
    at = 2 * number % (PARAGRAPHS - 3)
    first = text.replace(f"Paragrafo {at}:", f"Paragrafo {at} (rivisto {number}):") + f"\nUn altro paragrafo, {number}."
    return first, text.replace(f"Paragrafo {at + 3}:", f"Paragrafo {at + 3}, con la NPI {number}:")


def texts(rounds: int) -> dict[str, float]:
    """Time the merge of the two texts alone."""
    hands = [two_hands(BASE, number) for number in range(rounds)]
    return summary([timed(partial(merge, BASE, first, incoming=second)) for first, second in hands])


def taken(anna: Shared, bice: Shared, minutes: str, *, rounds: int) -> list[float]:
    """Time what a desk does when the words of the other come upon its own in the same minutes, time after time."""
    folder = folder_of(anna, records.show(anna.session, minutes).root)
    anna.share(folder, bice)
    anna.send(line := Sequence(), folder=folder)
    for one in (anna, bice):
        one.take(line)
    spent: list[float] = []
    for number in range(rounds):
        text = str(records.show(bice.session, minutes).values["health"])
        hands = two_hands(text, number)
        for one, words in zip((anna, bice), hands, strict=True):
            desk.save(one.session, minutes, {"health": words})
            one.send(line, folder=folder)
        spent.append(round(timed(partial(anna.take, line)), 1))
        bice.take(line)
        merged = merge(text, hands[0], incoming=hands[1]).text
        assert {records.show(one.session, minutes).values["health"] for one in (anna, bice)} == {merged}
    return spent


def plan_figures(anna: Shared, *, rounds: int) -> dict[str, object]:
    """Return the figures of a plan of twelve goals with thirty-six actions, and of its contract on paper."""
    session = anna.session
    project = plans.active(session)
    goals = [{"horizon": "short", "goal": SENTENCE.format(n=number)} for number in range(GOALS)]
    records.change(session, project, {"goals": goals})
    rows = [row["_row"] for row in records.show(session, project).values["goals"]]
    actions = [{"goal": row, "what": SENTENCE.format(n=n), "owner": "La madre"} for row in rows for n in range(3)]
    records.change(session, project, {"actions": actions})
    contract = plans.contract(session, project)
    printed = partial(print_contract, session, contract)
    return {
        "project_page_ms": summary([timed(partial(project_page, session, project)) for _ in range(rounds)]),
        "first_contract_pdf_ms": round(timed(printed), 1),
        "contract_pdf_ms": summary([timed(printed) for _ in range(rounds)]),
        "project_pdf_ms": summary([timed(partial(print_project, session, project)) for _ in range(rounds)]),
        "contract_pages": printed().pages,
        "contract_wanted_ms": PDF_WANTED_MS,
    }


def letter_figures(anna: Shared, *, rounds: int) -> dict[str, object]:
    """Return the figures of a letter of twelve paragraphs, of persons of whom fifty are in protection."""
    session = anna.session
    for number in range(PROTECTED):
        abode = [{"street": f"Via dei Tigli {number}", "care_of": f"Comunità numero {number}"}]
        named = {"surname": f"Persona {number}", "in_protection": True, "protected_abode": abode}
        records.add(session, records.type_named("person"), named)
    person = records.add(session, records.type_named("person"), {"surname": "Sala", "name": "Ada"}).id
    said = {"subject": "Relazione", "facts": "\n".join(SENTENCE.format(n=n) for n in range(GOALS)), "person": person}
    letter = records.add(session, records.type_named("letter"), said | {"addressee_text": "Tribunale"}).id
    acts.do(session, letter, "issue", given={})
    docx = partial(print_docx, session, letter)
    return {
        "letter_page_ms": summary([timed(partial(letter_page, session, letter)) for _ in range(rounds)]),
        "letter_pdf_ms": summary([timed(partial(print_letter, session, letter)) for _ in range(rounds)]),
        "first_letter_docx_ms": round(timed(docx), 1),
        "letter_docx_ms": summary([timed(docx) for _ in range(rounds // 4 or 1)]),
    }


def figures(anna: Shared, bice: Shared, *, rounds: int, meetings: int) -> dict[str, object]:
    """Return the figures of two desks."""
    session = anna.session
    minutes = made.minutes(session, made.SCHOOL)
    sitting = made.sitting(session, records.show(session, minutes).root)
    records.change(session, minutes, {"health": BASE})
    added = partial(made.situation, session)
    for number in range(SITUATIONS):
        added(subject=f"Famiglia {number}")

    def save(number: int) -> None:
        desk.save(session, minutes, {"family": f"{BASE}\nNota {number}"})

    found: dict[str, object] = {"load": [round(one, 1) for one in os.getloadavg()], "wanted_ms": WANTED_MS}
    found["merge_ms"] = texts(rounds)
    found["save_ms"] = summary([timed(partial(save, number)) for number in range(rounds)])
    found["page_ms"] = summary([timed(partial(desk.minutes_page, session, minutes)) for _ in range(rounds)])
    found["acts_ms"] = summary([timed(partial(acts.offered, session, minutes)) for _ in range(rounds)])
    found["situations_ms"] = summary([timed(partial(situations.situations, session)) for _ in range(rounds)])
    found["first_convocation_ms"] = round(timed(partial(convocation, session, sitting)), 1)
    found["convocation_ms"] = summary([timed(partial(convocation, session, sitting)) for _ in range(rounds)])
    found |= plan_figures(anna, rounds=rounds)
    found |= letter_figures(anna, rounds=rounds)
    found["merged_in_taking_ms"] = taken(anna, bice, minutes, rounds=meetings)
    return found


def main() -> None:
    """Make two desks that share the minutes of one situation, and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--meetings", type=int, default=4)
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as scratch, ExitStack() as stack:
        anna, bice = desks(stack, Path(scratch), ["anna", "bice"], clock=FixedClock(NOW))
        print(json.dumps(figures(anna, bice, rounds=asked.rounds, meetings=asked.meetings)))


if __name__ == "__main__":
    main()
