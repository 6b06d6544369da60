"""A dataset that is kept, read under a policy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.dataset_file import unpack
from api.policy_file import policy_of
from api.proposal import valid_tables
from api.store import Database
from api.store.datasets import content_of
from optimizer.domain import Dataset
from optimizer.findings import Finding
from optimizer.policy import Policy


def read_stored(
    database: Database, dataset: str, policy: Mapping[str, Any]
) -> tuple[Dataset, Policy, tuple[Finding, ...]]:
    """The tables of a dataset, the policy of its settings, and the findings of both.

    Raises InputError if they do not go together: a day changes what is valid.
    """
    used, policy_findings = policy_of(policy)
    with TemporaryDirectory() as folder:
        unpack(content_of(database, dataset), Path(folder))
        tables, findings = valid_tables(Path(folder), used, policy_findings)
    assert used is not None
    return tables, used, findings
