"""A national run gives the plans that each province gets alone, whatever the number of processes."""

from __future__ import annotations

import pytest

import optimizer
from optimizer.export import certificate_to_json, plan_to_json
from optimizer.plan import Plan
from scenarios.nation import Province, plan_nation
from tests.optimizer.judge import tiny

SEEDS = range(6)


def provinces() -> dict[str, Province]:
    return {str(seed): Province(*tiny(seed)) for seed in SEEDS}


def as_bytes(plan: Plan) -> str:
    assert plan.certificate is not None
    return plan_to_json(plan) + certificate_to_json(plan.certificate)


@pytest.fixture(scope="module")
def alone() -> dict[str, str]:
    return {code: as_bytes(optimizer.plan(one.dataset, one.policy)) for code, one in provinces().items()}


@pytest.mark.parametrize("processes", [1, 2])
def test_plans_are_those_of_each_province_alone(processes: int, alone: dict[str, str]) -> None:
    answers = {done.name: done.answer for done in plan_nation(provinces(), processes=processes)}
    assert all(answer is not None and answer.verification.is_clean for answer in answers.values())
    assert {code: as_bytes(answer.plan) for code, answer in answers.items() if answer is not None} == alone


def test_a_policy_that_cannot_be_is_reported_and_the_others_go_on() -> None:
    given = provinces()
    bad = given["3"].policy.model_copy(update={"tiers": ("luck",)})
    given["3"] = Province(given["3"].dataset, bad)
    ended = {done.name: done for done in plan_nation(given, processes=2)}
    assert {code for code, done in ended.items() if done.answer is None} == {"3"}
    failure = ended["3"].failure
    assert failure is not None
    assert [finding.code for finding in failure.findings] == ["unknown_tier"]
