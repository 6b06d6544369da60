"""Why somebody does not take a post: the rules, the limits, or what it would cost."""

from __future__ import annotations

from optimizer import plan
from optimizer.domain import Dataset, Employee, Limit, LimitSubject, Post, Unit, UnitKind
from optimizer.explain import Budget, Standing, Verdict, standing_of, why_not
from optimizer.facts import facts_of
from optimizer.policy import Policy

UNITS = [
    Unit(code="X", name="Xã", kind=UnitKind.COMMUNE, quota=10),
    Unit(code="S", name="Sở", kind=UnitKind.DEPARTMENT),
    Unit(code="T", name="Sở khác", kind=UnitKind.DEPARTMENT),
]
PEOPLE = [
    Employee(id="1", unit="S", field="IT", volunteer=True),
    Employee(id="2", unit="S", field="IT"),
    Employee(id="3", unit="S", field="LAW"),
    Employee(id="4", unit="S", field="IT", blocks="iii"),
    Employee(id="5", unit="X", post="Q", field="IT"),
    Employee(id="6", unit="T", field="IT"),
]
DATASET = Dataset.of(
    units=UNITS,
    posts=[Post(code="P", unit="X", field="IT"), Post(code="Q", unit="X", field="IT")],
    employees=PEOPLE,
    limits=[Limit(subject=LimitSubject.RELEASE, unit="T", at_most=0)],
)


def standing() -> Standing:
    facts = facts_of(DATASET, Policy())
    return standing_of(plan(DATASET, facts.policy), facts)


def test_every_verdict() -> None:
    at = standing()
    verdicts = {person.id: why_not(at, person.id, "P", Budget(0)).verdict for person in PEOPLE}
    assert verdicts == {
        "1": Verdict.PLANNED,
        "2": Verdict.COSTS,
        "3": Verdict.REFUSED,
        "4": Verdict.REFUSED,
        "5": Verdict.NEEDED_WHERE_THEY_ARE,
        "6": Verdict.NO_ROOM,
    }
    assert why_not(at, "2", "Q", Budget(0)).verdict is Verdict.NOT_NEEDED


def test_a_cost_is_told_by_tier_with_whom_it_displaces() -> None:
    effect = why_not(standing(), "2", "P", Budget(0)).effect
    assert effect is not None
    tiers = [tier.id for tier in standing().problem.tiers]
    assert {tier: loss for tier, loss in zip(tiers, effect.loss, strict=True) if loss} == {"volunteers": 1}
    assert [named[0] for named in effect.gone] == ["1"]
    assert [named[0] for named in effect.come] == ["2"]


def test_no_room_names_the_limit_that_one_move_breaks_by_itself() -> None:
    assert [limit.rule for limit in why_not(standing(), "6", "P", Budget(0)).limits] == ["local_limits"]


def test_a_bar_is_one_neutral_sentence() -> None:
    (refused,) = why_not(standing(), "4", "P", Budget(0)).refusals
    assert (refused.rule, refused.en) == ("bar", "Not considered for a move under the regulations.")
