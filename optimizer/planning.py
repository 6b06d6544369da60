"""From tables to a plan: compile, solve, and write the choice down as moves."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.certificate import certificate_of, proof_in
from optimizer.engines import Solution, solve_cp_sat, solve_flow, warm_up
from optimizer.engines.layout import lay_out
from optimizer.explain import unmet_demands, vacant_seats
from optimizer.facts import Facts
from optimizer.moves import move_of
from optimizer.plan import Certificate, Move, Plan, ProofCheck, Status, Termination, TierValue
from optimizer.policy import Form
from optimizer.problem import Problem, compile_problem
from optimizer.rules import candidates_named, overrides_of
from optimizer.rules.pairs import FORMS
from optimizer.rules.unmet_demands import UNMET_DEMANDS

Engine = Literal["flow", "cp-sat"]
OnProgress = Callable[[str], None]


def plan_facts(
    facts: Facts,
    *,
    engine: Engine = "flow",
    time_limit_seconds: float | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_progress: OnProgress | None = None,
    is_isolated: bool = True,
) -> Plan:
    """Plan a dataset under a policy.

    ``on_progress`` is called with a code before each step: compile, solve, then the last
    tier of every stage done. Without ``is_isolated`` the flow engine solves in this process: there
    is no second one to load, and no time limit or stop that would end it.
    """
    tell = on_progress or _silent
    deadline = None if time_limit_seconds is None else time.monotonic() + time_limit_seconds
    if engine == "flow" and is_isolated:
        warm_up()
    tell("compile")
    problem = compile_problem(facts)
    tell("solve")
    if engine == "flow":
        solution = solve_flow(
            problem,
            deadline=deadline,
            should_stop=should_stop,
            on_stage=lambda tiers: tell(tiers[-1]),
            is_isolated=is_isolated,
        )
    else:
        solution = solve_cp_sat(problem, deadline=deadline, should_stop=should_stop)
    return plan_of(problem, solution, engine)


def _silent(step: str) -> None:
    del step


def plan_of(problem: Problem, solution: Solution, engine: Engine) -> Plan:
    """Write a solution down as a plan: moves in canonical order, vacant seats with causes, proof."""
    facts, flow = problem.facts, settled(problem, solution.flow)
    values = problem.values(flow)
    objective = tuple(
        TierValue(tier.id, tier.unit, value, bound)
        for tier, value, bound in zip(problem.tiers, values, solution.bounds, strict=True)
    )
    return Plan(
        moves=moves_of(problem, flow),
        unfilled=vacant_seats(problem, flow),
        objective=objective,
        termination=_termination(solution, objective),
        provenance=facts.provenance(engine, lot_salt=solution.salt, tiers=tuple(tier.id for tier in problem.tiers)),
        certificate=None if solution.proof is None else certificate_of(problem, solution.proof),
        unmet=unmet_demands(problem, flow),
        overrides=overrides_of(facts.policy),
    )


def _termination(solution: Solution, objective: tuple[TierValue, ...]) -> Termination:
    """How the search ended; demands that provably no plan meets come before anything else to be said.

    The detail still tells a search that was cut short after that was proved.
    """
    if not any(tier.tier == UNMET_DEMANDS and tier.value > 0 and tier.is_proved for tier in objective):
        return Termination(solution.status, solution.detail, solution.is_unique)
    detail = "demands_unmet" if solution.status is Status.OPTIMAL else solution.detail
    return Termination(Status.INFEASIBLE, detail, solution.is_unique)


def settled(problem: Problem, flow: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same moves, none of them said to reopen a post that still has people beyond its seats.

    An optimum never says so; a search cut short may, where the tiers reached do not mind.
    """
    pairs, flow = problem.pairs, flow.copy()
    left = problem.facts.counts.over_held.copy()
    kept = np.flatnonzero(~pairs.reopens & (pairs.held >= 0))
    np.subtract.at(left, pairs.held[kept], flow[kept])
    for pair in np.flatnonzero(pairs.reopens & (flow > 0) & (left[pairs.held] > 0)).tolist():
        # The same move that does not reopen stands right before it.
        number = min(flow[pair], left[pairs.held[pair]])
        flow[[pair - 1, pair]] += number, -number
        left[pairs.held[pair]] -= number
    return flow


def check_proof(plan: Plan, facts: Facts) -> ProofCheck:
    """Compile the Problem again and hold the plan's certificate against it.

    Confirmed means: the flow is the plan's moves, within all limits, and no other plan is
    better in any tier without being worse in an earlier one.
    """
    if plan.certificate is None:
        return ProofCheck.ABSENT
    return ProofCheck.CONFIRMED if _proves(plan.certificate, plan, compile_problem(facts)) else ProofCheck.REFUTED


def _proves(certificate: Certificate, plan: Plan, problem: Problem) -> bool:
    layout = lay_out(problem)
    proof = proof_in(certificate, layout)
    return (
        proof is not None
        and layout.confirms(proof.flow, proof.potentials, plan.provenance.lot_salt)
        and tuple(move.key for move in moves_of(problem, layout.network.pair_flow(proof.flow)))
        == tuple(move.key for move in plan.moves)
    )


def moves_of(problem: Problem, flow: NDArray[np.int64]) -> tuple[Move, ...]:
    """The pairs that carry people as moves, in canonical order."""
    facts, people = problem.facts, _people(problem, flow)
    named = sorted(people)
    candidates = candidates_named(facts, named)
    return tuple(move_of(candidate, facts, people[key]) for candidate, key in zip(candidates, named, strict=True))


def _people(problem: Problem, flow: NDArray[np.int64]) -> Counter[tuple[str, str, Form]]:
    """How many people of each row go to each post in each form, whether their seat reopens or not."""
    pairs = problem.pairs
    ids, posts = pairs.dataset.employees["id"].tolist(), pairs.dataset.posts["code"].tolist()
    people: Counter[tuple[str, str, Form]] = Counter()
    for pair in np.flatnonzero(flow).tolist():
        key = ids[int(pairs.employee[pair])], posts[int(pairs.post[pair])], FORMS[int(pairs.form[pair])]
        people[key] += int(flow[pair])
    return people
