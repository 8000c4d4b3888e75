# SPDX-License-Identifier: EUPL-1.2
"""Statements as bytes: made, signed, verified, and folded into a roster."""

from collections.abc import Iterable
from typing import Any

from welfaredesk.base.ids import is_id
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.shares import ente_id
from welfaredesk.crypto.sign import Label, SigningKey, verify
from welfaredesk.domain.roster import Refusal, Roster, RosterRefused
from welfaredesk.domain.roster_bodies import CutBody, MemberBody, body_of
from welfaredesk.domain.statement import (
    FORMAT,
    UNCHAINED,
    Claim,
    Statement,
    StatementKind,
    decode_statement,
    encode_body,
    encode_claim,
    encode_statement,
)


def statement_id(data: bytes) -> bytes:
    """Return the id of a statement: the hash of its bytes, under which it takes its position."""
    return sha256(data)


def state(kind: StatementKind, body: dict[str, Any], *, ente: str, previous: bytes, key: SigningKey) -> bytes:
    """Return the bytes of a new statement; `previous` is the roster's head, left out for the unchained kinds."""
    before = b"" if kind in UNCHAINED else previous
    claim = Claim(FORMAT, ente, kind, before, key.public, encode_body(body))
    return encode_statement(Statement(claim, key.sign(Label.STATEMENT, encode_claim(claim))))


def again(data: bytes, *, previous: bytes, key: SigningKey) -> bytes:
    """Return a statement of one's own made anew on another head."""
    claim = decode_statement(data).claim
    fresh = Claim(claim.format, claim.ente, claim.kind, previous, key.public, claim.body)
    return encode_statement(Statement(fresh, key.sign(Label.STATEMENT, encode_claim(fresh))))


def cut_words(ente: str, number: str, *, parcels: Iterable[bytes]) -> bytes:
    """Return what the second person of a cut signs, under `Label.ACT`."""
    return framed("cut", ente.encode(), number.encode(), *parcels)


def holds(statement: Statement) -> bool:
    """Tell whether a statement is signed by its signer, and what it says about hashes and signatures is right."""
    claim = statement.claim
    if not verify(claim.signer, Label.STATEMENT, message=encode_claim(claim), signature=statement.signature):
        return False
    if claim.kind is StatementKind.ENTE:
        return is_id(claim.ente) and claim.ente == ente_id(claim.signer)
    body = body_of(statement)
    if isinstance(body, MemberBody):
        return sha256(body.wrapped) == body.wrapped_hash
    if isinstance(body, CutBody) and body.second:
        words = cut_words(claim.ente, body.number, parcels=body.parcels)
        return verify(body.second, Label.ACT, message=words, signature=body.second_signature)
    return True


def read(data: bytes) -> Statement:
    """Return the statement in `data`.

    Raises:
        RosterRefused: when it is none, or spelled otherwise than a statement is: its id is the hash of its bytes.
    """
    try:
        statement = decode_statement(data)
    except ValueError as error:
        raise RosterRefused(Refusal.FORMAT) from error
    if encode_statement(statement) != data:
        raise RosterRefused(Refusal.FORMAT)
    return statement


def add(roster: Roster, data: bytes) -> None:
    """Take one more statement into a roster.

    Raises:
        RosterRefused: when it may not stand there; the roster is as before.
    """
    roster.apply(read(data), statement_id(data), holds=holds)


def read_roster(statements: Iterable[bytes]) -> Roster:
    """Return the roster that statements make, in their order.

    Raises:
        RosterRefused: when one of them may not stand where it does.
    """
    roster = Roster()
    for data in statements:
        add(roster, data)
    return roster
