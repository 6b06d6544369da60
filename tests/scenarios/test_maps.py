"""Maps of plans: everybody who goes from one place to another is a line, communes are shaded before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from optimizer import Planned, Policy, plan
from optimizer.text import LANGUAGES, Language
from scenarios.maps import plan_map
from scenarios.svg import svg
from tests.api.conftest import province


@pytest.fixture(scope="module")
def planned() -> Planned:
    return plan(province(), Policy(as_of=date(2025, 10, 1)))


def without_places(planned: Planned) -> Planned:
    """The same plan where the commune that everybody goes to has no coordinates."""
    nowhere = {"latitude": None, "longitude": None}
    units = [
        unit.model_copy(update=nowhere) if unit.code == "07525" else unit for unit in planned.dataset.rows("units")
    ]
    return replace(planned, dataset=planned.dataset.replace(units=units))


@pytest.mark.parametrize("language", LANGUAGES)
def test_moves_are_lines_and_communes_are_shaded_by_vacant_seats(planned: Planned, language: Language) -> None:
    before, after, scale = plan_map(planned, language).axes
    assert [shades.get_array().tolist() for plot in (before, after) for shades in plot.collections[1:]] == [
        [2, 0],
        [0, 0],
    ]
    assert [plot.collections[0].get_offsets().tolist() for plot in (before, after)] == [[[106.07, 21.18]]] * 2
    ends = {(tuple(line.get_xdata()), tuple(line.get_ydata())) for line in after.lines}
    assert ends == {((106.07, 106.6), (21.18, 21.37)), ((106.25, 106.6), (21.2, 21.37))}
    assert not before.lines and scale.get_ylabel()
    labels = {text.get_text() for text in after.get_legend().get_texts()}
    assert labels == {"vi": {"điều động", "biệt phái"}, "en": {"transfer", "secondment"}}[language]


def test_what_has_no_coordinates_is_counted_and_not_drawn(planned: Planned) -> None:
    figure = plan_map(without_places(planned))
    assert not figure.axes[1].lines
    assert figure.get_supxlabel().endswith(": 1")
    assert plan_map(planned).get_supxlabel() == ""


def test_the_same_plan_gives_the_same_bytes(planned: Planned) -> None:
    assert svg(plan_map(planned)) == svg(plan_map(planned.of(planned.plan, planned.dataset, planned.policy)))


def test_a_plan_without_moves_or_units_is_drawn(planned: Planned) -> None:
    assert plan_map(replace(planned, moves=())).axes[1].get_legend() is None
    empty = planned.dataset.replace(units=[], posts=[], employees=[])
    assert plan_map(replace(planned, moves=(), dataset=empty)).axes
