"""How Alembic runs: in the connection and the transaction it is given."""

from __future__ import annotations

from alembic import context

from api.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
