# SPDX-License-Identifier: EUPL-1.2
"""What Alembic runs the steps in: the connection that `engine.migrate` hands over."""

from alembic import context

from welfaredesk.server.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
