"""Runs with their events, plans with their moves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.columns import UtcTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of runs and plans."""
    op.create_table(
        "runs",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("dataset", sa.String(32), nullable=False),
        sa.Column("policy", sa.JSON, nullable=False),
        sa.Column("engine", sa.String(20), nullable=False),
        sa.Column("time_limit_seconds", sa.Float, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("worker", sa.String(80)),
        sa.Column("seen_at", UtcTime()),
        sa.Column("failure", sa.JSON),
        sa.Column("idempotency_key", sa.String(200)),
        sa.Column("request_sha256", sa.String(64), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("created_by", sa.String(16), nullable=False),
        sa.Column("started_at", UtcTime()),
        sa.Column("ended_at", UtcTime()),
        sa.Column("cancel_asked_at", UtcTime()),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.id"], name="fk_runs_dataset"),
        sa.ForeignKeyConstraint(["created_by"], ["tokens.id"], name="fk_runs_created_by"),
        sa.UniqueConstraint("created_by", "idempotency_key", name="uq_runs_created_by_idempotency_key"),
    )
    op.create_index("ix_runs_state", "runs", ["state"])
    op.create_index("ix_runs_created_at", "runs", ["created_at"])
    op.create_table(
        "run_events",
        sa.Column("run", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("stage", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("run", "number", name="pk_run_events"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_run_events_run"),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("run", sa.String(32), nullable=False),
        sa.Column("dataset", sa.String(32), nullable=False),
        sa.Column("policy", sa.JSON, nullable=False),
        sa.Column("violations", sa.JSON, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("certificate", sa.LargeBinary),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_plans_run"),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.id"], name="fk_plans_dataset"),
        sa.UniqueConstraint("run", name="uq_plans_run"),
    )
    op.create_index("ix_plans_created_at", "plans", ["created_at"])
    op.create_table(
        "moves",
        sa.Column("plan", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("form", sa.String(20), nullable=False),
        sa.Column("employee", sa.String(100), nullable=False),
        sa.Column("from_unit", sa.String(100), nullable=False),
        sa.Column("to_unit", sa.String(100), nullable=False),
        sa.Column("field", sa.String(100), nullable=False),
        sa.Column("record", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("plan", "number", name="pk_moves"),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_moves_plan"),
    )
    for column in ("employee", "from_unit", "to_unit"):
        op.create_index(f"ix_moves_{column}", "moves", ["plan", column])
