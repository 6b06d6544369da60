"""What a norm proposes: central guidance as published, provinces' own rows, days and kinds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from optimizer.domain import UnitKind
from optimizer.norms import Norm, central_norms, norm_of
from optimizer.policy import Policy

DAY = date(2026, 11, 2)
OWN = Norm(kinds=("commune",), base=30, base_population=10_000, population_per_head=1_000, most=60, source="Resolution")


def headcount(kind: UnitKind, population: int, day: date = DAY) -> int | None:
    norm = norm_of(kind, central_norms(), day)
    return None if norm is None else norm.headcount(population)


@pytest.mark.parametrize(
    ("kind", "population", "people"),
    [
        (UnitKind.COMMUNE, 0, 32),
        (UnitKind.COMMUNE, 16_000, 32),
        (UnitKind.COMMUNE, 17_999, 32),
        (UnitKind.COMMUNE, 18_000, 33),
        (UnitKind.COMMUNE, 51_999, 49),
        (UnitKind.COMMUNE, 52_000, 50),
        (UnitKind.COMMUNE, 1_000_000, 50),
        (UnitKind.WARD, 52_000, 50),
        (UnitKind.WARD, 54_000, 51),
        (UnitKind.WARD, 91_999, 69),
        (UnitKind.WARD, 1_000_000, 70),
        (UnitKind.SPECIAL_ZONE, 71_000, None),
        (UnitKind.DEPARTMENT, 71_000, None),
    ],
)
def test_central_guidance(kind: UnitKind, population: int, people: int | None) -> None:
    assert headcount(kind, population) == people


def test_nothing_is_proposed_before_the_guidance() -> None:
    assert headcount(UnitKind.COMMUNE, 20_000, date(2025, 5, 29)) is None
    assert headcount(UnitKind.COMMUNE, 20_000, date(2025, 5, 30)) == 34


def test_every_row_is_cited() -> None:
    assert central_norms()
    assert all(norm.source and norm.in_force_from for norm in central_norms())


@given(st.sampled_from(central_norms()), st.integers(0, 2_000_000), st.integers(0, 2_000_000))
def test_more_people_never_call_for_fewer(norm: Norm, population: int, more: int) -> None:
    least, most = norm.headcount(population), norm.headcount(population + more)
    assert norm.base <= least <= most <= norm.most
    assert most - least <= -(-more // norm.population_per_head)


def test_the_norm_that_came_into_force_last_holds() -> None:
    later = OWN.model_copy(update={"in_force_from": date(2026, 7, 1), "base": 35})
    ended = OWN.model_copy(update={"in_force_from": date(2026, 8, 1), "in_force_until": date(2026, 9, 1), "base": 40})
    norms = (later, OWN, ended)
    found = [norm_of(UnitKind.COMMUNE, norms, day) for day in (date(2026, 6, 30), DAY, date(2026, 8, 15))]
    assert found == [OWN, later, ended]


def test_a_province_sets_its_own_in_the_policy() -> None:
    policy = Policy.model_validate({"as_of": DAY, "norms": [OWN.model_dump()]})
    assert norm_of(UnitKind.COMMUNE, policy.norms, DAY) == OWN
    assert norm_of(UnitKind.WARD, policy.norms, DAY) is None


def test_two_norms_of_one_day_are_refused() -> None:
    with pytest.raises(ValidationError, match="two norms for one kind"):
        Policy(norms=(OWN, OWN.model_copy(update={"kinds": (UnitKind.WARD, UnitKind.COMMUNE)})))


def test_a_norm_that_falls_is_refused() -> None:
    with pytest.raises(ValidationError, match="most must not be below base"):
        Norm.model_validate(OWN.model_dump() | {"most": 29})
