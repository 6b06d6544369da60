"""The flow engine from a Problem to a Solution: stages, stopping, bounds, side rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from optimizer.domain import Dataset, Employee, Field, Post, Unit, UnitKind
from optimizer.engines import relaxation, stages
from optimizer.engines.cp_sat import solve_cp_sat
from optimizer.engines.flow import ProofError, solve_flow
from optimizer.engines.solution import Solution
from optimizer.engines.staged import Job, StageResult, solve_stages
from optimizer.facts import facts_of
from optimizer.plan import Status
from optimizer.policy import Policy
from optimizer.problem import Problem, compile_problem
from tests.optimizer.judge import solve
from tests.optimizer.problem.choices import is_within, tiny_problem

SEEDS = range(30)
CutShort = Callable[[int], None]


@pytest.fixture
def cut_short(monkeypatch: pytest.MonkeyPatch) -> CutShort:
    """Let time run out after so many results of the solver, which then runs here."""

    def cut(results: int) -> None:
        def first_results(job: Job, **_: object) -> Iterator[StageResult]:
            for number, result in enumerate(solve_stages(job)):
                if number == results:
                    return
                yield result

        monkeypatch.setattr(relaxation, "solve_in_child", first_results)

    return cut


@pytest.fixture
def small_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few tiers fit one stage."""
    monkeypatch.setattr(stages, "COST_LIMIT", 2**19)


def has_side_rows(problem: Problem) -> bool:
    """Whether the network's own optimum breaks a row that does not nest."""
    relaxed = relaxation.relax(problem)
    flow = relaxed.network.pair_flow(relaxed.solve().flow)
    return bool((relaxed.nesting.side_rows.excess(flow) > 0).any())


@pytest.mark.usefixtures("small_stages")
def test_in_how_many_stages_the_tiers_are_solved_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, cut_short: CutShort
) -> None:
    cut_short(99)
    numbers: set[int] = set()
    for seed in SEEDS:
        problem = tiny_problem(seed)
        several = solve_flow(problem)
        numbers.add(len(relaxation.relax(problem).stages))
        with monkeypatch.context() as patched:
            patched.setattr(stages, "COST_LIMIT", 2**60)
            assert len(relaxation.relax(problem).stages) == 1
            once = solve_flow(problem)
        assert several.flow.tolist() == once.flow.tolist(), seed
        assert several.bounds == once.bounds
        assert several.status is Status.OPTIMAL
    assert len(numbers) > 2


def test_the_stages_are_told_as_they_are_reached() -> None:
    told: list[tuple[str, ...]] = []
    problem = tiny_problem(1)
    solve_flow(problem, on_stage=told.append)
    assert [tier for stage in told for tier in stage] == [*(tier.id for tier in problem.tiers), "lot"]


@pytest.mark.usefixtures("small_stages")
@pytest.mark.parametrize("results", [0, 1, 2])
def test_a_solve_cut_short_is_feasible_and_never_called_optimal(cut_short: CutShort, results: int) -> None:
    cut_short(results)
    for seed in SEEDS:
        problem = tiny_problem(seed)
        if len(relaxation.relax(problem).stages) < results:
            continue
        solution = solve_flow(problem)
        assert (solution.status, solution.detail) == (Status.FEASIBLE, "time_limit")
        assert is_within(problem, solution.flow)
        assert solution.proof is None
        assert not solution.is_unique


@pytest.mark.usefixtures("small_stages")
@pytest.mark.parametrize("results", [0, 1, 2])
def test_what_is_proved_when_a_solve_is_cut_short_is_so(cut_short: CutShort, results: int) -> None:
    proved = 0
    pure = [problem for problem in map(tiny_problem, SEEDS) if not has_side_rows(problem)]
    cut_short(results)
    for problem in pure:
        best = tuple(solve(problem.facts.dataset, problem.facts.policy).values.values())
        check_bounds(problem, solve_flow(problem), best)
        proved += solve_flow(problem).bounds[0] is not None
    assert (proved > 0) is (results > 0)


