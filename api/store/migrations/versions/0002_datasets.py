"""Datasets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.columns import UtcTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of datasets."""
    op.create_table(
        "datasets",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("policy_sha256", sa.String(64), nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("rows", sa.JSON, nullable=False),
        sa.Column("findings", sa.JSON, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("created_by", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_datasets"),
        sa.ForeignKeyConstraint(["created_by"], ["tokens.id"], name="fk_datasets_created_by"),
        sa.UniqueConstraint("province", "name", "version", name="uq_datasets_province_name_version"),
        sa.UniqueConstraint("province", "name", "sha256", "policy_sha256", name="uq_datasets_content"),
    )
    op.create_index("ix_datasets_created_at", "datasets", ["created_at"])
