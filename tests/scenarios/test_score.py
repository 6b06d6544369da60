"""Plans made by hand: read with findings, verified, and held against the best plan of as many moves."""

from __future__ import annotations

from pathlib import Path

from optimizer import plan
from optimizer.by_hand import read_moves
from optimizer.domain import Limit
from optimizer.export import moves_csv
from optimizer.facts import facts_of
from optimizer.plan import Plan
from optimizer.policy import Policy
from scenarios.figures import people_away
from scenarios.score import capped, score
from tests.api.conftest import province
from tests.optimizer.edits.test_edits import POLICY
from tests.optimizer.judge import solve, tiny

DATASET, RULES = province(), Policy(as_of=POLICY.as_of)


def by_hand(tmp_path: Path, text: str) -> Plan:
    (tmp_path / "hand.csv").write_text(text, encoding="utf-8")
    made = read_moves(tmp_path / "hand.csv", facts_of(DATASET, RULES))
    assert made.plan is not None, made.findings
    return made.plan


def test_moves_that_were_exported_read_back_as_the_same_moves(tmp_path: Path) -> None:
    for seed in range(20):
        dataset, policy = tiny(seed)
        proposal = plan(dataset, policy)
        (tmp_path / "moves.csv").write_text(moves_csv(proposal), encoding="utf-8")
        made = read_moves(tmp_path / "moves.csv", facts_of(dataset, policy))
        if not proposal.moves:
            continue
        assert made.plan is not None and made.plan.moves == proposal.moves, seed
        assert {finding.code for finding in made.findings} == {"column_counted_afresh"}
        scored = score(dataset, made.plan, policy)
        assert scored.verification.is_clean
        assert [tier.value for tier in scored.verification.objective] == list(proposal.values.values())
        # The optimum is among the plans of as many moves as it has.
        assert scored.best.values == proposal.values, seed


def test_a_worse_plan_is_told_what_as_many_moves_reach(tmp_path: Path) -> None:
    """One IT officer to the vacancy for IT, where the surplus land officer could go by the same number of moves."""
    made = by_hand(tmp_path, "employee,to_post,form\nS00,07525-IT,secondment\n")
    scored = score(DATASET, made, RULES)
    assert scored.verification.is_clean and scored.most == 1 == people_away(scored.best)
    values = [tier.value for tier in scored.verification.objective]
    assert list(scored.best.values.values()) <= values
    nobody = score(DATASET, by_hand(tmp_path, "employee,to_post,form\nY0,07681-LAND,reassignment\n"), RULES)
    assert nobody.most == 0 == len(nobody.best.moves)
    assert {violation.rule for violation in nobody.verification.violations} >= {"same_post"}


def test_the_cap_is_judged_by_trying_every_plan() -> None:
    binding = 0
    for seed in range(0, 20, 2):
        dataset, policy = tiny(seed)
        free = people_away(plan(dataset, policy))
        limited = capped(dataset, policy, free // 2)
        best = plan(limited, policy)
        assert dict(best.values) == solve(limited, policy).values, seed
        assert people_away(best) <= free // 2
        binding += people_away(best) < free
    assert binding >= 3


def test_a_tighter_limit_of_the_province_stays() -> None:
    dataset = DATASET.replace(limits=[Limit(subject="release", at_most=1, at_least=1)])
    assert capped(dataset, RULES, 5).limit_rows == (Limit(subject="release", at_most=1, at_least=1),)
    assert capped(dataset, RULES, 0).limit_rows == (Limit(subject="release", at_most=0, at_least=1),)
