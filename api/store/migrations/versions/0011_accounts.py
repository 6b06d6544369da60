"""Accounts of people; a token may be a session of one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.columns import UtcTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables, and say whose session a token is."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("is_initial", sa.Boolean, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime()),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name", name="uq_accounts_name"),
    )
    op.create_index("ix_accounts_province", "accounts", ["province"])
    op.create_table(
        "sign_in_tries",
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("who", name="pk_sign_in_tries"),
    )
    op.add_column("tokens", sa.Column("account", sa.String(16)))
    op.create_index("ix_tokens_account", "tokens", ["account"])
