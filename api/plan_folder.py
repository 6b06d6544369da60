"""The folder of a plan: the plan with everything needed to verify it again.

::

    plan.json          the plan, without timings
    certificate.json   what the independent checker needs, if there is a proof
    moves.csv          the moves, for a spreadsheet
    flows.csv          the moves in numbers, by form, sender, receiver and field
    rules_passed.csv   the rules that each move passed
    unfilled.csv       the seats left vacant, with their cause
    unmet.csv          the demands that the plan does not meet, if there are any
    summary.md         the summary in words
    policy.toml        the policy, its day always stated
    base.json          the plan it was compared with, if one was named
    scenario.toml      the scenario it is of, if it is of one
    input/             the tables the plan was made from

Nothing in it is ever half of one plan and half of another: all files are written aside,
then plan.json goes first and comes last.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.domain import TABLES
from optimizer.edits import SCENARIO_FILE
from optimizer.explain import Passed
from optimizer.export import (
    certificate_from_json,
    certificate_to_json,
    flows_csv,
    moves_csv,
    plan_from_json,
    plan_to_json,
    rules_passed_csv,
    unfilled_csv,
    unmet_csv,
)
from optimizer.plan import Plan
from optimizer.policy import POLICY_FILE

PLAN_FILE = "plan.json"
CERTIFICATE_FILE = "certificate.json"
BASE_FILE = "base.json"
UNMET_FILE = "unmet.csv"
INPUT_FOLDER = "input"


@dataclass(frozen=True)
class PlanFolder:
    """Where a plan's files are."""

    path: Path

    @property
    def input(self) -> Path:
        """The tables the plan was made from."""
        return self.path / INPUT_FOLDER

    @property
    def policy(self) -> Path:
        """The policy the plan was made under."""
        return self.path / POLICY_FILE

    @property
    def scenario(self) -> Path:
        """The scenario that the plan is of; not there if it is of none."""
        return self.path / SCENARIO_FILE

    @property
    def has_plan(self) -> bool:
        """Whether a whole plan is here."""
        return (self.path / PLAN_FILE).is_file()

    def would_overwrite(self, tables: Path) -> bool:
        """Whether writing a plan made from ``tables`` would replace tables that no plan here was made from."""
        return self.input.exists() and not self.has_plan and not _is_same(tables, self.input)

    def read_plan(self) -> Plan:
        """The plan with its certificate, if there is one.

        Raises OSError, or ValueError if a file does not hold what its name says.
        """
        certificate = self.path / CERTIFICATE_FILE
        return plan_from_json(
            (self.path / PLAN_FILE).read_text(encoding="utf-8"),
            certificate_from_json(certificate.read_text(encoding="utf-8")) if certificate.is_file() else None,
        )

    def read_base(self) -> Plan | None:
        """The plan that the one here was compared with, without its certificate; None if there is none.

        Raises OSError, or ValueError if the file does not hold a plan.
        """
        base = self.path / BASE_FILE
        return plan_from_json(base.read_text(encoding="utf-8")) if base.is_file() else None

    def altered_tables(self, plan: Plan, passed: Sequence[Passed] | None) -> tuple[str, ...]:
        """Names of the CSV files here that do not say what the plan says, or are missing.

        ``passed`` is what each move passed; None if that is not known, and then not compared.
        """
        return tuple(
            name
            for name, text in _tables(plan, passed).items()
            if not (self.path / name).is_file() or (self.path / name).read_bytes() != text.encode()
        )

    def write(
        self,
        plan: Plan,
        *,
        passed: Sequence[Passed],
        summary: str,
        policy: str,
        tables: Path,
        base: Plan | None = None,
        scenario: str | None = None,
    ) -> None:
        """Write a plan with its summary, its policy's TOML text and copies of the input tables in folder ``tables``.

        ``passed`` is what each move passed, ``base`` the plan it was compared with, ``scenario``
        the text of the scenario's file. A plan that was here before is replaced.
        Raises OSError; then no plan.json is here, or the plan before is still whole.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        texts = {**_tables(plan, passed), "summary.md": summary, POLICY_FILE: policy}
        if plan.certificate is not None:
            texts[CERTIFICATE_FILE] = certificate_to_json(plan.certificate)
        if base is not None:
            texts[BASE_FILE] = plan_to_json(base)
        if scenario is not None:
            texts[SCENARIO_FILE] = scenario
        with tempfile.TemporaryDirectory(prefix=".new-", dir=self.path) as folder:
            aside = Path(folder)
            for name, text in {**texts, PLAN_FILE: plan_to_json(plan)}.items():
                (aside / name).write_bytes(text.encode())
            (aside / INPUT_FOLDER).mkdir()
            for table in _files(tables):
                shutil.copyfile(table, aside / INPUT_FOLDER / table.name)
            (self.path / PLAN_FILE).unlink(missing_ok=True)
            for name in (CERTIFICATE_FILE, BASE_FILE, SCENARIO_FILE, UNMET_FILE):
                (self.path / name).unlink(missing_ok=True)
            if not _is_same(tables, self.input):
                _exchange_tables(aside / INPUT_FOLDER, self.input)
            for name in (*texts, PLAN_FILE):
                (aside / name).replace(self.path / name)


def _tables(plan: Plan, passed: Sequence[Passed] | None) -> Mapping[str, str]:
    tables = {"moves.csv": moves_csv(plan), "flows.csv": flows_csv(plan), "unfilled.csv": unfilled_csv(plan)}
    if passed is not None:
        tables["rules_passed.csv"] = rules_passed_csv(plan, passed)
    return {**tables, UNMET_FILE: unmet_csv(plan)} if plan.unmet else tables


def _is_same(folder: Path, other: Path) -> bool:
    return folder.resolve() == other.resolve()


def _files(folder: Path) -> list[Path]:
    """The files of input tables in a folder."""
    return [file for table in TABLES if (file := folder / f"{table}.csv").is_file()]


def _exchange_tables(source: Path, target: Path) -> None:
    """Put the tables of one folder in the place of another's, and nothing else."""
    target.mkdir(exist_ok=True)
    for old in _files(target):
        old.unlink()
    for new in _files(source):
        new.replace(target / new.name)
