"""What side rows ask for a move: the multipliers of a certificate, by limit and subject.

A row is an upper bound of a limit's subject, or its lower bound turned round, in lowest terms; a
certificate names rule and subject only. Where a limit has both bounds, or counts in larger steps
than one, a row is read as dearer or as cheaper, whichever the question is safe with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.plan import Certificate
from optimizer.rules import LIMIT_RULES, LimitRule, Pairs
from optimizer.rules.base import UNLIMITED

Ints = NDArray[np.int64]
Whole = NDArray[np.object_]


@dataclass(frozen=True)
class Surcharges:
    """Multipliers per stage and subject of one limit: of upper bounds, lower bounds, and of either.

    Python's integers, since a multiplier times đồng may leave 64 bits.
    """

    rule: LimitRule
    upper: Whole
    lower: Whole
    either: Whole

    def on(self, pairs: Pairs, stage: int, *, dear: bool) -> Whole:
        """What each move pays, as much as it may be if ``dear``, else as little."""
        members = self.rule.members(pairs)
        coefficient = members.coefficient.astype(object)
        pays = (self.upper[stage] - self.lower[stage])[members.subject] * coefficient
        doubt = np.abs(self.either[stage][members.subject] * coefficient)
        in_steps = np.abs(members.coefficient) > 1
        doubt[in_steps] += np.abs(pays[in_steps])
        pays[in_steps] = 0
        total = np.zeros(len(pairs), dtype=object)
        np.add.at(total, members.move, pays + doubt if dear else pays - doubt)
        return total


def surcharges_of(certificate: Certificate, facts: Facts) -> tuple[Surcharges, ...]:
    """The certificate's multipliers that are not zero. Raises KeyError for a limit or subject that there is not."""
    multipliers = np.array(certificate.multipliers, dtype=np.int64).reshape(len(certificate.stages), -1)
    rows: Mapping[str, list[int]] = defaultdict(list)
    for row in np.flatnonzero(multipliers.any(axis=0)).tolist():
        rows[certificate.rows[row][0]].append(row)
    rules = {rule.id: rule for rule in LIMIT_RULES if rule.is_on(facts.policy)}
    return tuple(_of_limit(rules[name], numbers, multipliers, certificate, facts) for name, numbers in rows.items())


def _of_limit(
    rule: LimitRule, rows: list[int], multipliers: Ints, certificate: Certificate, facts: Facts
) -> Surcharges:
    bounds = rule.bounds(facts)
    subjects = defaultdict(list)
    for subject in range(len(bounds.upper)):
        subjects[rule.label(subject, facts)].append(subject)
    caps, floors = bounds.upper < UNLIMITED, bounds.lower > -UNLIMITED
    upper, lower, either = (np.zeros((len(multipliers), len(caps)), dtype=object) for _ in range(3))
    for row in rows:
        named = subjects.get(certificate.rows[row][1])
        if named is None:
            raise KeyError(certificate.rows[row][1])
        for subject in named:
            is_clear = len(named) == 1 and caps[subject] != floors[subject]
            side = (upper if caps[subject] else lower) if is_clear else either
            side[:, subject] += multipliers[:, row].astype(object)
    return Surcharges(rule, upper, lower, either)
