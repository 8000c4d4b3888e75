# SPDX-License-Identifier: EUPL-1.2
"""Statements as bytes: a founded ente reads as a roster, and no bit of it can be other than it was signed."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.base.ids import derived_id
from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.shares import ente_id
from welfaredesk.crypto.sign import Label, SigningKey
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import Refusal, Roster, RosterRefused
from welfaredesk.domain.statement import Role, StatementKind, decode_statement
from welfaredesk.store import folders
from welfaredesk.sync.statements import again, cut_words, read_roster, state, statement_id

ROOT, DESK, OTHER = (SigningKey.from_bytes(bytes([n]) * 32) for n in (1, 2, 3))
ENTE = ente_id(ROOT.public)
OPERATOR, SECOND = derived_id("operator", "test"), derived_id("second", "test")


def named(what: str) -> str:
    """Return the id that stands for a name in these tests."""
    return derived_id(what, "test")


def say(said: list[bytes], kind: StatementKind, body: dict[str, Any], *, key: SigningKey) -> None:
    """Add a statement on the newest one."""
    said.append(state(kind, body, ente=ENTE, previous=statement_id(said[-1]) if said else b"", key=key))


def a_start() -> list[bytes]:
    """Return the statements that found an ente of two operators with a desk each."""
    said: list[bytes] = []
    recovery = SealingKey.from_bytes(bytes(range(32))).public
    say(said, StatementKind.ENTE, {"root": ROOT.public, "recovery": recovery}, key=ROOT)
    for operator, key, letters in ((OPERATOR, DESK, "AA"), (SECOND, OTHER, "AB")):
        say(said, StatementKind.OPERATOR, {"operator": operator}, key=ROOT)
        desk = {"desk": named(letters), "operator": operator, "sign": key.public, "seal": recovery, "letters": letters}
        say(said, StatementKind.DESK, desk, key=ROOT)
        say(said, StatementKind.ROLE, {"operator": operator, "roles": ["responsabile"]}, key=ROOT)
    return said


SAID = a_start()


def refusal(said: list[bytes]) -> Refusal | None:
    """Return why statements make no roster, or nothing when they do."""
    try:
        read_roster(said)
    except RosterRefused as refused:
        return refused.code
    return None


def test_the_roster_of_a_founded_ente_reads(session: Session) -> None:
    identity = session.identity
    roster = read_roster(folders.statements(session.vault.read()))
    assert roster.ente == identity.ente
    assert roster.roles_of(identity.operator) == set(identity.roles)
    assert roster.groups_of(identity.operator) == set(identity.groups.values())
    assert {group.kind: id_ for id_, group in roster.groups.items()} == identity.groups
    assert all(roster.key_desks(group) == {identity.desk} for group in roster.groups)
    assert roster.turning == set()
    assert roster.desks[identity.desk].letters == identity.letters
    assert roster.head == sha256(folders.statements(session.vault.read())[-1])


def test_a_start_reads() -> None:
    roster = read_roster(SAID)
    assert roster.roles_of(SECOND) == {Role.RESPONSABILE}
    assert statement_id(SAID[-1]) == roster.head


@given(st.integers(0, len(SAID) - 1), st.data())
def test_any_mutation_of_a_statement_is_refused(which: int, data: st.DataObject) -> None:
    one = bytearray(SAID[which])
    place = data.draw(st.integers(0, len(one) - 1))
    how = data.draw(st.sampled_from(("flip", "cut", "add", "drop")))
    if how == "flip":
        one[place] ^= data.draw(st.integers(1, 255))
    elif how == "cut":
        del one[place:]
    elif how == "add":
        one.insert(place, data.draw(st.integers(0, 255)))
    else:
        del one[place]
    if bytes(one) == SAID[which]:
        return  # a byte put beside its like, or taken from a row of them and still the same text
    assert refusal([*SAID[:which], bytes(one)]) is not None


@given(st.permutations(range(len(SAID))))
def test_only_the_order_in_which_they_were_signed_reads(order: list[int]) -> None:
    expected = None if order == sorted(order) else Refusal.STALE_HEAD
    found = refusal([SAID[place] for place in order])
    assert (found is None) == (expected is None)


def test_a_fork_is_refused() -> None:
    head = statement_id(SAID[-1])
    one, two = (
        state(StatementKind.OPERATOR, {"operator": named(name)}, ente=ENTE, previous=head, key=DESK)
        for name in ("one", "two")
    )
    assert refusal([*SAID, one]) is None
    assert refusal([*SAID, one, two]) is Refusal.STALE_HEAD
    made_again = again(two, previous=statement_id(one), key=DESK)
    assert refusal([*SAID, one, made_again]) is None
    assert decode_statement(made_again).claim.body == decode_statement(two).claim.body


def test_the_same_words_spelled_otherwise_are_refused() -> None:
    """A second spelling would be a second id of one statement."""
    claim, signature = msgspec.msgpack.decode(SAID[-1])
    longer = msgspec.msgpack.encode([[*claim, None], signature])
    assert decode_statement(longer) == decode_statement(SAID[-1])
    assert refusal([*SAID[:-1], longer]) is Refusal.FORMAT


def test_a_root_cannot_found_an_ente_of_another_id() -> None:
    body = {"root": OTHER.public, "recovery": OTHER.public}
    forged = state(StatementKind.ENTE, body, ente=ENTE, previous=b"", key=OTHER)
    assert refusal([forged]) is Refusal.SIGNATURE


def test_a_key_handed_under_a_wrong_hash_is_refused() -> None:
    head = statement_id(SAID[-1])
    body = {"group": named("g"), "kind": "working", "epoch": 1, "public": DESK.public, "recovery_grant": b"g" * 80}
    group = state(StatementKind.GROUP, body, ente=ENTE, previous=head, key=DESK)
    member = {"group": named("g"), "operator": OPERATOR, "desk": named("AA"), "epoch": 1, "wrapped": b"w" * 80}
    answers = {
        digest: refusal(
            [
                *SAID,
                group,
                state(
                    StatementKind.MEMBER,
                    member | {"wrapped_hash": digest},
                    ente=ENTE,
                    previous=statement_id(group),
                    key=DESK,
                ),
            ]
        )
        for digest in (sha256(b"w" * 80), sha256(b"other"))
    }
    assert list(answers.values()) == [None, Refusal.SIGNATURE]


def test_a_cut_needs_the_signature_of_the_second_person() -> None:
    parcels = [sha256(b"p"), sha256(b"q")]

    def cut(number: str, signed: str) -> Refusal | None:
        second = OTHER.sign(Label.ACT, cut_words(ENTE, signed, parcels=parcels))
        body = {"parcels": parcels, "number": number, "second": OTHER.public, "second_signature": second}
        return refusal([*SAID, state(StatementKind.CUT, body, ente=ENTE, previous=b"ignored", key=DESK)])

    assert cut("12/2026", "12/2026") is None
    assert cut("12/2026", "13/2026") is Refusal.SIGNATURE


def test_a_revocation_names_no_predecessor() -> None:
    data = state(StatementKind.REVOKE, {"desk": named("AB")}, ente=ENTE, previous=b"something", key=DESK)
    assert decode_statement(data).claim.previous == b""
    roster = read_roster([*SAID, data])
    assert not roster.is_active(named("AB"))
    assert roster.head == statement_id(SAID[-1])


@pytest.mark.parametrize("rubbish", [b"", b"\x00", b"\x92\x90\xc4\x00", SAID[0][:-1], SAID[0] + b"\x00"])
def test_rubbish_is_refused_by_name(rubbish: bytes) -> None:
    assert refusal([rubbish]) is Refusal.FORMAT
    assert Roster().head == b""
