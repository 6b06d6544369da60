"""What does not fit together in the table of employees."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd

from optimizer.domain import Rating
from optimizer.findings import Finding
from optimizer.ingest.quoting import shown
from optimizer.ingest.sheet import Sheet

BAR_CODES = frozenset({"i", "ii", "iii", "iv", "v", "vi", "vii"})
"""The seven legal bars by number, as in Decree 170/2025, articles 25 and 26."""

_YOUNGEST_YEARS, _OLDEST_YEARS = 18, 75
"""Ages between which somebody may be on a payroll; one outside is most likely a slip of the pen."""

_RATINGS = frozenset(str(rating) for rating in Rating)


def check_employees(employees: Sheet, posts: Sheet, as_of: date, local_bars: Collection[str] = ()) -> Iterator[Finding]:
    """Findings on dates, posts, secondments, ratings, bars and partners of employees.

    ``local_bars`` are codes of bars that a province adds to the seven.
    """
    yield from _check_dates(employees, as_of)
    yield from _check_posts_held(employees, posts)
    yield from _check_secondments(employees, posts, as_of)
    yield from _check_codes(employees, as_of, BAR_CODES.union(local_bars))
    yield from _check_partners(employees)


def _check_dates(employees: Sheet, as_of: date) -> Iterator[Finding]:
    frame = employees.frame
    day = pd.Timestamp(as_of)
    for column in ("birth_date", "last_return", "seconded_from"):
        yield from employees.errors(frame[column] > day, "date_in_future", column, {"as_of": as_of})
    age_years = (day - frame["birth_date"]).dt.days / 365.25
    is_unlikely = frame["birth_date"].le(day) & ~age_years.between(_YOUNGEST_YEARS, _OLDEST_YEARS)
    bounds = {"low": _YOUNGEST_YEARS, "high": _OLDEST_YEARS}
    yield from employees.warnings(is_unlikely, "unlikely_age", "birth_date", bounds)
    yield from employees.warnings(frame["leaves_on"] < day, "already_left", "leaves_on", {"as_of": as_of})


def _check_posts_held(employees: Sheet, posts: Sheet) -> Iterator[Finding]:
    """A post belongs to the payroll unit; work elsewhere is a secondment."""
    frame = employees.frame
    post_unit = frame["post"].map(_unit_of_post(posts))
    is_elsewhere = post_unit.notna() & (post_unit != frame["unit"]) & employees.readable("unit", "post")
    yield from employees.errors(is_elsewhere, "post_of_another_unit", "post", _unit_in(post_unit))


def _unit_in(post_unit: pd.Series) -> Callable[[int], Mapping[str, object]]:
    """The figure of a sentence: the unit of the post in a row."""
    return lambda row: {"unit": shown(str(post_unit[row]))}


def _unit_of_post(posts: Sheet) -> dict[str, str]:
    readable = posts.readable("code", "unit")
    return dict(zip(posts.frame["code"][readable], posts.frame["unit"][readable], strict=True))


def _check_secondments(employees: Sheet, posts: Sheet, as_of: date) -> Iterator[Finding]:
    """A running secondment has a unit and both dates; it ends in writing, not by itself."""
    frame = employees.frame
    columns = ("seconded_to_unit", "seconded_to_post", "seconded_from", "seconded_until")
    readable = employees.readable(*columns)
    away = (frame["seconded_to_unit"] != "") & readable
    for column in ("seconded_from", "seconded_until"):
        yield from employees.errors(away & frame[column].isna(), "secondment_without_date", column)
    has_trace = (frame["seconded_to_post"] != "") | frame["seconded_from"].notna() | frame["seconded_until"].notna()
    is_lost = has_trace & (frame["seconded_to_unit"] == "") & readable
    yield from employees.errors(is_lost, "secondment_without_unit", "seconded_to_unit")
    is_reversed = frame["seconded_until"] < frame["seconded_from"]
    yield from employees.errors(is_reversed, "dates_reversed", "seconded_until")
    is_overdue = away & (frame["seconded_until"] < pd.Timestamp(as_of))
    yield from employees.warnings(is_overdue, "secondment_overdue", "seconded_until", {"as_of": as_of})
    post_unit = frame["seconded_to_post"].map(_unit_of_post(posts))
    is_elsewhere = away & post_unit.notna() & (post_unit != frame["seconded_to_unit"])
    yield from employees.errors(is_elsewhere, "post_of_another_unit", "seconded_to_post", _unit_in(post_unit))


def _check_codes(employees: Sheet, as_of: date, bars: frozenset[str]) -> Iterator[Finding]:
    """Words of ratings and codes of bars; the latter are never repeated."""
    ratings = employees.frame["ratings"]
    words = {cell: [word for _, word in cell if word not in _RATINGS] for cell in set(ratings)}
    yield from employees.errors(
        np.array([bool(words[cell]) for cell in ratings], dtype=np.bool_),
        "unknown_value",
        "ratings",
        lambda row: {
            "value": ", ".join(shown(word) for word in words[ratings[row]]),
            "allowed": ", ".join(Rating),
        },
    )
    is_early = {cell: any(year > as_of.year for year, _ in cell) for cell in set(ratings)}
    yield from employees.errors(
        np.array([is_early[cell] for cell in ratings], dtype=np.bool_), "date_in_future", "ratings", {"as_of": as_of}
    )
    for column in ("blocks", "waivers"):
        cells = employees.frame[column]
        is_odd = {cell: not bars.issuperset(cell) for cell in set(cells)}
        yield from employees.errors(np.array([is_odd[cell] for cell in cells], dtype=np.bool_), "unknown_bar", column)


def _check_partners(employees: Sheet) -> Iterator[Finding]:
    """Couples are two people, each other's partners. Who lives with whom is never repeated."""
    frame = employees.frame
    ids, partner, readable = frame["id"], frame["partner"], employees.readable("id", "partner", "count")
    has_partner = (partner != "") & readable
    yield from employees.errors(has_partner & (partner == ids), "own_partner", "partner")
    heads = partner.map(dict(zip(ids, frame["count"], strict=True)))
    yield from employees.errors(has_partner & ((frame["count"] > 1) | (heads > 1)), "partner_of_a_group", "partner")
    named = dict(zip(ids[readable], partner[readable], strict=True))
    names_other = [named.get(code, "") not in ("", id_) for id_, code in zip(ids, partner, strict=True)]
    is_other = has_partner & np.array(names_other, dtype=np.bool_)
    yield from employees.warnings(is_other, "partner_of_another", "partner")
