"""Case files: every figure cited, contradictions refused."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from importlib import resources
from typing import Any

import pytest
from pydantic import ValidationError

from optimizer.policy import Policy
from optimizer.rules.field_fit import FieldFit
from scenarios.library import Case, available_cases, load_case, parse_case


def raw(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("scenarios.library") / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", available_cases())
def test_every_case_of_the_library_is_valid_and_cites_each_figure(name: str) -> None:
    case = load_case(name)
    assert case.name == name
    assert case.figures
    for figure in raw(name)["figures"]:
        is_address = figure["source"].startswith("https://") and " " not in figure["source"]
        assert is_address or figure["status"] == "reported", figure["figure"]
        assert figure["status"] in ("verified", "recalled", "reported") and figure["as_of"]
    assert case.as_of == case.policy.as_of


def test_bac_ninh_is_available_on_the_day_of_the_report() -> None:
    assert "bac-ninh" in available_cases()
    case = load_case("bac-ninh")
    assert (case.province_code, case.as_of, case.policy.term_months) == ("24", date(2025, 10, 1), 6)
    assert case.min_fit == FieldFit().min_fit(Policy(as_of=case.as_of))


def test_an_unknown_case_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_case("atlantis")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("communes", "transferable"), 8, "as published"),
        (("centres", "floor"), 14, "as published"),
        (("communes", "units"), 98, "communes.units"),
        (("communes", "over_units"), 50, "exceed units"),
        (("communes", "over_people"), 3, "one a unit"),
        (("communes", "misplaced"), 61, "misplaced exceeds"),
        (("province_code",), "99", "province_code"),
        (("communes", "vacant_fields"), {"XYZ": 1.0}, "unknown: XYZ"),
        (("communes", "vacant_beside_surplus"), ["XYZ"], "unknown: XYZ"),
        (("communes", "short_people"), -1, "short_people"),
        (("policy",), {"term_months": 6}, "as_of"),
        (("surprise",), 1, "surprise"),
    ],
)
def test_a_contradiction_or_an_unknown_code_is_refused(path: tuple[str, ...], value: object, said: str) -> None:
    file = copy.deepcopy(raw("bac-ninh"))
    part = file
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    with pytest.raises(ValidationError, match=said):
        Case.model_validate(file)


def test_a_figure_without_a_source_is_refused() -> None:
    file = raw("bac-ninh")
    file["figures"][0]["source"] = "seen in the paper"
    with pytest.raises(ValidationError, match="source"):
        Case.model_validate(file)


def test_a_case_is_frozen() -> None:
    case = load_case("bac-ninh")
    with pytest.raises(ValidationError, match="frozen"):
        case.seed = 1  # type: ignore[misc]


def test_text_that_is_not_toml_is_told() -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        parse_case("name = ")
