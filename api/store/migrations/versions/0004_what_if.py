"""Scenarios; runs of them, beside a base plan, or along axes; the points of sweeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.columns import UtcTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables, and add the columns to runs and plans.

    The columns have no foreign keys: SQLite would make a table anew for one, which others refer to.
    """
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("dataset", sa.String(32), nullable=False),
        sa.Column("parent", sa.String(32)),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("created_by", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scenarios"),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.id"], name="fk_scenarios_dataset"),
        sa.ForeignKeyConstraint(["parent"], ["scenarios.id"], name="fk_scenarios_parent"),
        sa.ForeignKeyConstraint(["created_by"], ["tokens.id"], name="fk_scenarios_created_by"),
    )
    op.create_index("ix_scenarios_created_at", "scenarios", ["created_at"])
    op.create_table(
        "sweep_points",
        sa.Column("run", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("point", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("run", "number", name="pk_sweep_points"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_sweep_points_run"),
    )
    op.add_column("runs", sa.Column("base", sa.String(32)))
    op.add_column("runs", sa.Column("scenario", sa.String(32)))
    op.add_column("runs", sa.Column("changes", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("runs", sa.Column("axes", sa.JSON))
    op.add_column("plans", sa.Column("base", sa.String(32)))
    op.add_column("plans", sa.Column("changes", sa.JSON, nullable=False, server_default="[]"))
