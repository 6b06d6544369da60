"""What side rows ask for a move: the multipliers of a certificate, by rule and subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    leave 64 bits. ``subjects`` are a limit's by label; a tier tells its own with what it counts.
    """

    rule: LimitRule | Objective
    label: tuple[str, ...]
    factor: tuple[int, ...]
    multipliers: Whole
    subjects: Mapping[str, int]

    def on(self, pairs: Pairs, stage: int) -> Whole:
        """What each move pays in a stage."""
        total = np.zeros(len(pairs), dtype=object)
        for subjects, members in self._counted(pairs):
            for name, factor, multiplier in zip(self.label, self.factor, self.multipliers[stage], strict=True):
                counts = members.subject == subjects.get(name, -1)
                pays = members.coefficient[counts].astype(object) // factor * multiplier
                np.add.at(total, members.move[counts], pays)
        return total

    def _counted(self, pairs: Pairs) -> Iterator[tuple[Mapping[str, int], Members]]:
        """How the rule counts moves, with its subjects by label: a limit, or a tier that prices what moves miss."""
        if isinstance(self.rule, LimitRule):
            yield self.subjects, self.rule.members(pairs)
        else:
            for shortfall in self.rule.terms(pairs).shortfalls:
                yield _by_label(shortfall.label), shortfall.members


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
    return tuple(
        _of_rule(rules[name], numbers, certificate, multipliers[:, numbers], facts) for name, numbers in rows.items()
    )


def _of_rule(
    rule: LimitRule | Objective, rows: Sequence[int], certificate: Certificate, multipliers: Whole, facts: Facts
) -> Surcharges:
    label = tuple(certificate.rows[row][1] for row in rows)
    subjects: Mapping[str, int] = {}
    if isinstance(rule, LimitRule):
        subjects = _by_label([rule.label(subject, facts) for subject in range(len(rule.bounds(facts).upper))])
        if unknown := set(label).difference(subjects):
            raise KeyError(min(unknown))
    return Surcharges(rule, label, tuple(certificate.rows[row][2] for row in rows), multipliers, subjects)


def _by_label(labels: Sequence[str]) -> Mapping[str, int]:
    return {name: subject for subject, name in enumerate(labels)}
