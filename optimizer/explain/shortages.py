"""How unevenly shortage falls on communes, before a plan and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from optimizer.counts import count_after
from optimizer.facts import Facts
from optimizer.plan import Plan
from optimizer.rules.levelling import missing_seats
from optimizer.rules.pairs import CurveLevel


@dataclass(frozen=True)
class Spread:
    """How so many ``missing`` seats are spread over communes with s seats each, of which m are missing.

    ``lorenz`` are the corners of the Lorenz curve from (0, 0) to (1, 1): going from the commune with the least
    share m / s missing to that with the greatest, the share of all seats passed, and of all missing ones. ``gini``
    is twice the area between it and the diagonal, the sum over all pairs of communes i and j of |m_i s_j - m_j s_i|
    divided by 2 x seats x missing: 0 where all miss the same share. Without a missing seat there is
    neither. ``best`` and ``worst`` are the communes with the least and the greatest share missing.
    """

    missing: int
    lorenz: tuple[tuple[float, float], ...]
    gini: float | None
    best: tuple[str, ...]
    worst: tuple[str, ...]


@dataclass(frozen=True)
class CommuneShortage:
    """Seats of a commune that are to be filled now, and those missing before a plan and after it."""

    unit: str
    seats: int
    before: int
    after: int


@dataclass(frozen=True)
class Shortages:
    """Every commune that has seats, and how its shortage compares with that of the others."""

    communes: tuple[CommuneShortage, ...]
    before: Spread
    after: Spread


def shortages_of(plan: Plan, facts: Facts) -> Shortages:
    """Count the seats that communes miss before a plan and after it, those that the plan opens included.

    Raises KeyError if the plan names an employee, unit or post that the dataset does not have.
    """
    before, seats = missing_seats(facts.counts, CurveLevel.UNIT)
    after, _ = missing_seats(count_after(facts.counts, plan), CurveLevel.UNIT)
    numbers = zip(facts.dataset.units["code"].tolist(), seats.tolist(), before.tolist(), after.tolist(), strict=True)
    communes = tuple(CommuneShortage(*row) for row in numbers if row[1])
    return Shortages(
        communes,
        spread_of([(one.unit, one.seats, one.before) for one in communes]),
        spread_of([(one.unit, one.seats, one.after) for one in communes]),
    )


def spread_of(communes: Sequence[tuple[str, int, int]]) -> Spread:
    """The spread over communes, each with its seats, at least one, and the missing among them.

    >>> spread_of([("A", 1, 1), ("B", 3, 0)])
    Spread(missing=1, lorenz=((0.0, 0.0), (0.75, 0.0), (1.0, 1.0)), gini=0.75, best=('B',), worst=('A',))
    """
    share = {code: Fraction(missing, seats) for code, seats, missing in communes}
    ordered = sorted(communes, key=lambda commune: (share[commune[0]], commune[0]))
    seats = [0, *accumulate(of for _, of, _ in ordered)]
    missing = [0, *accumulate(gone for _, _, gone in ordered)]
    best, worst = (
        tuple(code for code, _, _ in ordered if share[code] == end)
        for end in (min(share.values(), default=None), max(share.values(), default=None))
    )
    if not missing[-1]:
        return Spread(0, (), None, best, worst)
    # Twice the area below the curve, in units of one seat x one missing seat.
    below = sum(of * (first + last) for (_, of, _), first, last in zip(ordered, missing, missing[1:], strict=False))
    return Spread(
        missing[-1],
        tuple((passed / seats[-1], gone / missing[-1]) for passed, gone in zip(seats, missing, strict=True)),
        1 - below / (seats[-1] * missing[-1]),
        best,
        worst,
    )
