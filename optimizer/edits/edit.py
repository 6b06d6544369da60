"""An edit: one change of a dataset or its policy, as data."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from optimizer.domain import Dataset
from optimizer.domain.cells import Reference
from optimizer.findings import Finding, Severity
from optimizer.ingest.references import known_codes
from optimizer.policy import Policy

State = tuple[Dataset, Policy]
"""What an edit changes: the tables, and the policy they are planned under."""


@dataclass(frozen=True)
class Edited:
    """A dataset and its policy after edits, with what is to be told about the edits.

    An edit with an error leaves both as they were.
    """

    dataset: Dataset
    policy: Policy
    findings: tuple[Finding, ...] = ()


class Edit(BaseModel):
    """One change. An edit is called with a dataset and a policy and returns others; it never changes them.

    ``references`` names the fields that hold codes, with the tables these must be in.
    ``kind``, a literal that every edit declares, is its name in a scenario file.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False, hide_input_in_errors=True
    )

    references: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __call__(self, dataset: Dataset, policy: Policy) -> Edited:
        """The dataset and the policy after this edit, or as they were, with what is wrong with it.

        A finding's column is the field of the edit at fault; its file is not known here.
        """
        findings = tuple(self._unknown(dataset)) or tuple(self.check(dataset, policy))
        if any(finding.severity is Severity.ERROR for finding in findings):
            return Edited(dataset, policy, findings)
        return Edited(*self.change(dataset, policy), findings)

    @abstractmethod
    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The dataset and the policy with the change; everything named is there."""

    def check(self, dataset: Dataset, policy: Policy) -> Iterator[Finding]:
        """What is wrong with the edit besides codes that do not exist."""
        del dataset, policy
        yield from ()

    def error(self, code: str, column: str, **figures: object) -> Finding:
        """A finding that keeps the edit from being made."""
        return Finding(Severity.ERROR, code, "", None, column, figures)

    def warning(self, code: str, column: str, **figures: object) -> Finding:
        """A finding that a planner should look at; the edit is made."""
        return Finding(Severity.WARNING, code, "", None, column, figures)

    def _unknown(self, dataset: Dataset) -> Iterator[Finding]:
        for column, tables in self.references.items():
            value: Reference | tuple[Reference, ...] = getattr(self, column)
            named = [code for code in ((value,) if isinstance(value, str) else value) if code]
            known = known_codes(dataset, tables)
            for code in dict.fromkeys(named):
                if code not in known.codes:
                    finding_code = known.finding_code([code])
                    yield self.error(finding_code, column, **known.figures(finding_code, [code]))
