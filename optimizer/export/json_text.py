"""Data as the text of a JSON file: the same bytes for the same data, indented for readers."""

from __future__ import annotations

import json


def json_text(data: object) -> str:
    """Keys sorted, letters as they are. Raises ValueError for numbers that JSON does not know."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
