"""A scenario: what differs from a base, as data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from optimizer.domain import Dataset
from optimizer.domain.cells import Text
from optimizer.edits.edit import Edited
from optimizer.edits.kinds import AnyEdit
from optimizer.findings import Finding, has_errors
from optimizer.ingest.tables import check_dataset
from optimizer.policy import PlanDay, Policy, policy_findings

SCENARIO_FILE = "scenario.toml"
"""Name of a scenario's file beside the plan made of it."""


class Scenario(BaseModel):
    """Changes of a dataset and its policy, made in this order: day, profile, policy, then the edits one by one.

    ``policy`` is merged deep into the base's policy: tables into tables, everything else in
    place of what was there. A ``profile`` takes the place of the base's order of tiers.

    >>> changes = Scenario.model_validate({"policy": {"rules": {"max_distance": {"max_km": 60}}}})
    >>> changes.apply(Dataset.of(), Policy(term_months=12)).policy.model_dump(exclude_unset=True)
    {'term_months': 12, 'rules': {'max_distance': {'max_km': 60}}}
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    note: Text = ""
    as_of: PlanDay | None = None
    profile: str | None = None
    policy: Mapping[str, Any] = Field(default_factory=dict)
    edits: tuple[AnyEdit, ...] = ()

    def apply(
        self, dataset: Dataset, policy: Policy, *, file: str = SCENARIO_FILE, local_bars: Collection[str] = ()
    ) -> Edited:
        """The dataset and the policy with all changes, and what is to be told, each finding with its place in ``file``.

        What an edit does to the tables is held to the checks that tables are read with; what was
        wrong before is not told again. Findings about the policy alone are left to
        :func:`optimizer.rules.check_policy`. ``local_bars`` are the codes that ``blocks`` may hold
        besides i to vii. With an error among the findings the answer is no input of a plan.
        """
        changed, findings = self._changed(policy, file)
        before = dataset
        for number, edit in enumerate(self.edits, start=1):
            edited = edit(dataset, changed)
            dataset, changed = edited.dataset, edited.policy
            findings += [
                replace(finding, file=file, column=f"edits.{number}.{finding.column}") for finding in edited.findings
            ]
        if not has_errors(findings):
            told = check_dataset(dataset, changed.as_of, local_bars)
            # Clean tables, most often, need no look at what was wrong before.
            known = {_said(finding) for finding in check_dataset(before, policy.as_of, local_bars)} if told else set()
            new = [finding for finding in told if _said(finding) not in known]
            # Its line is that of a table nobody has written.
            findings += [replace(finding, file=f"{file}/{finding.file}", row=None) for finding in new]
        return Edited(dataset, changed, tuple(findings))

    def _changed(self, policy: Policy, file: str) -> tuple[Policy, list[Finding]]:
        """The policy with the scenario's day, profile and changes; as it was if they cannot be made."""
        given = policy.model_dump(exclude_unset=True)
        changes: dict[str, Any] = {**self.policy}
        if self.as_of is not None:
            changes["as_of"] = self.as_of
        if self.profile is not None:
            changes["profile"] = self.profile
        if "profile" in changes or "tiers" in changes:
            # An order of tiers is named or given, never both: what the base says of it gives way.
            given = {name: value for name, value in given.items() if name not in ("profile", "tiers")}
        try:
            return Policy.model_validate(merged(given, changes)), []
        except ValidationError as error:
            return policy, policy_findings(error, file, ("policy",))


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Nested tables with changes merged in: tables into tables, everything else in place of what was there.

    >>> merged({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": 4}})
    {'a': {'b': 4, 'c': 2}, 'd': 3}
    """
    return {
        **base,
        **{
            name: merged(base[name], value)
            if isinstance(value, Mapping) and isinstance(base.get(name), Mapping)
            else value
            for name, value in changes.items()
        },
    }


def _said(finding: Finding) -> tuple[object, ...]:
    """A finding without its line, which moves when rows are added or removed."""
    return finding.code, finding.file, finding.column, repr(sorted(finding.figures.items()))
