"""Rows of the table of limits: which moves they count, where, and how they are told; housing beside them."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer.domain import (
    Dataset,
    Employee,
    EmployeeKind,
    Limit,
    LimitForm,
    LimitKind,
    LimitSubject,
    Post,
    Unit,
    UnitKind,
)
from optimizer.facts import Facts, facts_of
from optimizer.policy import Policy, RuleSetting
from optimizer.rules.housing import Housing
from optimizer.rules.limit_rule import UNLIMITED, Place
from optimizer.rules.local_limits import LocalLimits
from optimizer.rules.release import Release
from tests.optimizer.rules.every_pair import moves_each, pairs_of

RULE = LocalLimits()
RELEASE, ARRIVAL = LimitSubject.RELEASE, LimitSubject.ARRIVAL


def facts(*limits: Limit, **tables: list[object]) -> Facts:
    """Communes A and B with a post of IT and one of accounting each, department S; people in A and S."""
    units = [
        Unit(code="A", name="Xã A", kind=UnitKind.COMMUNE),
        Unit(code="B", name="Xã B", kind=UnitKind.WARD),
        Unit(code="S", name="Sở S", kind=UnitKind.DEPARTMENT),
    ]
    posts = [Post(code=f"{unit}-{field}", unit=unit, field=field) for unit in "AB" for field in ("IT", "ACC")]
    people = [
        Employee(id="a", unit="A", field="IT", post="A-ACC"),
        Employee(id="g", unit="A", field="IT", kind=EmployeeKind.PUBLIC_EMPLOYEE, count=3),
        Employee(id="s", unit="S", field="ACC"),
    ]
    given = {"units": units, "posts": posts, "employees": people, "limits": limits} | tables
    return facts_of(Dataset.of(**given), Policy(as_of=date(2026, 11, 2)))


def counted(limit: Limit) -> set[str]:
    """The moves that a row counts, by its vectorised statement; the readable one says the same."""
    pairs = pairs_of(facts(limit))
    members = RULE.members(pairs)
    assert (members.subject == 0).all() and (members.coefficient == 1).all()
    moves = moves_each(pairs)
    charged = {number for number, move in enumerate(moves) if list(RULE.charges(move, pairs.facts)) == [(0, 1)]}
    assert charged == set(members.move.tolist())
    return {f"{moves[number].employee} {moves[number].to_post} {moves[number].form[0]}" for number in charged}


AWAY = {
    *(f"{who} B-{field} {form}" for who in "ag" for field in ("IT", "ACC") for form in "ts"),
    *(f"s {unit}-{field} {form}" for unit in "AB" for field in ("IT", "ACC") for form in "ts"),
}
"""All moves between units; a person of A can also be reassigned at home, which no row counts."""


@pytest.mark.parametrize(
    ("cells", "is_counted"),
    [
        ({"subject": RELEASE}, lambda who, post, form: True),
        ({"subject": ARRIVAL}, lambda who, post, form: True),
        ({"subject": RELEASE, "unit": "A"}, lambda who, post, form: who in "ag"),
        ({"subject": ARRIVAL, "unit": "A"}, lambda who, post, form: post[0] == "A"),
        ({"subject": RELEASE, "unit": "B"}, lambda who, post, form: False),
        ({"subject": RELEASE, "unit": "S", "other_unit": "B"}, lambda who, post, form: who == "s" and post[0] == "B"),
        ({"subject": ARRIVAL, "unit": "B", "other_unit": "S"}, lambda who, post, form: who == "s" and post[0] == "B"),
        ({"subject": RELEASE, "other_unit": "A"}, lambda who, post, form: post[0] == "A"),
        ({"subject": ARRIVAL, "other_unit": "A"}, lambda who, post, form: who in "ag"),
        ({"subject": ARRIVAL, "field": "IT"}, lambda who, post, form: post[2:] == "IT"),
        # Those who leave count in the field of the post they hold, else in their own.
        ({"subject": RELEASE, "field": "IT"}, lambda who, post, form: who == "g"),
        ({"subject": RELEASE, "unit": "A", "field": "ACC"}, lambda who, post, form: who == "a"),
        ({"subject": RELEASE, "field": "NONE"}, lambda who, post, form: False),
        ({"subject": ARRIVAL, "unit": "B", "field": "NONE"}, lambda who, post, form: False),
        ({"subject": RELEASE, "form": LimitForm.TRANSFER}, lambda who, post, form: form == "t"),
        (
            {"subject": ARRIVAL, "unit": "B", "form": LimitForm.SECONDMENT},
            lambda who, post, form: post[0] + form == "Bs",
        ),
        ({"subject": RELEASE, "kind": LimitKind.PUBLIC_EMPLOYEE}, lambda who, post, form: who == "g"),
        ({"subject": ARRIVAL, "kind": LimitKind.CIVIL_SERVANT}, lambda who, post, form: who in "as"),
    ],
    ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_a_row_counts_the_moves_that_fit_all_its_cells(cells, is_counted) -> None:
    expected = {move for move in AWAY if is_counted(*move.split(" "))}
    assert counted(Limit(**cells, at_most=1)) == expected


@pytest.mark.parametrize(
    ("cells", "place", "number", "label"),
    [
        ({"subject": RELEASE}, Place.NOWHERE, 0, "* → *"),
        ({"subject": RELEASE, "form": LimitForm.TRANSFER}, Place.NOWHERE, 0, "* → * (transfer)"),
        ({"subject": RELEASE, "unit": "S"}, Place.LEAVING, 2, "S → *"),
        ({"subject": ARRIVAL, "other_unit": "S", "field": "IT"}, Place.LEAVING, 2, "S → */IT"),
        ({"subject": ARRIVAL, "unit": "B"}, Place.ARRIVING, 1, "* → B"),
        ({"subject": RELEASE, "other_unit": "B", "field": "IT"}, Place.ARRIVING, 1, "*/IT → B"),
        ({"subject": RELEASE, "unit": "A", "field": "IT"}, Place.RELEASE, 1, "A/IT → *"),
        ({"subject": ARRIVAL, "unit": "B", "field": "IT"}, Place.ENTERING, 3, "* → B/IT"),
        ({"subject": ARRIVAL, "unit": "B", "field": "NONE"}, Place.ARRIVING, 1, "* → B/NONE"),
        (
            {
                "subject": RELEASE,
                "unit": "A",
                "other_unit": "B",
                "form": LimitForm.SECONDMENT,
                "kind": LimitKind.PUBLIC_EMPLOYEE,
            },
            Place.NOWHERE,
            0,
            "A → B (secondment, public_employee)",
        ),
    ],
    ids=str,
)
def test_a_row_is_counted_at_the_unit_or_field_it_is_about(cells, place, number, label) -> None:
    """Fields are ACC and IT, in this order."""
    looked_at = facts(Limit(**cells, at_most=1))
    places = RULE.places(looked_at)
    assert (places.place.tolist(), places.number.tolist()) == ([place], [number])
    assert RULE.label(0, looked_at) == label


@pytest.mark.parametrize(
    ("numbers", "lower", "upper"),
    [
        ({"at_most": 2}, 0, 2),
        ({"keep": 1}, 0, 3),
        ({"keep": 9}, 0, 0),
        ({"keep": 1, "at_most": 2}, 0, 2),
        ({"at_least": 2}, 2, UNLIMITED),
        ({"at_least": 1, "at_most": 1}, 1, 1),
    ],
)
def test_bounds_of_a_unit_of_four(numbers, lower, upper) -> None:
    bounds = RULE.bounds(facts(Limit(subject=RELEASE, unit="A", **numbers)))
    assert (bounds.lower.tolist(), bounds.upper.tolist()) == ([lower], [upper])


def test_what_a_field_releases_is_left_to_the_rule_of_release_but_not_what_is_demanded_of_it() -> None:
    looked_at = facts(Limit(subject=RELEASE, unit="A", field="IT", keep=2, at_most=2, at_least=1))
    bounds = RULE.bounds(looked_at)
    assert (bounds.lower.tolist(), bounds.upper.tolist()) == ([1], [UNLIMITED])
    of_release = Release().bounds(looked_at)
    assert of_release.upper[1] == 1
    assert (of_release.lower == 0).all()
    narrower = facts(Limit(subject=RELEASE, unit="A", field="IT", form=LimitForm.TRANSFER, at_most=2))
    assert RULE.bounds(narrower).upper.tolist() == [2]
    assert Release().bounds(narrower).upper[1] == Release().bounds(facts()).upper[1]


def test_without_rows_there_is_nothing_to_count() -> None:
    pairs = pairs_of(facts())
    assert len(RULE.bounds(pairs.facts).upper) == len(RULE.members(pairs).move) == 0
    assert len(RULE.places(pairs.facts).place) == 0


@pytest.mark.parametrize(("beyond_km", "far"), [(5.0, ["B", "C"]), (30.0, ["C"]), (300.0, [])])
def test_housing_counts_those_who_come_from_far_and_nobody_whose_way_is_unknown(
    beyond_km: float, far: list[str]
) -> None:
    """From A it is 29 km to B and 58 km to C; nobody knows where D is."""
    latitudes = {"A": 21.0, "B": 21.2, "C": 21.4, "D": None}
    units = [
        Unit(
            code=code,
            name="Xã",
            kind=UnitKind.COMMUNE,
            latitude=latitude,
            longitude=latitude and 106.0,
            housing_places=None if code == "A" else 2,
        )
        for code, latitude in latitudes.items()
    ]
    dataset = Dataset.of(
        units=units,
        posts=[Post(code=f"P{code}", unit=code) for code in latitudes],
        employees=[Employee(id="e", unit="A", home_unit="A")],
    )
    looked_at = facts_of(dataset, Policy(rules={"housing": RuleSetting(beyond_km=beyond_km)}))
    pairs, rule = pairs_of(looked_at), Housing()
    codes = dataset.units["code"].to_numpy()
    assert rule.bounds(looked_at).upper.tolist() == [UNLIMITED, 2, 2, 2]
    assert sorted(set(codes[rule.members(pairs).subject])) == far
    assert rule.is_on(Policy())
