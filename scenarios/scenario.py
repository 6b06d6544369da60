"""Scenario files: TOML, each on a base that is a folder or another scenario."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from optimizer.domain import Dataset
from optimizer.domain.cells import Text
from optimizer.edits import AnyEdit, Edited, Scenario
from optimizer.findings import Finding, Severity, has_errors
from optimizer.ingest.quoting import shown
from optimizer.policy import Policy

SUFFIX = ".toml"
"""How the name of a scenario's file ends; a base with any other name is a folder."""

_NO_EDIT = ("union_tag_invalid", "union_tag_not_found")


class ScenarioFile(Scenario):
    """A scenario as a file states it. ``base`` is a path from the file's own folder."""

    base: Text = Field(min_length=1)


@dataclass(frozen=True)
class Chain:
    """Scenarios on one another, the one on the folder first; each with the name of its file."""

    folder: Path
    scenarios: tuple[tuple[str, ScenarioFile], ...]

    @property
    def top(self) -> ScenarioFile:
        """The scenario that was asked for."""
        return self.scenarios[-1][1]

    def apply(self, dataset: Dataset, policy: Policy, local_bars: Collection[str] = ()) -> Edited:
        """The folder's dataset and policy with the changes of all scenarios; a scenario with errors ends it."""
        findings: tuple[Finding, ...] = ()
        for name, scenario in self.scenarios:
            edited = scenario.apply(dataset, policy, file=name, local_bars=local_bars)
            dataset, policy, findings = edited.dataset, edited.policy, (*findings, *edited.findings)
            if has_errors(edited.findings):
                break
        return Edited(dataset, policy, findings)


def edit_kinds() -> tuple[str, ...]:
    """The kinds of edits there are, sorted.

    >>> "merge_communes" in edit_kinds()
    True
    """
    mapping = TypeAdapter(AnyEdit).json_schema()["discriminator"]["mapping"]
    return tuple(sorted(mapping))


def read_scenario(path: Path) -> tuple[ScenarioFile | None, tuple[Finding, ...]]:
    """The scenario of a file, or what keeps it from being one. Raises OSError if it cannot be opened."""

    def error(code: str, **figures: object) -> tuple[None, tuple[Finding, ...]]:
        return None, (Finding(Severity.ERROR, code, path.name, figures=figures),)

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return error("scenario_encoding")
    except tomllib.TOMLDecodeError as trouble:
        return error("scenario_syntax", reason=str(trouble))
    try:
        return ScenarioFile.model_validate(content), ()
    except ValidationError as trouble:
        return None, tuple(_findings(trouble, path.name))


def read_chain(path: Path) -> tuple[Chain | None, tuple[Finding, ...]]:
    """The scenario of a file and those it stands on, down to a folder. Raises OSError if a file cannot be opened."""
    scenarios: list[tuple[str, ScenarioFile]] = []
    seen: list[Path] = []
    while path.suffix == SUFFIX:
        if path.resolve() in seen:
            return None, (Finding(Severity.ERROR, "scenario_cycle", path.name, None, "base"),)
        seen.append(path.resolve())
        scenario, findings = read_scenario(path)
        if scenario is None:
            return None, findings
        scenarios.append((path.name, scenario))
        path = path.parent / scenario.base
    if not path.is_dir():
        name, scenario = scenarios[-1]
        figures = {"value": scenario.base}
        return None, (Finding(Severity.ERROR, "scenario_without_base", name, None, "base", figures),)
    return Chain(path, tuple(reversed(scenarios))), ()


def _findings(trouble: ValidationError, file: str) -> Sequence[Finding]:
    """What keeps values from being a scenario; edits and rows count from 1, as people do."""
    findings = []
    for error in trouble.errors(include_url=False):
        # A row's columns come after the kind of its edit, which the place does not need.
        parts = [part for part in error["loc"] if part not in edit_kinds()]
        place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in parts)
        if error["type"] in _NO_EDIT:
            value = shown(str(error.get("ctx", {}).get("tag", "")))
            figures: dict[str, object] = {"value": value or "–", "names": ", ".join(edit_kinds())}
            findings.append(Finding(Severity.ERROR, "unknown_edit", file, None, f"{place}.kind", figures))
        elif error["type"] == "extra_forbidden":
            findings.append(Finding(Severity.ERROR, "unknown_column", file, None, place))
        elif error["type"] == "missing":
            findings.append(Finding(Severity.ERROR, "missing_value", file, None, place))
        else:
            findings.append(Finding(Severity.ERROR, "scenario_value", file, None, place, {"reason": error["msg"]}))
    return findings
