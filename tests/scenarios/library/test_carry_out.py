"""Cases carried out: plans, rounds, and the page that sets them beside what was published."""

from __future__ import annotations

import pytest

from optimizer.policy import Form
from scenarios.library import CarriedOut, carry_out, load_case, page, synthesize
from scenarios.library.carry_out import people, selected


@pytest.fixture(scope="module")
def merger() -> CarriedOut:
    return carry_out(load_case("chi-minh"))


def test_the_merger_moves_as_many_as_were_moved_by_hand(merger: CarriedOut) -> None:
    assert merger.is_sound and merger.rounds[0].plan.has_proof
    (figure,) = [figure for figure in merger.case.figures if figure.beside is not None]
    assert figure.beside is not None
    assert selected(merger.case, merger.moves, figure.beside) == figure.value == 9
    assert sum(people(merger.moves).values()) == 9
    assert {move.form for move in merger.moves} == {Form.TRANSFER}
    unit = merger.dataset.unit_by_code["11095"]
    assert (unit.name, unit.quota) == ("Xã Chí Minh", 24)
    before = synthesize(merger.case).employees["unit"]
    assert before.isin(merger.case.groups[0].communes).sum() == 34
    assert (merger.dataset.employees["unit"] == "11095").sum() - len(merger.moves) == 24


def test_the_page_cites_every_figure_and_tells_that_the_roster_is_synthetic(merger: CarriedOut) -> None:
    told = page(merger, "en")
    for figure in merger.case.figures:
        assert figure.source in told and figure.figure in told
    assert told.startswith("# Chí Minh (Tứ Kỳ, Hải Dương), 2022")
    assert "synthetic" in told and "what-if merger" in told
    assert "giả lập" in page(merger, "vi")


def test_counts_alone_are_planned_to_the_last_person_short() -> None:
    done = carry_out(load_case("ha-tinh"))
    assert done.is_sound and done.rounds[0].plan.has_proof
    assert sum(people(done.moves).values()) == done.case.communes.short_people == 100
    assert "counts alone" in page(done, "en")


def test_rounds_are_told_as_a_chain() -> None:
    case = load_case("ha-tinh")
    done = carry_out(case.model_copy(update={"rounds": case.rounds.model_copy(update={"number": 2})}))
    first, second = done.rounds
    assert second.policy.as_of.year == first.policy.as_of.year + 1
    assert second.plan.moves == (), "the first round has moved everybody whom a commune lacks"
    assert "not jointly optimal" in page(done, "en")
