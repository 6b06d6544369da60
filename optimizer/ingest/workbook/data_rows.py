"""Which rows below a header are data, and which are totals, sections, examples or what is signed at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from optimizer.domain import Table
from optimizer.ingest.workbook.book import Page, text_of
from optimizer.ingest.workbook.example import EXAMPLE_KEY, is_example
from optimizer.ingest.workbook.header import Header
from optimizer.ingest.workbook.words import ending_words, fold, total_words

_LONGEST_TOTAL = 30
_NUMERAL = re.compile(r"[IVXLC]+|[A-Z]")
_NUMBERED = re.compile(r"([IVXLC]+|[A-Z]|\d+)\s*[.)/-]\s*\S.*")
_SIGNED_ON = re.compile(r"\bngay .{0,6}thang .{0,6}nam\b")


@dataclass(frozen=True)
class DataRows:
    """Rows that are data, and by the code of a note those that are not although something stands in them."""

    rows: Sequence[int]
    left_out: Mapping[str, Sequence[int]]


def data_rows(page: Page, table: Table, header: Header) -> DataRows:
    """Tell the rows below a header apart.

    No row is left out that has all that the table needs, or a cell that lost its value.
    """
    places = list(header.columns.values())
    needed = [header.columns[name] for name in table.required_columns if name in header.columns]
    unvalued = {row for row, place in (*page.errors, *page.uncached) if place in places}
    below = range(header.first_data_row, len(page.rows))
    filled = [row for row in below if row in unvalued or _holds(page, row, places, any)]
    whole = {row for row in filled if row in unvalued or _holds(page, row, needed, all)}
    last_whole = max(whole, default=-1)
    ends_at = next((row for row in filled if row > last_whole and _is_ending(_texts(page, row))), len(page.rows))
    across = frozenset((top, left) for top, left, _, right in page.merged if right > left)
    rows: list[int] = []
    left_out: dict[str, list[int]] = {}
    for row in filled:
        code = _code(page, table, header, row, across, is_whole=row in whole) if row < ends_at else "ending_rows"
        if code is None:
            rows.append(row)
        else:
            left_out.setdefault(code, []).append(row)
    return DataRows(rows, left_out)


def _holds(page: Page, row: int, places: Sequence[int], quantifier: Callable[[Iterable[bool]], bool]) -> bool:
    """Whether any, or all, of some cells of a row have something in them."""
    cells = page.rows[row]
    return quantifier(place < len(cells) and text_of(cells[place]).strip() != "" for place in places)


def _texts(page: Page, row: int) -> dict[int, str]:
    given = ((place, text_of(cell).strip()) for place, cell in enumerate(page.rows[row]))
    return {place: text for place, text in given if text}


def _code(
    page: Page, table: Table, header: Header, row: int, across: frozenset[tuple[int, int]], *, is_whole: bool
) -> str | None:
    """The code of the note on a row that is no data; ``across`` are cells merged with others beside them."""
    first = next((text for cell in page.rows[row] if (text := text_of(cell).strip())), "")
    if _is_total(first):
        return "totals_row"
    if first != EXAMPLE_KEY and is_whole:
        return None
    texts = _texts(page, row)
    if first == EXAMPLE_KEY:
        cells = {name: texts[place] for name, place in header.columns.items() if place in texts}
        return "example_row" if is_example(table.name, cells) else None
    folded = fold(first)
    if any(folded.startswith(f"{word} ") for word in total_words()):
        return "totals_row"
    is_title = _NUMBERED.fullmatch(first) is not None or (row, next(iter(texts))) in across
    is_section = is_title if len(texts) == 1 else len(texts) == 2 and _NUMERAL.fullmatch(first) is not None
    return "section_row" if is_section else None


def _is_total(first: str) -> bool:
    return len(first) < _LONGEST_TOTAL and not any(map(str.isdigit, first)) and fold(first) in total_words()


def _is_ending(texts: Mapping[int, str]) -> bool:
    """Whether a row begins what stands below a list: remarks, the day, who made it and who signs."""
    return any(
        _SIGNED_ON.search(folded) or any(f"{folded} ".startswith(f"{word} ") for word in ending_words())
        for folded in map(fold, texts.values())
    )
