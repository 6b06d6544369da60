"""The flow engine from a Problem to a Solution: stages, stopping, bounds, side rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pytest

from optimizer.domain import Dataset, Employee, Field, Post, Unit, UnitKind
from optimizer.engines import checker, lagrangian, layout, stages
from optimizer.engines.cp_sat import solve_cp_sat
from optimizer.engines.flow import ProofError, solution_of, solve_flow
from optimizer.engines.job import LOT_STAGE, Bound, Job, Message, StageResult
from optimizer.engines.layout import Answer
from optimizer.engines.solution import Solution
from optimizer.facts import facts_of
from optimizer.plan import Status
from optimizer.policy import Policy
from optimizer.problem import Problem, compile_problem
from optimizer.rules.unmet_demands import UNMET_DEMANDS
from tests.optimizer.engines.graphs import results_of, told
from tests.optimizer.judge import solve
from tests.optimizer.problem.choices import is_within, tight_problem, tiny_problem

SEEDS = range(30)
BINDING = (7, 12, 18, 21, 22, 24, 26, 28, 29, 43, 47, 57, 61, 62, 71, 85)
"""Tight problems in which side rows cost something."""

CutShort = Callable[[Problem], list[tuple[list[Message], Solution]]]


@pytest.fixture
def solve_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Solve in this process, where limits may be set as a test wants them."""

    def every(job: Job, **_: object) -> Iterator[Message]:
        yield from told(job)

    monkeypatch.setattr(layout, "solve_in_child", every)


@pytest.fixture
def cut_short(monkeypatch: pytest.MonkeyPatch) -> CutShort:
    """What the engine answers if time runs out after none, one, two ... of the messages of a solve, all at the end."""

    def answers(problem: Problem) -> list[tuple[list[Message], Solution]]:
        relaxed, messages = layout.lay_out(problem), messages_of(problem)
        found = []
        for number in range(len(messages) + 1):
            first = messages[:number]
            monkeypatch.setattr(layout, "solve_in_child", lambda _, first=first, **__: iter(first))
            found.append((first, solution_of(relaxed, relaxed.solve())))
        return found

    return answers


@pytest.mark.parametrize(("stages_reached", "detail"), [(0, "time_limit"), (1, "search_limit")])
def test_a_stage_that_leaves_a_gap_is_no_matter_of_time(stages_reached: int, detail: str) -> None:
    relaxed = layout.lay_out(tiny_problem(7))
    start, none = relaxed.start, np.zeros(len(relaxed.rows), dtype=np.int64)
    gave_up = (StageResult(0, start, 5, 1, none, None),)
    solution = solution_of(relaxed, Answer(start, gave_up[:stages_reached], None))
    assert (solution.status, solution.detail) == (Status.FEASIBLE, detail)


@pytest.fixture
def small_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few tiers fit one stage."""
    monkeypatch.setattr(stages, "COST_LIMIT", 2**19)


def messages_of(problem: Problem) -> list[Message]:
    """All that is told of a Problem."""
    jobs: list[Job] = []

    def keep(job: Job, **_: object) -> Iterator[Message]:
        jobs.append(job)
        return iter(())

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(layout, "solve_in_child", keep)
        layout.lay_out(problem).solve()
    return told(jobs[0])


def rows_bind(problem: Problem) -> bool:
    """Whether some stage's optimum in the network exceeds side rows."""
    return any(isinstance(message, Bound) and message.stage != LOT_STAGE for message in messages_of(problem))


def best_of(problem: Problem) -> tuple[int, ...]:
    """The best values there are."""
    facts = problem.facts
    best = solve(facts.dataset, facts.policy, base=facts.base)
    unmet = (best.unmet,) if problem.tiers[0].id == UNMET_DEMANDS else ()
    return *unmet, *best.values.values()


@cache
def best_tight(seed: int) -> tuple[int, ...]:
    """The best values of a tight problem."""
    return best_of(tight_problem(seed))


@pytest.mark.usefixtures("small_stages", "solve_here")
def test_in_how_many_stages_the_tiers_are_solved_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers: set[int] = set()
    for seed in SEEDS:
        problem = tiny_problem(seed)
        several = solve_flow(problem)
        numbers.add(len(layout.lay_out(problem).stages))
        with monkeypatch.context() as patched:
            patched.setattr(stages, "COST_LIMIT", 2**60)
            assert len(layout.lay_out(problem).stages) == 1
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
def test_a_solve_cut_short_is_feasible_and_never_called_optimal(cut_short: CutShort) -> None:
    unproved = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        number = len(layout.lay_out(problem).stages)
        for messages, solution in cut_short(problem):
            results = results_of(messages)
            assert is_within(problem, solution.flow)
            if len(results) > number:
                assert (solution.status, solution.detail) == (Status.OPTIMAL, "proved")
                continue
            expected = (Status.OPTIMAL, "proved_but_lot") if len(results) == number else (Status.FEASIBLE, "time_limit")
            assert (solution.status, solution.detail) == expected, seed
            assert solution.proof is None
            assert not solution.is_unique
            unproved += solution.status is Status.FEASIBLE
    assert unproved > 3 * len(SEEDS)


