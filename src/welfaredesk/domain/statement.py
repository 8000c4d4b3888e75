# SPDX-License-Identifier: EUPL-1.2
"""The statement: one signed line of the roster, chained to the one before it."""

from enum import StrEnum
from typing import Any

import msgspec

FORMAT = 1


class StatementKind(StrEnum):
    """What a statement of the roster says."""

    ENTE = "ente"
    OPERATOR = "operator"
    DESK = "desk"
    ROLE = "role"
    GROUP = "group"
    MEMBER = "member"
    SERVER = "server"
    EPOCH = "epoch"
    LEAVE = "leave"
    REVOKE = "revoke"
    IDENTITY = "identity"
    RECOVERY = "recovery"
    CUT = "cut"


UNCHAINED = frozenset({StatementKind.REVOKE, StatementKind.CUT})
"""Kinds that name no statement before them, and hold wherever they are placed."""


class GroupKind(StrEnum):
    """What a group is for; of the first three an ente has one each, and one that is on call reads with a reason."""

    EVERYONE = "everyone"
    AUDIT = "audit"
    COORDINATION = "coordination"
    WORKING = "working"
    OWN = "own"
    ON_CALL = "on-call"


class Role(StrEnum):
    """What an operator may be in the ente; one may be several."""

    OPERATORE = "operatore"
    CASE_MANAGER = "case-manager"
    COORDINATORE = "coordinatore"
    RESPONSABILE = "responsabile"
    AMMINISTRATORE = "amministratore"
    DPO = "dpo"
    ESTERNO = "esterno"


class Claim(msgspec.Struct, frozen=True, array_like=True):
    """What is signed of a statement: everything but the signature; no position: a solo start's hold for ever."""

    format: int
    ente: str
    kind: StatementKind
    previous: bytes
    signer: bytes
    body: bytes


class Statement(msgspec.Struct, frozen=True, array_like=True):
    """A claim and its signature."""

    claim: Claim
    signature: bytes


def encode_claim(claim: Claim) -> bytes:
    """Return the bytes that are signed."""
    return msgspec.msgpack.encode(claim)


def encode_statement(statement: Statement) -> bytes:
    """Return the bytes that are kept, hashed and sent."""
    return msgspec.msgpack.encode(statement)


def decode_statement(data: bytes) -> Statement:
    """Return the statement in `data`.

    Raises:
        ValueError: when it is none.
    """
    return msgspec.msgpack.decode(data, type=Statement)


def encode_body(body: dict[str, Any]) -> bytes:
    """Return a statement's body: names in order, so that equal bodies have equal bytes."""
    return msgspec.msgpack.encode(body, order="sorted")


def decode_body(data: bytes) -> dict[str, Any]:
    """Return the body that a statement carries."""
    return msgspec.msgpack.decode(data, type=dict[str, Any])
