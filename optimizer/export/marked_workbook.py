"""A copy of a workbook as it was read, with every bad cell coloured and what is wrong with it as a comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.workbook import Workbook

from optimizer.export.workbook_styles import Styles, fresh_workbook
from optimizer.findings import Finding, Severity
from optimizer.ingest.workbook import Book, Page
from optimizer.text import Language, say

COLOURS = {Severity.ERROR: "#FF9999", Severity.WARNING: "#FFE699", Severity.INFO: "#DDEBF7"}
_ORDER = list(Severity)
_MOST_CHARACTERS = 2_000


def write_marked(book: Book, findings: Sequence[Finding], path: Path, language: Language) -> None:
    """Write the cells of a workbook with the findings that are about it, and a first sheet that lists them all.

    Cells hold what was read, values instead of formulas; nothing in the copy can run. Raises OSError.
    """
    own = [finding for finding in findings if finding.file == book.file]
    with fresh_workbook(path) as copy:
        _write_list(copy, own, language)
        for page in book.pages:
            _write_page(copy, page, [finding for finding in own if finding.sheet == page.name], language)


def _write_list(copy: Workbook, findings: Iterable[Finding], language: Language) -> None:
    styles = Styles.of(copy)
    sheet = copy.add_worksheet(say("marked.sheet", language))
    for place, (column, width) in enumerate((("place", 32), ("code", 24), ("sentence", 110))):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, say(f"command.{column}", language), styles.header)
    for row, finding in enumerate(findings, start=1):
        for place, text in enumerate((finding.place, finding.code, finding.sentence(language))):
            sheet.write_string(row, place, text)
    sheet.freeze_panes(1, 0)


def _write_page(copy: Workbook, page: Page, findings: Iterable[Finding], language: Language) -> None:
    sheet = copy.add_worksheet(page.name)
    marks = _marks(findings)
    formats = {severity: copy.add_format({"bg_color": colour}) for severity, colour in COLOURS.items()}
    for row, cells in enumerate(page.rows):
        for place, cell in enumerate(cells):
            style = formats[marks[row, place][0].severity] if (row, place) in marks else None
            if isinstance(cell, bool):
                sheet.write_boolean(row, place, cell, style)
            elif isinstance(cell, str):
                (sheet.write_string if cell else sheet.write_blank)(row, place, cell, style)
            else:
                sheet.write_number(row, place, cell, style)
    for (row, place), about in marks.items():
        if row >= len(page.rows) or place >= len(page.rows[row]):
            sheet.write_blank(row, place, None, formats[about[0].severity])
        comment = "\n".join(finding.sentence(language) for finding in about)
        sheet.write_comment(row, place, comment[:_MOST_CHARACTERS], {"x_scale": 3, "y_scale": 1.5})


def _marks(findings: Iterable[Finding]) -> Mapping[tuple[int, int], Sequence[Finding]]:
    """Findings by cell, the worst of each first; those on a whole row or sheet stand at its beginning."""
    marks: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        row, place = xl_cell_to_rowcol(f"{finding.letters or 'A'}{finding.row or 1}")
        marks.setdefault((row, place), []).append(finding)
    return {cell: sorted(about, key=lambda finding: _ORDER.index(finding.severity)) for cell, about in marks.items()}
