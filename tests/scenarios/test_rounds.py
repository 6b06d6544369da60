"""A plan after a plan keeps the moves issued before it."""

from __future__ import annotations

import pytest

from optimizer import verify
from optimizer.policy import Policy
from scenarios.rounds import next_base, rounds
from tests.api.conftest import province
from tests.optimizer.edits.test_edits import POLICY


def test_running_secondments_are_facts_until_they_end_and_transfers_for_good() -> None:
    policy = Policy(as_of=POLICY.as_of, term_months=18)
    made = list(rounds(province(), policy, 3))
    assert [one.policy.as_of.year for one in made] == [2026, 2027, 2028]
    assert all(verify(one.dataset, one.plan, one.policy).is_clean for one in made)
    sent = {move.form.value: move.employee for move in made[0].plan.moves}
    assert sorted(sent) == ["secondment", "transfer"]
    # While the IT officer is away the seat is filled; after the term it is open once more, to somebody else.
    assert made[1].dataset.employee(sent["secondment"]).seconded_to_post == "07525-IT"
    assert made[1].plan.moves == ()
    assert made[2].dataset.employee(sent["secondment"]).past_secondments == 1
    assert {one.dataset.employee(sent["transfer"]).unit for one in made[1:]} == {"07525"}
    (again,) = made[2].plan.moves
    assert again.to_post == "07525-IT" and again.employee != sent["secondment"]


def test_a_round_begins_after_the_moves_before_it() -> None:
    (made,) = rounds(province(), Policy(as_of=POLICY.as_of), 1)
    with pytest.raises(ValueError, match="not started"):
        next_base(made, made.policy.as_of.replace(month=10))
