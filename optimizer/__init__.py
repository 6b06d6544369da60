"""Điều Phối: who moves where when a province has too many people in one place and too few in another.

>>> from datetime import date
>>> from optimizer import Policy, Scenario, plan, verify
>>> from optimizer.domain import Dataset, Employee, Post, Unit
>>> dataset = Dataset.of(
...     units=[Unit(code="00004", name="Ba Đình", kind="ward"), Unit(code="SKHCN", name="Sở KH&CN", kind="department")],
...     posts=[Post(code="00004-IT", unit="00004", field="IT")],
...     employees=[Employee(id="1", unit="SKHCN", field="IT")],
... )
>>> policy = Policy(as_of=date(2025, 10, 1))
>>> proposal = plan(dataset, policy)
>>> [(move.employee, move.to_post, move.form.value) for move in proposal.moves]
[('1', '00004-IT', 'secondment')]
>>> proposal.has_proof, verify(dataset, proposal, policy).is_clean
(True, True)

A what-if is a scenario in the place of the policy. The answer holds the tables that it led to:

>>> pinned = {"as_of": policy.as_of, "edits": [{"kind": "pin", "employee": "1"}]}
>>> without_them = plan(dataset, Scenario.model_validate(pinned))
>>> without_them.moves, int(without_them.counts.after.loc["00004", "open_seats"])
((), 1)
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

from optimizer import planning
from optimizer.domain import Dataset
from optimizer.edits import Scenario
from optimizer.explain import Passed
from optimizer.explain import rules_passed as rules_passed_of_facts
from optimizer.facts import facts_of
from optimizer.findings import Finding, has_errors
from optimizer.ingest import InputError, read_folder
from optimizer.plan import Move, Plan, ProofCheck
from optimizer.planned import Planned
from optimizer.planning import Engine
from optimizer.policy import Policy, read_policy
from optimizer.rules import check_policy
from optimizer.terms import endings
from optimizer.verify import Verification
from optimizer.verify import verify as verify_facts
from optimizer.version import VERSION

__version__ = VERSION


def load(folder: Path | str, as_of: date | None = None, *, local_bars: Collection[str] = ()) -> Dataset:
    """Read a folder of CSV tables; ``as_of`` (default today) tells future dates from past ones.

    ``local_bars`` are the codes that employees' ``blocks`` may hold besides i to vii. Raises
    InputError, which holds all findings, if any of them keeps a plan from starting.
    """
    return read_folder(Path(folder), as_of or date.today(), local_bars).valid_dataset()


def plan(
    dataset: Dataset,
    policy: Policy | Scenario | None = None,
    *,
    base: Plan | None = None,
    engine: Engine = "flow",
    time_limit_seconds: float | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_progress: Callable[[str], None] | None = None,
    is_isolated: bool = True,
) -> Planned:
    """Propose who moves where; see :func:`optimizer.planning.plan_facts`.

    A scenario in the place of the policy is made on the default one, and its edits on the
    dataset; :meth:`Scenario.apply` makes it on any other policy. With a ``base`` plan the tier
    ``changes`` keeps the new plan as close to it as the tiers above allow; a plan is then
    verified against the same base.

    Raises InputError if the scenario cannot be made, or if the policy names what is not or
    switches off what every plan rests on.
    """
    findings: list[Finding] = []
    if isinstance(policy, Scenario):
        edited = policy.apply(dataset, Policy())
        dataset, policy, findings = edited.dataset, edited.policy, [*edited.findings]
    policy = policy or Policy()
    findings += check_policy(policy)
    if has_errors(findings):
        raise InputError(tuple(findings))
    made = planning.plan_facts(
        facts_of(dataset, policy, _moves(base)),
        engine=engine,
        time_limit_seconds=time_limit_seconds,
        should_stop=should_stop,
        on_progress=on_progress,
        is_isolated=is_isolated,
    )
    return Planned.of(made, dataset, policy)


def verify(
    dataset: Dataset,
    proposal: Plan,
    policy: Policy | None = None,
    *,
    base: Plan | None = None,
    price_every_move: bool = False,
) -> Verification:
    """Hold any plan against the tables; see :func:`optimizer.verify.verify`."""
    facts = facts_of(dataset, policy or Policy(), _moves(base))
    return verify_facts(proposal, facts, price_every_move=price_every_move)


def check_proof(
    dataset: Dataset, proposal: Plan, policy: Policy | None = None, *, base: Plan | None = None
) -> ProofCheck:
    """Confirm a plan's proof with the independent checker; see :func:`optimizer.planning.check_proof`."""
    return planning.check_proof(proposal, facts_of(dataset, policy or Policy(), _moves(base)))


def rules_passed(
    dataset: Dataset, proposal: Plan, policy: Policy | None = None, *, base: Plan | None = None
) -> tuple[Passed, ...]:
    """What every move of a plan passed; see :func:`optimizer.explain.rules_passed`."""
    return rules_passed_of_facts(proposal, facts_of(dataset, policy or Policy(), _moves(base)))


def _moves(base: Plan | None) -> tuple[Move, ...] | None:
    return None if base is None else base.moves


__all__ = [
    "Dataset",
    "InputError",
    "Plan",
    "Planned",
    "Policy",
    "ProofCheck",
    "Scenario",
    "Verification",
    "__version__",
    "check_proof",
    "endings",
    "load",
    "plan",
    "read_policy",
    "rules_passed",
    "verify",
]
