# SPDX-License-Identifier: EUPL-1.2
"""The tables of the ledger: every key begins with the ente, and no statement ever reads two enti."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)

from welfaredesk.sync.wire import FrameKind

METADATA = MetaData()
PARCEL = int(FrameKind.PARCEL)
NO_PARCEL = text(f"kind <> {PARCEL}")
A_PARCEL = text(f"kind = {PARCEL}")

ENTE = Table(
    "ente",
    METADATA,
    Column("ente", LargeBinary, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("h", LargeBinary, nullable=False),
    Column("watermark", BigInteger, nullable=False),
    Column("statements", BigInteger, nullable=False),
    Column("statements_h", LargeBinary, nullable=False),
    Column("statements_bytes", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
)
"""One row per ente: its counter. Whoever allots a position holds this row locked until the commit."""

ITEM = Table(
    "item",
    METADATA,
    Column("ente", LargeBinary, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("id", LargeBinary, nullable=False),
    Column("h", LargeBinary, nullable=False),
    Column("desk", LargeBinary, nullable=False),
    Column("folder", LargeBinary),
    Column("grp", LargeBinary),
    Column("n", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
    PrimaryKeyConstraint("ente", "position"),
    Index("item_id", "ente", "id", unique=True),
    Index("item_n", "ente", "desk", "n", unique=True, sqlite_where=A_PARCEL, postgresql_where=A_PARCEL),
    Index("item_folder", "ente", "folder", "position", sqlite_where=A_PARCEL, postgresql_where=A_PARCEL),
    Index("item_kind", "ente", "kind", "position", sqlite_where=NO_PARCEL, postgresql_where=NO_PARCEL),
)
"""Everything that has a position: statements, grants, ungrants, letters, parcels."""

FOLDER = Table(
    "folder",
    METADATA,
    Column("ente", LargeBinary, nullable=False),
    Column("folder", LargeBinary, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("sum", LargeBinary, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    PrimaryKeyConstraint("ente", "folder"),
)
"""A folder: its current key, the sum of its parcels' ids, how many they are, the position of the last."""

HOLDING = Table(
    "holding",
    METADATA,
    Column("ente", LargeBinary, nullable=False),
    Column("folder", LargeBinary, nullable=False),
    Column("grp", LargeBinary, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("position", BigInteger, nullable=False),
    PrimaryKeyConstraint("ente", "folder", "grp", "key"),
    Index("holding_grp", "ente", "grp", "folder"),
)
"""Which group holds which key of a folder, and where its grant stands."""

CHAIN = Table(
    "chain",
    METADATA,
    Column("ente", LargeBinary, nullable=False),
    Column("folder", LargeBinary, nullable=False),
    Column("desk", LargeBinary, nullable=False),
    Column("k", BigInteger, nullable=False),
    Column("id", LargeBinary, nullable=False),
    PrimaryKeyConstraint("ente", "folder", "desk"),
)
"""Where each desk stands in a folder: its last k, and its last parcel."""

DESK = Table(
    "desk",
    METADATA,
    Column("ente", LargeBinary, nullable=False),
    Column("desk", LargeBinary, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("version", Text, nullable=False),
    Column("unsent", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("told_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("ente", "desk"),
)
"""What a desk has stored here, in bytes, and its last contact; `told_ms`: when it was told that it is revoked."""

INVITATION = Table(
    "invitation",
    METADATA,
    Column("id", LargeBinary, primary_key=True),
    Column("ente", LargeBinary, nullable=False),
    Column("desk", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("until_ms", BigInteger, nullable=False),
    Column("used", Boolean, nullable=False),
    Index("invitation_ente", "ente", "desk"),
)
"""Sealed invitations; found by an id that only the code gives, before anybody has said of which ente."""

REQUEST = Table(
    "request",
    METADATA,
    Column("id", LargeBinary, primary_key=True),
    Column("ente", LargeBinary, nullable=False),
    Column("invitation", LargeBinary, nullable=False),
    Column("desk", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("refused", Boolean, nullable=False),
    Index("request_ente", "ente", "at_ms"),
)
"""Requests of new desks to be admitted."""

FILE = Table(
    "file",
    METADATA,
    Column("ente", LargeBinary, nullable=False),
    Column("folder", LargeBinary, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("desk", LargeBinary, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("ente", "sha256", "folder"),
)
"""Sealed attachments that are here whole, each with the folder it belongs to."""

APART = Table(
    "apart",
    METADATA,
    Column("ente", LargeBinary, nullable=False),
    Column("id", LargeBinary, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("desk", LargeBinary, nullable=False),
    Column("folder", LargeBinary, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("k_from", BigInteger, nullable=False),
    Column("k_to", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("ente", "id"),
    Index("apart_desk", "ente", "desk", "folder"),
)
"""Sealed parcels, and the grants that go with them, of desks that may not write any more: kept without a position."""

BUNDLE = Table(
    "bundle",
    METADATA,
    Column("ente", LargeBinary, nullable=False),
    Column("id", LargeBinary, nullable=False),
    Column("grp", LargeBinary, nullable=False),
    Column("generation", LargeBinary, nullable=False),
    Column("part", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("upto", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("desk", LargeBinary, nullable=False),
    PrimaryKeyConstraint("ente", "id"),
    Index("bundle_grp", "ente", "grp"),
)
"""Bundles that are here whole and that nothing has voided."""
