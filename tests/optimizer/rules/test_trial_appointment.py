"""Trial appointments: off unless asked for, of planned leaders, as deputies, at home, for ninety days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from optimizer import endings, plan, verify
from optimizer.domain import Dataset, Employee, Post, Unit, UnitKind
from optimizer.plan import Plan
from optimizer.policy import Form, Policy
from optimizer.rules.example import refuses
from optimizer.rules.leader_equivalence import LeaderEquivalence
from optimizer.rules.trial_appointment import TrialAppointment

DAY = date(2026, 9, 1)
PLANNED, DEPUTY = {"planned_leader": True}, {"leader_rank": "deputy_head"}
ON = Policy.model_validate({"as_of": DAY, "rules": {"trial_appointment": {"on": True}}})


def province(**facts: object) -> Dataset:
    """Two officers where one seat is, one of them planned for leadership, and a deputy's post at home and elsewhere."""
    return Dataset.of(
        units=[
            Unit(code="A", name="A", kind=UnitKind.COMMUNE, quota=1),
            Unit(code="B", name="B", kind=UnitKind.COMMUNE, quota=9),
        ],
        posts=[
            Post(code="A-LAN", unit="A", field="LAN"),
            Post(code="A-DEP", unit="A", field="LAN", leader_rank="deputy_head"),
            Post(code="B-DEP", unit="B", field="LAN", leader_rank="deputy_head"),
        ],
        employees=[
            Employee(id="officer", unit="A", post="A-LAN", field="LAN"),
            Employee.model_validate(
                {"id": "planned", "unit": "A", "post": "A-LAN", "field": "LAN", "planned_leader": True, **facts}
            ),
        ],
    )


def moves(policy: Policy, dataset: Dataset | None = None) -> list[tuple[str, str, Form, date | None]]:
    tables = dataset or province()
    proposal = plan(tables, policy)
    assert verify(tables, proposal, policy).violations == ()
    return [(move.employee, move.to_post, move.form, move.end) for move in proposal.moves]


def test_nobody_is_tried_unless_the_policy_asks_for_it() -> None:
    assert moves(Policy(as_of=DAY)) == []


def test_a_planned_leader_is_tried_at_home_for_ninety_days() -> None:
    trial = [("planned", "A-DEP", Form.REASSIGNMENT, DAY + timedelta(days=90))]
    assert moves(ON) == trial
    later = ON.model_copy(update={"starts_on": DAY + timedelta(days=7)})
    assert [end for *_, end in moves(later)] == [DAY + timedelta(days=97)]
    shorter = Policy.model_validate({"as_of": DAY, "rules": {"trial_appointment": {"on": True, "trial_days": 30}}})
    assert [end for *_, end in moves(shorter)] == [DAY + timedelta(days=30)]


def test_who_is_not_planned_or_leads_already_is_not_tried() -> None:
    assert moves(ON, province(planned_leader=False)) == []
    assert moves(ON, province(leader_rank="head")) == []


@pytest.mark.parametrize(("days", "is_tried"), [(89, False), (90, True), (None, True)])
def test_who_is_tried_serves_until_the_trial_ends(days: int | None, is_tried: bool) -> None:
    leaves_on = None if days is None else DAY + timedelta(days=days)
    assert bool(moves(ON, province(leaves_on=leaves_on))) is is_tried


def test_other_ranks_are_opened_by_the_policy_only() -> None:
    named = {"on": True, "deputy_ranks": ["vice_chairman"]}
    policy = Policy.model_validate({"as_of": DAY, "rules": {"trial_appointment": named}})
    assert moves(policy) == []


def test_a_trial_is_a_term_that_ends() -> None:
    (trial,) = endings(province(), ON, plan(province(), ON).moves)
    assert (trial.employee, trial.form, trial.end, trial.is_planned) == (
        "planned",
        Form.REASSIGNMENT,
        DAY + timedelta(days=90),
        True,
    )


def by_hand(**changes: object) -> Plan:
    proposal = plan(province(), ON)
    (move,) = proposal.moves
    return replace(proposal, moves=(replace(move, **changes),), objective=(), unfilled=(), certificate=None)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (DAY + timedelta(days=90), []),
        (DAY + timedelta(days=1), []),
        (DAY + timedelta(days=91), ["trial_appointment"]),
        (None, ["trial_appointment"]),
    ],
)
def test_a_plan_by_hand_is_held_to_the_ninety_days(end: date | None, expected: list[str]) -> None:
    found = verify(province(), by_hand(end=end), ON).violations
    assert [violation.rule for violation in found] == expected


def test_a_plan_by_hand_is_held_to_equivalence_where_trials_are_off() -> None:
    found = verify(province(), by_hand(), Policy(as_of=DAY)).violations
    assert "leader_equivalence" in {violation.rule for violation in found}


def test_leaders_go_to_equivalent_posts_and_trials_do_not_change_that() -> None:
    for on in (True, False):
        for form in Form:
            assert not refuses(TrialAppointment(), {"leader_rank": "head"}, {"leader_rank": "head"}, form, on=on)
            assert not refuses(TrialAppointment(), PLANNED, {"leader_rank": "head"}, form, on=on)
    assert refuses(LeaderEquivalence(), PLANNED, {"leader_rank": "head"}, Form.REASSIGNMENT)
    assert refuses(LeaderEquivalence(), PLANNED, DEPUTY, Form.REASSIGNMENT)
    for form in Form:
        assert refuses(TrialAppointment(), PLANNED, DEPUTY, form, on=True) is (form is not Form.REASSIGNMENT)
        assert refuses(TrialAppointment(), PLANNED, DEPUTY, form)
