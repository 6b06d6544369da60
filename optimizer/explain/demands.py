"""Which demands a choice misses, how many people could be moved for each, and which limits keep them from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from optimizer.arrays import Indices, Ints
from optimizer.counts import head_count
from optimizer.explain.orders import answer_order
from optimizer.plan import FullLimit, RefusedMove, UnmetDemand
from optimizer.problem import Problem
from optimizer.problem.problem import Limit
from optimizer.rules import Members, Pairs
from optimizer.rules.instruction_force import InstructionForce
from optimizer.rules.limit_rule import Place


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


def _missed(limit: Limit, flow: Ints) -> Indices:
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


def _towards(members: Members, subject: int) -> Indices:
    """The pairs that count towards a demand."""
    rows: Indices = members.move[(members.subject == subject) & (members.coefficient > 0)]
    return rows


def limits_in_the_way(problem: Problem, flow: Ints, pairs: Pairs) -> tuple[FullLimit, ...]:
    """Limits, and demands, that a choice would break by some one of the pairs more; those of most pairs first."""
    return _in_the_way(problem, {id_: _counted(limit, flow) for id_, limit in problem.limits.items()}, pairs)


def are_in_the_way(problem: Problem, flow: Ints, pairs: Pairs, at: Collection[Place] = frozenset(Place)) -> bool:
    """Whether by any one of the pairs more a choice would break some limit that counts ``at`` such a place."""
    is_blocked = np.zeros(len(pairs), dtype=bool)
    for limit in problem.limits.values():
        members = limit.rule.members(pairs)
        is_asked = np.isin(limit.rule.places(problem.facts).place, [place.value for place in at])[members.subject]
        is_blocked[members.move[(_excess(limit, members, _counted(limit, flow)) > 0) & is_asked]] = True
    return bool(is_blocked.all())


def _excess(limit: Limit, members: Members, counted: Ints) -> Ints:
    """By how much one more of each member would take its subject, that counts so many, beyond its bounds."""
    number = counted[members.subject] + members.coefficient
    below = np.where(members.coefficient < 0, limit.bounds.lower[members.subject] - number, 0)
    excess: Ints = np.maximum(number - limit.bounds.upper[members.subject], below)
    return excess


def _in_the_way(problem: Problem, reached: Mapping[str, Ints], pairs: Pairs) -> tuple[FullLimit, ...]:
    """The same, with what the choice counts against every subject of every limit."""
    found = []
    for id_, limit in problem.limits.items():
        members, bounds = limit.rule.members(pairs), limit.bounds
        excess = _excess(limit, members, reached[id_])
        broken = np.flatnonzero(excess > 0)
        if len(broken):
            nearest = broken[np.argmin(excess[broken])]
            subject = int(members.subject[nearest])
            violation = limit.rule.violation(
                limit.rule.label(subject, problem.facts),
                int(reached[id_][subject] + members.coefficient[nearest]),
                int(bounds.lower[subject]),
                int(bounds.upper[subject]),
            )
            moves = len(np.unique(members.move[broken]))
            found.append(FullLimit(id_, moves, violation.sentence("vi"), violation.sentence("en")))
    return tuple(sorted(found, key=lambda full: -full.moves))
