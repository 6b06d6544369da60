"""Who bears a plan: groups recounted from the tables, and none so small that somebody could be made out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer import plan
from optimizer.domain import Dataset, Employee, Post, Unit, UnitKind
from optimizer.explain.fairness import FEWEST, Fairness, Trait, fairness_of
from optimizer.facts import Facts, facts_of
from optimizer.plan import Plan
from optimizer.policy import Form, Policy, RuleSetting

UNITS = [
    Unit(code="X", name="Xã", kind=UnitKind.COMMUNE, quota=100),
    *(Unit(code=code, name=code, kind=UnitKind.DEPARTMENT) for code in "ST"),
]
POLICY = Policy(as_of=date(2025, 10, 1), rules={"sender_share": RuleSetting.model_validate({"share": 1.0})})
BORN = {None: "", date(1995, 10, 2): "0", date(1995, 10, 1): "30", date(1960, 1, 1): "50"}
"""Days of birth, and the band of age on the first of October 2025."""

people = st.lists(
    st.builds(
        Employee,
        id=st.just("?"),
        unit=st.sampled_from("ST"),
        field=st.just("IT"),
        sex=st.sampled_from(["", "female", "female", "male"]),
        birth_date=st.sampled_from(list(BORN)),
        volunteer=st.booleans(),
    ),
    max_size=24,
)


def province(drawn: list[Employee]) -> tuple[Facts, Plan]:
    """Everybody is moved, as there are seats for all."""
    staff = [person.model_copy(update={"id": f"e{number}"}) for number, person in enumerate(drawn)]
    posts = [Post(code="P", unit="X", field="IT", seats=max(len(staff), 1))]
    dataset = Dataset.of(units=UNITS, posts=posts, employees=staff)
    proposal = plan(dataset, POLICY)
    assert len(proposal.moves) == len(staff)
    return facts_of(dataset, POLICY), proposal


def groups_of(facts: Facts, proposal: Plan) -> dict[Trait, dict[str, list[str]]]:
    """The people of every group, by another reading of the tables; all distances are unknown."""
    found: dict[Trait, dict[str, list[str]]] = {trait: {} for trait in Trait}
    for move in proposal.moves:
        person = facts.dataset.employee(move.employee)
        own = {Trait.SEX: person.sex.value, Trait.AGE: BORN[person.birth_date], Trait.SENDER: person.unit}
        for trait, group in {**own, Trait.DISTANCE: ""}.items():
            found[trait].setdefault(group, []).append(person.id)
    return found


@settings(max_examples=25, deadline=None)
@given(people)
def test_groups_are_those_recounted_and_none_is_small(drawn: list[Employee]) -> None:
    facts, proposal = province(drawn)
    found: Fairness = fairness_of(proposal, facts)
    unwilling = {person.id for person in facts.dataset.rows("employees") if not person.volunteer}
    assert (found.moved, found.unwilling) == (len(drawn), len(unwilling))
    for trait, groups in groups_of(facts, proposal).items():
        shares = [share for share in found.shares if share.trait is trait]
        if len(drawn) < FEWEST:
            assert not shares
            continue
        assert sorted(group for share in shares for group in share.groups) == sorted(groups)
        for share in shares:
            own = [person for group in share.groups for person in groups[group]]
            assert (share.moved, share.unwilling) == (len(own), len(unwilling.intersection(own)))
            assert share.moved >= FEWEST
            assert share.staff == (None if trait is Trait.DISTANCE else len(own))
        assert sum(len(share.groups) > 1 for share in shares) <= 1


def test_small_groups_cannot_be_worked_out_from_the_rest() -> None:
    """Three women beside nine men are told of with the men: else twelve less nine would tell."""
    women = [Employee(id="?", unit="S", field="IT", sex="female")] * 3
    men = [Employee(id="?", unit="T", field="IT", sex="male")] * 9
    facts, proposal = province([*women, *men])
    found = fairness_of(proposal, facts)
    assert [share.groups for share in found.shares] == [("female", "male"), ("",), ("S", "T"), ("",)]


def test_the_burden_of_all_groups_is_that_of_the_plan() -> None:
    facts, proposal = province([Employee(id="?", unit="S", field="IT", sex="male")] * 6)
    at_home = replace(proposal.moves[0], form=Form.REASSIGNMENT)
    found = fairness_of(replace(proposal, moves=(*proposal.moves[1:], at_home)), facts)
    assert found.moved == 5
    for trait in Trait:
        assert sum(share.minutes for share in found.shares if share.trait is trait) == proposal.values["burden"] * 5 / 6


def test_a_plan_of_strangers_is_refused() -> None:
    facts, proposal = province([Employee(id="?", unit="S", field="IT")])
    stranger = replace(proposal.moves[0], employee="nobody")
    with pytest.raises(KeyError):
        fairness_of(replace(proposal, moves=(stranger,)), facts)
