"""A plan compared with another: what counts as changed, and the plan that changes least."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from optimizer import check_proof, plan, verify
from optimizer.domain import Dataset, Employee, Post, Unit, UnitKind
from optimizer.facts import facts_of
from optimizer.plan import Move, Plan, ProofCheck, moves_sha256
from optimizer.policy import Form, Policy, RuleSetting
from optimizer.rules.changes import Changes
from tests.optimizer.rules.every_pair import plan_with

POLICY = Policy(as_of=date(2026, 11, 2), rules={"sender_share": RuleSetting(share=1.0)})
CHANGES = Changes()


def province(people: int = 1, seats: int = 1) -> Dataset:
    """Two alike rows of people in a department, and one post of a commune."""
    return Dataset.of(
        units=[
            Unit(code="X", name="Xã", kind=UnitKind.COMMUNE),
            Unit(code="S", name="Sở", kind=UnitKind.DEPARTMENT),
        ],
        posts=[Post(code="P", unit="X", field="IT", seats=seats)],
        employees=[Employee(id=id_, unit="S", field="IT", count=people) for id_ in ("g", "h")],
    )


def going(dataset: Dataset, **people: int) -> Plan:
    """A plan of so many of each row, made by hand from one that the planner makes."""
    some = plan(dataset, POLICY).moves[0]
    moves = tuple(replace(some, employee=id_, count=number) for id_, number in people.items())
    return plan_with(moves, facts_of(dataset, POLICY))


def measured(proposal: Plan, base: tuple[Move, ...]) -> int:
    return CHANGES.measure(proposal, facts_of(province(5, 5), POLICY, base))


def test_people_moved_in_one_plan_only_are_counted_from_both_sides() -> None:
    dataset = province(5, 5)
    base = going(dataset, g=2).moves
    for people, changes in (({"g": 2}, 0), ({"g": 1}, 1), ({"g": 5}, 3), ({}, 2), ({"h": 2}, 4), ({"g": 2, "h": 1}, 1)):
        assert measured(going(dataset, **people), base) == changes, people
    assert measured(going(dataset, g=2), ()) == 2


def test_another_form_is_another_move() -> None:
    proposal = going(province(5, 5), g=2)
    transferred = tuple(replace(move, form=Form.TRANSFER) for move in proposal.moves)
    assert measured(replace(proposal, moves=transferred), proposal.moves) == 4


def test_the_tier_is_there_only_with_a_base() -> None:
    dataset = province()
    alone = plan(dataset, POLICY)
    again = plan(dataset, POLICY, base=alone)
    assert "changes" not in alone.values
    assert alone.provenance.base_sha256 == ""
    assert again.values["changes"] == 0
    assert again.provenance.base_sha256 == moves_sha256(alone.moves)
    assert again.moves == alone.moves


def test_a_base_without_moves_is_a_base() -> None:
    dataset = province()
    nobody = going(dataset)
    assert plan(dataset, POLICY, base=nobody).values["changes"] == 1


@pytest.mark.parametrize("engine", ["flow", "cp-sat"])
@pytest.mark.parametrize("chosen", ["g", "h"])
def test_of_two_alike_the_one_in_the_base_goes(engine: str, chosen: str) -> None:
    dataset = province()
    base = going(dataset, **{chosen: 1})
    proposal = plan(dataset, POLICY, base=base, engine=engine)
    assert [move.employee for move in proposal.moves] == [chosen]
    assert proposal.has_proof
    assert verify(dataset, proposal, POLICY, base=base).is_clean
    expected = ProofCheck.CONFIRMED if engine == "flow" else ProofCheck.ABSENT
    assert check_proof(dataset, proposal, POLICY, base=base) is expected


@pytest.mark.parametrize("engine", ["flow", "cp-sat"])
@pytest.mark.parametrize("kept", [1, 2, 3])
def test_part_of_a_group_stays_part_of_it(engine: str, kept: int) -> None:
    """Four seats, two rows of three: the base says how many of which."""
    dataset = province(3, 4)
    base = going(dataset, g=kept, h=4 - kept)
    proposal = plan(dataset, POLICY, base=base, engine=engine)
    assert {move.employee: move.count for move in proposal.moves} == {"g": kept, "h": 4 - kept}
    assert proposal.values["changes"] == 0
    assert proposal.has_proof
    assert verify(dataset, proposal, POLICY, base=base).is_clean


def test_a_base_from_other_tables_counts_what_cannot_be_kept() -> None:
    base = going(province(), g=1)
    gone = province().replace(employees=[Employee(id="new", unit="S", field="IT")])
    assert plan(gone, POLICY, base=base).values["changes"] == 2


def test_a_plan_verified_against_another_base_is_not_what_it_says() -> None:
    dataset = province()
    base, other = going(dataset, g=1), going(dataset, h=1)
    proposal = plan(dataset, POLICY, base=base)
    assert "claimed_value" in [violation.rule for violation in verify(dataset, proposal, POLICY, base=other).violations]
    assert "claimed_tiers" in [violation.rule for violation in verify(dataset, proposal, POLICY).violations]


def test_the_hash_of_moves_knows_neither_order_nor_distance() -> None:
    moves = going(province(5, 5), g=2, h=1).moves
    assert moves_sha256(moves) == moves_sha256(moves[::-1])
    assert moves_sha256(moves) == moves_sha256(tuple(replace(move, km=1.0) for move in moves))
    assert moves_sha256(moves) != moves_sha256((replace(moves[0], count=1), *moves[1:]))
    assert moves_sha256(moves) != moves_sha256(moves[:1])