def check_bounds(problem: Problem, solution: Solution, best: tuple[int, ...]) -> None:
    """Each bound holds for all plans that have the values above it; the first open one ends what is proved."""
    for tier, (value, bound) in enumerate(zip(problem.values(solution.flow), solution.bounds, strict=True)):
        if bound is None or bound != value:
            assert bound is None or bound <= best[tier]
            assert set(solution.bounds[tier + 1 :]) <= {None}
            return
        assert bound == best[tier]


def test_what_is_proved_beyond_side_rows_when_a_solve_is_cut_short_is_so(cut_short: CutShort) -> None:
    problems = [tiny_problem(seed) for seed in range(60)]
    problems = [problem for problem in problems if has_side_rows(problem)]
    assert len(problems) > 2
    for problem in problems:
        best = tuple(solve(problem.facts.dataset, problem.facts.policy).values.values())
        cut_short(1)
        check_bounds(problem, solve_flow(problem), best)


def test_a_stop_asked_for_is_told_apart_from_a_time_limit() -> None:
    for seed in range(6):
        problem = tiny_problem(seed)
        stopped = solve_flow(problem, should_stop=lambda: True)
        assert stopped.status in (Status.STOPPED, Status.OPTIMAL)
        assert (stopped.status is Status.OPTIMAL) is (stopped.proof is not None)
        assert is_within(problem, stopped.flow)


def test_side_rows_are_kept_and_their_optimum_is_proved() -> None:
    broken = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        if not has_side_rows(problem):
            continue
        solution = solve_flow(problem)
        assert is_within(problem, solution.flow)
        assert (solution.status, solution.proof) == (Status.OPTIMAL, None)
        assert problem.values(solution.flow) == solution.bounds
        best = solve(problem.facts.dataset, problem.facts.policy).values
        assert problem.values(solution.flow) == tuple(best.values())
        broken += 1
    assert broken > 2


def test_side_rows_are_kept_in_however_many_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loss is told in the direction that the first stage to decide gives; later stages may win some back."""
    monkeypatch.setattr(stages, "COST_LIMIT", 2**17)
    for seed in (343, 434):
        problem = tiny_problem(seed)
        assert has_side_rows(problem)
        best = solve(problem.facts.dataset, problem.facts.policy).values
        assert problem.values(solve_flow(problem).flow) == tuple(best.values())


def test_a_solution_that_the_checker_refuses_is_never_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        return False

    monkeypatch.setattr(relaxation, "is_optimal", refuse)
    with pytest.raises(ProofError):
        solve_flow(tiny_problem(1))


def test_nobody_is_moved_out_of_a_field_s_last_seat_as_if_it_were_free() -> None:
    """Of two misplaced people in a post of one seat, the second to leave empties the field.

    Once a solver that counted seats that nobody is in thought otherwise, and moved the second
    for twelve minutes' worth of mismatch.
    """
    dataset = Dataset.of(
        fields=[Field(code="LAN", name_en="Land", name_vi="Đất đai", related=(("JUS", 0.8),))],
        units=[Unit(code="X", name="Xã", kind=UnitKind.COMMUNE, quota=2)],
        posts=[
            Post(code="held", unit="X", field="EDU"),
            Post(code="law", unit="X", field="JUS"),
            Post(code="land", unit="X", field="LAN", priority=0.67),
        ],
        employees=[Employee(id="group", unit="X", post="held", field="JUS", count=2)],
    )
    policy = Policy()
    problem = compile_problem(facts_of(dataset, policy))
    best = tuple(solve(dataset, policy).values.values())
    for engine in (solve_flow, solve_cp_sat):
        assert problem.values(engine(problem).flow) == best == (10, 1, 333, 0, 0, 0, 0, 0)


def test_a_deadline_in_the_past_still_has_an_answer_within_the_limits() -> None:
    for seed in range(6):
        problem = tiny_problem(seed)
        solution = solve_flow(problem, deadline=time.monotonic())
        assert is_within(problem, solution.flow)
        assert (solution.status is Status.OPTIMAL) is (None not in solution.bounds)
