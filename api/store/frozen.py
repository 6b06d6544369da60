"""What a plan is held to once it is submitted: hashes of all that it says and was made from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import Connection, select

from api.store.datasets import DATASETS
from api.store.plans import PLANS, plan_text
from api.store.runs import RUNS
from optimizer.export import plan_from_json


@dataclass(frozen=True)
class Frozen:
    """What a submitted plan is held to.

    ``base_sha256`` is that of the tables as uploaded, ``dataset_sha256`` of those the plan was made
    from, which a scenario may have changed; ``policy_sha256`` covers the rules and their parameters,
    ``run_sha256`` all that was asked for, the scenario included; ``version`` names the program.
    """

    plan_sha256: str
    base_sha256: str
    dataset_sha256: str
    policy_sha256: str
    run_sha256: str
    version: str

    @property
    def seal(self) -> str:
        """One hash of all of them: what an approver says yes to."""
        return hashlib.sha256(json.dumps(vars(self), sort_keys=True).encode()).hexdigest()


def frozen_of(connection: Connection, plan: str) -> Frozen:
    """What a plan would be held to, read afresh from what is kept. Raises NoResultFound for an unknown id."""
    joined = PLANS.join(RUNS, PLANS.c.run == RUNS.c.id).join(DATASETS, PLANS.c.dataset == DATASETS.c.id)
    query = select(RUNS.c.request_sha256, DATASETS.c.sha256).select_from(joined)
    row = connection.execute(query.where(PLANS.c.id == plan)).one()
    text = plan_text(connection, plan)
    made = plan_from_json(text.decode()).provenance
    plan_sha256 = hashlib.sha256(text).hexdigest()
    return Frozen(plan_sha256, row.sha256, made.dataset_sha256, made.policy_sha256, row.request_sha256, made.version)
