"""Reading a folder of tables and its policy, for the commands that check, plan or verify."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.cli.stop import files_of_user, require_folder
from api.policy_file import read_policy_file
from optimizer.domain import Dataset
from optimizer.findings import Finding, has_errors, in_order
from optimizer.ingest import read_folder
from optimizer.policy import POLICY_FILE, Policy
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


def read_input(folder: Path, policy_file: Path | None, language: Language) -> Reading:
    """The tables of a folder under a policy file, or under the policy.toml in the folder, or under the defaults."""
    require_folder(folder, language)
    with files_of_user(language):
        if policy_file is None and (folder / POLICY_FILE).is_file():
            policy_file = folder / POLICY_FILE
        policy, policy_findings = (Policy(), []) if policy_file is None else read_policy_file(policy_file)
        ingested = read_folder(folder, policy.as_of if policy else date.today())
        text = policy_file.read_text(encoding="utf-8") if policy_file and policy else ""
    findings = in_order((*policy_findings, *ingested.findings))
    if policy is None or ingested.dataset is None or has_errors(findings):
        return Reading(None, findings)
    return Reading(Input(ingested.dataset, policy, dated(text, policy)), findings)


def dated(text: str, policy: Policy) -> str:
    r"""The TOML text of a policy with the day it is used for, which otherwise would be the day it is read.

    >>> dated("term_months = 6\n", Policy(as_of=date(2025, 10, 1)))
    'term_months = 6\n'
    """
    return text if "as_of" in policy.model_fields_set else f"as_of = {policy.as_of.isoformat()}\n{text}"
