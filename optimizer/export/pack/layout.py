"""Word documents in the layout of Decree 30/2020/NĐ-CP (public-service paperwork), empty of any plan.

A4, margins of 20 mm above and below, 30 mm left, 20 mm right; Times New Roman; page numbers
top centre from page 2 on. Sizes of single parts are recalled, not read (docs/decision-pack.vi.md).
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
DRAFT_MARK = "DỰ THẢO"
FOOTER = (
    "{% if mark %}{{ mark }} · {% endif %}dữ liệu {{ dataset }} · chính sách {{ policy }} · phiên bản {{ version }}"
)
"""Every page says what it was made from; without it a printed draft cannot be told from a later one."""

Draft = Mapping[str, Any]


def template(draft: Draft, people: Draft | None) -> bytes:
    """A draft's text laid out as a template of docxtpl; ``people`` is the table of its annex, if it has one."""
    document = docx.Document()
    _set_font(document)
    is_annex = draft["issuer"] == "annex"
    _set_page(document.sections[0], is_landscape=is_annex)
    if not is_annex:
        _write_head(document, draft)
    _line(document, draft["kind"], size=14, bold=True, align=ALIGN.CENTER, before=12)
    _line(document, draft["about"], size=14, bold=True, align=ALIGN.CENTER, after=6)
    if "addressee" in draft:
        _line(document, draft["addressee"], size=14, italic=is_annex, align=ALIGN.CENTER, after=12)
    if "authority" in draft:
        _line(document, draft["authority"], size=14, bold=True, align=ALIGN.CENTER, before=6, after=12)
    for text in draft["body"]:
        _write_body(document, text, draft)
    if draft["signer"]:
        document.paragraphs[-1].paragraph_format.keep_with_next = True  # nobody signs an empty page
        _write_signature(document, draft)
    if people is not None and not is_annex:
        section = document.add_section()
        _set_page(section, is_landscape=True)
        _line(document, draft["list_title"], size=14, bold=True, align=ALIGN.CENTER)
        basis = "(Kèm theo Quyết định số {{ serial }}/QĐ-UBND {{ day }})"
        _line(document, basis, size=14, italic=True, align=ALIGN.CENTER, after=12)
    if people is not None:
        _write_table(document, people, size=10)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_font(document: Document) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        style.element.rPr.rFonts.set(qn(script), FONT)


def _set_page(section: Section, *, is_landscape: bool) -> None:
    width, height = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if is_landscape else (width, height)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = (Mm(20), Mm(15)) if is_landscape else (Mm(30), Mm(20))
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
        part.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    _add_field(number, "PAGE")
    for footer in (section.footer, section.first_page_footer):
        _format(footer.paragraphs[0], FOOTER, size=8, align=ALIGN.CENTER)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.append(start)


def _write_head(document: Document, draft: Draft) -> None:
    """National motto to the right, the agency, its number and the mark of a draft to the left."""
    is_department = draft["issuer"] == "department"
    table = document.add_table(rows=2, cols=2)
    _set_widths(table, (62, 102))
    left, right = table.rows[0].cells
    above = "UBND {{ head.province_capitals }}" if is_department else "ỦY BAN NHÂN DÂN"
    below = "{{ head.department_capitals }}" if is_department else "{{ head.province_capitals }}"
    _cell_lines(left, ((above, 13, not is_department, False), (below, 13, True, False)))
    _cell_lines(
        right,
        (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False), ("Độc lập - Tự do - Hạnh phúc", 13, True, False)),
    )
    _underline(left.paragraphs[-1], indent_mm=18)
    _underline(right.paragraphs[-1], indent_mm=16)
    left, right = table.rows[1].cells
    _cell_lines(left, ((f"Số: {{{{ serial }}}}/{draft['symbol']}", 13, False, False), ("{{ mark }}", 13, True, False)))
    _cell_lines(right, (("{{ head.place }}, {{ day }}", 14, False, True),))


