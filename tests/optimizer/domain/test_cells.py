"""Cells are read strictly: what may mean two things is refused, what differs in form alone is made one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from optimizer.domain import Employee, Leg, Unit
from optimizer.domain import Field as FieldOfExpertise


def unit(**cells: Any) -> Unit:
    return Unit.model_validate({"code": "00004", "name": "Ba Đình", "kind": "ward", **cells})


def employee(**cells: Any) -> Employee:
    return Employee.model_validate({"id": "E1", "unit": "00004", **cells})


@pytest.mark.parametrize("text", ["16.000", "1_000", "1,5", "2.5", "1e3", "", "٣"])
def test_a_whole_number_that_may_mean_another_is_refused(text):
    with pytest.raises(ValidationError):
        unit(quota=text)


@pytest.mark.parametrize(("text", "value"), [("32", 32), (" 32 ", 32), ("32.0", 32), ("+3", 3)])
def test_whole_numbers(text, value):
    assert unit(quota=text).quota == value


@pytest.mark.parametrize("text", ["86400", "45292", "31/02/2024", "2024-13-01", "1/2/24", "2024/01/02", ""])
def test_what_is_no_calendar_day_is_refused(text):
    with pytest.raises(ValidationError):
        employee(birth_date=text)


@given(st.dates())
def test_a_day_may_be_written_in_two_ways(day):
    written = f"{day.day:02}/{day.month:02}/{day.year:04}"
    assert employee(birth_date=day.isoformat()).birth_date == employee(birth_date=written).birth_date == day


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999", float("nan"), float("inf"), -1.0])
def test_numbers_are_finite_and_areas_not_negative(value):
    with pytest.raises(ValidationError):
        unit(area_km2=value)


def test_text_is_trimmed_composed_and_has_one_kind_of_line_end():
    assert unit(name=" Ba Đi\u0300nh\r\nHà Nội\r").name == "Ba Đình\nHà Nội"


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x85", "\u200b", "\u202e", "\ufeff"])
def test_invisible_characters_are_refused(character):
    with pytest.raises(ValidationError, match="invisible"):
        unit(code=f"000{character}04")


def test_lists_and_pairs_are_read_from_one_cell_or_given_as_they_are():
    assert employee(languages=" en; fr ;;").languages == employee(languages=["en", "fr"]).languages == ("en", "fr")
    assert employee(ratings="2024:good; 2023 : excellent").ratings == ((2024, "good"), (2023, "excellent"))
    related = {"code": "ACC", "name_en": "", "name_vi": "", "related": "TRD:0.6"}
    assert FieldOfExpertise.model_validate(related).related == (("TRD", 0.6),)


@pytest.mark.parametrize(
    "cells", [{"languages": ("a;b",)}, {"languages": ("",)}, {"ratings": ((2024, "a:b"),)}, {"ratings": "2024"}]
)
def test_an_item_that_could_not_be_read_back_is_refused(cells):
    with pytest.raises(ValidationError):
        employee(**cells)


def test_a_leg_goes_by_its_column_names_and_refuses_others():
    leg = Leg.model_validate({"from": "A", "to": "B", "km": "1.5", "minutes": "5"})
    assert leg == Leg(from_="A", to="B", km=1.5, minutes=5)
    with pytest.raises(ValidationError):
        Leg.model_validate({"from": "A", "to": "B", "km": 1, "minutes": 5, "colour": "red"})


def test_rows_are_frozen_and_know_their_columns():
    with pytest.raises(ValidationError):
        unit().code = "00008"
    with pytest.raises(ValidationError):
        unit(colour="red")
    assert employee(birth_date=date(1990, 1, 2), level="2").level == 2
