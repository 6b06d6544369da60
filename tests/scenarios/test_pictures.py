"""The pictures that the documentation shows are small, described, and what the project draws today."""

from __future__ import annotations

import re
from pathlib import Path

import matplotlib
import pytest

from scenarios.pictures import pictures

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
LARGEST_BYTES = 300_000
LEAST_WORDS = 12


def test_every_picture_is_shown_and_told_in_words() -> None:
    shown = {
        (page.parent / target).resolve(): words
        for page in PAGES
        for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    assert shown.keys() == set(FOLDER.iterdir())
    assert all(len(words.split()) >= LEAST_WORDS for words in shown.values())
    assert all(picture.stat().st_size < LARGEST_BYTES for picture in shown)


@pytest.mark.slow
def test_they_are_what_is_drawn_today() -> None:
    (pinned,) = re.findall(r"^matplotlib==(.+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    if matplotlib.__version__ != pinned:
        pytest.skip(f"drawn with matplotlib {pinned}; another version writes other bytes")
    drawn = pictures()
    assert drawn.keys() == {path.name for path in FOLDER.iterdir()}
    stale = [name for name, content in drawn.items() if (FOLDER / name).read_bytes() != content]
    assert stale == [], "draw them anew: make pictures"
