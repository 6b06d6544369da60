"""What side rows ask for a move: the multipliers of a certificate, by rule and subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.plan import Certificate
from optimizer.rules import LIMIT_RULES, LimitRule, Members, Objective, Pairs, objectives_of

Whole = NDArray[np.object_]


@dataclass(frozen=True)
class Surcharges:
    """Rows of one rule: per row the subject's label, the factor by which the rule counts more, and multipliers.

    ``multipliers`` has a row per stage. Python's integers, since a multiplier times đồng may
    leave 64 bits.
    """

    rule: LimitRule | Objective
    label: tuple[str, ...]
    factor: tuple[int, ...]
    multipliers: Whole

    def on(self, pairs: Pairs, stage: int) -> Whole:
        """What each move pays in a stage."""
        total = np.zeros(len(pairs), dtype=object)
        for label, members in _counted(self.rule, pairs):
            of_subject = {name: subject for subject, name in enumerate(label)}
            for name, factor, multiplier in zip(self.label, self.factor, self.multipliers[stage], strict=True):
                counts = members.subject == of_subject.get(name, -1)
                pays = members.coefficient[counts].astype(object) // factor * multiplier
                np.add.at(total, members.move[counts], pays)
        return total


def surcharges_of(certificate: Certificate, facts: Facts) -> tuple[Surcharges, ...]:
    """The certificate's multipliers that are not zero.

    Raises KeyError for a rule, or a limit's subject, that there is not.
    """
    multipliers = np.array(certificate.multipliers, dtype=object).reshape(len(certificate.stages), -1)
    rows: dict[str, list[int]] = {}
    for row in np.flatnonzero((multipliers != 0).any(axis=0)).tolist():
        rows.setdefault(certificate.rows[row][0], []).append(row)
    rules: dict[str, LimitRule | Objective] = {rule.id: rule for rule in LIMIT_RULES if rule.is_on(facts.policy)}
    rules.update((objective.id, objective) for objective in objectives_of(facts))
    for name, numbers in rows.items():
        rule = rules[name]
        if isinstance(rule, LimitRule):
            unknown = {certificate.rows[row][1] for row in numbers}.difference(_labels(rule, facts))
            if unknown:
                raise KeyError(min(unknown))
    return tuple(
        Surcharges(
            rules[name],
            tuple(certificate.rows[row][1] for row in numbers),
            tuple(certificate.rows[row][2] for row in numbers),
            multipliers[:, numbers],
        )
        for name, numbers in rows.items()
    )


def _counted(rule: LimitRule | Objective, pairs: Pairs) -> Iterator[tuple[Sequence[str], Members]]:
    """How a rule counts moves, with its subjects' labels: a limit, or a tier that prices what moves miss."""
    if isinstance(rule, LimitRule):
        yield _labels(rule, pairs.facts), rule.members(pairs)
    else:
        for shortfall in rule.terms(pairs).shortfalls:
            yield shortfall.label, shortfall.members


def _labels(rule: LimitRule, facts: Facts) -> list[str]:
    return [rule.label(subject, facts) for subject in range(len(rule.bounds(facts).upper))]
