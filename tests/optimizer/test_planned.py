"""A plan with its tables: what library users hold in their hands."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from optimizer import InputError, Planned, Policy, Scenario, plan, verify
from optimizer.domain import Dataset
from optimizer.export import plan_from_json, plan_to_json
from optimizer.export.tables import MOVE_COLUMNS
from optimizer.ledger import ledger_of
from optimizer.plan import Plan
from tests.api.conftest import province

POLICY = Policy(as_of=date(2025, 10, 1))
PIN = {"as_of": "2025-10-01", "edits": [{"kind": "pin", "employee": "L1"}]}


@pytest.fixture(scope="module")
def planned() -> Planned:
    return plan(province(), POLICY)


def test_a_plan_is_equal_to_any_that_says_the_same(planned: Planned) -> None:
    alone = planned.plan
    assert type(alone) is Plan and alone == planned and planned == alone and hash(alone) == hash(planned)
    assert plan_from_json(plan_to_json(planned), planned.certificate) == planned
    assert plan_to_json(planned) == plan_to_json(alone)
    assert planned != replace(planned, moves=()) and planned != "a plan"
    assert Planned.of(alone, planned.dataset, planned.policy) == planned
    assert b"Y\xc3\xaan D\xc5\xa9ng" not in pickle.dumps(alone) and "Yên Dũng" not in repr(planned)


def test_counts_are_those_of_the_ledger_before_and_after(planned: Planned) -> None:
    expected = ledger_of(province(), POLICY, planned)
    pd.testing.assert_frame_equal(planned.counts.before, expected.before)
    assert planned.counts.after is not None and expected.after is not None
    pd.testing.assert_frame_equal(planned.counts.after, expected.after)
    seats = planned.counts.before["open_seats"] - planned.counts.after["open_seats"]
    assert seats.to_dict() == {"07525": 2, "07681": 0, "SNV": -1}


def test_moves_are_a_table_with_typed_columns(planned: Planned) -> None:
    frame = planned.to_frame()
    assert tuple(frame.columns) == MOVE_COLUMNS
    assert [*zip(frame["employee"], frame["form"], strict=True)] == [
        (move.employee, move.form.value) for move in planned.moves
    ]
    assert frame["km"].tolist() == [move.km for move in planned.moves]
    transfer = frame[frame["form"] == "transfer"]
    assert transfer["end"].isna().all() and len(transfer) == 1
    nobody = replace(planned, moves=()).to_frame()
    assert nobody.empty and tuple(nobody.columns) == MOVE_COLUMNS
    for name in ("start", "end"):
        assert pd.api.types.is_datetime64_any_dtype(frame[name]) and pd.api.types.is_datetime64_any_dtype(nobody[name])


def test_the_summary_is_in_words(planned: Planned) -> None:
    assert planned.summary().startswith("# ") and "secondment" in planned.summary()
    assert "biệt phái" in planned.summary("vi")


def test_a_scenario_takes_the_place_of_the_policy() -> None:
    scenario = Scenario.model_validate(PIN | {"policy": {"rules": {"max_distance": {"max_km": 99.0}}}})
    edited = scenario.apply(province(), Policy())
    planned = plan(province(), scenario)
    assert planned == plan(edited.dataset, edited.policy)
    assert planned.dataset.sha256 == edited.dataset.sha256 and planned.policy == edited.policy
    assert planned.provenance.dataset_sha256 != province().sha256
    assert verify(planned.dataset, planned, planned.policy).is_clean


@pytest.mark.parametrize(
    ("dataset", "scenario", "code"),
    [
        (province(), PIN | {"edits": [{"kind": "pin", "employee": "nobody"}]}, "unknown_code"),
        (Dataset.of(), PIN, "unknown_code"),
        (province(), PIN | {"policy": {"rules": {"max_distanse": {"max_km": 1.0}}}}, "unknown_rule"),
        (province(), PIN | {"policy": {"term_months": 0}}, "policy_value"),
    ],
)
def test_a_scenario_that_cannot_be_made_is_refused(dataset: Dataset, scenario: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as raised:
        plan(dataset, Scenario.model_validate(scenario))
    assert code in {finding.code for finding in raised.value.findings}
