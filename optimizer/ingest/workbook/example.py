"""The row of examples in each sheet of the template: shown to people, never read as data."""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLE_KEY = "VÍ-DỤ"
"""Stands first in every row of examples."""

EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "fields": {"code": EXAMPLE_KEY, "name_vi": "Công nghệ thông tin", "name_en": "Information technology"},
    "units": {
        "code": EXAMPLE_KEY,
        "name": "Phường Kinh Bắc",
        "kind": "phường",
        "quota": "40",
        "population": "35000",
        "latitude": "21.18",
        "longitude": "106.07",
    },
    "posts": {
        "code": EXAMPLE_KEY,
        "unit": "09169",
        "department": "Văn phòng HĐND và UBND",
        "title": "Chuyên viên công nghệ thông tin",
        "field": "IT",
        "min_degree": "đại học",
        "seats": "1",
    },
    "employees": {
        "id": EXAMPLE_KEY,
        "name": "Nguyễn Thị Ví Dụ",
        "national_id": "001099000123",
        "kind": "công chức",
        "unit": "09169",
        "post": "09169-IT",
        "field": "IT",
        "degree": "đại học",
        "major": "Khoa học máy tính",
        "years_in_field": "6",
        "grade": "chuyên viên",
        "ratings": "2025:hoàn thành tốt nhiệm vụ",
        "birth_date": "20/10/1990",
        "sex": "nữ",
        "volunteer": "không",
    },
    "travel": {"from": EXAMPLE_KEY, "to": "09169", "km": "12.5", "minutes": "25"},
}
"""Texts by table and column, as they stand in the cells."""


def is_example(table: str, texts: Mapping[str, str]) -> bool:
    """Whether a row is that of the template, unchanged. ``texts`` are its cells that are not empty."""
    return texts == EXAMPLES.get(table)
