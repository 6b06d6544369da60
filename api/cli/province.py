"""One province of a national run, or several joined: from folders of tables to the folder of a plan."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import tomli_w

import optimizer
from api.cli.read import Input, read_files
from api.plan_folder import PlanFolder
from optimizer.edits import join
from optimizer.export import markdown, report, summarise
from optimizer.findings import Finding, Severity
from optimizer.ingest import InputError, write_folder
from optimizer.plan import Status
from optimizer.policy import POLICY_FILE, Form
from optimizer.rules import Violation
from optimizer.text import Language

Border = tuple[str, str]


@dataclass(frozen=True)
class Outcome:
    """What a national table says of a plan: people moved by form, seats left vacant, how it ended."""

    moved: Mapping[Form, int]
    vacant_seats: int
    status: Status
    violations: tuple[Violation, ...]


def plan_province(
    folders: Mapping[str, Path], borders: Sequence[Border], out: Path, language: Language, time_limit_seconds: int
) -> Outcome:
    """Plan the provinces in ``folders``, by code, as one; verify the plan and write it to folder ``out``.

    Raises InputError with the findings of all folders, or OSError.
    """
    inputs = _inputs(folders)
    if len(inputs) == 1:
        (given,), (tables,) = inputs.values(), folders.values()
        return _plan(given, tables, out, language, time_limit_seconds)
    given = _joined(inputs, borders)
    with TemporaryDirectory() as written:
        write_folder(given.dataset, Path(written))
        return _plan(given, Path(written), out, language, time_limit_seconds)


def _plan(given: Input, tables: Path, out: Path, language: Language, time_limit_seconds: int) -> Outcome:
    plan = optimizer.plan(given.dataset, given.policy, time_limit_seconds=time_limit_seconds)
    violations = optimizer.verify(given.dataset, plan, given.policy).violations
    summary = summarise(given.dataset, given.policy, plan)
    text = markdown(report(summary, language), language)
    passed = optimizer.rules_passed(given.dataset, plan, given.policy)
    PlanFolder(out).write(plan, passed=passed, summary=text, policy=given.policy_text, tables=tables)
    moved: Counter[Form] = Counter()
    for (_, form), people in summary.moved.items():
        moved[form] += people
    return Outcome(moved, sum(summary.vacant_seats.values()), plan.termination.status, violations)


def _inputs(folders: Mapping[str, Path]) -> Mapping[str, Input]:
    readings = {province: read_files(folder) for province, folder in folders.items()}
    if any(reading.input is None for reading in readings.values()):
        raise InputError(
            tuple(
                replace(finding, file=f"{province}/{finding.file}")
                for province, reading in readings.items()
                for finding in reading.findings
            )
        )
    return {province: reading.input for province, reading in readings.items() if reading.input is not None}


def _joined(inputs: Mapping[str, Input], borders: Sequence[Border]) -> Input:
    """The provinces as one, under the policy that they share, with the borders between them open."""
    dataset = join({province: given.dataset for province, given in inputs.items()})
    first, *others = inputs
    policy, text = inputs[first].policy, inputs[first].policy_text
    differing = [province for province in others if inputs[province].policy != policy]
    if differing:
        raise InputError(
            tuple(
                Finding(
                    Severity.ERROR, "policy_of_neighbours_differs", f"{other}/{POLICY_FILE}", figures={"other": first}
                )
                for other in differing
            )
        )
    opened = (*policy.open_borders, *(border for border in borders if not policy.opens_border(*border)))
    return Input(
        dataset,
        policy.model_copy(update={"open_borders": opened}),
        tomli_w.dumps({**tomllib.loads(text), "open_borders": [list(border) for border in opened]}),
    )
