"""The tables that come with the library: cited, dated, and the figures that were published."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer.allowances import ASSUMED, Allowance, available_tables, base_salaries, rates, rows_of
from optimizer.policy import Policy

DAY = date(2026, 11, 2)


@pytest.mark.parametrize("table", available_tables())
def test_every_row_is_cited_and_no_code_is_used_twice(table: str) -> None:
    rows = rows_of([table])
    assert rows
    assert len({row.code for row in rows}) == len(rows)
    for row in rows:
        assert row.source.startswith(("https://", "Nghị định", "assumption"))
        assert row.is_verified is not row.source.startswith("assumption")


@pytest.mark.parametrize(
    ("table", "km", "zone", "six_months_vnd"),
    [
        ("dak-lak", 40.0, "", 6 * (500_000 + 1_500_000) + 1_000_000),
        ("dak-lak", 160.0, "", 6 * (2_000_000 + 1_500_000) + 1_000_000),
        ("gia-lai", 20.0, "", 6 * 700_000),
        ("khanh-hoa", 30.0, "", 6 * 3_760_000),
        ("ca-mau", 15.0, "", 6 * 1_820_000),
        ("ca-mau", 14.9, "", 6 * 500_000),
        ("thanh-hoa", None, "1", round(6 * 1.75 * 2_530_000)),
        ("nd-76-2019", None, "III", 25_300_000),
        ("nd-76-2019", None, "", 0),
        (ASSUMED, 29.9, "", 0),
        (ASSUMED, 100.0, "", 6 * 1_500_000),
    ],
)
def test_half_a_year_comes_to_what_was_published(table: str, km: float | None, zone: str, six_months_vnd: int) -> None:
    paid = rates(rows_of([table]), base_salaries(), "secondment", DAY, 6)
    assert sum(rate.vnd for rate in paid if rate.allowance.is_paid("secondment", km, zone)) == six_months_vnd


def test_rows_and_names_of_tables_mix() -> None:
    own = Allowance(code="own", per="move", amount_vnd=1, source="test")
    assert rows_of([own, "ca-mau"]) == (own, *rows_of(["ca-mau"]))
    with pytest.raises(KeyError):
        rows_of(["atlantis"])


def test_a_policy_without_allowances_assumes_some_and_says_so() -> None:
    assert Policy().allowances == (ASSUMED,)
    assert not any(row.is_verified for row in Policy().allowance_rows)
    assert Policy(allowances=()).allowance_rows == ()
