"""Which rows below a header are data, and which are totals, sections, examples or what is signed at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.domain import Table
from optimizer.ingest.workbook.book import Page, text_of
from optimizer.ingest.workbook.example import EXAMPLE_KEY, is_example
from optimizer.ingest.workbook.header import Header
from optimizer.ingest.workbook.words import ending_words, fold, total_words

_NUMERAL = re.compile(r"[IVXLC]+|[A-Z]")
_NUMBERED = re.compile(r"([IVXLC]+|[A-Z]|\d+)\s*[.)/-]\s*\S.*")
_SIGNED_ON = re.compile(r"\bngay .{0,6}thang .{0,6}nam\b")


@dataclass(frozen=True)
class DataRows:
    """Rows that are data, and by the code of a note those that are not although something stands in them."""

    rows: Sequence[int]
    left_out: Mapping[str, Sequence[int]]


def data_rows(page: Page, table: Table, header: Header) -> DataRows:
    """Tell the rows below a header apart. Nothing in a row that has all that the table needs is left out."""
    needed = [header.columns[name] for name in table.required_columns if name in header.columns]
    texts = {
        row: _texts(page, row)
        for row in range(header.first_data_row, len(page.rows))
        if any(place in header.columns.values() for place in _texts(page, row))
    }
    whole = {row for row, of in texts.items() if all(place in of for place in needed)}
    ends_at = next(
        (row for row, of in texts.items() if row > max(whole, default=-1) and _is_ending(of)), len(page.rows)
    )
    rows: list[int] = []
    left_out: dict[str, list[int]] = {}
    for row, of in texts.items():
        code = _code(page, table, header, row, of, is_whole=row in whole) if row < ends_at else "ending_rows"
        if code is None:
            rows.append(row)
        else:
            left_out.setdefault(code, []).append(row)
    return DataRows(rows, left_out)


def _texts(page: Page, row: int) -> dict[int, str]:
    given = ((place, text_of(cell).strip()) for place, cell in enumerate(page.rows[row]))
    return {place: text for place, text in given if text}


def _code(
    page: Page, table: Table, header: Header, row: int, texts: Mapping[int, str], *, is_whole: bool
) -> str | None:
    """The code of the note on a row that is no data."""
    first, *others = texts.values()
    if fold(first) in total_words() and not any(map(str.isdigit, first)):
        return "totals_row"
    if first == EXAMPLE_KEY:
        cells = {name: texts[place] for name, place in header.columns.items() if place in texts}
        return "example_row" if is_example(table.name, cells) else None
    if is_whole:
        return None
    if any(fold(first).startswith(f"{word} ") for word in total_words()):
        return "totals_row"
    is_title = _NUMBERED.fullmatch(first) or _is_across(page, row, next(iter(texts)))
    is_section = (not others and is_title) or (len(others) == 1 and _NUMERAL.fullmatch(first))
    return "section_row" if is_section else None


def _is_across(page: Page, row: int, place: int) -> bool:
    """Whether a cell is merged with others beside it."""
    return any(top <= row <= bottom and left <= place < right for top, left, bottom, right in page.merged)


def _is_ending(texts: Mapping[int, str]) -> bool:
    """Whether a row begins what stands below a list: remarks, the day, who made it and who signs."""
    return any(
        _SIGNED_ON.search(folded) or any(f"{folded} ".startswith(f"{word} ") for word in ending_words())
        for folded in map(fold, texts.values())
    )
