"""Writing a plan whose tables no folder holds yet: those of a scenario, a later round, or a case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import optimizer
from api.plan_folder import PlanFolder
from api.policy_file import policy_text
from optimizer.export import Section, markdown
from optimizer.ingest import write_folder
from optimizer.plan import Plan
from optimizer.planned import Planned
from optimizer.text import Language


def write_planned(
    target: PlanFolder,
    planned: Planned,
    sections: Sequence[Section],
    language: Language,
    *,
    base: Plan | None = None,
    scenario: str | None = None,
) -> None:
    """Write a plan with its tables, its policy and its summary. Raises OSError."""
    passed = optimizer.rules_passed(planned.dataset, planned, planned.policy, base=base)
    with TemporaryDirectory() as folder:
        write_folder(planned.dataset, Path(folder))
        target.write(
            planned,
            passed=passed,
            summary=markdown(sections, language),
            policy=policy_text(planned.policy),
            tables=Path(folder),
            base=base,
            scenario=scenario,
        )
