"""The end of a dataset: its key, and everything about people that was made from it, destroyed; the log stays."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from api.access import Caller
from api.store.approvals import APPROVALS, Standing
from api.store.audit import Act, note
from api.store.columns import now
from api.store.database import Database
from api.store.dataset_keys import DATASET_KEYS
from api.store.datasets import DATASETS, IS_KEPT
from api.store.plans import MOVES, PLANS
from api.store.runs import RUNS, State
from api.store.scope import in_scope


class InUseError(ValueError):
    """A run of a dataset goes on, or a decision on a plan of it is not made yet."""


def delete_dataset(database: Database, caller: Caller, id_: str) -> bool:
    """Delete a version for good; False if there is none in the caller's scope. Raises InUseError.

    What stays are ids, hashes and days: of the version, its runs, its plans and their approvals.
    """
    with database.writing() as connection:
        of_dataset = (DATASETS.c.id == id_, in_scope(DATASETS, caller), IS_KEPT)
        row = connection.execute(select(DATASETS.c.province, DATASETS.c.sha256).where(*of_dataset)).one_or_none()
        if row is None:
            return False
        if _is_in_use(connection, id_):
            raise InUseError(id_)
        plans = select(PLANS.c.id).where(PLANS.c.dataset == id_)
        connection.execute(delete(DATASET_KEYS).where(DATASET_KEYS.c.dataset == id_))
        connection.execute(delete(MOVES).where(MOVES.c.plan.in_(plans)))
        connection.execute(update(PLANS).where(PLANS.c.dataset == id_).values(content=b"", certificate=None))
        # The same tables may be uploaded again: this version stands in the way of none any more.
        emptied = {"content": b"", "findings": [], "policy": "", "policy_sha256": id_}
        connection.execute(update(DATASETS).where(DATASETS.c.id == id_).values(**emptied, deleted_at=now()))
        note(connection, caller, Act.DATASET_DELETED, id_, province=row.province, sha256=row.sha256)
    return True


def _is_in_use(connection: Connection, id_: str) -> bool:
    goes_on = select(RUNS.c.id).where(RUNS.c.dataset == id_, RUNS.c.state.in_([State.QUEUED, State.RUNNING]))
    undecided = (
        select(APPROVALS.c.id)
        .join(PLANS, PLANS.c.id == APPROVALS.c.id)
        .where(PLANS.c.dataset == id_, APPROVALS.c.standing.in_([Standing.SUBMITTED, Standing.APPROVED]))
    )
    return any(connection.execute(query.limit(1)).first() is not None for query in (goes_on, undecided))
