"""Where a sheet's header is, and which column of the table each of its columns is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from optimizer.ingest.workbook.book import Cell, Page
from optimizer.ingest.workbook.words import IGNORED, fold

DEEPEST_ROW = 30
"""Rows, titles and addresses among them, in which a header is looked for."""

_MOST_COLUMNS = 500
"""More cells beside each other than any header has names."""

_LONGEST_NAME = 200

_NUMBERING = re.compile(r"\(?\d{1,2}\)?")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_OF_A_YEAR = re.compile(r"\s*\b(?:năm|nam|in|of)?\s*(20\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """The columns of a sheet: ``names`` holds the table's column or :data:`IGNORED` by place, ``texts`` the words.

    ``row`` is the last row of the header, ``first_data_row`` the one after it and after a row that
    numbers the columns. All count from zero.
    """

    row: int
    first_data_row: int
    names: Mapping[int, str]
    texts: Mapping[int, str]

    @property
    def years(self) -> Mapping[int, str]:
        """The years that columns are about, by place: "Xếp loại năm 2024"."""
        found = ((place, _OF_A_YEAR.search(text)) for place, text in self.texts.items())
        return {place: year[1] for place, year in found if year is not None}

    @property
    def unknown(self) -> Iterator[int]:
        """Places of columns whose words are known for none of the table."""
        return (place for place in self.texts if place not in self.names)

    def places_by_year(self, name: str) -> Mapping[str, int]:
        """Places of the columns of one name that are of a year each, by it; the first where a year has several."""
        places = {place: year for place, year in self.years.items() if self.names.get(place) == name}
        return {year: place for place, year in sorted(places.items(), key=lambda item: (item[1], -item[0]))}

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        """Places between the columns that have no words."""
        return tuple(place for place in range(max(self.texts)) if place not in self.texts)

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Places by column of the table, the first where several have the same header."""
        return {name: place for place, name in sorted(self.names.items(), reverse=True) if name != IGNORED}


def find_header(page: Page, words: Mapping[str, str]) -> Header | None:
    """The row, or the two rows under each other, in which most columns are known; None if few are.

    Half of its names have to be known, so that a first row of data is never taken for a header.
    """
    best: Header | None = None
    for row in range(min(len(page.rows), DEEPEST_ROW)):
        if len(_texts(page.rows[row])) > _MOST_COLUMNS:
            continue
        for header in (_one_line(page, row, words), _two_lines(page, row, words)):
            if best is None or len(header.columns) > len(best.columns):
                best = header
    if best is None or len(best.columns) < 2 or 2 * len(best.names) < len(best.texts):
        return None
    return best


def _one_line(page: Page, row: int, words: Mapping[str, str]) -> Header:
    return _header(page, row, {place: (text,) for place, text in _texts(page.rows[row]).items()}, words)


def _two_lines(page: Page, row: int, words: Mapping[str, str]) -> Header:
    """The upper words over several columns count for each of them, with the lower ones behind."""
    if row + 1 >= len(page.rows) or len(_texts(page.rows[row + 1])) > _MOST_COLUMNS:
        return _one_line(page, row, words)
    upper, lower = _texts(page.rows[row]), _texts(page.rows[row + 1])
    reaches: dict[int, int] = {}
    for top, left, _, right in page.merged:
        if top == row and left in upper:
            reaches[left] = max(reaches.get(left, left), min(right, left + _MOST_COLUMNS))
    for left, right in sorted(reaches.items()):
        upper |= dict.fromkeys(range(left, right + 1), upper[left])
    texts = {}
    for place in sorted({*upper, *lower}):
        over, under = upper.get(place, ""), lower.get(place, "")
        texts[place] = (f"{over} {under}", under) if under else (over,)
    return _header(page, row + 1, texts, words)


def _header(page: Page, row: int, texts: Mapping[int, Sequence[str]], words: Mapping[str, str]) -> Header:
    """``texts`` holds what a column may be called, best first."""
    names = {}
    for place, candidates in texts.items():
        known = (words[key] for text in candidates for key in _keys(text) if key in words)
        if (name := next(known, None)) is not None:
            names[place] = name
    after = row + 1
    if after < len(page.rows) and _is_numbering(page.rows[after], len(texts)):
        after += 1
    return Header(row, after, names, {place: " ".join(candidates[0].split()) for place, candidates in texts.items()})


def forget() -> None:
    """Let go of the words that headers were looked for among: people's names may be some of them."""
    _keys.cache_clear()


@lru_cache(maxsize=2 * DEEPEST_ROW * _MOST_COLUMNS)
def _keys(text: str) -> tuple[str, ...]:
    """The words, and what is left of them without remarks in brackets and without a year."""
    text = text[:_LONGEST_NAME]
    bare = _IN_BRACKETS.sub("", text)
    return fold(text), fold(bare), fold(_OF_A_YEAR.sub("", bare))


def _texts(row: Sequence[Cell]) -> dict[int, str]:
    return {place: str(cell).strip() for place, cell in enumerate(row) if str(cell).strip()}


def _is_numbering(row: Sequence[Cell], columns: int) -> bool:
    """Whether a row counts all its columns: (1), (2), (3)."""
    cells = list(_texts(row).values())
    if len(cells) < max(columns, 3) or not all(_NUMBERING.fullmatch(cell) for cell in cells):
        return False
    numbers = [int(cell.strip("()")) for cell in cells]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)
