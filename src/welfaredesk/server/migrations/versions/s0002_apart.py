# SPDX-License-Identifier: EUPL-1.2
"""Step 2: what desks that may not write any more had not sent is kept apart."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "apart",
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("ente", "id")),
        sa.Column("kind", sa.SmallInteger, nullable=False),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("desk", "folder")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("n", "k_from", "k_to")),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("ente", "id"),
    )
    op.create_index("apart_desk", "apart", ["ente", "desk", "folder"])
