# SPDX-License-Identifier: EUPL-1.2
"""Taking on: the presa in carico that a segnalazione becomes, and the cartella when there is none yet."""

from typing import Any

from welfaredesk.base.clock import today
from welfaredesk.base.errors import BadInput
from welfaredesk.base.ids import derived_id
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.filling import completed, filled
from welfaredesk.desk.records import stop_at_errors, type_named
from welfaredesk.desk.roots import Place, folder_for
from welfaredesk.desk.session import Session
from welfaredesk.domain.changes import difference
from welfaredesk.domain.checks import problems_of
from welfaredesk.domain.entry import ACT, EntryKind, Put
from welfaredesk.domain.kinds import ORDINARY, Value, Values
from welfaredesk.store import folders, journal, questions, records
from welfaredesk.store.driver import Database
from welfaredesk.store.records import FolderChange

NOT_HERE = N_("la persona segnalata non è su questo PC")
OF_A_COURT = frozenset({"juvenile_court", "ordinary_court", "criminal_court"})
"""Sources by which a presa in carico has the mandate of a judicial authority."""


def open_care(session: Session, database: Database, values: Values, *, referral: str, save: str) -> dict[str, Value]:
    """Open the presa in carico of a segnalazione in the caller's transaction, and return the link to it.

    Its id comes from the segnalazione: opened on two desks it is one, and the second waits whole. The same holds for
    the cartella of a person who has none.

    Raises:
        BadInput: when the person is not here.
    """
    link = values["person"]
    person = str(link["id"])
    if folders.root_type_of(database, person) != "person":
        raise BadInput(problems=tr(NOT_HERE))
    comune = values.get("comune") or _said_of(database, person).get("comune")
    if not questions.of_root(database, type_named("case_file"), person):
        case_file = {"person": link, "comune": comune}
        _make(session, database, "case_file", case_file, identity=derived_id(person, "case_file"), save=save)
    identity = derived_id(referral, "care_episode")
    earlier = questions.of_root(database, type_named("care_episode"), person)
    given = {
        "person": link,
        "comune": comune,
        "kind": "continuing" if earlier else "new",
        "mandate": "judicial_authority" if values.get("source") in OF_A_COURT else None,
        "referral": referral,
        "status": "in_care",
    } | _assignment(session, values)
    made = _make(session, database, "care_episode", given, identity=identity, save=save)
    return {"id": identity, "root": person, "title": type_named("care_episode").title(made)}


def _said_of(database: Database, person: str) -> Values:
    found = records.standing(database, person)
    return {} if found is None else found.values


def _assignment(session: Session, values: Values) -> dict[str, Value]:
    """Return who is titolare: whoever opens it, unless the segnalazione was given to somebody else, who must accept."""
    day = today(session.clock).isoformat()
    assignee = values.get("assignee")
    if isinstance(assignee, dict) and assignee.get("id") != session.identity.operator:
        if values.get("accepted_on") is None:
            return {"proposed_worker": assignee, "assigned_on": day, "assignment": "assigned"}
        return {"responsible_social_worker": assignee, "accepted_on": values["accepted_on"], "assignment": "accepted"}
    me = {"id": session.identity.operator}
    return {"responsible_social_worker": me, "accepted_on": day, "assignment": "accepted"}


def _make(
    session: Session, database: Database, type_name: str, given: dict[str, Any], *, identity: str, save: str
) -> Values:
    """Write a new record of a person as an act, so that a second one of the same id waits whole."""
    type_ = type_named(type_name)
    person = str(given["person"]["id"])
    proposed = given.get("proposed_worker") is not None
    values = completed(session, database, type_, filled(session, database, type_, given))
    if proposed:  # nobody is titolare before he accepts
        values.pop("responsible_social_worker", None)
    stop_at_errors(type_, list(problems_of(type_, values, codes=Codes(session).known)))
    folder = folder_for(session, database, Place(identity, person, "person"), circle=ORDINARY).id
    changes = difference(type_, {}, wanted=values, new_row=session.ids.new) | {ACT: Put({"name": "open"})}
    part = FolderChange(folder=folder, circle=ORDINARY, changes=changes, seen=journal.seen_now(database, folder))
    records.write(
        database,
        type_,
        identity,
        root=person,
        parts=[part],
        author=session.author(),
        save=save,
        ids=session.ids,
        kind=EntryKind.ACT,
    )
    return values
