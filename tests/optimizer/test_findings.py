"""A finding says where and what in both languages, and reports do not depend on the order of checks."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from optimizer.findings import Finding, Severity, has_errors, in_order

ERROR = Finding(Severity.ERROR, "negative_number", "units.csv", 3, "quota", {"value": "-4"})
LATE = Finding(Severity.WARNING, "already_left", "employees.csv", 12, "leaves_on", {"as_of": date(2025, 10, 20)})
WHOLE_FILE = Finding(Severity.INFO, "decomposed_unicode", "units.csv", figures={"cells": 1234})


def test_place_names_file_row_and_column_as_far_as_known():
    assert ERROR.place == "units.csv:3:quota"
    assert WHOLE_FILE.place == "units.csv"


def test_sentences_format_numbers_and_dates_for_the_language():
    assert ERROR.sentence("vi") == "Số -4 không được âm."
    assert "1.234" in WHOLE_FILE.sentence("vi")
    assert "1,234" in WHOLE_FILE.sentence("en")
    assert "20/10/2025" in LATE.sentence("vi")
    assert "Oct 20, 2025" in LATE.sentence("en")


def test_a_missing_figure_is_an_error_not_a_gap():
    with pytest.raises(KeyError):
        Finding(Severity.ERROR, "negative_number", "units.csv").sentence("en")


def test_only_errors_keep_a_plan_from_starting():
    assert has_errors([LATE, ERROR])
    assert not has_errors([LATE, WHOLE_FILE])
    assert not has_errors([])


def test_order_does_not_depend_on_the_order_of_checks():
    same_place = Finding(Severity.ERROR, "not_a_number", "units.csv", 3, "quota", {"value": "x"})
    expected = (LATE, WHOLE_FILE, ERROR, same_place)
    for findings in itertools.permutations(expected):
        assert in_order(findings) == expected
