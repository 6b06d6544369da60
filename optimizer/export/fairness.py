"""How shortage and burden are spread, in words and as CSV."""

from __future__ import annotations

from optimizer.domain import Dataset
from optimizer.explain import Fairness, Share, Spread, Trait
from optimizer.explain.fairness import AGES, DISTANCES_KM, FEWEST, NOT_STATED
from optimizer.export.labels import label, unit_name
from optimizer.export.section import Section
from optimizer.export.tables import csv_text
from optimizer.text import Language, say, spoken

CURVE_SHARES = (0.25, 0.5, 0.75)
"""Shares of all seats at which texts tell of the Lorenz curve; data have all its corners."""

MOST_GROUPS = 6
"""Groups named that are told of together; data name all."""

SHORTAGE_COLUMNS = ("unit", "seats", "missing_before", "missing_after")
"""Columns of the shortages of communes as CSV."""

BURDEN_COLUMNS = ("trait", "groups", "staff", "moved", "unwilling", "minutes")
"""Columns of the burden by group as CSV: the fields of :class:`optimizer.explain.Share`."""


def fairness_sections(fairness: Fairness, dataset: Dataset, language: Language) -> tuple[Section, ...]:
    """Shortage between communes before and after, then who bears the burden."""
    spreads = fairness.shortages.before, fairness.shortages.after
    figures = [
        ("missing", [spoken(spread.missing, language) for spread in spreads]),
        ("gini", [_gini(spread, language) for spread in spreads]),
        ("best", [_ends(fairness, dataset, spread.best, place, language) for place, spread in enumerate(spreads)]),
        ("worst", [_ends(fairness, dataset, spread.worst, place, language) for place, spread in enumerate(spreads)]),
    ]
    curve = [
        (
            say("fairness.curve_point", language, share=round(100 * share)),
            *(_none_or(round(100 * borne_by(spread, share), 1), spread, language) for spread in spreads),
        )
        for share in CURVE_SHARES
    ]
    burdens = ("trait", "group", "staff", "moved", "unwilling", "minutes_each")
    return (
        Section(
            say("fairness.shortages", language),
            tuple(say(f"fairness.{column}", language) for column in ("figure", "before", "after")),
            (*((say(f"fairness.{code}", language), *words) for code, words in figures), *curve),
            (say("fairness.gini_is", language),),
        ),
        Section(
            say("fairness.burdens", language),
            tuple(say(f"fairness.{column}", language) for column in burdens),
            tuple(_burden(share, dataset, language) for share in fairness.shares),
            (
                say("fairness.all_moved", language, moved=fairness.moved, unwilling=fairness.unwilling),
                say("fairness.suppressed", language, fewest=FEWEST),
            ),
        ),
    )


def communes_section(fairness: Fairness, dataset: Dataset, language: Language) -> Section:
    """The missing seats of every commune, before and after."""
    return Section(
        say("fairness.communes", language),
        tuple(say(f"fairness.{column}", language) for column in ("unit", "seats", "before", "after")),
        tuple(
            (
                unit_name(dataset.unit_by_code[one.unit]),
                *(spoken(number, language) for number in (one.seats, one.before, one.after)),
            )
            for one in fairness.shortages.communes
        ),
    )


def shortages_csv(fairness: Fairness) -> str:
    """Seats and missing seats of every commune, of which the Lorenz curves are drawn, one line a commune."""
    rows = ((one.unit, one.seats, one.before, one.after) for one in fairness.shortages.communes)
    return csv_text(SHORTAGE_COLUMNS, rows)


def burdens_csv(fairness: Fairness) -> str:
    """What groups of people bear, one line a group or several told of together."""
    rows = (
        (share.trait, "; ".join(share.groups), share.staff, share.moved, share.unwilling, share.minutes)
        for share in fairness.shares
    )
    return csv_text(BURDEN_COLUMNS, rows)


def borne_by(spread: Spread, share: float) -> float:
    """The share of missing seats that the best so great a share of seats bears: a point of the Lorenz curve.

    >>> borne_by(Spread(4, ((0, 0), (0.5, 0.25), (1, 1)), 0.25, ("A",), ("B",)), 0.75)
    0.625
    """
    for (left, low), (right, high) in zip(spread.lorenz, spread.lorenz[1:], strict=False):
        if left <= share <= right:
            return low + (high - low) * (share - left) / (right - left)
    return 0.0


def _gini(spread: Spread, language: Language) -> str:
    return _none_or(round(spread.gini or 0.0, 3), spread, language)


def _none_or(number: float, spread: Spread, language: Language) -> str:
    """A figure that means nothing where nothing is missing."""
    return spoken(number, language) if spread.missing else say("fairness.nothing_missing", language)


def _ends(fairness: Fairness, dataset: Dataset, units: tuple[str, ...], place: int, language: Language) -> str:
    """The communes at one end of the curve, by the first of them."""
    if not units:
        return say("fairness.nothing_missing", language)
    (one,) = (commune for commune in fairness.shortages.communes if commune.unit == units[0])
    share = round(100 * (one.before, one.after)[place] / one.seats, 1)
    name = unit_name(dataset.unit_by_code[one.unit])
    if len(units) > 1:
        name = say("fairness.and_others", language, unit=name, number=len(units) - 1)
    return say("fairness.missing_of", language, unit=name, share=share)


def _burden(share: Share, dataset: Dataset, language: Language) -> tuple[str, ...]:
    return (
        label(f"trait.{share.trait}", language),
        _groups(share, dataset, language),
        "" if share.staff is None else spoken(share.staff, language),
        spoken(share.moved, language),
        spoken(share.unwilling, language),
        spoken(round(share.minutes / share.moved, 1), language),
    )


def _groups(share: Share, dataset: Dataset, language: Language) -> str:
    """The groups told of together, the first of them by name."""
    named = "; ".join(_group(share.trait, group, dataset, language) for group in share.groups[:MOST_GROUPS])
    left = len(share.groups) - MOST_GROUPS
    return say("fairness.and_groups", language, groups=named, number=left) if left > 0 else named


def _group(trait: Trait, group: str, dataset: Dataset, language: Language) -> str:
    if group == NOT_STATED:
        return say("group.not_stated", language)
    if trait is Trait.SENDER:
        return unit_name(dataset.unit_by_code[group])
    if trait is Trait.SEX:
        return say(f"sex.{group}", language)
    unit, ends = ("years", AGES) if trait is Trait.AGE else ("km", DISTANCES_KM)
    start = int(group)
    if start == 0:
        return say(f"group.{unit}_below", language, end=ends[0])
    if start == ends[-1]:
        return say(f"group.{unit}_from", language, start=start)
    return say(f"group.{unit}", language, start=start, end=ends[ends.index(start) + 1])
