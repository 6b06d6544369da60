"""A scenario file read down to what a plan can be made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from api.cli.read import Input, read_files
from api.plan_folder import PlanFolder
from api.policy_file import policy_text
from optimizer.findings import Finding, has_errors
from optimizer.plan import Plan
from optimizer.rules import check_policy
from optimizer.rules.bar_local import BarLocal
from scenarios.scenario import Chain, read_chain


@dataclass(frozen=True)
class ScenarioReading:
    """What a scenario comes to: the input with its findings, or findings alone if any is an error.

    ``base_plan`` is the plan of the folder that the scenario stands on itself, if it is that of a plan.
    """

    input: Input | None
    findings: tuple[Finding, ...]
    base_plan: Plan | None = None


def read_scenario_input(path: Path) -> ScenarioReading:
    """The tables and the policy of a scenario's base with its changes.

    Raises OSError if a file cannot be opened, ValueError if the base's plan.json does not hold a plan.
    """
    chain, findings = read_chain(path)
    if chain is None:
        return ScenarioReading(None, findings)
    source = PlanFolder(chain.folder)
    base = read_files(source.input, source.policy) if source.has_plan else read_files(chain.folder)
    if base.input is None:
        return ScenarioReading(None, base.findings)
    bars = BarLocal().extra_codes(base.input.policy)
    edited = chain.apply(base.input.dataset, base.input.policy, bars)
    told = (*base.findings, *edited.findings)
    if not has_errors(edited.findings):
        told = (*told, *(one for one in check_policy(edited.policy) if one not in base.findings))
    if has_errors(told):
        return ScenarioReading(None, told)
    given = Input(edited.dataset, edited.policy, policy_text(edited.policy))
    return ScenarioReading(given, told, source.read_plan() if _stands_on_plan(chain, source) else None)


def _stands_on_plan(chain: Chain, source: PlanFolder) -> bool:
    return len(chain.scenarios) == 1 and source.has_plan
