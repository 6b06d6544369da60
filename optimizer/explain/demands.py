"""Which demands a choice misses, how many people could be moved for each, and which limits keep them from it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from optimizer.counts import head_count
from optimizer.explain.orders import answer_order
from optimizer.plan import FullLimit, RefusedMove, UnmetDemand
from optimizer.problem import Problem
from optimizer.problem.problem import Limit
from optimizer.rules import Members, Pairs
from optimizer.rules.instruction_force import InstructionForce

Ints = NDArray[np.int64]
Rows = NDArray[np.intp]


def unmet_demands(problem: Problem, flow: Ints) -> tuple[UnmetDemand, ...]:
    """Every demand that a choice misses, in the order of the rules, with what stands in the way.

    Nothing here is a guess: candidates are counted, refusals are the rules' own, and a limit
    is named only if one more move that counts towards the demand would break it.
    """
    missed = {limit.rule.id: _missed(limit, flow) for limit in problem.limits.values()}
    if not any(len(subjects) for subjects in missed.values()):
        return ()
    reached = {id_: _counted(limit, flow) for id_, limit in problem.limits.items()}
    found = []
    for id_, subjects in missed.items():
        if len(subjects):
            possible = problem.limits[id_].rule.members(problem.candidates)
            found += [_unmet(problem, id_, subject, flow, reached, possible) for subject in subjects.tolist()]
    return tuple(found)


def _missed(limit: Limit, flow: Ints) -> Rows:
    """Subjects of a limit that demand more than a choice reaches."""
    lower = limit.bounds.lower
    return np.flatnonzero((lower > 0) & (_counted(limit, flow) < lower)) if (lower > 0).any() else np.empty(0, np.intp)


def _counted(limit: Limit, flow: Ints) -> Ints:
    """What a choice counts against every subject of a limit."""
    total = np.zeros(len(limit.bounds.lower), dtype=np.int64)
    np.add.at(total, limit.members.subject, limit.members.coefficient * flow[limit.members.move])
    return total


def _unmet(
    problem: Problem, id_: str, subject: int, flow: Ints, reached: Mapping[str, Ints], possible: Members
) -> UnmetDemand:
    """One missed demand; ``possible`` are the rule's members among all candidates."""
    facts, limit = problem.facts, problem.limits[id_]
    heads = head_count(facts.dataset)
    pairs = problem.candidates.taken(_towards(possible, subject))
    candidates = int(heads[np.unique(pairs.employee)].sum())
    refusals: tuple[RefusedMove, ...] = ()
    if not candidates and isinstance(limit.rule, InstructionForce):
        order = limit.rule.order(subject, facts)
        if order.employee:
            answer = answer_order(order, facts)
            refusals, pairs = answer.refusals, answer.allowed
    # Whoever counts towards the demand already is no way to meet more of it.
    counted = np.zeros(len(heads), dtype=np.int64)
    made = _towards(limit.members, subject)
    np.add.at(counted, problem.pairs.employee[made], flow[made])
    others = pairs.taken((counted < heads)[pairs.employee])
    return UnmetDemand(
        rule=id_,
        subject=limit.rule.label(subject, facts),
        demanded=int(limit.bounds.lower[subject]),
        reached=int(reached[id_][subject]),
        candidates=candidates,
        refusals=refusals,
        moves=len(others),
        limits=_in_the_way(problem, reached, others),
    )


def _towards(members: Members, subject: int) -> Rows:
    """The pairs that count towards a demand."""
    rows: Rows = members.move[(members.subject == subject) & (members.coefficient > 0)]
    return rows


def limits_in_the_way(problem: Problem, flow: Ints, pairs: Pairs) -> tuple[FullLimit, ...]:
    """Limits, and demands, that a choice would break by some one of the pairs more; those of most pairs first."""
    return _in_the_way(problem, {id_: _counted(limit, flow) for id_, limit in problem.limits.items()}, pairs)


def _in_the_way(problem: Problem, reached: Mapping[str, Ints], pairs: Pairs) -> tuple[FullLimit, ...]:
    """The same, with what the choice counts against every subject of every limit."""
    found = []
    for id_, limit in problem.limits.items():
        members, bounds = limit.rule.members(pairs), limit.bounds
        lower, upper = bounds.lower[members.subject], bounds.upper[members.subject]
        number = reached[id_][members.subject] + members.coefficient
        excess = np.maximum(number - upper, np.where(members.coefficient < 0, lower - number, 0))
        broken = np.flatnonzero(excess > 0)
        if len(broken):
            nearest = broken[np.argmin(excess[broken])]
            violation = limit.rule.violation(
                limit.rule.label(int(members.subject[nearest]), problem.facts),
                int(number[nearest]),
                int(lower[nearest]),
                int(upper[nearest]),
            )
            moves = len(np.unique(members.move[broken]))
            found.append(FullLimit(id_, moves, violation.sentence("vi"), violation.sentence("en")))
    return tuple(sorted(found, key=lambda full: -full.moves))
