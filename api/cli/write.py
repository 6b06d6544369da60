"""Writing a plan whose tables no folder holds yet: those of a scenario, or of a later round."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import optimizer
from api.cli.stop import files_of_user
from api.plan_folder import PlanFolder
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
    policy: str,
    base: Plan | None,
    scenario: str | None = None,
) -> None:
    """Write a plan with its tables, its policy's TOML text and its summary; ends the command if that is impossible."""
    passed = optimizer.rules_passed(planned.dataset, planned, planned.policy, base=base)
    with files_of_user(language), TemporaryDirectory() as folder:
        write_folder(planned.dataset, Path(folder))
        target.write(
            planned,
            passed=passed,
            summary=markdown(sections, language),
            policy=policy,
            tables=Path(folder),
            base=base,
            scenario=scenario,
        )
