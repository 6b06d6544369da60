"""Couples: the rows of the rule forbid what two people may not do, and nothing else."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest

from optimizer.domain import Dataset, Employee, Leg, Post, Unit, UnitKind, Workplace
from optimizer.facts import Facts, facts_of
from optimizer.policy import Policy, RuleSetting
from optimizer.rules import FORMS, Pairs
from optimizer.rules.couples import Couples
from tests.optimizer.judge.travel import Roads, place_of_post

DAY = date(2026, 11, 2)
SEEDS = range(60)
RULE = Couples()

Made = tuple[int | None, ...]
"""Rows of the posts that A and B go to, None for staying."""


def province(seed: int) -> Dataset:
    """Six communes, one of them nobody knows where, one of two workplaces; and a couple, perhaps away."""
    draw = random.Random(seed)
    units = [
        Unit(
            code=f"U{number}",
            name="Xã",
            kind=UnitKind.COMMUNE,
            latitude=21 + draw.uniform(0, 0.5),
            longitude=106 + draw.uniform(0, 0.5),
        )
        for number in range(5)
    ]
    units.append(Unit(code="U5", name="Xã", kind=UnitKind.COMMUNE))
    posts = [Post(code="P0", unit="U0", workplace="W")]
    posts += [Post(code=f"P{number + 1}", unit=f"U{number}") for number in range(6)]
    host, host_post = draw.choice((("U1", ""), ("U2", ""), ("U0", ""), ("U0", "P0")))
    away = {
        "seconded_to_unit": host,
        "seconded_to_post": host_post,
        "seconded_from": DAY - timedelta(days=9),
        "seconded_until": DAY + timedelta(days=draw.choice((-1, 90))),
    }
    people = [
        Employee.model_validate(
            {
                "id": id_,
                "unit": (held := draw.choice(posts)).unit,
                "post": draw.choice(("", held.code)),
                "home_unit": "U4",
            }
            | (away if draw.random() < 0.2 else {})
        )
        for id_ in ("A", "B")
    ]
    named = draw.choice(((0,), (1,), (0, 1)))
    people = [
        person.model_copy(update={"partner": "BA"[number]}) if number in named else person
        for number, person in enumerate(people)
    ]
    there, back = draw.sample(range(5), 2)
    return Dataset.of(
        units=units,
        workplaces=[Workplace(code="W", unit="U0", latitude=21.6, longitude=106.6)],
        posts=posts,
        employees=people,
        travel=[
            Leg(from_=f"U{there}", to=f"U{back}", km=draw.choice((1, 25)), minutes=1),
            Leg(from_=f"U{back}", to=f"U{there}", km=draw.choice((1, 25, 99)), minutes=1),
        ],
    )


def facts(dataset: Dataset, max_km: float) -> Facts:
    return facts_of(dataset, Policy(as_of=DAY, rules={"couples": RuleSetting(on=True, max_km=max_km)}))


def every_pair(facts: Facts) -> Pairs:
    """Both people to every post."""
    posts = len(facts.dataset.posts)
    employee, post = np.repeat([0, 1], posts), np.tile(np.arange(posts), 2)
    return Pairs(facts, employee, post, np.full(2 * posts, FORMS.index("transfer"), np.int8), np.zeros(2 * posts, bool))


def kept_by_rows(pairs: Pairs) -> set[Made]:
    """Moves of A and B within the rows of the rule."""
    bounds, members = RULE.bounds(pairs.facts), RULE.members(pairs)
    rows = np.zeros((len(bounds.upper), len(pairs)), dtype=np.int64)
    np.add.at(rows, (members.subject, members.move), members.coefficient)
    posts, kept = len(pairs.dataset.posts), set()
    for made in every_choice(posts):
        flow = np.zeros((2, posts), dtype=np.int64)
        for person, post in enumerate(made):
            if post is not None:
                flow[person, post] = 1
        total = rows @ flow.ravel()
        if (bounds.lower <= total).all() and (total <= bounds.upper).all():
            kept.add(made)
    return kept


def every_choice(posts: int) -> list[Made]:
    """Each of the two stays, or goes to any post."""
    return list(product((None, *range(posts)), repeat=2))


def allowed(pairs: Pairs, max_km: float) -> set[Made]:
    """The same said plainly: both work near enough to each other, or not farther apart than today."""
    dataset, roads = pairs.dataset, Roads(pairs.dataset, pairs.policy)
    now = [today(dataset, person) for person in dataset.rows("employees")]
    places = [place_of_post(post) for post in dataset.rows("posts")]
    km_now = roads.apart_km(*now)
    found = set()
    for made in every_choice(len(places)):
        km = roads.apart_km(*(here if post is None else places[post] for here, post in zip(now, made, strict=True)))
        if km is None or km <= max_km or (km_now is not None and km <= km_now):
            found.add(made)
    return found


def today(dataset: Dataset, person: Employee) -> str:
    """Where a person works today, be it on secondment."""
    if person.seconded_until is not None and person.seconded_until >= DAY:
        host_post = person.seconded_to_post
        return place_of_post(dataset.post_by_code[host_post]) if host_post else person.seconded_to_unit
    return place_of_post(dataset.post_by_code[person.post]) if person.post else person.unit


@pytest.mark.parametrize("max_km", [5.0, 25.0, 60.0])
def test_the_rows_allow_exactly_what_leaves_both_near_enough(max_km: float) -> None:
    yes = no = 0
    for seed in SEEDS:
        pairs = every_pair(facts(province(seed), max_km))
        kept = kept_by_rows(pairs)
        assert kept == allowed(pairs, max_km), seed
        yes += len(kept)
        no += len(every_choice(len(pairs.dataset.posts))) - len(kept)
    assert min(yes, no) > 200


def test_a_couple_is_two_people_whoever_names_whom() -> None:
    def couples(*people: dict[str, object]) -> list[list[int]]:
        employees = [Employee.model_validate({"unit": "U", **person}) for person in people]
        return Dataset.of(units=[Unit(code="U", name="", kind=UnitKind.WARD)], employees=employees).couples.tolist()

    assert couples() == []
    assert couples({"id": "A"}, {"id": "B"}) == []
    assert couples({"id": "A", "partner": "B"}, {"id": "B"}) == [[0, 1]]
    assert couples({"id": "A"}, {"id": "B", "partner": "A"}) == [[0, 1]]
    assert couples({"id": "A", "partner": "B"}, {"id": "B", "partner": "A"}) == [[0, 1]]
    assert couples({"id": "A", "partner": "A"}, {"id": "B", "partner": "C"}) == []
    assert couples({"id": "A", "partner": "B"}, {"id": "B", "count": 2}) == []
    assert couples({"id": "A", "partner": "C"}, {"id": "B"}, {"id": "C", "partner": "B"}) == [[0, 2], [1, 2]]


def test_a_row_names_who_goes_where_and_whose_partner_that_is() -> None:
    found = facts(province(0), 25.0)
    places = ("U0", "U1", "U2", "U3", "U4", "U5", "W")
    expected = [f"{one} → {place}, {other}" for one, other in (("A", "B"), ("B", "A")) for place in places]
    assert [RULE.label(subject, found) for subject in range(len(RULE.bounds(found).upper))] == expected


def test_couples_are_looked_at_only_where_the_policy_says_so() -> None:
    assert not RULE.is_on(Policy())
    assert not RULE.is_on(Policy(rules={"couples": RuleSetting(max_km=9.0)}))
    assert RULE.is_on(Policy(rules={"couples": RuleSetting(on=True)}))
