"""Settings: the documented table is the truth, and a value that cannot be used is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.settings import Settings
from tests.api.conftest import Dieuphoi

PAGE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def test_the_page_lists_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `?([^|`]*)`? \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    fields = Settings.model_fields.items()
    assert rows == [
        (f"DIEUPHOI_{name.upper()}", "" if field.default is None else str(field.default), field.description)
        for name, field in fields
    ]


@pytest.mark.parametrize(("lang", "word"), [("vi", "không dùng được"), ("en", "cannot be used")])
def test_a_setting_that_cannot_be_used_ends_the_command(dieuphoi: Dieuphoi, lang: str, word: str) -> None:
    done = dieuphoi("serve", "--lang", lang, DIEUPHOI_PORT="many")
    assert done.exit_code == 2
    assert "DIEUPHOI_PORT" in done.output
    assert word in done.output
