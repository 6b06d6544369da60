"""On the real communes of Bắc Ninh: no false alarm, and a lost candidate of every form is noticed."""

from __future__ import annotations

import pytest

from optimizer import load, plan, read_policy, verify
from optimizer.domain import Dataset
from optimizer.plan import Plan
from optimizer.policy import Form, Policy
from optimizer.pricing import Scope
from scenarios.library import write_case
from tests.optimizer.pricing.lossy import plan_without

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Policy, Plan]:
    folder = tmp_path_factory.mktemp("bac-ninh") / "input"
    write_case("bac-ninh", folder)
    policy = read_policy(folder / "policy.toml")
    dataset = load(folder, policy.as_of)
    return dataset, policy, plan(dataset, policy)


def test_every_open_move_is_worth_no_more_than_the_plan(case: tuple[Dataset, Policy, Plan]) -> None:
    dataset, policy, best = case
    verification = verify(dataset, best, policy, price_every_move=True)
    assert verification.violations == ()
    assert verification.pricing.scope is Scope.ALL
    assert verification.pricing.moves > 50_000


@pytest.mark.parametrize("form", Form)
def test_a_move_that_the_compiler_loses_is_named(
    form: Form, case: tuple[Dataset, Policy, Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset, policy, best = case
    lost = next(move for move in best.moves if move.form is form)
    worse = plan_without([lost], dataset, policy, monkeypatch)
    assert worse.has_proof
    assert tuple(worse.values.values()) >= tuple(best.values.values())
    found = verify(dataset, worse, policy, price_every_move=True).violations
    assert {violation.rule for violation in found} == {"better_move_missing"}
    assert f"{lost.employee} → {lost.to_post}" in {violation.subject for violation in found}
