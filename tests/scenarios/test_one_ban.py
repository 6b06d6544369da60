"""One ban on a plan that is named as base changes only what it must, judged by trying every plan."""

from __future__ import annotations

from functools import cache

from optimizer import plan, verify
from optimizer.edits import Scenario
from optimizer.plan import Plan
from optimizer.planned import Planned
from scenarios.causes import causes_of, is_base_of
from scenarios.compare import Difference, compare
from tests.optimizer.judge import solve, tiny

SEEDS = range(0, 24)


@cache
def with_ban(seed: int) -> tuple[Planned, Scenario, Planned] | None:
    """A tiny province planned, one of its moves banned, and the plan after that; None if nobody moves."""
    dataset, policy = tiny(seed)
    policy = policy.model_copy(update={"profile": "coverage_first", "tiers": None})
    before = plan(dataset, policy)
    if not before.moves:
        return None
    banned = before.moves[seed % len(before.moves)]
    scenario = Scenario.model_validate(
        {"edits": [{"kind": "ban", "employee": banned.employee, "post": banned.to_post}]}
    )
    edited = scenario.apply(dataset, policy)
    assert edited.findings == ()
    after = plan(edited.dataset, edited.policy, base=before)
    return before, scenario, after


def banned_moves(scenario: Scenario, proposal: Plan) -> int:
    ban = scenario.edits[0]
    return sum((move.employee, move.to_post) == (ban.employee, ban.post) for move in proposal.moves)


def test_a_ban_changes_as_few_moves_as_any_equally_good_plan_must() -> None:
    judged = changed = 0
    for seed in SEEDS:
        made = with_ban(seed)
        if made is None:
            continue
        before, scenario, after = made
        assert after.has_proof, seed
        assert verify(after.dataset, after, after.policy, base=before).is_clean, seed
        assert banned_moves(scenario, before) >= 1 and banned_moves(scenario, after) == 0, seed
        best = solve(after.dataset, after.policy, base=before.moves)
        unmet = {"unmet_demands": best.unmet} if "unmet_demands" in after.values else {}
        assert dict(after.values) == unmet | best.values, seed
        judged += 1
        changed += after.values["changes"] > 1
    assert judged >= 12 and changed >= 3


def test_all_that_a_single_ban_changes_is_caused_by_it_and_the_rest_is_kept() -> None:
    different = 0
    for seed in range(12):
        made = with_ban(seed)
        if made is None:
            continue
        before, scenario, after = made
        assert is_base_of(before, after, scenario) and not is_base_of(after, before, scenario)
        comparison = compare(before, after)
        (cause,) = causes_of(comparison, scenario, before, processes=1)
        assert cause.change == "edits.1 ban"
        assert cause.people == {pair.employee for pair in comparison.different_people}
        assert cause.posts == {pair.post for pair in comparison.different_posts}
        kept = {pair.employee for pair in comparison.people if pair.difference is Difference.KEPT}
        ways = [
            {(move.employee, move.to_post, move.form, move.count) for move in planned.moves if move.employee in kept}
            for planned in (before, after)
        ]
        assert ways[0] == ways[1], seed
        different += len(cause.people)
    assert different
