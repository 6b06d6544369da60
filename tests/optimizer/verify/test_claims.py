"""What a plan says of its values, bounds and vacant seats is measured again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.plan import Status, Termination, TierValue, VacancyCause, VacantSeats
from optimizer.planning import plan_facts
from optimizer.rules import objectives_of
from optimizer.verify import verify
from tests.optimizer.verify.province import FACTS, claims, codes, good, province, with_tables


@pytest.mark.parametrize("tier", [objective.id for objective in objectives_of(FACTS)])
def test_a_claimed_value_that_is_wrong(tier: str) -> None:
    right = good().values[tier]
    for wrong in (right + 1, right - 1):
        found = [one for one in verify(claims(**{tier: wrong}), FACTS).violations if one.rule == "claimed_value"]
        assert [(one.subject, one.figures["claimed"], one.figures["value"]) for one in found] == [(tier, wrong, right)]


def test_the_values_measured_are_the_plan_s_whatever_it_claims() -> None:
    measured = verify(claims(burden=10**6), FACTS).objective
    assert {tier.tier: tier.value for tier in measured} == dict(good().values)
    assert [(tier.tier, tier.unit) for tier in measured] == [(tier.tier, tier.unit) for tier in good().objective]


def test_a_bound_above_the_value_is_none() -> None:
    first, *rest = good().objective
    assert first.bound == first.value
    assert codes(replace(good(), objective=(replace(first, bound=first.value + 1), *rest))) == ["claimed_bound"]
    assert codes(replace(good(), objective=(replace(first, bound=first.value - 1), *rest))) == []
    assert codes(replace(good(), objective=(replace(first, bound=None), *rest))) == []


def test_tiers_left_out_added_or_in_another_order() -> None:
    for claimed in (
        good().objective[1:],
        good().objective[::-1],
        (*good().objective, good().objective[0]),
        (*good().objective, TierValue("goodwill", "people", 0, 0)),
    ):
        assert codes(replace(good(), objective=claimed)) == ["claimed_tiers"]


def test_vacant_seats_that_are_not_so() -> None:
    """One left out, one stated twice, one that is filled, one that there is not."""
    first, *rest = good().unfilled
    assert first.seats == 1
    for unfilled, expected in (
        (rest, (first.post, 0, 1)),
        ([first, first, *rest], (first.post, 2, 1)),
        ([first, *rest, VacantSeats("B-IT", "B", "IT", 1, VacancyCause.OUTBID, 1)], ("B-IT", 1, 0)),
        ([first, *rest, VacantSeats("Z-1", "B", "IT", 1, VacancyCause.OUTBID, 1)], ("Z-1", 1, 0)),
    ):
        (violation,) = verify(replace(good(), unfilled=tuple(unfilled)), FACTS).violations
        assert violation.rule == "claimed_vacancy"
        assert (violation.subject, violation.figures["claimed"], violation.figures["value"]) == expected


def test_a_seat_that_the_plan_reopens_is_among_the_vacant() -> None:
    assert "A-CUL" in {vacancy.post for vacancy in good().unfilled}


SPEAKING = with_tables(
    units=[
        unit.model_copy(update={"languages": ("tày",)} if unit.code == "A" else {}) for unit in province().rows("units")
    ]
)
"""Commune A needs a language that nobody speaks."""


def test_demands_that_are_not_missed_as_the_plan_says() -> None:
    """Listed as it is, left out, with another figure, twice; only the first is right."""
    proposal = plan_facts(SPEAKING)
    assert proposal.termination.status is Status.INFEASIBLE
    (missed,) = proposal.unmet
    for unmet, expected in (
        ((missed,), []),
        ((), ["demand_not_claimed"]),
        ((replace(missed, demanded=2),), ["claimed_demand", "demand_not_claimed"]),
        ((missed, missed), ["claimed_demand"]),
    ):
        found = [one.rule for one in verify(replace(proposal, unmet=unmet), SPEAKING).violations]
        assert sorted(found) == sorted(["speakers", *expected])


def test_a_status_that_cannot_be() -> None:
    proposal = plan_facts(SPEAKING)
    for status, expected in (
        (Status.INFEASIBLE, ["speakers"]),
        (Status.FEASIBLE, ["speakers"]),
        (Status.OPTIMAL, ["speakers", "claimed_status"]),
    ):
        ended = replace(proposal, termination=Termination(status, ""))
        assert [one.rule for one in verify(ended, SPEAKING).violations] == expected
    assert codes(replace(good(), termination=Termination(Status.INFEASIBLE, ""))) == ["claimed_status"]
