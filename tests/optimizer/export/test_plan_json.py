from __future__ import annotations

import json
from dataclasses import replace

import pytest

from optimizer.export import certificate_from_json, certificate_to_json, plan_from_json, plan_to_json
from optimizer.plan import Plan


def test_a_plan_survives_being_written_and_read(plan: Plan) -> None:
    certificate = certificate_from_json(certificate_to_json(plan.certificate))
    assert plan_from_json(plan_to_json(plan), certificate) == plan


def test_the_certificate_is_not_in_the_plan_s_text(plan: Plan) -> None:
    assert "certificate" not in json.loads(plan_to_json(plan))
    assert plan_from_json(plan_to_json(plan)) == replace(plan, certificate=None)


def test_text_is_readable_and_keeps_diacritics(plan: Plan) -> None:
    text = plan_to_json(plan)
    assert "Nghị định" in text
    assert text.count("\n") > 30
    assert list(json.loads(text)) == sorted(json.loads(text))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda record: record.pop("moves"), "moves"),
        (lambda record: record.update(seconds=1.5), "seconds"),
        (lambda record: record["moves"][0].update(salary=1), "moves.0.salary"),
        (lambda record: record["moves"][1].update(form="promotion"), "moves.1.form"),
        (lambda record: record["objective"][0].update(value="many"), "objective.0.value"),
    ],
)
def test_a_text_that_is_not_a_plan_is_refused_with_the_place(plan: Plan, change, place: str) -> None:
    record = json.loads(plan_to_json(plan))
    change(record)
    with pytest.raises(ValueError, match=f"^{place}: "):
        plan_from_json(json.dumps(record))


@pytest.mark.parametrize("read", [plan_from_json, certificate_from_json])
@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_a_text_that_is_no_document_is_refused(read, text: str) -> None:
    with pytest.raises(ValueError):
        read(text)
