"""A plan after a plan keeps the moves issued before it."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer import plan, verify
from optimizer.domain import Dataset
from optimizer.policy import Policy
from optimizer.text import LANGUAGES, Language
from scenarios.rounds import NotStartedError, next_round, policy_on, rounds
from scenarios.rounds_report import ROUND_COLUMNS, round_rows, rounds_section
from tests.api.conftest import province
from tests.optimizer.edits.test_edits import POLICY
from tests.optimizer.judge import tiny


def leaving(employee: str, day: date) -> Dataset:
    """The province with somebody whose last day is known."""
    people = province().rows("employees")
    return province().replace(
        employees=[row.model_copy(update={"leaves_on": day}) if row.id == employee else row for row in people]
    )


def test_running_secondments_are_facts_until_they_end_and_transfers_for_good() -> None:
    first = plan(province(), Policy(as_of=POLICY.as_of, term_months=18))
    second, third = rounds(first, 2)
    made = [first, second.planned, third.planned]
    assert [one.policy.as_of.year for one in made] == [2026, 2027, 2028]
    assert all(verify(one.dataset, one, one.policy).is_clean for one in made)
    sent = {move.form.value: move.employee for move in first.moves}
    assert sorted(sent) == ["secondment", "transfer"]
    # While the IT officer is away the seat is filled; after the term it is open once more, to somebody else.
    assert made[1].dataset.employee(sent["secondment"]).seconded_to_post == "07525-IT"
    assert made[1].moves == () and (second.left, second.returned) == (0, 0)
    assert made[2].dataset.employee(sent["secondment"]).past_secondments == 1
    assert (third.left, third.returned) == (0, 1)
    assert {one.dataset.employee(sent["transfer"]).unit for one in made[1:]} == {"07525"}
    (again,) = made[2].moves
    assert again.to_post == "07525-IT" and again.employee != sent["secondment"]


def test_who_retires_between_two_rounds_is_gone_and_the_seat_is_vacant() -> None:
    day = POLICY.as_of.replace(year=POLICY.as_of.year + 2)
    first = plan(leaving("L1", day), POLICY)
    before, after, last = rounds(first, 3)
    assert [done.left for done in (before, after, last)] == [0, 1, 0]
    assert before.planned.dataset.has_employee("L1") and not after.planned.dataset.has_employee("L1")
    people = [int(done.planned.dataset.employees["count"].sum()) for done in (before, after, last)]
    assert people == [24, 23, 23]
    missed = [seats.seats for seats in after.planned.unfilled if seats.post == "07525-LAND"]
    filled = [move.count for move in after.planned.moves if move.to_post == "07525-LAND"]
    assert sum(missed) + sum(filled) == 1


def test_nobody_is_lost_but_who_leaves() -> None:
    moved = 0
    for seed in range(1, 6):
        dataset, policy = tiny(seed)
        first = plan(dataset, policy)
        (done,) = rounds(first, 1)
        people, later = (int(one.employees["count"].sum()) for one in (dataset, done.planned.dataset))
        assert people - later == done.left, seed
        moved += len(first.moves)
    assert moved


def test_a_draft_of_the_first_round_is_kept_and_only_there() -> None:
    first = plan(province(), Policy(as_of=POLICY.as_of, term_months=6))
    (free,) = rounds(first, 1)
    assert len(free.planned.moves) == 1
    assert "changes" not in free.planned.values
    kept, second = rounds(first, 2, base=free.planned)
    assert kept.planned.moves == free.planned.moves and kept.planned.values["changes"] == 0
    assert kept.base == free.planned and second.base is None and "changes" not in second.planned.values


def test_a_round_begins_after_the_moves_before_it() -> None:
    first = plan(province(), Policy(as_of=POLICY.as_of))
    with pytest.raises(NotStartedError) as raised:
        next_round(first, POLICY.as_of.replace(month=10))
    assert raised.value.start == first.policy.start
    (done,) = rounds(first, 1, on=first.policy.start)
    assert done.planned.policy.as_of == first.policy.start


def test_moves_start_as_long_after_the_day_of_every_round() -> None:
    policy = Policy(as_of=date(2026, 1, 10), starts_on=date(2026, 2, 9))
    assert policy_on(policy, date(2027, 1, 10)).start == date(2027, 2, 9)
    assert policy_on(Policy(as_of=date(2026, 1, 10)), date(2027, 1, 10)).starts_on is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chain_is_told_in_a_line_each_and_said_to_be_chained(language: Language) -> None:
    made = list(rounds(plan(province(), Policy(as_of=POLICY.as_of)), 2))
    section = rounds_section(made, language)
    assert len(section.columns) == len(ROUND_COLUMNS) == len(section.rows[0])
    assert [row[0] for row in round_rows(made)] == [done.planned.policy.as_of for done in made]
    assert {"en": "not planned together", "vi": "không lập chung"}[language] in section.notes[0]
