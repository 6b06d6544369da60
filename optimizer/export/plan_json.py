"""A plan as JSON and back, without loss; the same plan always gives the same bytes.

The certificate, thousands of integers that only the checker reads, is a document of its
own, so that a person can read the plan.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from optimizer.export.json_text import json_text
from optimizer.plan import Certificate, Plan

T = TypeVar("T", Plan, Certificate)


class _Strict(BaseModel, Generic[T]):
    """Holds a value to its type all the way down: no key missing, none unknown."""

    model_config = ConfigDict(extra="forbid")

    value: T


def plan_to_json(plan: Plan) -> str:
    """The plan without its certificate, keys sorted, indented for readers."""
    bare = replace(plan, certificate=None)
    record = TypeAdapter(Plan).dump_python(bare, mode="json", exclude={"certificate"})
    return json_text(record)


def certificate_to_json(certificate: Certificate) -> str:
    """The certificate in one line, keys sorted."""
    record = TypeAdapter(Certificate).dump_python(certificate, mode="json")
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def plan_from_json(text: str, certificate: Certificate | None = None) -> Plan:
    """The plan written by :func:`plan_to_json`, with its certificate if there is one.

    Raises ValueError, naming the first place that is wrong, if the text is not a plan.
    """
    return replace(_read(_Strict[Plan], text), certificate=certificate)


def certificate_from_json(text: str) -> Certificate:
    """The certificate written by :func:`certificate_to_json`.

    Raises ValueError, naming the first place that is wrong, if the text is not a certificate.
    """
    return _read(_Strict[Certificate], text)


def _read(document: type[_Strict[T]], text: str) -> T:
    try:
        return document.model_validate({"value": json.loads(text)}).value
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"][1:])
        raise ValueError(f"{place}: {first['msg']}") from None
