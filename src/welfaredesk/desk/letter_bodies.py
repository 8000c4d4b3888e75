# SPDX-License-Identifier: EUPL-1.2
"""What letters between desks say, before they are sealed to a group: readings, questions, answers, reasons."""

from typing import Annotated, TypeAlias

import msgspec

from welfaredesk.domain.entry import LAST_MS, MOST_OFFSET
from welfaredesk.domain.roster_bodies import Id, Key
from welfaredesk.domain.statement import Role
from welfaredesk.store.exchange.rounds import AuditLine

Words: TypeAlias = Annotated[str, msgspec.Meta(max_length=200)]
Reason: TypeAlias = Annotated[str, msgspec.Meta(max_length=2_000)]
Milliseconds: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=LAST_MS)]
Minutes: TypeAlias = Annotated[int, msgspec.Meta(ge=-MOST_OFFSET, le=MOST_OFFSET)]


class About(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is asked after: by tax code, or by surname, name and birth."""

    surname: Words = ""
    name: Words = ""
    birth: Annotated[str, msgspec.Meta(pattern=r"\A(\d{4}-\d{2}-\d{2})?\Z")] = ""
    tax_code: Annotated[str, msgspec.Meta(max_length=16)] = ""


class Readings(msgspec.Struct, frozen=True, tag_field="kind", tag="audit"):
    """The readings of a desk, to the group that controls them."""

    lines: list[AuditLine]


class Asked(msgspec.Struct, frozen=True, tag_field="kind", tag="question"):
    """«È già seguita?», to the group of coordination; the answer goes to the asker's own group."""

    id: Id
    group: Id
    about: About
    utc_ms: Milliseconds
    offset: Minutes


class Answered(msgspec.Struct, frozen=True, tag_field="kind", tag="answer"):
    """The answer, to the asker's own group: group and colleague to call, or nobody."""

    question: Id
    id: Id
    found: bool
    group: Id | None = None
    operator: Id | None = None
    closed: bool = False
    sure: bool = False
    utc_ms: Milliseconds = 0
    offset: Minutes = 0


class Settled(msgspec.Struct, frozen=True, tag_field="kind", tag="settled"):
    """To the group of coordination: a question was dealt with; what was answered is not said here."""

    question: Id
    found: bool


class Opened(msgspec.Struct, frozen=True, tag_field="kind", tag="opened"):
    """A cartella was opened with a reason, to the own group of its case manager."""

    record: Id
    group: Id
    why: Reason
    utc_ms: Milliseconds
    offset: Minutes


class CutProposed(msgspec.Struct, frozen=True, tag_field="kind", tag="cut"):
    """A lawful cut proposed to a second person: what goes, and the proposer's signature over number and parcels.

    `records` are folder and id of each; `circle` is that of the reserved copy, empty when it is an erasure.
    """

    id: Id
    number: Words
    reason: Reason
    records: list[tuple[Id, Id]]
    parcels: list[Key]
    sign: Key
    signature: bytes
    circle: Words = ""
    utc_ms: Milliseconds = 0
    offset: Minutes = 0


class CutDeclined(msgspec.Struct, frozen=True, tag_field="kind", tag="cut-declined"):
    """A cut that is not to be: by whoever was asked, with a word, or by whoever had proposed it."""

    id: Id
    word: Reason
    utc_ms: Milliseconds = 0
    offset: Minutes = 0


class InvitationKept(msgspec.Struct, frozen=True, tag_field="kind", tag="invitation"):
    """An invitation as a desk that may admit with it keeps it; to the own group of each other who may.

    Its code is what the requests that come with it are told by. `until_ms`: when the time of somebody only from
    outside is over; `further`: a further desk of somebody who works here.
    """

    code: Words
    operator: Id
    surname: Words
    name: Words
    roles: list[Role]
    groups: list[Id]
    expires_ms: Milliseconds
    further: bool = False
    until_ms: Milliseconds | None = None


class ApartDeclined(msgspec.Struct, frozen=True, tag_field="kind", tag="apart-declined"):
    """To the groups that read a folder: what a desk left there when it was shut out is not accepted, and why."""

    folder: Id
    desk: Id
    k_to: Annotated[int, msgspec.Meta(ge=1, lt=2**53)]
    reason: Reason
    utc_ms: Milliseconds = 0
    offset: Minutes = 0


Body: TypeAlias = (
    Readings | Asked | Answered | Settled | Opened | CutProposed | CutDeclined | InvitationKept | ApartDeclined
)


def encode(body: Body) -> bytes:
    """Return the text of a letter."""
    return msgspec.msgpack.encode(body)


def decode(text: bytes) -> Body:
    """Return what a letter says.

    Raises:
        ValueError: when it says nothing that this version knows.
    """
    body: Body = msgspec.msgpack.decode(text, type=Body)
    return body
