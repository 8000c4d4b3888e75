# SPDX-License-Identifier: EUPL-1.2
"""A sitting of three situations: each member from outside has the folder of his own, and not a byte besides."""

from dataclasses import dataclass
from datetime import date

import pytest

from tests.opened import add, giulia
from tests.unit.desk.exchange.office import Office, database, everybody, same
from tests.unit.desk.exchange.test_who_may import ENTE_ROOTS, folders_named, roots_here
from tests.unit.desk.staff.made import WHEN, do, me, why_not
from tests.unit.desk.test_printing import text_of
from tests.world.scanner import Scanner
from welfaredesk.base.access_errors import EndMissing, OneFolder
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.desk import acts, lists, people, records
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import minutes as desk
from welfaredesk.desk.staff import sittings
from welfaredesk.desk.staff.convening import minutes_id
from welfaredesk.desk.staff.members import as_rows, readers_missing
from welfaredesk.desk.staff.papers import print_minutes, print_sheets
from welfaredesk.desk.staff.situations import share
from welfaredesk.desk.staff.tasks import make_task
from welfaredesk.domain.statement import Role
from welfaredesk.store import roster as rows

LAST_DAY = date(2026, 12, 31)
PLACE = "Palazzo Zugravescu"
FAMILIES = ("Quarantotti", "Bevilacquini", "Sperandeo")


@dataclass(slots=True)
class Scene:
    """Whoever convenes, a colleague with a desk, two members from outside, and a sitting of three situations."""

    first: Session
    colleague: Session
    school: Session
    npi: Session
    sitting: str
    situations: list[str]


def _member(session: Session, role: str) -> dict[str, object]:
    return {"role": role, "operator": session.identity.operator}


def _outside(office: Office, first: Session, name: str) -> Session:
    until = people.end_of(first, LAST_DAY)
    return office.enrol(first, name=name, groups=(), roles=(Role.ESTERNO,), until_ms=until)


def cells(session: Session) -> bytes:
    """Return everything that the vault of a desk holds, decrypted: every cell of every table."""
    found = []
    for table in database(session).table_names():
        for row in database(session).conn.execute(f'SELECT * FROM "{table}"'):
            found += [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row if cell is not None]
    return b"\n".join(found)


def situations_here(session: Session) -> set[str]:
    """Return the situations whose folder a desk holds."""
    found = database(session).conn.execute("SELECT DISTINCT root FROM folder WHERE root_type = 'situation'")
    return {str(root) for (root,) in found}


@pytest.fixture
def scene(office: Office) -> Scene:
    first = office.found()
    office.attach(first)
    colleague = office.enrol(first, name="two", groups=(), roles=(Role.OPERATORE,))
    school, npi = _outside(office, first, "three"), _outside(office, first, "four")
    everybody(office, first, colleague, school, npi, first)
    members: list[list[dict[str, object]]] = [
        [_member(school, "school")],
        [_member(npi, "npi"), _member(colleague, "educator")],
        [],
    ]
    situations = [
        add(first, "situation", subject=f"Famiglia {name}", reason=f"Di {name}.", members=[me(first), *some])
        for name, some in zip(FAMILIES, members, strict=True)
    ]
    sitting = add(first, "sitting", when=WHEN, place=PLACE, agenda=[{"situation": one} for one in situations])
    do(first, sitting, "convene")
    for name, one in zip(FAMILIES, situations, strict=True):
        records.change(first, minutes_id(sitting, one), {"family": f"Parole su {name}."})
    everybody(office, first, colleague, school, npi)
    return Scene(first, colleague, school, npi, sitting, situations)


