# SPDX-License-Identifier: EUPL-1.2
"""Admitting: whoever may admit confirms a request, not only the desk that invited; confirmed twice it is one."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE
from tests.unit.desk.exchange.office import URL, WORKING, Office, database, everybody, same, sound, staged
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import NotAllowed
from welfaredesk.base.ids import SeededIds
from welfaredesk.base.people_errors import NoRequest, OtherWords, RequestRefused, RolesBeyond, WrongWords
from welfaredesk.crypto.passphrase import TEST_COST, word_list
from welfaredesk.desk import clashes, enrolment, inviting, people
from welfaredesk.desk.founding import FirstStart
from welfaredesk.desk.invitations import made_here
from welfaredesk.desk.letter_bodies import InvitationKept, decode
from welfaredesk.desk.naming import name_ente
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.posting import own_group, post
from welfaredesk.desk.session import Session, open_session
from welfaredesk.domain.statement import Role, StatementKind, decode_body
from welfaredesk.store import folders
from welfaredesk.sync.statements import read

VERDI = ("Verdi", "Ugo")


@dataclass(slots=True)
class Newcomer:
    """Somebody with an empty profile and a code."""

    office: Office
    profile: Path
    clock: FixedClock

    def begin(self, code: str) -> str:
        return enrolment.begin(
            self.profile,
            URL,
            fingerprint=self.office.fingerprint,
            code=code,
            passphrase=PASSPHRASE,
            clock=self.clock,
            ids=SeededIds(900, self.clock),
            cost=TEST_COST,
            line=self.office.line,
        ).words

    def come_in(self) -> Session:
        ids = SeededIds(901, self.clock)
        enrolment.wait(self.profile, PASSPHRASE, clock=self.clock, ids=ids, pause=lambda _: None, line=self.office.line)
        session = open_session(self.profile, PASSPHRASE, clock=self.clock, ids=ids)
        self.office.stack.callback(session.close)
        return session


@pytest.fixture
def newcomer(office: Office, clock: FixedClock, tmp_path: Path) -> Newcomer:
    """Give somebody who is to be invited."""
    return Newcomer(office, tmp_path / "newcomer", clock)


@pytest.fixture
def two(office: Office) -> tuple[Session, Session]:
    """Give the responsabile's desk and that of a coordinatore, both up to date."""
    staged(office, _two)
    first, second = office.desks
    return first, second


