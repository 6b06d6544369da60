"""Every dataset gets a key of its own; what was kept of it before is sealed, its plans too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.columns import UtcTime
from api.store.dataset_keys import keep_key, new_key, sealed_for

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table of keys, let a dataset be deleted, and seal what is there."""
    op.create_table(
        "dataset_keys",
        sa.Column("dataset", sa.String(32), nullable=False),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("dataset", name="pk_dataset_keys"),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.id"], name="fk_dataset_keys_dataset"),
    )
    op.add_column("datasets", sa.Column("deleted_at", UtcTime()))
    _seal_all()


def _seal_all() -> None:
    connection = op.get_bind()
    # Tables as they are at this revision: later code may know other columns.
    datasets = sa.table("datasets", sa.column("id"), sa.column("province"), sa.column("content"))
    plans = sa.table("plans", sa.column("id"), sa.column("dataset"), sa.column("content"), sa.column("certificate"))
    issues = sa.table("issues", sa.column("plan"), sa.column("content"))
    for id_ in connection.execute(sa.select(datasets.c.id)).scalars().all():
        row = connection.execute(sa.select(datasets).where(datasets.c.id == id_)).one()
        content, key = new_key(connection, id_, row.province, row.content)
        keep_key(connection, key)
        connection.execute(sa.update(datasets).where(datasets.c.id == id_).values(content=content))
    for id_, dataset in connection.execute(sa.select(plans.c.id, plans.c.dataset)).all():
        row = connection.execute(sa.select(plans).where(plans.c.id == id_)).one()
        parts = {"content": sealed_for(connection, dataset, row.content)}
        if row.certificate is not None:
            parts["certificate"] = sealed_for(connection, dataset, row.certificate)
        connection.execute(sa.update(plans).where(plans.c.id == id_).values(**parts))
        issue = connection.execute(sa.select(issues.c.content).where(issues.c.plan == id_)).scalar_one_or_none()
        if issue is not None:
            sealed = sealed_for(connection, dataset, issue)
            connection.execute(sa.update(issues).where(issues.c.plan == id_).values(content=sealed))