@pytest.mark.usefixtures("small_stages")
def test_what_is_proved_when_a_solve_is_cut_short_is_so(cut_short: CutShort) -> None:
    """After every message: each bound holds for all plans, be it told beyond side rows or by the network alone."""
    proved = open_ = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        best = best_of(problem)
        for _, solution in cut_short(problem):
            check_bounds(problem, solution, best)
            proved += solution.bounds[0] is not None
            open_ += solution.bounds[-1] is None
    assert min(proved, open_) > 3 * len(SEEDS)


@pytest.mark.parametrize("limit", [2**32, stages.COST_LIMIT])
def test_a_bound_told_before_side_rows_are_closed_is_one(
    monkeypatch: pytest.MonkeyPatch, cut_short: CutShort, limit: int
) -> None:
    monkeypatch.setattr(stages, "COST_LIMIT", limit)
    told_early = below = 0
    for seed in BINDING:
        problem, best = tight_problem(seed), best_tight(seed)
        for messages, solution in cut_short(problem):
            check_bounds(problem, solution, best)
            if messages and isinstance(messages[-1], Bound):
                told_early += 1
                below += any(
                    bound is not None and bound < value for bound, value in zip(solution.bounds, best, strict=True)
                )
    assert told_early >= len(BINDING)
    assert below > 5


def check_bounds(problem: Problem, solution: Solution, best: tuple[int, ...]) -> None:
    """Each bound holds for all plans that have the values above it; the first open one ends what is proved."""
    for tier, (value, bound) in enumerate(zip(problem.values(solution.flow), solution.bounds, strict=True)):
        if bound is None or bound != value:
            assert bound is None or bound <= best[tier]
            assert set(solution.bounds[tier + 1 :]) <= {None}
            return
        assert bound == best[tier]


def test_a_stop_asked_for_is_told_apart_from_a_time_limit() -> None:
    for seed in range(6):
        problem = tiny_problem(seed)
        stopped = solve_flow(problem, should_stop=lambda: True)
        assert stopped.status in (Status.STOPPED, Status.OPTIMAL)
        assert (stopped.status is Status.OPTIMAL) is (stopped.proof is not None)
        assert is_within(problem, stopped.flow)


def test_side_rows_are_kept_and_their_optimum_is_proved() -> None:
    """Mostly by prices of the rows that the checker confirms, else by a search of all that is left."""
    priced = searched = 0
    for seed in BINDING:
        problem = tight_problem(seed)
        assert rows_bind(problem), seed
        solution = solve_flow(problem)
        assert is_within(problem, solution.flow)
        assert (solution.status, solution.detail) == (Status.OPTIMAL, "proved")
        assert problem.values(solution.flow) == solution.bounds == best_tight(seed), seed
        if solution.proof is None:
            searched += 1
        else:
            assert len(solution.proof.rows) == len(layout.lay_out(problem).rows)
            priced += any(part.multipliers.any() for part in solution.proof.potentials)
    assert min(priced, searched) > 4
    assert priced + searched == len(BINDING)


@pytest.mark.usefixtures("solve_here")
@pytest.mark.parametrize("limit", [2**32, 2**44])
def test_side_rows_are_kept_in_however_many_stages(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """What one stage decides about rows the later ones keep; prices stay within the narrow range of costs, too."""
    monkeypatch.setattr(stages, "COST_LIMIT", limit)
    monkeypatch.setattr(lagrangian, "COST_LIMIT", limit)
    several = 0
    cases = [(tiny_problem(seed), best_of(tiny_problem(seed))) for seed in (343, 434)]
    for problem, best in (*cases, *((tight_problem(seed), best_tight(seed)) for seed in BINDING[::2])):
        several += len(layout.lay_out(problem).stages) > 1
        solution = solve_flow(problem)
        assert solution.status is Status.OPTIMAL
        assert problem.values(solution.flow) == best
    assert several > 3


def test_a_solution_that_the_checker_refuses_is_never_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        return False

    monkeypatch.setattr(checker, "is_optimal", refuse)
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
