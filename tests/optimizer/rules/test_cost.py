"""A move's cost: from the policy's tables, over the move's own term, in the plan and in its verification."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from optimizer import plan, verify
from optimizer.domain import Dataset, Employee, Post, Unit, UnitKind
from optimizer.policy import Form, Policy
from optimizer.rules.cost import Cost

DAY = date(2026, 11, 2)
COST = Cost()


def policy(**changes: object) -> Policy:
    return Policy.model_validate({"as_of": DAY, "rules": {"sender_share": {"share": 1.0}}, **changes})


def province(latitude: float | None = 21.3, people: int = 1, zone: str = "") -> Dataset:
    """Somebody of a department at latitude 21, and a post of a commune to the north, or nobody knows where."""
    longitude = None if latitude is None else 106.0
    commune = Unit(code="X", name="Xã", kind=UnitKind.COMMUNE, quota=9, latitude=latitude, longitude=longitude)
    return Dataset.of(
        units=[
            commune.model_copy(update={"hardship_zone": zone}),
            Unit(code="S", name="Sở", kind=UnitKind.DEPARTMENT, latitude=21.0, longitude=106.0),
        ],
        posts=[Post(code="P", unit="X", field="IT", seats=people)],
        employees=[Employee(id="E", unit="S", field="IT", count=people)],
    )


def cost_of(dataset: Dataset, **changes: object) -> int:
    (move,) = plan(dataset, policy(**changes)).moves
    return move.cost_vnd


def test_a_default_plan_shows_a_cost() -> None:
    """43 km: the assumed 500,000 a month for six months."""
    assert cost_of(province()) == 3_000_000


def test_a_group_costs_as_much_as_its_people() -> None:
    assert cost_of(province(people=3)) == 9_000_000


@pytest.mark.parametrize(
    ("changes", "vnd"),
    [
        ({"term_months": 12}, 6_000_000),
        ({"forms": {"department": ["transfer"]}}, 6_000_000),
        ({"forms": {"department": ["transfer"]}, "rules": {"cost": {"transfer_months": 36}}}, 18_000_000),
        ({"allowances": []}, 0),
        ({"allowances": ["gia-lai"]}, 6_000_000),
        ({"allowances": ["dak-lak"], "term_months": 24}, 12 * 2_000_000 + 1_000_000),
        ({"allowances": [{"code": "own", "per": "move", "amount_vnd": 7, "source": "test"}]}, 7),
    ],
)
def test_the_policy_says_what_is_paid(changes: dict[str, object], vnd: int) -> None:
    rules = {"sender_share": {"share": 1.0}, **changes.pop("rules", {})}
    assert cost_of(province(), **changes, rules=rules) == vnd


def test_a_hardship_zone_is_paid_where_the_table_names_it() -> None:
    assert cost_of(province(zone="III"), allowances=["nd-76-2019"]) == 25_300_000
    assert cost_of(province(zone="II"), allowances=["nd-76-2019"]) == 0


def test_an_unknown_distance_lies_in_no_band() -> None:
    assert cost_of(province(latitude=None)) == 0
    assert cost_of(province(latitude=None), allowances=["ca-mau"]) == 6 * 500_000


def test_a_reassignment_costs_nothing() -> None:
    assert COST.vnd(Form.REASSIGNMENT, 99.0, "III", DAY, None, policy(allowances=["ca-mau", "nd-76-2019"])) == 0


def test_a_plan_made_by_hand_costs_what_its_own_term_does() -> None:
    dataset, rules = province(), policy()
    (move,) = plan(dataset, rules).moves
    by_hand = replace(plan(dataset, rules), objective=(), unfilled=())
    longer = replace(move, end=date(2027, 11, 2), cost_vnd=6_000_000)
    assert verify(dataset, replace(by_hand, moves=(longer,)), rules).is_clean
    (violation,) = verify(dataset, replace(by_hand, moves=(replace(longer, cost_vnd=1),)), rules).violations
    assert (violation.rule, violation.figures["column"]) == ("stated_wrongly", "cost_vnd")


def test_the_cheaper_of_two_goes_where_cost_comes_first() -> None:
    """Both fill the seat; the volunteer comes from 43 km away and is paid for it, the other lives there."""
    dataset = province().replace(
        employees=[
            Employee(id="far", unit="S", field="IT", volunteer=True),
            Employee(id="near", unit="S", field="IT", home_unit="X"),
        ]
    )
    tiers = ("weighted_fill", "volunteers", "cost")
    assert [move.employee for move in plan(dataset, policy(tiers=tiers)).moves] == ["far"]
    assert [move.employee for move in plan(dataset, policy(profile="least_cost")).moves] == ["near"]
