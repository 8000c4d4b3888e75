# SPDX-License-Identifier: EUPL-1.2
"""What another program wrote into a plan: odd days and numbers break no page, a forged copy shows no other contract."""

from datetime import date

import pytest

from tests.unit.desk.plan.plans import active, contract, sign_all
from tests.unit.desk.test_printing import text_of
from welfaredesk.desk import records
from welfaredesk.desk.plan.contracts import contract_page, start_contract
from welfaredesk.desk.plan.page import project_page, projects
from welfaredesk.desk.plan.papers import print_contract, print_project
from welfaredesk.desk.plan.reviews import reviews_due, start_review
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import ACT, EntryKind, Operation, Put
from welfaredesk.domain.plan_rows import months_after, review_months
from welfaredesk.store import journal
from welfaredesk.store import records as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.records import FolderChange


def written(session: Session, identity: str, changes: dict[str, Operation], *, kind: EntryKind = EntryKind.SET) -> None:
    """Write what a modified program of somebody who works here would: nothing is looked at first."""
    found = rows.standing(session.vault.read(), identity)
    assert found is not None
    ((circle, folder),) = found.circles.items()

    def work(database: Database) -> None:
        part = FolderChange(
            folder=folder, circle=circle, changes=changes, seen=dict(journal.seen_now(database, folder))
        )
        rows.write(
            database,
            found.type,
            identity,
            root=found.root,
            parts=[part],
            author=session.author(),
            save=session.ids.new(),
            ids=session.ids,
            kind=kind,
        )

    session.vault.write(work)


@pytest.mark.parametrize("day", ["1", "0000-00-00", "2026-W01-1"])
def test_a_day_that_is_none_breaks_no_page_of_a_plan(session: Session, day: str) -> None:
    made = active(session)
    odd: dict[str, Operation] = dict.fromkeys(("next_review_on", "starts_on", "ends_on"), Put(day))
    written(session, made, odd | {"review_months": Put(2**62)})
    assert project_page(session, made).review_due is None
    assert reviews_due(session.vault.read(), operator=session.identity.operator, until="2099-01-01") == []
    assert text_of(print_project(session, made).data)
    start_review(session, made)
    start_contract(session, made)


def test_reviews_come_after_as_many_months_as_somebody_keeps() -> None:
    assert [review_months({"review_months": one}) for one in (None, -1, 0, 3, 61, 2**62)] == [0, 0, 0, 3, 0, 0]
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_a_copy_full_of_rubbish_breaks_no_page(session: Session) -> None:
    made = active(session)
    odd = {"goals": ["x", {"goal": 3}], "actions": 7, "budget": None, "version": "x", "wishes": ["x"]}
    again: dict[str, Operation] = {"version": Put(2), "approved_on": Put("2026-10-19")}
    again["approved_by"] = Put({"id": session.identity.operator})
    written(session, made, again | {ACT: Put({"name": "approve", "frozen": odd})}, kind=EntryKind.ACT)
    assert project_page(session, made).version == 2
    assert projects(session)
    assert text_of(print_project(session, made).data)


def test_page_and_paper_of_a_signed_contract_say_what_was_printed(session: Session) -> None:
    agreed = contract(session, active(session))
    printed = contract_page(session, agreed).values["agreed"]
    sign_all(session, agreed, where="In archivio")
    forged = {"state": "draft", "agreed": "La casa va al Comune", "edition": 1, "signers": ["x", {"name": 3}]}
    signing: dict[str, Operation] = {"state": Put("signed"), "signed_on": Put("2026-10-19")}
    written(session, agreed, signing | {ACT: Put({"name": "sign", "frozen": forged})}, kind=EntryKind.ACT)
    page = contract_page(session, agreed)
    assert (page.state, page.values["agreed"], bool(page.digest)) == ("signed", printed, True)
    paper = text_of(print_contract(session, agreed).data)
    assert "La casa va al Comune" not in paper
    assert records.show(session, agreed).values["agreed"] == printed
