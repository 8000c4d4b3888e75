# SPDX-License-Identifier: EUPL-1.2
"""Step 1: the tables of the first ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

A_PARCEL, NO_PARCEL = sa.text("kind = 6"), sa.text("kind <> 6")


def upgrade() -> None:
    """Make the tables."""
    _ledger()
    _folders()
    _desks()
    _files()


def _bytes(name: str, *, empty: bool = False, key: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=empty, primary_key=key)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _ledger() -> None:
    op.create_table(
        "ente",
        _bytes("ente", key=True),
        _number("position"),
        _bytes("h"),
        _number("watermark"),
        _number("statements"),
        _bytes("statements_h"),
        _number("statements_bytes"),
        _bytes("root"),
        _number("made_ms"),
    )
    op.create_table(
        "item",
        _bytes("ente"),
        _number("position"),
        sa.Column("kind", sa.SmallInteger, nullable=False),
        _bytes("id"),
        _bytes("h"),
        _bytes("desk"),
        _bytes("folder", empty=True),
        _bytes("grp", empty=True),
        _number("n"),
        _bytes("data"),
        sa.PrimaryKeyConstraint("ente", "position"),
    )
    op.create_index("item_id", "item", ["ente", "id"], unique=True)
    op.create_index(
        "item_n", "item", ["ente", "desk", "n"], unique=True, sqlite_where=A_PARCEL, postgresql_where=A_PARCEL
    )
    op.create_index(
        "item_folder", "item", ["ente", "folder", "position"], sqlite_where=A_PARCEL, postgresql_where=A_PARCEL
    )
    op.create_index(
        "item_kind", "item", ["ente", "kind", "position"], sqlite_where=NO_PARCEL, postgresql_where=NO_PARCEL
    )


def _folders() -> None:
    op.create_table(
        "folder",
        _bytes("ente"),
        _bytes("folder"),
        _bytes("key"),
        _bytes("sum"),
        _number("count"),
        _number("last"),
        sa.PrimaryKeyConstraint("ente", "folder"),
    )
    op.create_table(
        "holding",
        _bytes("ente"),
        _bytes("folder"),
        _bytes("grp"),
        _bytes("key"),
        _number("position"),
        sa.PrimaryKeyConstraint("ente", "folder", "grp", "key"),
    )
    op.create_index("holding_grp", "holding", ["ente", "grp", "folder"])
    op.create_table(
        "chain",
        _bytes("ente"),
        _bytes("folder"),
        _bytes("desk"),
        _number("k"),
        _bytes("id"),
        sa.PrimaryKeyConstraint("ente", "folder", "desk"),
    )


def _desks() -> None:
    op.create_table(
        "desk",
        _bytes("ente"),
        _bytes("desk"),
        _number("bytes"),
        sa.Column("version", sa.Text, nullable=False),
        _number("unsent"),
        _number("seen_ms"),
        _number("told_ms"),
        sa.PrimaryKeyConstraint("ente", "desk"),
    )
    op.create_table(
        "invitation",
        _bytes("id", key=True),
        _bytes("ente"),
        _bytes("desk"),
        _bytes("sealed"),
        _number("until_ms"),
        sa.Column("used", sa.Boolean, nullable=False),
    )
    op.create_index("invitation_ente", "invitation", ["ente", "desk"])
    op.create_table(
        "request",
        _bytes("id", key=True),
        _bytes("ente"),
        _bytes("invitation"),
        _bytes("desk"),
        _bytes("data"),
        _number("at_ms"),
        sa.Column("refused", sa.Boolean, nullable=False),
    )
    op.create_index("request_ente", "request", ["ente", "at_ms"])


def _files() -> None:
    op.create_table(
        "file",
        _bytes("ente"),
        _bytes("folder"),
        _bytes("sha256"),
        _number("size"),
        _bytes("desk"),
        _number("at_ms"),
        sa.PrimaryKeyConstraint("ente", "sha256", "folder"),
    )
    op.create_table(
        "bundle",
        _bytes("ente"),
        _bytes("id"),
        _bytes("grp"),
        _bytes("generation"),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("parts", sa.Integer, nullable=False),
        _number("upto"),
        _number("size"),
        _bytes("desk"),
        sa.PrimaryKeyConstraint("ente", "id"),
    )
    op.create_index("bundle_grp", "bundle", ["ente", "grp"])
