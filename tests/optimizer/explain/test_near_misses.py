"""How far beyond a rule somebody is: so much more allowed, and the rule says yes; one less, and it still says no."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer.domain import Dataset, Employee, Field, Post, Unit, UnitKind
from optimizer.explain.near_misses import BEYOND
from optimizer.facts import facts_of
from optimizer.months import months_after
from optimizer.policy import Form, Policy, RuleSetting
from optimizer.rules import PAIR_RULES, Candidate, Refusal, candidate_of

RULES = {rule.id: rule for rule in PAIR_RULES}
DAY = date(2026, 1, 31)


def refusal_of(
    rule: str, form: Form, parameters: dict[str, float], **person: object
) -> tuple[Candidate, Refusal | None]:
    """What a rule says of one person who is to go from a department to a commune some 111 km north."""
    units = [
        Unit(code="X", name="Xã", kind=UnitKind.COMMUNE, latitude=22.0, longitude=106.0),
        Unit(code="S", name="Sở", kind=UnitKind.DEPARTMENT, latitude=21.0, longitude=106.0),
    ]
    employee = Employee.model_validate({"id": "1", "unit": "S", "field": "IT", **person})
    fields = [Field(code="IT", name_en="IT", name_vi="CNTT", related=(("MAT", 0.5),))]
    policy = Policy(as_of=DAY, rules={rule: RuleSetting.model_validate(parameters)})
    dataset = Dataset.of(fields=fields, units=units, posts=[Post(code="P", unit="X", field="IT")], employees=[employee])
    candidate = candidate_of(facts_of(dataset, policy), "1", "P", form)
    return candidate, RULES[rule].refuse(candidate, policy)


def beyond(rule: str, form: Form, parameters: dict[str, float], **person: object) -> float:
    candidate, refusal = refusal_of(rule, form, parameters, **person)
    assert refusal is not None
    return BEYOND[rule](refusal.figures, candidate.start)


@pytest.mark.parametrize("max_km", [10.0, 99.5, 120.0])
def test_km_beyond_the_largest_distance(max_km: float) -> None:
    km = beyond("max_distance", Form.SECONDMENT, {"max_km": max_km})
    assert refusal_of("max_distance", Form.SECONDMENT, {"max_km": max_km + km})[1] is None
    assert refusal_of("max_distance", Form.SECONDMENT, {"max_km": max_km + km - 1})[1] is not None


@pytest.mark.parametrize("last_return", [date(2025, 1, 31), date(2025, 2, 1), date(2025, 6, 15), date(2026, 1, 30)])
def test_months_of_rest_that_are_missing(last_return: date) -> None:
    months = beyond("cooldown", Form.SECONDMENT, {"months": 13}, last_return=last_return)
    assert refusal_of("cooldown", Form.SECONDMENT, {"months": 13 - months}, last_return=last_return)[1] is None
    assert refusal_of("cooldown", Form.SECONDMENT, {"months": 14 - months}, last_return=last_return)[1] is not None


@pytest.mark.parametrize("leaves_on", [date(2026, 2, 28), date(2026, 3, 1), date(2027, 7, 30), date(2026, 8, 31)])
def test_months_of_service_that_are_missing(leaves_on: date) -> None:
    months = int(beyond("leaving_soon", Form.TRANSFER, {}, leaves_on=leaves_on))
    stays = months_after(leaves_on, months)
    assert refusal_of("leaving_soon", Form.TRANSFER, {}, leaves_on=stays)[1] is None
    assert refusal_of("leaving_soon", Form.TRANSFER, {}, leaves_on=months_after(leaves_on, months - 1))[1] is not None


def test_the_fit_of_a_related_field() -> None:
    assert beyond("field_fit", Form.SECONDMENT, {}, field="MAT") == 0.5
