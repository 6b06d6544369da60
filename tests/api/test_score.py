"""``dieuphoi verify --moves``: plans made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.by_hand import read_moves
from optimizer.facts import facts_of
from optimizer.policy import Policy
from tests.api.conftest import Dieuphoi, province


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("employee,to_post,form\nS00,07525-XX,secondment\n", "hand.csv:2:to_post", "unknown_code"),
        ("employee,to_post,form\nS00,7525-IT,fly\n", "hand.csv:2:form", "unknown_value"),
        ("employee,to_post\nS00,07525-IT\n", "hand.csv:1:form", "missing_column"),
        ("employee,to_post,form,wage\nS00,07525-IT,secondment,1\n", "hand.csv:1:wage", "unknown_column"),
        ("employee,to_post,form,count\nS00,07525-IT,secondment,0\n", "hand.csv:2:count", "too_small"),
        ("", "hand.csv", "empty_table"),
    ],
)
def test_bad_moves_are_findings(dieuphoi: Dieuphoi, folder: Path, text: str, place: str, code: str) -> None:
    hand = folder.parent / "hand.csv"
    hand.write_text(text, encoding="utf-8")
    facts = facts_of(province(), Policy())
    made = read_moves(hand, facts)
    assert made.plan is None and (place, code) in [(finding.place, finding.code) for finding in made.findings]
    done = dieuphoi("verify", folder, "--moves", hand)
    assert done.exit_code == 1 and code in done.output


def test_verify_scores_moves_from_the_command_line(dieuphoi: Dieuphoi, plan_folder: Path, tmp_path: Path) -> None:
    done = dieuphoi("verify", plan_folder, "--moves", plan_folder / "moves.csv", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "0 violations." in done.output and "transferred or seconded, in the best plan of that limit 2" in done.output
    hand = tmp_path / "hand.csv"
    hand.write_text("employee,to_post,form\nL1,07681-LAND,transfer\n", encoding="utf-8")
    broken = dieuphoi("verify", plan_folder / "input", "--moves", hand, "--lang", "vi")
    assert broken.exit_code == 1 and "có vi phạm" in broken.output
    assert dieuphoi("verify", plan_folder, "--moves", tmp_path / "no.csv").exit_code == 2
