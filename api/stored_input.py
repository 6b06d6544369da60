"""What is kept, read as what a plan is made from: a dataset under a policy, with scenarios on it and a base plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from api.dataset_file import unpack
from api.policy_file import policy_of
from api.proposal import valid_tables
from api.store import Database
from api.store.datasets import content_of
from api.store.plans import load_plan
from optimizer.domain import Dataset
from optimizer.edits import Scenario
from optimizer.findings import Finding, has_errors
from optimizer.ingest import InputError
from optimizer.plan import Plan
from optimizer.policy import Policy
from optimizer.rules import check_policy
from optimizer.rules.bar_local import BarLocal


class Source(Protocol):
    """What is told of it: a run, or a plan. ``changes`` are scenarios, the lowest first, ``base`` a plan's id."""

    @property
    def dataset(self) -> str: ...  # noqa: D102
    @property
    def policy(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def changes(self) -> Sequence[Mapping[str, Any]]: ...  # noqa: D102
    @property
    def base(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True)
class Made:
    """A source that no run or plan has yet."""

    dataset: str
    policy: Mapping[str, Any]
    changes: Sequence[Mapping[str, Any]]
    base: str | None


@dataclass(frozen=True)
class Input:
    """What a plan is made from; ``base`` is a plan to stay close to. No finding is an error."""

    dataset: Dataset
    policy: Policy
    base: Plan | None
    findings: tuple[Finding, ...]


def read_stored(database: Database, source: Source) -> Input:
    """The tables, policy and base plan of a source, its scenarios applied.

    Raises InputError if they do not go together: a day changes what is valid.
    """
    policy, policy_findings = policy_of(source.policy)
    with TemporaryDirectory() as folder:
        unpack(content_of(database, source.dataset), Path(folder))
        dataset, findings = valid_tables(Path(folder), policy, policy_findings)
    assert policy is not None
    for changes in source.changes:
        edited = Scenario.model_validate(changes).apply(dataset, policy, local_bars=BarLocal().extra_codes(policy))
        findings = (*findings, *edited.findings)
        if not has_errors(edited.findings):
            findings = (*findings, *(one for one in check_policy(edited.policy) if one not in findings))
        if has_errors(findings):
            raise InputError(findings)
        dataset, policy = edited.dataset, edited.policy
    base = None if source.base is None else load_plan(database, source.base)
    return Input(dataset, policy, base, findings)
