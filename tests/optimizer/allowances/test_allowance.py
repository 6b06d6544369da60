"""One allowance: whom it is paid to, for how long, and how much it comes to."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from optimizer.allowances import Allowance, BaseSalary, base_salaries, rates
from optimizer.allowances.allowance import base_salary_on

DAY = date(2026, 4, 1)


def row(**facts: object) -> Allowance:
    return Allowance.model_validate({"code": "a", "per": "month", "amount_vnd": 100, "source": "test", **facts})


@pytest.mark.parametrize(
    ("band", "km", "is_paid"),
    [
        ({}, None, True),
        ({}, 0.0, True),
        ({"from_km": 30}, 29.9, False),
        ({"from_km": 30}, 30.0, True),
        ({"from_km": 30, "to_km": 50}, 49.9, True),
        ({"from_km": 30, "to_km": 50}, 50.0, False),
        ({"to_km": 50}, 0.0, True),
        ({"to_km": 50}, None, False),
        ({"from_km": 30}, None, False),
    ],
)
def test_a_band_holds_its_lower_end_and_no_unknown_distance(
    band: dict[str, object], km: float | None, is_paid: bool
) -> None:
    assert row(**band).is_paid("secondment", km, zone="") is is_paid


def test_zones_and_forms_are_those_named() -> None:
    assert row(zones=["III"]).is_paid("transfer", None, "III")
    assert not row(zones=["III"]).is_paid("transfer", None, "")
    assert not row(zones=["III"]).is_paid("transfer", None, "I")
    assert not row(forms=["transfer"]).is_paid("secondment", None, "")
    assert not row().is_paid("reassignment", None, "")


@pytest.mark.parametrize(
    ("facts", "months", "vnd"),
    [
        ({}, 6, 600),
        ({"per": "move"}, 6, 100),
        ({"most_months": 4}, 6, 400),
        ({"most_months": 9}, 6, 600),
        ({"in_force_from": date(2026, 6, 1)}, 6, 400),
        ({"in_force_from": date(2026, 6, 2)}, 6, 300),
        ({"in_force_until": date(2026, 6, 1)}, 6, 300),
        ({"in_force_until": date(2026, 3, 31)}, 6, 0),
        ({"per": "move", "in_force_from": date(2026, 4, 2)}, 6, 0),
        ({}, 0, 0),
    ],
)
def test_months_in_force_are_paid(facts: dict[str, object], months: int, vnd: int) -> None:
    assert row(**facts).vnd(DAY, months, ()) == vnd


def test_a_term_across_a_rise_of_the_base_salary_is_paid_at_both() -> None:
    """April to June at 2,340,000, July to September at 2,530,000."""
    counted = row(amount_vnd=None, base_salaries=1.25)
    assert counted.vnd(DAY, 6, base_salaries()) == round(3 * 1.25 * 2_340_000 + 3 * 1.25 * 2_530_000)
    assert counted.vnd(DAY, 6, ()) == 0


def test_the_base_salary_is_the_latest_known() -> None:
    salaries = tuple(BaseSalary(since=date(year, 1, 1), amount_vnd=year, source="test") for year in (2026, 2025))
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2030, 1, 1))
    assert [base_salary_on(day, salaries) for day in days] == [0, 2025, 2025, 2026]


@pytest.mark.parametrize(
    "facts",
    [
        {"amount_vnd": None},
        {"base_salaries": 1.0},
        {"from_km": 50, "to_km": 50},
        {"amount_vnd": -1},
        {"source": ""},
        {"forms": ["reassignment"]},
        {"hours": 3},
    ],
)
def test_a_row_that_does_not_mean_one_thing_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        row(**facts)


def test_rates_leave_out_what_comes_to_nothing_or_is_for_other_forms() -> None:
    rows = (row(code="paid"), row(code="over", in_force_until=date(2026, 1, 1)), row(code="other", forms=["transfer"]))
    assert [(rate.allowance.code, rate.vnd) for rate in rates(rows, (), "secondment", DAY, 2)] == [("paid", 200)]