def _write_body(document: Document, text: str, draft: Draft) -> None:
    if text.startswith("@"):
        _write_table(document, draft["tables"][text[1:]], size=12)
        _line(document, "", size=6)
    elif text.startswith("§"):
        is_centred = text.endswith(":")
        align = ALIGN.CENTER if is_centred else ALIGN.JUSTIFY
        heading = _line(document, text[1:], bold=True, align=align, indent=not is_centred, before=6)
        heading.paragraph_format.keep_with_next = True
    else:
        is_italic = text.startswith("~")
        _line(document, text.removeprefix("~"), italic=is_italic, align=ALIGN.JUSTIFY, indent=True)


def _write_signature(document: Document, draft: Draft) -> None:
    table = document.add_table(rows=1, cols=2)
    _set_widths(table, (80, 80))
    left, right = table.rows[0].cells
    _format(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    for text in draft["recipients"]:
        _format(left.add_paragraph(), text, size=11)
    for paragraph in left.paragraphs:
        paragraph.paragraph_format.space_after = Pt(0)
    lines = [(text, 14, True, False) for text in draft["signer"]]
    signer = "{{ head.director }}" if draft["issuer"] == "department" else "{{ head.signer }}"
    _cell_lines(right, (*lines, ("", 14, False, False), ("", 14, False, False), (signer, 14, True, False)))
    _keep_whole(table)


def _write_table(document: Document, given: Draft, size: int) -> None:
    """A table with a header that repeats on every page, and a row for each of ``rows``."""
    columns: Sequence[Draft] = given["columns"]
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    _set_widths(table, [column["width_mm"] for column in columns])
    _repeat(table)
    for row in table.rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    for place, column in enumerate(columns):
        _format(table.rows[0].cells[place].paragraphs[0], column["head"], size=size, bold=True, align=ALIGN.CENTER)
        align = ALIGN.RIGHT if column.get("number") else ALIGN.LEFT
        _format(table.rows[2].cells[place].paragraphs[0], column["cell"], size=size, align=align)
    table.rows[1].cells[0].paragraphs[0].add_run(f"{{%tr for {given['rows']} %}}")
    table.rows[3].cells[0].paragraphs[0].add_run("{%tr endfor %}")


def _line(
    document: Document,
    text: str,
    *,
    size: int = 14,
    bold: bool = False,
    italic: bool = False,
    align: ALIGN = ALIGN.LEFT,
    indent: bool = False,
    before: int = 0,
    after: int = 6,
) -> Paragraph:
    paragraph = document.add_paragraph()
    _format(paragraph, text, size=size, bold=bold, italic=italic, align=align)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.paragraph_format.line_spacing = 1.15
    if indent:
        paragraph.paragraph_format.first_line_indent = Mm(12.7)
    return paragraph


def _format(
    paragraph: Paragraph, text: str, *, size: int, bold: bool = False, italic: bool = False, align: ALIGN = ALIGN.LEFT
) -> None:
    """Text with its style; what stands between double asterisks is bold."""
    paragraph.alignment = align
    for place, part in enumerate(re.split(r"\*\*", text)):
        run = paragraph.add_run(part)
        run.bold, run.italic, run.font.size = bold or place % 2 == 1, italic, Pt(size)


def _cell_lines(cell: _Cell, lines: Sequence[tuple[str, int, bool, bool]]) -> None:
    for place, (text, size, bold, italic) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        _format(paragraph, text, size=size, bold=bold, italic=italic, align=ALIGN.CENTER)


def _set_widths(table: Table, widths_mm: Sequence[int]) -> None:
    table.autofit = False
    for column, width_mm in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width_mm)
    for row in table.rows:
        for cell, width_mm in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width_mm)


def _repeat(table: Table) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    _keep_whole(table)


def _keep_whole(table: Table) -> None:
    """No row goes on on the next page."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _underline(paragraph: Paragraph, indent_mm: int) -> None:
    """A rule below a paragraph, as long as about half of it."""
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    border.append(bottom)
    rule = paragraph._p.getparent()
    line = OxmlElement("w:p")
    rule.append(line)
    below = Paragraph(line, paragraph._parent)
    below.paragraph_format.left_indent = below.paragraph_format.right_indent = Mm(indent_mm)
    below.paragraph_format.space_after = Pt(0)
    below.paragraph_format.line_spacing = Pt(4)
    line.get_or_add_pPr().append(border)


def _add_field(paragraph: Paragraph, name: str) -> None:
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
