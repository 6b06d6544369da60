"""Approvals with their steps, what is on record of every move before a decision, and what was issued."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.columns import UtcTime

revision = "0012"
down_revision = "0011"

FROZEN = ("plan_sha256", "base_sha256", "dataset_sha256", "policy_sha256", "run_sha256")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        *(sa.Column(name, sa.String(64), nullable=False) for name in FROZEN),
        sa.Column("version", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
        sa.ForeignKeyConstraint(["id"], ["plans.id"], name="fk_approvals_id"),
    )
    for column in ("standing", "created_at"):
        op.create_index(f"ix_approvals_{column}", "approvals", [column])
    op.create_table(
        "approval_steps",
        sa.Column("plan", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("actor", sa.String(16), nullable=False),
        sa.Column("account", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("withdrawn", sa.Integer),
        sa.PrimaryKeyConstraint("plan", "number", name="pk_approval_steps"),
        sa.ForeignKeyConstraint(["plan"], ["approvals.id"], name="fk_approval_steps_plan"),
    )
    op.create_table(
        "consents",
        sa.Column("plan", sa.String(32), nullable=False),
        sa.Column("move", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("opinion", sa.String(20)),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("recorded_by", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("plan", "move", "kind", name="pk_consents"),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_consents_plan"),
    )
    op.create_table(
        "issues",
        sa.Column("plan", sa.String(32), nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("signed_on", sa.Date, nullable=False),
        sa.Column("numbers", sa.JSON, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("next_dataset", sa.String(32), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("plan", name="pk_issues"),
        sa.ForeignKeyConstraint(["plan"], ["approvals.id"], name="fk_issues_plan"),
        sa.ForeignKeyConstraint(["next_dataset"], ["datasets.id"], name="fk_issues_next_dataset"),
    )
