# SPDX-License-Identifier: EUPL-1.2
"""The review of minutes on one desk: who may, on what, and that what changed afterwards is to be seen again."""

from dataclasses import replace
from typing import Any

import pytest

from tests.opened import add, giulia
from tests.unit.desk.staff.made import SCHOOL, do, minutes, minutes_about, situation, why_not
from tests.unit.desk.staff.test_minutes import closed
from tests.unit.desk.test_printing import text_of
from welfaredesk.base.casework_errors import ActRefused, OnlyByAct
from welfaredesk.base.errors import BadInput
from welfaredesk.desk import acts, checking, lists, records
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import minutes as desk
from welfaredesk.desk.staff.papers import print_minutes
from welfaredesk.desk.staff.review import NOT_HIS, SAME, changed_since_review
from welfaredesk.desk.staff.reviewing import review_page
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.machines.minutes_review import IS_DRAFT
from welfaredesk.domain.statement import Role


def as_(session: Session, *roles: Role) -> Session:
    """Give the operator of a desk other roles."""
    session.identity = replace(session.identity, roles=roles)
    return session


def about(session: Session, **said: Any) -> str:
    """Return minutes about somebody."""
    return minutes_about(session, situation(session, SCHOOL, **said))


def refused(session: Session, made: str, action: str, **given: Value) -> str:
    """Return the sentence by which an act is refused."""
    with pytest.raises((ActRefused, BadInput)) as told:
        do(session, made, action, **given)
    return told.value.text


def review_of(session: Session, made: str) -> Any:
    """Return how the review of minutes stands, by whom."""
    values = records.show(session, made).values
    return values.get("review"), (values.get("approved_by") or {}).get("title"), values.get("approved_on")


def changed(session: Session, made: str) -> list[str]:
    """Return what changed since the last review."""
    return changed_since_review(session.vault.read(), {made: records.show(session, made).values})[made]


def test_drafts_are_reviewed_by_nobody(session: Session) -> None:
    made = minutes(session)
    assert why_not(session, made, "approve") == IS_DRAFT
    assert "bozza" in refused(session, made, "send-back", send_back_reason="Mancano le ore")
    do(session, made, "share")
    assert why_not(session, made, "approve") == ""


def test_the_case_manager_reviews_and_a_colleague_does_not(session: Session) -> None:
    made = about(session, person=giulia(session))
    other = about(session, subject="Famiglia Neri")
    for one in (made, other):
        do(session, one, "share")
    as_(session, Role.CASE_MANAGER)
    assert why_not(session, made, "approve") == why_not(session, made, "send-back") == ""
    assert why_not(session, other, "approve") == why_not(session, other, "send-back") == NOT_HIS
    assert "coordinatore" in refused(session, other, "approve")
    do(session, made, "approve", approval_note="Va bene")
    assert review_of(session, made) == ("approved", "Bianchi, Lucia", "2026-10-19")
    as_(session, Role.COORDINATORE)
    assert why_not(session, other, "approve") == ""


def test_a_household_is_reviewed_by_whoever_is_case_manager_of_one_who_lives_there(session: Session) -> None:
    girl = giulia(session)
    gone = [{"person": girl, "until": "2026-01-01"}]
    home = add(session, "household", name="Ferrari", kind="actual", members=gone)
    made = about(session, household=home)
    do(session, made, "share")
    as_(session, Role.OPERATORE)
    assert why_not(session, made, "approve") == NOT_HIS
    records.change(session, home, {"members": [{"person": girl, "since": "2020-01-01"}]})
    assert why_not(session, made, "approve") == ""


def test_when_the_case_is_closed_its_case_manager_reviews_no_more(session: Session) -> None:
    girl = giulia(session)
    made = about(session, person=girl)
    do(session, made, "share")
    as_(session, Role.OPERATORE)
    (row,) = lists.of_root(session, "care_episode", girl)
    do(session, str(row["_id"]), "close", closing_reason="goals_reached", outcome="Fine")
    assert why_not(session, made, "approve") == NOT_HIS


def test_closed_minutes_are_approved_and_the_closed_copy_stays_as_it_is(session: Session) -> None:
    made = closed(session)
    before = desk.minutes_page(session, made)
    do(session, made, "approve", approval_note="Letto con attenzione.\nVa bene.")
    after = desk.minutes_page(session, made)
    assert (after.digest, after.values, after.changed) == (before.digest, before.values, ())
    assert acts.offered(session, made).changed == ()
    page = review_page(session, made)
    assert (page.review, page.values["approval_note"], page.changed) == (
        "approved",
        "Letto con attenzione.\nVa bene.",
        [],
    )
    assert page.copy is not None
    assert page.copy["health"] == "Sta meglio.\nDorme."
    with pytest.raises(ActRefused):
        records.change(session, made, {"approval_note": "Altro"})
    assert checking.check(session).ok


def test_what_changed_after_the_approval_is_to_be_reviewed_again(session: Session) -> None:
    made = minutes(session)
    do(session, made, "share")
    do(session, made, "approve")
    assert (why_not(session, made, "approve"), changed(session, made)) == (SAME, [])
    do(session, made, "revise", revise_reason="Mancava la scuola")
    records.change(session, made, {"school": "Va volentieri."})
    assert changed(session, made) == ["school"]
    assert why_not(session, made, "approve") == IS_DRAFT
    do(session, made, "share")
    assert why_not(session, made, "approve") == ""
    do(session, made, "approve")
    assert changed(session, made) == []


def test_what_is_sent_back_says_why_and_comes_back_when_it_is_corrected(session: Session) -> None:
    made = minutes(session)
    do(session, made, "share")
    assert "Che cosa va corretto" in refused(session, made, "send-back")
    do(session, made, "send-back", send_back_reason="Mancano le ore della scuola")
    assert review_of(session, made) == ("sent_back", None, None)
    assert "rimandato" in why_not(session, made, "send-back")
    do(session, made, "review-again", review_note="Aggiunte")
    assert review_of(session, made)[0] == "to_review"
    assert records.show(session, made).values.get("sent_back_by") is None
    do(session, made, "approve")
    do(session, made, "review-again")
    assert review_of(session, made) == ("to_review", None, None)


def test_the_copy_of_an_approval_is_what_was_on_the_screen(session: Session) -> None:
    made = minutes(session)
    do(session, made, "share")
    shown = review_page(session, made).page.shown.entry
    records.change(session, made, {"next_on": "2026-12-01"})
    acts.do(session, made, "approve", given={}, seen=shown)
    # A desk's own saves were always seen by it.
    assert changed(session, made) == []


def test_what_is_said_in_a_review_is_on_no_paper_of_the_members(session: Session) -> None:
    made = closed(session)
    do(session, made, "approve", approval_note="Qzcommento")
    assert "Qzcommento" not in text_of(print_minutes(session, made).data)
    again = minutes(session)
    do(session, again, "share")
    do(session, again, "approve", approval_note="Qzcommento")
    text = text_of(print_minutes(session, again).data)
    assert "Sta meglio." in text
    assert "Qzcommento" not in text
    assert "Approvato" not in text


def test_no_form_writes_who_approved(session: Session) -> None:
    made = minutes(session)
    do(session, made, "share")
    me = session.identity.operator
    wrong: list[dict[str, Value]] = [{"review": "approved"}, {"approved_by": me}, {"approved_on": "2026-10-19"}]
    for values in wrong:
        with pytest.raises(OnlyByAct):
            records.change(session, made, values)
