"""Reading a folder of tables and its policy, for the commands that check, plan or verify."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import tomli_w
import typer

from api.cli.show import show_findings
from api.cli.stages import Stages
from api.cli.stop import FOUND, files_of_user, require_folder, stop
from api.plan_folder import PlanFolder
from api.policy_file import read_policy_file, read_policy_text
from api.proposal import read_tables
from optimizer.domain import Dataset
from optimizer.export import plan_from_json
from optimizer.findings import Finding, has_errors, in_order
from optimizer.ingest import write_folder
from optimizer.ingest.workbook import SUFFIXES, Workbooks, open_workbooks, read_workbooks
from optimizer.plan import Plan
from optimizer.planned import Planned
from optimizer.policy import POLICY_FILE, Policy
from optimizer.rules.bar_local import BarLocal
from optimizer.text import Language


@dataclass(frozen=True)
class Input:
    """What a plan can be made from. ``policy_text`` is the policy as TOML, its day always stated."""

    dataset: Dataset
    policy: Policy
    policy_text: str


@dataclass(frozen=True)
class Reading:
    """What a folder and its policy hold: the input with its findings, or findings alone if any is an error."""

    input: Input | None
    findings: tuple[Finding, ...]


class HasInput(Protocol):
    """What was read, from a folder or from a scenario."""

    @property
    def input(self) -> Input | None: ...  # noqa: D102
    @property
    def findings(self) -> tuple[Finding, ...]: ...  # noqa: D102


def is_workbook(path: Path) -> bool:
    """Whether a path names a workbook rather than a folder of tables."""
    return path.suffix.casefold() in SUFFIXES and not path.is_dir()


def read_input(folder: Path, policy_file: Path | None, language: Language, profile: str | None = None) -> Reading:
    """The tables of a folder or a workbook under a policy file, or the policy beside or in them, or the defaults.

    A ``profile`` takes the place of the policy's own order of tiers. Ends the command if a file cannot be opened.
    """
    if is_workbook(folder):
        with files_of_user(language):
            return read_opened(open_workbooks([folder]), policy_file, profile)
    require_folder(folder, language)
    with files_of_user(language):
        return read_files(folder, policy_file, profile)


@contextmanager
def tables_of(source: Path, dataset: Dataset) -> Iterator[Path]:
    """A folder of the tables that were read: the one named, or one written from a workbook's dataset for a while."""
    if not is_workbook(source):
        yield source
        return
    with tempfile.TemporaryDirectory() as folder:
        write_folder(dataset, Path(folder))
        yield Path(folder)


def read_opened(
    books: Workbooks, policy_file: Path | None = None, profile: str | None = None, *, accept_repairs: bool = False
) -> Reading:
    """The tables of opened workbooks under a policy file, or under the parameters of their sheets of the policy.

    Raises OSError if the policy file cannot be opened.
    """
    if policy_file is None:
        text = books.policy_text
        policy, found = read_policy_text(text, profile)
    else:
        policy, found = read_policy_file(policy_file, profile)
        text = policy_file.read_text(encoding="utf-8") if policy else ""
    local_bars = BarLocal().extra_codes(policy) if policy else ()
    day = policy.as_of if policy else date.today()
    ingested = read_workbooks(books, day, local_bars, accept_repairs=accept_repairs)
    findings = in_order((*(books.policy_finding(finding) for finding in found), *ingested.findings))
    return _reading(policy, ingested.dataset, findings, text, profile)


def read_files(folder: Path, policy_file: Path | None = None, profile: str | None = None) -> Reading:
    """What :func:`read_input` reads. Raises OSError if a file cannot be opened."""
    if policy_file is None and (folder / POLICY_FILE).is_file():
        policy_file = folder / POLICY_FILE
    policy, policy_findings = read_policy_file(policy_file, profile)
    ingested = read_tables(folder, policy)
    text = policy_file.read_text(encoding="utf-8") if policy_file and policy else ""
    findings = in_order((*policy_findings, *ingested.findings))
    return _reading(policy, ingested.dataset, findings, text, profile)


def _reading(
    policy: Policy | None, dataset: Dataset | None, findings: tuple[Finding, ...], text: str, profile: str | None
) -> Reading:
    if policy is None or dataset is None or has_errors(findings):
        return Reading(None, findings)
    return Reading(Input(dataset, policy, dated(_with_profile(text, profile), policy)), findings)


def read_policy_of_user(path: Path | None, language: Language) -> tuple[Policy | None, Sequence[Finding]]:
    """The policy of a file, of the policy.toml in a folder, or the defaults, with what is wrong with it.

    Ends the command if there is no such file.
    """
    with files_of_user(language):
        return read_policy_file(path / POLICY_FILE if path is not None and path.is_dir() else path)


def _with_profile(text: str, profile: str | None) -> str:
    """The TOML text of a policy with another order of tiers; comments are lost with the old one."""
    if profile is None:
        return text
    given = {name: value for name, value in tomllib.loads(text).items() if name not in ("tiers", "profile")}
    return tomli_w.dumps({"profile": profile, **given})


def dated(text: str, policy: Policy) -> str:
    r"""The TOML text of a policy with the day it is used for, which otherwise would be the day it is read.

    >>> dated("term_months = 6\n", Policy(as_of=date(2025, 10, 1)))
    'term_months = 6\n'
    """
    return text if "as_of" in policy.model_fields_set else f"as_of = {policy.as_of.isoformat()}\n{text}"


def read_plan(source: PlanFolder, language: Language) -> Plan:
    """The plan in a folder; ends the command if there is none."""
    require_folder(source.path, language)
    if not source.has_plan:
        stop("no_plan", language, path=source.path)
    with _plans_of_user(source.path, language):
        return source.read_plan()


def read_plan_file(path: Path, language: Language) -> Plan:
    """The plan of a plan.json, without its certificate; ends the command if the file does not hold one."""
    with _plans_of_user(path, language):
        return plan_from_json(path.read_text(encoding="utf-8"))


def given(reading: HasInput, on_stage: Stages, language: Language) -> Input:
    """The input that was read; ends the command with its findings if any is an error."""
    if reading.input is None:
        on_stage.hide()
        show_findings(reading.findings, language)
        raise typer.Exit(FOUND)
    return reading.input


def read_planned(source: PlanFolder, on_stage: Stages, language: Language) -> Planned:
    """The plan in a folder with its own tables and policy; ends the command if they cannot be read or are others."""
    plan = read_plan(source, language)
    read = given(read_input(source.input, source.policy, language), on_stage, language)
    if plan.provenance.dataset_sha256 != read.dataset.sha256:
        stop("plan_of_other_tables", language, plan=source.path, tables=source.input)
    return Planned.of(plan, read.dataset, read.policy)


def read_base(source: PlanFolder, language: Language) -> Plan | None:
    """The plan that the one in a folder was compared with, if any."""
    with _plans_of_user(source.path, language):
        return source.read_base()


@contextmanager
def _plans_of_user(path: Path, language: Language) -> Iterator[None]:
    """End the command with a sentence if a file does not hold a plan."""
    with files_of_user(language):
        try:
            yield
        except ValueError as error:
            stop("not_a_plan", language, path=path, reason=error)
