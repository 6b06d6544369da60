"""Tables after a plan count what the plan said they would; time takes people back and out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from optimizer import plan
from optimizer.counts import count, count_after
from optimizer.domain import Dataset, Employee, Post, Unit
from optimizer.edits.issue import issued
from optimizer.edits.pass_time import on_day
from optimizer.ingest.tables import check_dataset
from optimizer.policy import Policy
from tests.optimizer.judge import tiny

DAY = date(2026, 11, 2)


def test_tables_after_a_plan_count_what_counting_the_plan_says() -> None:
    moved = groups = 0
    for seed in range(30):
        dataset, policy = tiny(seed)
        # Who is away may be back when the moves start: both are counted on that day.
        proposal = plan(dataset, policy)
        policy = policy.model_copy(update={"as_of": policy.start, "starts_on": None})
        after = issued(dataset, proposal.moves)
        told, found = count_after(count(dataset, policy), proposal), count(after, policy)
        for name in ("payroll", "working", "seconded_out", "seconded_in", "holders", "away", "stand_ins", "open_seats"):
            assert np.array_equal(getattr(told, name), getattr(found, name)), (seed, name)
        assert after.employees["count"].sum() == dataset.employees["count"].sum()
        before = {(finding.code, finding.column) for finding in check_dataset(dataset, policy.as_of)}
        assert {(finding.code, finding.column) for finding in check_dataset(after, policy.as_of)} <= before, seed
        moved += len(proposal.moves)
        groups += len(after.employees) > len(dataset.employees)
    assert moved > 30 and groups


def test_more_people_than_there_are_cannot_move() -> None:
    dataset = Dataset.of(
        units=[Unit(code="C", name="C", kind="commune"), Unit(code="S", name="S", kind="department")],
        posts=[Post(code="P", unit="C", field="IT")],
        employees=[Employee(id="G", unit="S", field="IT", count=40)],
    )
    (move,) = plan(dataset, Policy(as_of=DAY)).moves
    assert issued(dataset, [move]).employees["id"].tolist() == ["G", "G/P/secondment"]
    with pytest.raises(ValueError, match="more people"):
        issued(dataset, [replace(move, count=41)])
    with pytest.raises(KeyError):
        issued(dataset, [replace(move, employee="X")])


def test_time_ends_secondments_and_service_on_their_days() -> None:
    dataset = Dataset.of(
        units=[Unit(code="C", name="C", kind="commune"), Unit(code="S", name="S", kind="department")],
        employees=[
            Employee(id="L", unit="S", leaves_on=DAY, partner="A"),
            Employee(
                id="A",
                unit="S",
                partner="L",
                seconded_to_unit="C",
                seconded_from=DAY - timedelta(days=90),
                seconded_until=DAY,
            ),
        ],
    )
    assert on_day(dataset, DAY - timedelta(days=1)).sha256 == dataset.sha256
    today, tomorrow = on_day(dataset, DAY), on_day(dataset, DAY + timedelta(days=1))
    assert today.employees["id"].tolist() == ["A"] and today.employee("A").seconded_to_unit == "C"
    back = tomorrow.employee("A")
    assert (back.seconded_to_unit, back.last_return, back.past_secondments, back.partner) == ("", DAY, 1, "")
