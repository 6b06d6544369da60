"""Decisions to end or to extend a secondment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.columns import UtcTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "term_decisions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("dataset", sa.String(32), nullable=False),
        sa.Column("employee", sa.String(100), nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("next_dataset", sa.String(32), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("created_by", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_term_decisions"),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.id"], name="fk_term_decisions_dataset"),
        sa.ForeignKeyConstraint(["next_dataset"], ["datasets.id"], name="fk_term_decisions_next_dataset"),
    )
    for column in ("dataset", "next_dataset"):
        op.create_index(f"ix_term_decisions_{column}", "term_decisions", [column])
