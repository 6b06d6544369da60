"""What a test needs in a database: a caller, and a run of the small province that nobody has begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.access import Caller, Role
from api.dataset_file import pack
from api.store import Database
from api.store.datasets import NewDataset, keep_dataset
from api.store.runs import NewRun, Run, start_run
from api.store.tokens import issue_token
from optimizer.policy import Policy
from tests.api.conftest import province

POLICY = Policy.model_validate({"as_of": "2025-10-20"})


def new_caller(database: Database) -> Caller:
    return issue_token(database, province="24", name="x", role=Role.PLANNER, days=1)[0].caller


def new_run(database: Database, caller: Caller, axes: Sequence[Mapping[str, Any]] | None = None) -> Run:
    tables = NewDataset(
        province="24",
        name="x",
        sha256=province().sha256,
        policy="",
        as_of=POLICY.as_of,
        rows={},
        findings=[],
        content=pack(province(), ""),
    )
    dataset, _ = keep_dataset(database, caller, tables)
    new = NewRun("24", dataset.id, POLICY.model_dump(mode="json"), "flow", 60, axes=axes)
    return start_run(database, caller, new, None)
