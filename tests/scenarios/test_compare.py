"""Comparisons: how people fare, how posts are filled, and what is caused by which of several changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from optimizer import plan
from optimizer.edits import Scenario
from optimizer.plan import Plan, Status, Termination
from optimizer.planned import Planned
from optimizer.policy import Form, Policy
from optimizer.text import LANGUAGES, Language
from scenarios.causes import Cause, causes_of, changes_of
from scenarios.compare import Comparison, Difference, compare
from scenarios.compare_report import comparison_report, people_rows
from tests.api.conftest import province
from tests.optimizer.edits.test_edits import POLICY


def planned(scenario: Scenario | None = None, base: Plan | None = None) -> Planned:
    dataset, policy = province(), Policy(as_of=POLICY.as_of)
    if scenario is not None:
        edited = scenario.apply(dataset, policy)
        assert edited.findings == ()
        dataset, policy = edited.dataset, edited.policy
    return plan(dataset, policy, base=base)


def sent_to(planned: Planned, post: str) -> list[str]:
    return [move.employee for move in planned.moves if move.to_post == post]


@pytest.fixture(scope="module")
def before() -> Planned:
    return planned()


def scenario_of(before: Planned) -> Scenario:
    """The IT officer sent is banned, the seat for land is gone, and a limit that binds nobody is set."""
    return Scenario.model_validate(
        {
            "policy": {"rules": {"max_distance": {"max_km": 99.0}}},
            "edits": [
                {"kind": "ban", "employee": sent_to(before, "07525-IT")[0]},
                {"kind": "set_seats", "post": "07525-LAND", "seats": 1},
            ],
        }
    )


@pytest.fixture(scope="module")
def compared(before: Planned) -> tuple[Comparison, tuple[Cause, ...]]:
    scenario = scenario_of(before)
    comparison = compare(before, planned(scenario, before))
    return comparison, causes_of(comparison, scenario, before, processes=1)


def test_everybody_is_kept_changed_new_or_gone(before: Planned, compared: tuple[Comparison, tuple[Cause, ...]]) -> None:
    comparison, _ = compared
    (it_before,), (land,) = sent_to(before, "07525-IT"), sent_to(before, "07525-LAND")
    (it_after,) = sent_to(comparison.after, "07525-IT")
    assert {pair.employee: pair.difference for pair in comparison.people} == {
        it_before: Difference.GONE,
        it_after: Difference.NEW,
        land: Difference.GONE,
    }
    assert compare(before, before).different_people == () == compare(before, before).different_posts
    assert {pair.difference for pair in compare(before, before).people} == {Difference.KEPT}
    moved = tuple(replace(move, form=Form.SECONDMENT) if move.employee == land else move for move in before.moves)
    other = compare(before, replace(before, moves=moved))
    assert [(pair.employee, pair.difference) for pair in other.different_people] == [(land, Difference.CHANGED)]


def test_each_difference_is_traced_to_its_change(compared: tuple[Comparison, tuple[Cause, ...]]) -> None:
    comparison, causes = compared
    by_change = {cause.change: cause for cause in causes}
    assert list(by_change) == ["policy.rules.max_distance.max_km", "edits.1 ban", "edits.2 set_seats"]
    assert by_change["policy.rules.max_distance.max_km"].people == frozenset()
    land = {pair.employee for pair in comparison.people if any(post == "07525-LAND" for post, _, _ in pair.before)}
    assert by_change["edits.2 set_seats"].people == land
    assert by_change["edits.2 set_seats"].posts == {"07525-LAND"}
    assert by_change["edits.1 ban"].people == {pair.employee for pair in comparison.different_people} - land
    assert by_change["edits.1 ban"].posts == {"07525-IT"}


def test_causes_are_the_same_in_parallel(before: Planned, compared: tuple[Comparison, tuple[Cause, ...]]) -> None:
    comparison, causes = compared
    assert causes_of(comparison, scenario_of(before), before, processes=2) == causes


def test_nothing_is_said_of_a_change_that_there_was_no_time_for(
    before: Planned, compared: tuple[Comparison, tuple[Cause, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def cut_short(*given: Any, time_limit_seconds: float, **options: Any) -> Planned:
        asked.append(time_limit_seconds)
        return replace(plan(*given, **options), termination=Termination(Status.FEASIBLE, "time_limit"))

    monkeypatch.setattr("optimizer.plan", cut_short)
    causes = causes_of(compared[0], scenario_of(before), before, processes=1, time_limit_seconds=9)
    assert (len(causes), asked) == (3, [9, 9, 9])
    assert not any(cause.could_be_undone or cause.people or cause.posts for cause in causes)


def test_a_change_that_others_need_cannot_be_undone_alone(before: Planned) -> None:
    scenario = Scenario.model_validate(
        {
            "edits": [
                {"kind": "add_people", "rows": [{"id": "N", "unit": "SNV", "field": "IT"}]},
                {"kind": "pin", "employee": "N"},
            ]
        }
    )
    comparison = compare(before, planned(scenario, before))
    first, second = causes_of(comparison, scenario, before, processes=1)
    assert (first.could_be_undone, second.could_be_undone) == (False, True)
    assert len(changes_of(scenario)) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_shows_both_sides(compared: tuple[Comparison, tuple[Cause, ...]], language: Language) -> None:
    comparison, causes = compared
    figures, objective, caused, people, posts = comparison_report(comparison, causes, language)
    assert figures.rows[3][1:] == ("2", "1", "-1")
    fills = objective.rows[[*comparison.after.values].index("weighted_fill")]
    values = [side.values["weighted_fill"] for side in (comparison.before, comparison.after)]
    assert fills[1:3] == tuple(str(value) for value in values)
    assert len(caused.rows) == 3 and len(people.rows) == 3 and len(posts.rows) == 2
    assert [row[-1] for row in people.rows] == [row[-1] for row in people_rows(comparison, causes)]
    assert all(row[-1] for row in people.rows)
    assert len(comparison_report(comparison, None, language)) == 4