def test_each_has_his_situation_and_of_the_others_and_of_the_sitting_not_a_byte(office: Office, scene: Scene) -> None:
    for session, own in ((scene.school, 0), (scene.npi, 1)):
        assert roots_here(session) == ENTE_ROOTS | {"situation"}
        assert situations_here(session) == {scene.situations[own]}
        assert FAMILIES[own] in desk.minutes_page(session, minutes_id(scene.sitting, scene.situations[own])).name
        others = [name for name in FAMILIES if name != FAMILIES[own]]
        ids = [scene.sitting, *(one for one in scene.situations if one != scene.situations[own])]
        held = cells(session)
        assert list(Scanner([FAMILIES[own]]).data(held, "his own"))
        # The place of a sitting stands in its minutes; of the sitting itself there is no word and no id.
        assert list(Scanner([*others, *ids]).data(held, "the vault")) == []
        theirs = {one.id for root in ids for one in rows.folders_of_root(database(scene.first), root)}
        assert len(theirs) == 3
        assert folders_named(session).isdisjoint(theirs)
        assert sittings.sittings(session) == []
        assert [one.situation for one in sittings.minutes_here(session)] == [scene.situations[own]]
        with pytest.raises(NotFound):
            records.show(session, scene.sitting)
        with pytest.raises(NotAllowed):
            add(session, "sitting", when=WHEN)

    # A colleague with a desk reads the sitting, and of its situations names his own alone.
    page = sittings.sitting_page(scene.colleague, scene.sitting)
    assert page.shown.values["place"] == PLACE
    assert sorted(one.name for one in page.agenda) == [
        "Famiglia Bevilacquini",
        *["Situazione non condivisa con te"] * 2,
    ]
    assert list(Scanner(["Quarantotti", "Sperandeo"]).data(cells(scene.colleague), "the vault")) == []
    # A member who came later is let in from the situation itself.
    second, colleague = scene.situations[2], scene.colleague.identity.operator
    members = records.show(scene.first, second).values["members"]
    records.change(scene.first, second, {"members": [*members, {"role": "educator", "operator": colleague}]})
    rows_now = as_rows(records.show(scene.first, second).values["members"])
    assert readers_missing(scene.first, second, rows_now) == [colleague]
    assert (share(scene.first, second), share(scene.first, second)) == (1, 0)
    assert readers_missing(scene.first, second, rows_now) == []
    everybody(office, scene.first, scene.colleague)
    assert records.show(scene.colleague, second).values["subject"] == "Famiglia Sperandeo"
    # Who a situation is about has a cartella: that is not shared with it.
    person = giulia(scene.first)
    records.change(scene.first, scene.situations[0], {"person": person})
    everybody(office, scene.first, scene.school)
    assert desk.minutes_page(scene.school, minutes_id(scene.sitting, scene.situations[0])).name == "Ferrari, Giulia"
    assert roots_here(scene.school) == ENTE_ROOTS | {"situation"}


def test_a_member_from_outside_prepares_answers_and_ends_his_task_and_reads_one_folder(
    office: Office, scene: Scene
) -> None:
    first, school = scene.first, scene.school
    made = minutes_id(scene.sitting, scene.situations[0])
    desk.prepare(school, made, knows="A scuola sta attento.")
    decisions = [{"what": "Mandare la relazione", "operator": school.identity.operator, "due_on": "2026-11-10"}]
    records.change(first, made, {"decisions": decisions})
    do(first, made, "to-tasks")
    with pytest.raises(NotAllowed):
        make_task(school, made, desk.minutes_page(school, made).shown.id)
    do(first, made, "share")
    everybody(office, first, school, first, school)
    assert same(first, school)
    assert [one.knows for one in desk.minutes_page(first, made).prepared] == ["A scuola sta attento."]
    assert [one.name for one in acts.offered(school, made).acts if one.allowed] == []
    by_operator = {one.operator: one.id for one in desk.minutes_page(school, made).answers}
    assert why_not(school, by_operator[first.identity.operator], "confirm") == "Può farlo solo la persona indicata"
    do(school, by_operator[school.identity.operator], "dissent", text="Servono più ore.")
    (task,) = lists.of_root(school, "task", scene.situations[0])
    do(school, str(task["_id"]), "end", outcome="done")
    everybody(office, school, first)
    page = desk.minutes_page(first, made)
    assert {one.text for one in page.answers} == {"", "Servono più ore."}
    assert page.decisions[0].outcome == "done"
    # After his last day he is not convened.
    members = records.show(first, scene.situations[2]).values["members"]
    office.clock.advance(ms=100 * 86_400_000)
    records.change(first, scene.situations[2], {"members": [*members, _member(scene.npi, "npi")]})
    with pytest.raises(EndMissing):
        do(first, scene.sitting, "convene")


def test_who_is_in_two_situations_reads_one_and_has_the_other_on_paper(office: Office, scene: Scene) -> None:
    first, second, made = scene.first, scene.situations[2], minutes_id(scene.sitting, scene.situations[2])
    members = records.show(first, second).values["members"]
    records.change(first, second, {"members": [*members, _member(scene.school, "school")]})
    do(first, scene.sitting, "convene", convened_on="2026-10-18")
    assert records.show(first, scene.sitting).values["convened_on"] == "2026-10-18"
    with pytest.raises(OneFolder):
        share(first, second)
    name = lists.operator_names(first)[scene.school.identity.operator]
    told = {one.situation: one.on_paper for one in sittings.sitting_page(first, scene.sitting).agenda}
    assert told == {scene.situations[0]: (), scene.situations[1]: (), second: (name,)}
    for paper in (print_minutes, print_sheets):
        said = text_of(paper(first, made).data)
        assert f"per {name}" in said
        assert "Famiglia Sperandeo" in said
    assert f"per {name}" not in text_of(print_minutes(first, minutes_id(scene.sitting, scene.situations[0])).data)
    do(first, made, "share")
    answers = {one.operator: one.id for one in desk.minutes_page(first, made).answers}
    answer = answers[scene.school.identity.operator]
    do(first, answer, "record-answer", answer="confirmed", answered_on="2026-10-19", means="signed_sheet")
    everybody(office, first, scene.school)
    assert situations_here(scene.school) == {scene.situations[0]}
    assert list(Scanner(["Sperandeo"]).data(cells(scene.school), "the vault")) == []
