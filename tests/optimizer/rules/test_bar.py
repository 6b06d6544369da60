"""The seven bars of Decree 170/2025, Art. 25 and 26, and their waivers."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer.policy import Form, Policy
from optimizer.rules import PAIR_RULES, PairRule
from optimizer.rules.bar_hardship import BarHardship
from optimizer.rules.bar_local import BarLocal
from optimizer.rules.bar_small_child import BarSmallChild
from optimizer.rules.bar_study_or_seconded import BarStudyOrSeconded
from optimizer.rules.example import asked, refuses

BARS = [rule for rule in PAIR_RULES if rule.is_bar]
WAIVABLE = [BarSmallChild(), BarHardship()]
CODES = ("i", "ii", "iii", "iv", "v", "vi", "vii")
every_bar = pytest.mark.parametrize(("bar", "code"), list(zip(BARS, CODES, strict=True)), ids=CODES)
waivable = pytest.mark.parametrize("bar", WAIVABLE, ids=lambda bar: bar.id)


@every_bar
@pytest.mark.parametrize("form", [Form.TRANSFER, Form.SECONDMENT])
def test_a_bar_refuses_transfers_and_secondments_of_its_own_code_only(bar: PairRule, code: str, form: Form) -> None:
    assert [other for other in CODES if refuses(bar, {"blocks": other}, form=form)] == [code]


@every_bar
def test_a_reassignment_at_home_is_not_barred(bar: PairRule, code: str) -> None:
    assert not refuses(bar, {"blocks": code}, form=Form.REASSIGNMENT)


@every_bar
def test_nobody_is_barred_without_a_code(bar: PairRule, code: str) -> None:
    assert not refuses(bar, {"waivers": code})


@every_bar
def test_a_bar_reveals_neither_code_nor_cause(bar: PairRule, code: str) -> None:
    refusal = asked(bar, {"blocks": code})
    assert refusal is not None
    assert refusal.is_bar
    assert not refusal.figures
    assert refusal.sentence("vi") == "Không xem xét điều động, biệt phái theo quy định."
    assert refusal.sentence("en") == "Not considered for a move under the regulations."


@every_bar
def test_the_bars_came_into_force_with_the_decree(bar: PairRule, code: str) -> None:
    assert not bar.is_on(Policy(as_of=date(2025, 6, 30)))
    assert bar.is_on(Policy(as_of=date(2025, 7, 1)))


@waivable
def test_a_waiver_covers_a_transfer(bar: PairRule) -> None:
    assert not refuses(bar, {"blocks": "v; vi", "waivers": "v; vi"})


@waivable
def test_a_waiver_of_another_bar_covers_nothing(bar: PairRule) -> None:
    assert refuses(bar, {"blocks": "v; vi", "waivers": "i; vii"})


@waivable
def test_a_waiver_covers_a_secondment_only_if_the_policy_says_so(bar: PairRule) -> None:
    person = {"blocks": "v; vi", "waivers": "v; vi"}
    assert refuses(bar, person, form=Form.SECONDMENT)
    assert not refuses(bar, person, form=Form.SECONDMENT, waiver_covers_secondment=True)


@pytest.mark.parametrize("code", ["i", "ii", "iii", "iv", "vii"])
def test_the_other_bars_cannot_be_waived(code: str) -> None:
    bar = BARS[CODES.index(code)]
    assert refuses(bar, {"blocks": code, "waivers": code})


@pytest.mark.parametrize(
    ("start", "end", "is_running"),
    [
        (None, None, True),
        ("2026-09-01", None, True),
        ("2026-09-02", None, False),
        (None, "2026-09-01", True),
        (None, "2026-08-31", False),
        ("2026-03-01", "2026-12-31", True),
    ],
)
def test_a_running_secondment_bars_without_a_code(start: str | None, end: str | None, is_running: bool) -> None:
    person = {"seconded_to_unit": "B", "seconded_from": start, "seconded_until": end}
    assert refuses(BarStudyOrSeconded(), person) is is_running
    assert not refuses(BarStudyOrSeconded(), {**person, "seconded_to_unit": ""})


def test_local_codes_are_none_until_the_province_names_them() -> None:
    assert not refuses(BarLocal(), {"blocks": "election"})
    assert refuses(BarLocal(), {"blocks": "election"}, extra_codes=["reserve", "election"])
    assert refuses(BarLocal(), {"blocks": "vii"}, extra_codes=["election"])
