"""Which rules each move of a plan passed: those asked about person and post, and the limits that it counts against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from optimizer.facts import Facts
from optimizer.plan import Move, Plan
from optimizer.policy import Policy
from optimizer.rules import LIMIT_RULES, PAIR_RULES, Candidate, LimitRule, PairRule, candidates_named
from optimizer.rules.bar import NEUTRAL_RULE
from optimizer.rules.limit_rule import UNLIMITED
from optimizer.rules.rule import DESIGN, Citation


@dataclass(frozen=True)
class Agreed:
    """A rule that said yes to person, post and form, with what it looked at.

    Figures are the columns that it reads (``employee.degree``, ``post.min_degree``) and its
    parameters.
    """

    rule: str
    citation: Citation
    figures: Mapping[str, object]


@dataclass(frozen=True)
class Kept:
    """A limit, or a demand, that a move counts against and the plan keeps: what it comes to, and the bound."""

    rule: str
    citation: Citation
    subject: str
    number: int
    bound: int


@dataclass(frozen=True)
class Passed:
    """All that one move passed, in the order in which rules are asked."""

    rules: tuple[Agreed, ...]
    limits: tuple[Kept, ...]


BARS = Agreed(NEUTRAL_RULE, DESIGN, {})
"""The seven legal bars together: none stands in the way, be it that one was waived. No article, no figures."""


def rules_passed(plan: Plan, facts: Facts) -> tuple[Passed, ...]:
    """What every move of a plan passed. A rule that it breaks is left out; verification tells of it.

    Raises KeyError if the plan names what the tables do not have.
    """
    rules = [rule for rule in PAIR_RULES if rule.is_on(facts.policy)]
    candidates = candidates_named(facts, [(move.employee, move.to_post, move.form) for move in plan.moves])
    limits = [_kept(limit, plan.moves, facts) for limit in LIMIT_RULES if limit.is_on(facts.policy)]
    return tuple(
        Passed(
            tuple(_agreed(replace(candidate, start=move.start, end=move.end), rules, facts.policy)),
            tuple(kept for of_moves in limits for kept in of_moves[place]),
        )
        for place, (move, candidate) in enumerate(zip(plan.moves, candidates, strict=True))
    )


def _agreed(candidate: Candidate, rules: Sequence[PairRule], policy: Policy) -> Iterator[Agreed]:
    """The rules that say yes; the bars once, in the place of the first of them, if all of them do."""
    agreed = [rule for rule in rules if rule.refuse(candidate, policy) is None]
    bars = [rule for rule in rules if rule.is_bar]
    for rule in agreed:
        if not rule.is_bar:
            yield Agreed(rule.id, rule.citation, _looked_at(rule, candidate, policy))
        elif rule is bars[0] and set(bars) <= set(agreed):
            yield BARS


def _looked_at(rule: PairRule, candidate: Candidate, policy: Policy) -> Mapping[str, object]:
    return {
        **{f"employee.{column}": getattr(candidate.employee, column) for column in rule.employee_columns},
        **{f"post.{column}": getattr(candidate.post, column) for column in rule.post_columns},
        **{name: getattr(rule, name)(policy) for name in rule.parameters()},
    }


def _kept(limit: LimitRule, moves: Sequence[Move], facts: Facts) -> list[list[Kept]]:
    """Per move, the subjects of a limit that it takes nearer to a bound, or whose demand it helps to meet."""
    bounds = limit.bounds(facts)
    charged = [list(limit.charges(move, facts)) for move in moves]
    total: Counter[int] = Counter()
    for move, charges in zip(moves, charged, strict=True):
        for subject, coefficient in charges:
            total[subject] += coefficient * move.count

    def kept(subject: int, coefficient: int) -> Iterator[Kept]:
        number, lower, upper = total[subject], int(bounds.lower[subject]), int(bounds.upper[subject])
        is_demand = coefficient > 0 and lower > 0
        bound = lower if is_demand or coefficient < 0 else upper
        if abs(bound) < UNLIMITED and lower <= number <= upper:
            yield Kept(limit.id, limit.citation, limit.label(subject, facts), number, bound)

    return [[one for charge in charges for one in kept(*charge)] for charges in charged]
