"""The small province with names, so that decisions can be written."""

from __future__ import annotations

from optimizer.domain import Dataset
from tests.api.conftest import province


def named_province() -> Dataset:
    people = [
        row.model_copy(update={"name": f"Nguyễn Văn {row.model_dump()['id']}", "national_id": f"0010990{number:05}"})
        for number, row in enumerate(province().rows("employees"))
    ]
    return province().replace(employees=people)
