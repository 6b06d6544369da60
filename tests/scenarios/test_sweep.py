"""Sweeps: monotone where they relax, the same wherever they run, judged at points by trying every plan."""

from __future__ import annotations

import pytest

from optimizer import Policy, plan
from optimizer.ingest import InputError
from scenarios.sweep import AXES, MOVES, Axis, Base, changed, curve_csv, grid, sweep
from tests.api.conftest import province
from tests.benchmarks.instances import province as large
from tests.optimizer.edits.test_edits import POLICY
from tests.optimizer.judge import solve, tiny

RELAXING = {
    "moves": (0, 3, 8, 20, 60),
    "max_distance": (0, 10, 25, 60, 200),
    "budget": (0, 2e6, 2e7, 1e8, 1e10),
    "sender_share": (0, 0.02, 0.05, 0.2, 1),
}
"""Values of every axis from the tightest to the loosest."""


def vacancies(base: Base, *axes: Axis) -> dict[tuple[float, ...], int]:
    """Weighted vacancies of the best plan at every point, each proved."""
    found = {}
    for done in sweep(base.dataset, base.policy, axes, processes=1):
        assert done.answer is not None and done.answer.figures.has_proof, done.failure
        found[done.answer.values] = done.answer.figures.tiers["weighted_fill"]
    return found


@pytest.mark.parametrize("name", RELAXING)
def test_weighted_fill_never_worsens_as_a_limit_relaxes(name: str) -> None:
    vacant = list(vacancies(Base(*large(200, 30, 8, seed=3)), Axis(name, RELAXING[name])).values())
    assert vacant == sorted(vacant, reverse=True)
    assert len(set(vacant)) >= 2


def test_a_grid_is_monotone_along_both_axes_and_right_at_every_point() -> None:
    for seed in (8, 12):
        dataset, policy = tiny(seed)
        base = Base(dataset, policy.model_copy(update={"profile": None, "tiers": None}))
        value = vacancies(base, Axis("moves", (0, 1, 3)), Axis("sender_share", (0, 0.2, 1)))
        for (limit, part), vacant in value.items():
            assert vacant == solve(*changed(base, {"moves": limit, "sender_share": part})).values["weighted_fill"]
            assert all(vacant <= value[other] for other in value if other[0] <= limit and other[1] <= part)
        assert len(value) == 9 and len(set(value.values())) > 1


def test_processes_do_not_change_a_curve() -> None:
    axes = (Axis(MOVES, (0, 1, 2)), Axis("max_distance", (30, 90)))
    dataset, policy = province(), Policy(as_of=POLICY.as_of)
    curves = []
    for processes in (1, 2):
        ended = list(sweep(dataset, policy, axes, processes=processes))
        curves.append(curve_csv(axes, [done.answer for done in ended if done.answer is not None]))
    assert curves[0] == curves[1]
    assert [line.split(",")[:2] for line in curves[0].splitlines()[1:]] == [
        [str(moves), str(km)] for moves in (0, 1, 2) for km in (30, 90)
    ]


def test_a_point_is_the_plan_of_its_tables_and_policy() -> None:
    dataset, policy = province(), Policy(as_of=POLICY.as_of)
    (done,) = sweep(dataset, policy, [Axis("term_months", (9,))], processes=1)
    alone = plan(dataset, policy.model_copy(update={"term_months": 9}))
    assert done.answer is not None and done.answer.figures.tiers == alone.values
    assert done.answer.figures.cost_vnd == sum(move.cost_vnd for move in alone.moves)


def test_short_names_are_values_of_the_policy() -> None:
    base = Base(province(), Policy(as_of=POLICY.as_of))
    for name in AXES:
        assert changed(base, {name: 1})[1] != base.policy
    assert changed(base, {"budget": 5})[1].setting("allowance_budget").on is True
    assert len(grid([Axis("moves", (1, 2)), Axis("budget", (3, 4, 5))])) == 6


@pytest.mark.parametrize(("name", "value"), [("rules.max_distanse.max_km", 1), ("term_months", 0), ("colour", 1)])
def test_what_cannot_be_swept_is_told_before_anything_is_planned(name: str, value: float) -> None:
    with pytest.raises(InputError):
        next(sweep(province(), Policy(as_of=POLICY.as_of), [Axis(MOVES, (1,)), Axis(name, (value,))]))


@pytest.mark.parametrize(("value", "code"), [(-1, "negative_number"), (0.5, "not_a_whole_number")])
def test_a_limit_that_is_no_number_of_people_is_a_finding(value: float, code: str) -> None:
    with pytest.raises(InputError) as raised:
        next(sweep(province(), Policy(as_of=POLICY.as_of), [Axis(MOVES, (1, value))]))
    assert [finding.code for finding in raised.value.findings] == [code]