def _two(office: Office) -> str:
    first = office.found()
    name_ente(first, FirstStart(ente="Comune di Prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE))
    office.attach(first)
    second = office.enrol(first, roles=(Role.OPERATORE, Role.COORDINATORE))
    everybody(office, second, first, second)
    return ""


def invited(office: Office, session: Session, *roles: Role, name: tuple[str, str] = VERDI) -> str:
    """Invite somebody into the working group, and let the others know."""
    said = roles or (Role.OPERATORE,)
    code = inviting.invite(session, office.line, operator_name=name, roles=said, groups=[WORKING]).code
    office.round(session)
    return code


def stated_of(session: Session, operator: str, desk: str) -> Counter[str]:
    """Return how often each kind of statement speaks of an operator or his desk."""
    found: Counter[str] = Counter()
    for data in folders.statements(database(session)):
        claim = read(data).claim
        body = decode_body(claim.body)
        if operator == body.get("operator") or desk == body.get("desk"):
            found[claim.kind] += 1
    return found


def handed(session: Session) -> list[InvitationKept]:
    """Return the invitations that came to a desk by letter."""
    said = [decode(bytes(text)) for (text,) in database(session).conn.execute("SELECT text FROM letter_in")]
    return [one for one in said if isinstance(one, InvitationKept)]


@pytest.mark.parametrize("inviter", [0, 1])
def test_either_of_two_who_may_admit_confirms_what_the_other_has_invited(
    office: Office, two: tuple[Session, Session], newcomer: Newcomer, inviter: int
) -> None:
    invites, confirms = two[inviter], two[1 - inviter]
    words = newcomer.begin(invited(office, invites))
    assert inviting.requests(confirms, office.line) == []
    office.round(confirms)
    (asking,) = inviting.requests(confirms, office.line)
    assert (asking.words, asking.name, asking.further) == (words, "Verdi, Ugo", False)
    assert asking.by == invites.identity.name
    inviting.approve(confirms, office.line, asking.id, words=words)
    assert inviting.requests(confirms, office.line) == []
    office.round(confirms)
    third = newcomer.come_in()
    everybody(office, third, invites, confirms, third)
    assert third.identity.roles == (Role.OPERATORE,)
    assert third.identity.groups["working"] == invites.identity.groups["working"]
    assert roster_of(third).desks[third.identity.desk].admitted_by == confirms.identity.desk
    assert "Verdi, Ugo" in {one.name for one in people.operators(invites)}
    assert same(invites, confirms, third)
    assert inviting.requests(invites, office.line) == []


@pytest.mark.parametrize("faster", [0, 1])
def test_confirmed_by_both_at_once_it_is_one_admission(
    office: Office, two: tuple[Session, Session], newcomer: Newcomer, faster: int
) -> None:
    first, second = two
    words = newcomer.begin(invited(office, first))
    office.round(second)
    (asking,) = inviting.requests(second, office.line)
    assert inviting.requests(first, office.line) == [asking]
    for one in two:
        inviting.approve(one, office.line, asking.id, words=words)
    everybody(office, two[faster], two[1 - faster], two[faster], two[1 - faster])
    third = newcomer.come_in()
    for one in (third, first, second, third):
        office.round(one)
        sound(one)
    operator, desk = third.identity.operator, third.identity.desk
    for one in (first, second, third):
        # One operator, one desk, one role; a membership for each of the two groups and one of his own.
        said = stated_of(one, operator, desk)
        assert said == {"operator": 1, "desk": 1, "role": 1, "member": 3}
        assert [line.name for line in people.operators(one)].count("Verdi, Ugo") == 1
        assert clashes.waiting(one) == []
    assert roster_of(third).desks[desk].admitted_by == two[faster].identity.desk
    assert same(first, second, third)


def test_other_words_burn_the_request_and_a_slip_does_not(
    office: Office, two: tuple[Session, Session], newcomer: Newcomer
) -> None:
    first, second = two
    words = newcomer.begin(invited(office, first))
    office.round(second)
    (asking,) = inviting.requests(second, office.line)
    for slip in ("", words + " abaco", words[:-1] + "9", "sei parole che non sono queste"):
        with pytest.raises(WrongWords):
            inviting.approve(second, office.line, asking.id, words=slip)
    assert inviting.requests(second, office.line) == [asking]
    another = next(one for one in word_list() if one not in words)
    with pytest.raises(OtherWords):
        inviting.approve(second, office.line, asking.id, words=" ".join([*words.split()[:-1], another]))
    assert inviting.requests(first, office.line) == inviting.requests(second, office.line) == []
    with pytest.raises(NoRequest):
        inviting.approve(first, office.line, asking.id, words=words)
    with pytest.raises(RequestRefused):
        newcomer.come_in()
    assert asking.operator not in roster_of(second).operators


def test_a_coordinatore_lets_in_who_works_here_and_gives_no_other_role(
    office: Office, two: tuple[Session, Session], newcomer: Newcomer
) -> None:
    _, second = two
    for beyond in (Role.CASE_MANAGER, Role.COORDINATORE, Role.RESPONSABILE, Role.AMMINISTRATORE, Role.DPO):
        with pytest.raises(RolesBeyond):
            invited(office, second, Role.OPERATORE, beyond)
    with pytest.raises(NotAllowed):
        invited(office, second, name=("Bianchi", "Lucia"))
    words = newcomer.begin(invited(office, second))
    (asking,) = inviting.requests(second, office.line)
    inviting.approve(second, office.line, asking.id, words=words)
    office.round(second)
    assert newcomer.come_in().identity.roles == (Role.OPERATORE,)


def test_an_invitation_is_handed_only_to_who_could_keep_all_its_promises(
    office: Office, two: tuple[Session, Session], newcomer: Newcomer
) -> None:
    first, second = two
    third = office.enrol(first, name="three")
    everybody(office, third, second, first)
    code = invited(office, first, Role.OPERATORE, Role.CASE_MANAGER)
    newcomer.begin(code)
    for one in (second, third):
        office.round(one)
        assert inviting.requests(one, office.line) == []
        assert code not in {kept.code for kept in handed(one)}
    assert {kept.surname for kept in handed(second)} == {"Rossi"}
    assert handed(third) == []
    assert len(inviting.requests(first, office.line)) == 1


def test_nobody_gets_others_to_admit_for_him(office: Office, two: tuple[Session, Session], newcomer: Newcomer) -> None:
    """A member who may not admit posts an invitation of his own making to the responsabile: it is not listed."""
    first, second = two
    third = office.enrol(first, name="three")
    everybody(office, third, first, second, third)
    code = inviting.invite(second, office.line, operator_name=VERDI, roles=(Role.OPERATORE,), groups=[WORKING]).code
    newcomer.begin(code)
    kept = next(one for one in made_here(database(second)).values() if one.code == code)
    group = own_group(roster_of(third), first.identity.operator)
    assert group is not None
    third.vault.write(lambda one: post(third, one, group, body=kept, roster=roster_of(third)))
    everybody(office, third, first)
    assert kept in handed(first)
    assert inviting.requests(first, office.line) == []
    office.round(second)
    office.round(first)
    assert len(inviting.requests(first, office.line)) == 1


def test_what_a_revoked_desk_had_invited_is_worth_nothing(
    office: Office, two: tuple[Session, Session], newcomer: Newcomer
) -> None:
    first, second = two
    newcomer.begin(invited(office, second))
    office.round(first)
    assert len(inviting.requests(first, office.line)) == 1
    people.revoke(first, second.identity.desk)
    assert inviting.requests(first, office.line) == []


def test_the_other_desk_of_an_operator_confirms_his_third(
    office: Office, two: tuple[Session, Session], newcomer: Newcomer
) -> None:
    first, _ = two
    mine = office.enrol(first, name="mine", groups=(), roles=(Role.OPERATORE,), operator_name=("Bianchi", "Lucia"))
    everybody(office, mine, first)
    code = inviting.invite(first, office.line, operator_name=("Bianchi", "Lucia"), roles=(), groups=()).code
    office.round(first)
    office.round(mine)
    words = newcomer.begin(code)
    (asking,) = inviting.requests(mine, office.line)
    assert asking.further
    inviting.approve(mine, office.line, asking.id, words=words)
    office.round(mine)
    third = newcomer.come_in()
    assert third.identity.operator == first.identity.operator
    assert third.identity.groups == first.identity.groups
    assert StatementKind.GROUP not in stated_of(third, "", third.identity.desk)
