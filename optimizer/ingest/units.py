"""What does not fit together in the tables of units and posts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.arrays import Mask
from optimizer.domain import COMMUNE_KINDS, UnitKind
from optimizer.domain.dataset import rows_in
from optimizer.findings import Finding, Severity
from optimizer.ingest.quoting import shown
from optimizer.ingest.references import as_number
from optimizer.ingest.sheet import Sheet

DIGITS_OF_A_COMMUNE_CODE = 5
DIGITS_OF_A_PROVINCE_CODE = 2
"""Digits of a code in the list of administrative units; the first ones may be zeros."""


def check_units(units: Sheet) -> Iterator[Finding]:
    """Findings on kinds, codes, provinces, parents, quotas and points of units."""
    frame = units.frame
    is_commune = frame["kind"].isin([str(kind) for kind in COMMUNE_KINDS])
    for column in ("code", "admin_code"):
        yield from _shortened_codes(units, column, is_commune, DIGITS_OF_A_COMMUNE_CODE)
    yield from _check_provinces(units)
    no_quota = frame["quota"].isna() & units.readable("quota")
    no_point = frame["latitude"].isna() & frame["longitude"].isna() & units.readable("latitude", "longitude")
    yield from _missing(units, is_commune, no_quota, "no_quota", "quota")
    yield from _missing(units, is_commune, no_point, "no_point", "latitude")
    yield from _check_parents(units, is_commune.to_numpy())


def _missing(units: Sheet, is_commune: pd.Series, is_missing: pd.Series, code: str, column: str) -> Iterator[Finding]:
    """A warning for every commune that lacks something; if none of several has it, one for all, in the plural."""
    if is_commune.sum() > 1 and is_missing[is_commune].all():
        yield Finding(Severity.WARNING, f"{code}s", units.file, None, column)
    else:
        yield from units.warnings(is_commune & is_missing, code, column)


def _check_provinces(units: Sheet) -> Iterator[Finding]:
    """All units say which province they belong to, or none does; a unit and its parent say the same."""
    province, parent = units.frame["province"], units.frame["parent"]
    says_so = province != ""
    yield from _shortened_codes(units, "province", says_so, DIGITS_OF_A_PROVINCE_CODE)
    if says_so.any():
        yield from units.errors(~says_so & units.readable("province"), "unit_without_province", "province")
    of_parent = parent.map(dict(zip(units.frame["code"], province, strict=True)))
    is_elsewhere = of_parent.notna() & (of_parent != "") & says_so & (of_parent != province)
    yield from units.errors(is_elsewhere, "parent_in_another_province", "parent")


def _shortened_codes(units: Sheet, column: str, where: pd.Series, digits: int) -> Iterator[Finding]:
    codes = units.frame[column]
    is_short = where & codes.str.fullmatch(rf"\d{{1,{digits - 1}}}|\d+\.0+")
    yield from units.errors(
        is_short,
        "lost_leading_zero",
        column,
        lambda row: {"value": shown(codes[row]), "proposal": as_number(codes[row]).zfill(digits)},
    )


def _check_parents(units: Sheet, is_commune: Mask) -> Iterator[Finding]:
    frame = units.frame
    row_of = {code: row for row, code in enumerate(frame["code"].tolist()) if code}
    parent = rows_in(row_of, frame["parent"])
    yield from units.errors(_is_in_endless_chain(parent), "parent_cycle", "parent")
    is_centre = (frame["kind"] == str(UnitKind.DELIVERY_CENTRE)) & units.readable("parent", "kind")
    yield from units.errors(is_centre & (frame["parent"] == ""), "centre_without_parent", "parent")
    is_readable_parent = np.append(units.readable("kind"), False)[parent]
    is_misplaced = is_centre & is_readable_parent & ~np.append(is_commune, True)[parent]
    yield from units.errors(is_misplaced, "centre_outside_commune", "parent")


def _is_in_endless_chain(parent: NDArray[np.intp]) -> Mask:
    """Rows whose chain of parents never ends. ``parent`` holds row numbers, -1 at the end of a chain.

    >>> _is_in_endless_chain(np.array([1, 0, 0, -1, 3])).tolist()
    [True, True, True, False, False]
    """
    ancestor = np.append(parent, -1)  # the entry after the last row is the end of all chains
    for _ in range(len(parent).bit_length()):
        ancestor = ancestor[ancestor]
    return ancestor[:-1] >= 0


def check_posts(posts: Sheet, workplaces: Sheet) -> Iterator[Finding]:
    """Findings on seats and workplaces of posts."""
    frame = posts.frame
    too_many = (frame["reserved"] > frame["seats"]) & posts.readable("reserved", "seats")
    yield from posts.errors(
        too_many,
        "more_reserved_than_seats",
        "reserved",
        lambda row: {"reserved": int(frame["reserved"][row]), "seats": int(frame["seats"][row])},
    )
    unit_of_workplace = dict(zip(workplaces.frame["code"], workplaces.frame["unit"], strict=True))
    unit = frame["workplace"].map(unit_of_workplace)
    is_elsewhere = unit.notna() & (unit != frame["unit"]) & posts.readable("unit", "workplace")
    yield from posts.errors(is_elsewhere, "workplace_of_another_unit", "workplace")
