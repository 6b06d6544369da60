"""Unmet demands in a summary, as a table and in plan.json."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.domain import Dataset
from optimizer.export import markdown, plan_from_json, plan_to_json, report, summarise, unmet_csv
from optimizer.plan import FullLimit, Plan, RefusedMove, Status, Termination, TierValue, UnmetDemand
from optimizer.policy import Form, Policy
from optimizer.text import Language

UNMET = (
    UnmetDemand(
        "instruction_force",
        "A → 00002-IT",
        1,
        0,
        0,
        0,
        refusals=(
            RefusedMove("instruction_pin", Form.TRANSFER, "00002-IT", "Được giữ nguyên.", "Kept in place."),
            RefusedMove("same_post", None, "", "Đang giữ.", "Already held."),
        ),
    ),
    UnmetDemand("local_limits", "* → 00002", 3, 1, 2, 4, limits=(FullLimit("quota", 3, "Hết chỉ tiêu.", "No room."),)),
    UnmetDemand("speakers", "00002/tày", 1, 0, 0, 0),
)


@pytest.fixture
def relaxed(plan: Plan) -> Plan:
    """The plan, missing four people of three demands."""
    return replace(
        plan,
        unmet=UNMET,
        termination=Termination(Status.INFEASIBLE, "demands_unmet"),
        objective=(TierValue("unmet_demands", "people", 4, 4), *plan.objective),
    )


def text(dataset: Dataset, policy: Policy, plan: Plan, language: Language) -> str:
    return markdown(report(summarise(dataset, policy, plan), language), language)


def test_what_is_missed_comes_first_with_its_reasons(dataset: Dataset, policy: Policy, relaxed: Plan) -> None:
    lines = text(dataset, policy, relaxed, "en").splitlines()
    assert lines[2] == "## Demands not met"
    for expected in (
        "| A → 00002-IT | instruction_force | 1 | 0 | 1 | 0 |",
        "| * → 00002 | local_limits | 3 | 1 | 2 | 2 |",
        "A → 00002-IT: refused by the rules. (transfer, 00002-IT) Kept in place. Already held.",
        "* → 00002: candidates for the 3 people demanded: 2.",
        "* → 00002: one more such move would break limits. No room. (in the way of 3 of 4)",
        "00002/tày: there is nobody whom the rules let be moved so into an open seat.",
        "Status: the demands cannot all be met, proved.",
    ):
        assert expected in lines
    vietnamese = text(dataset, policy, relaxed, "vi")
    for expected in (
        "## Yêu cầu bắt buộc chưa đáp ứng",
        "A → 00002-IT: quy tắc không cho phép. (điều động, 00002-IT) Được giữ nguyên. Đang giữ.",
        "* → 00002: chỉ có 2 ứng viên cho yêu cầu 3 người.",
        "* → 00002: thêm một lượt như vậy là vượt giới hạn. Hết chỉ tiêu. (cản 3 trên 4 lượt)",
    ):
        assert expected in vietnamese


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        (4, "Proved: no plan misses fewer, so the demands must be lowered by at least as many."),
        (3, "This is not proved the fewest; every plan misses at least 3."),
        (None, "4 people are missing in all. This is not proved the fewest."),
    ],
)
def test_the_smallest_relaxation_is_called_so_only_if_proved(
    dataset: Dataset, policy: Policy, relaxed: Plan, bound: int | None, expected: str
) -> None:
    tiers = (replace(relaxed.objective[0], bound=bound), *relaxed.objective[1:])
    said = text(dataset, policy, replace(relaxed, objective=tiers), "en")
    assert expected in said
    assert ("Proved:" in said) is (bound == 4)


def test_a_plan_that_meets_all_has_no_such_section(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    assert "Demands not met" not in text(dataset, policy, plan, "en")


def test_unmet_demands_survive_being_written_and_read(relaxed: Plan) -> None:
    assert plan_from_json(plan_to_json(relaxed)).unmet == UNMET


def test_unmet_demands_as_a_table(relaxed: Plan) -> None:
    head, *lines = unmet_csv(relaxed).splitlines()
    assert head.lstrip("\ufeff") == "rule,subject,demanded,reached,missing,candidates"
    assert lines[1:] == ["local_limits,* → 00002,3,1,2,2", "speakers,00002/tày,1,0,1,0"]
