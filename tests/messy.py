"""A workbook as an office sends it: forty communes of Điện Biên, and nothing where a program would look for it.

Titles stand above headers of one line or two, with merged cells, with and without accents, composed and
decomposed; every commune has its section and its subtotal; there are blank rows, a hidden column, days and
numbers as text, notes and signatures at the end. Three codes of units are wrong, and two people stand twice.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import xlsxwriter

from optimizer.domain import COMMUNE_KINDS, Dataset, Employee, Unit
from optimizer.ingest.workbook.words import fold, value_label
from scenarios.library import load_case, synthesize

PEOPLE = "Danh sách CBCC xã"
COMMUNES = 40
FIELDS = ("IT", "LAN")

WRONG = {"03127": "3127", "03158": "O3158", "03217": "99999"}
"""Codes of units as they are typed for the first of their people: a zero lost, a letter for it, and a slip."""

Cell = str | int | float | date | None


@dataclass
class _Page:
    """Rows as they are written one under the other; those with one text over all columns are merged."""

    width: int
    rows: list[list[Cell]] = field(default_factory=list)
    over: dict[int, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def across(self, text: str) -> None:
        self.over[len(self.rows)] = text
        self.rows.append([])

    def add(self, *cells: Cell) -> None:
        self.rows.append(list(cells))


def messy_workbook(path: Path, fields: Sequence[str] = FIELDS) -> Path:
    """Write the workbook, with the posts and people of some fields; the same one every time."""
    dataset, chance = synthesize(load_case("dien-bien")), Random(2026)
    communes = [unit for unit in dataset.rows("units") if unit.kind in COMMUNE_KINDS][:COMMUNES]
    senders = [unit for unit in dataset.rows("units") if unit.kind not in COMMUNE_KINDS]
    posts = {post.code for post in dataset.rows("posts") if post.field in fields}
    seats = Counter({unit: 0 for unit in dataset.unit_by_code})
    for post in dataset.rows("posts"):
        seats[post.unit] += post.seats if post.field in fields else 0
    people = [one for one in dataset.rows("employees") if one.post in posts]
    notes = _Page(1, [["Số liệu đến ngày 15/10/2025; xã Mường Nhé gửi sau."], ["Liên hệ: phòng Công chức, viên chức"]])
    pages = {
        "Ghi chú": notes,
        "DM lĩnh vực": _fields(dataset),
        "DANH SACH DON VI": _units([*communes, *senders], seats, chance),
        "Vị trí việc làm": _posts(dataset, [*communes, *senders], fields),
        PEOPLE: _people(people, communes, chance),
        "Danh sách CBCC sở, ngành": _officials(people, senders),
    }
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, page in pages.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(page.rows):
                for place, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, place, cell, day)
                    elif cell is not None:
                        sheet.write(row, place, cell)
            for row, text in page.over.items():
                sheet.merge_range(row, 0, row, page.width - 1, text)
            for top, left, bottom, right in page.merged:
                sheet.merge_range(top, left, bottom, right, page.rows[top][left])
            if name == PEOPLE:
                sheet.set_column(4, 4, None, None, {"hidden": True})
    return path


def _titled(title: str, width: int) -> _Page:
    page = _Page(width)
    page.add("UBND TỈNH ĐIỆN BIÊN", *[None] * (width - 2), "Biểu số 01")
    page.add("SỞ NỘI VỤ")
    page.add()
    page.across(title)
    page.across("(Kèm theo Công văn số 123/SNV-CCVC ngày 16/10/2025)")
    page.add()
    return page


def _signed(page: _Page) -> _Page:
    """What stands below the last row: notes, the day, who signs."""
    page.add()
    page.add("Ghi chú: các xã đã rà soát.")
    page.add(*[None] * (page.width - 3), "Điện Biên, ngày 16 tháng 10 năm 2025")
    page.add(None, "NGƯỜI LẬP BIỂU", *[None] * (page.width - 5), "KT. GIÁM ĐỐC")
    page.add(None, "(Ký, ghi rõ họ tên)", *[None] * (page.width - 5), "PHÓ GIÁM ĐỐC")
    page.add()
    page.add(None, "Nguyễn Thị Lập", *[None] * (page.width - 5), "Trần Văn Ký")
    return page


def _fields(dataset: Dataset) -> _Page:
    page = _Page(4)
    page.across("DANH MỤC LĨNH VỰC")
    page.add("STT", "Mã LV", "Lĩnh vực", "Tên tiếng Anh", "Lĩnh vực gần")
    for number, one in enumerate(dataset.rows("fields"), start=1):
        page.add(number, one.code, one.name_vi, one.name_en, ";".join(f"{code}:{fit}" for code, fit in one.related))
    return page


def _units(units: Sequence[Unit], seats: Mapping[str, int], chance: Random) -> _Page:
    """Units with as much quota as the posts of the workbook have seats."""
    page = _titled("DANH SÁCH ĐƠN VỊ", 8)
    page.add("STT", "Mã xã", "Tên đơn vị", "Loại hình", "Dân số (người)", "Biên chế giao", "Tọa độ", None)
    page.add(None, None, None, None, None, None, "Vĩ độ", "Kinh độ")
    page.merged += [(6, 6, 6, 7), *((6, place, 7, place) for place in range(6))]
    for number, unit in enumerate(units, start=1):
        kind = value_label(unit.kind, "vi")
        kind = kind.upper() if number % 3 == 0 else fold(kind) if number % 3 == 1 else kind
        inhabitants: Cell = unit.population
        if unit.population is not None:
            marks = chance.choice((" ", ".", None))
            inhabitants = unit.population if marks is None else f"{unit.population:,}".replace(",", marks)
        quota: Cell = f" {seats[unit.code]} " if number % 4 == 0 else seats[unit.code]
        page.add(number, unit.code, unit.name, kind, inhabitants, quota, unit.latitude, unit.longitude)
        if number % 10 == 0:
            page.add()
    page.add(None, "Tổng cộng", None, None, None, sum(seats[unit.code] for unit in units))
    return _signed(page)


def _posts(dataset: Dataset, units: Sequence[Unit], fields: Sequence[str]) -> _Page:
    page = _titled("DANH MỤC VỊ TRÍ VIỆC LÀM", 7)
    page.add("TT", "Mã VTVL", "ĐƠN VỊ", "Tên vị trí việc làm", "Mã lĩnh vực", "Yêu cầu trình độ", "Số lượng", "Ghi chú")
    for unit in units:
        posts = [post for post in dataset.rows("posts") if post.unit == unit.code and post.field in fields]
        for number, post in enumerate(posts, start=1):
            degree = value_label(post.min_degree, "vi")
            page.add(number, post.code, unit.name.upper(), post.title, post.field, fold(degree), post.seats)
        page.add(None, f"Cộng {unit.name}", None, None, None, None, sum(post.seats for post in posts))
    return page


def _people(people: Sequence[Employee], communes: Sequence[Unit], chance: Random) -> _Page:
    """People of communes by commune, with what is wrong among them."""
    page = _titled("DANH SÁCH CÁN BỘ, CÔNG CHỨC CẤP XÃ", 12)
    page.add(
        "STT",
        "Mã CBCC",
        unicodedata.normalize("NFD", "HỌ TÊN"),
        "Ngay thang nam sinh",
        "So CCCD",
        "Mã đơn vị",
        "Vị trí việc làm",
        "Lĩnh vực",
        "Trình độ",
        None,
        "Hệ số",
        "Xếp loại năm 2024",
    )
    page.add(None, None, None, None, None, None, None, None, "Chuyên môn", "Chuyên ngành")
    page.merged += [(6, 8, 6, 9), *((6, place, 7, place) for place in (*range(8), 10, 11))]
    page.add(*(f"({number})" for number in range(1, 13)))
    count = 0
    twice = []
    for number, unit in enumerate(communes, start=1):
        page.across(f"{number}. {unit.name}")
        own = [one for one in people if one.unit == unit.code]
        for place, one in enumerate(own, start=1):
            count += 1
            born = one.birth_date
            day = None if born is None else born if count % 3 else born.strftime("%d/%m/%Y")
            name = unicodedata.normalize("NFD", one.name) if count % 5 == 0 else one.name
            degree = value_label(one.degree, "vi")
            grade = one.salary_coefficient
            row: list[Cell] = [
                place,
                one.id,
                name,
                day,
                one.national_id,
                WRONG.get(unit.code, unit.code) if place == 1 else unit.code,
                one.post,
                one.field,
                degree.upper() if count % 2 else "ĐH" if degree == "đại học" else degree,
                one.major,
                None if grade is None else f"{grade:.2f}".replace(".", ",") if count % 7 == 0 else grade,
                "HTTNV" if count % 2 else "Hoàn thành tốt",
            ]
            page.rows.append(row)
            if count in (12, 33):
                twice.append([*row[:1], f"{one.id}B", *row[2:]])
        page.add(None, f"Cộng {unit.name}", len(own))
        if number % 8 == 0:
            page.add()
    page.rows += twice
    page.add(None, "TỔNG CỘNG", count)
    return _signed(page)


def _officials(people: Sequence[Employee], senders: Sequence[Unit]) -> _Page:
    """People of departments and other provincial units, in one list."""
    page = _Page(8)
    page.across("Danh sách công chức, viên chức sở, ngành")
    page.add(
        "TT",
        "Mã",
        "Họ và tên",
        "Ngày sinh",
        "Đơn vị công tác",
        "Vị trí việc làm",
        "Lĩnh vực",
        "Trình độ",
        "Ngành học",
        "Tình nguyện",
    )
    names = {unit.code: unit.name for unit in senders}
    for number, one in enumerate((one for one in people if one.unit in names), start=1):
        born = (
            None if one.birth_date is None else one.birth_date.strftime("%d.%m.%Y" if number % 9 == 0 else "%d/%m/%Y")
        )
        volunteer = "x" if one.volunteer else None
        page.add(
            number,
            one.id,
            one.name,
            born,
            names[one.unit],
            one.post,
            one.field,
            value_label(one.degree, "vi"),
            one.major,
            volunteer,
        )
    return page


def by_hand(path: Path) -> tuple[list[str], list[str]]:
    """Cells that no repair can be told for: the slip in a code and the post that shows it; the people's second rows."""
    sheet = openpyxl.load_workbook(path)[PEOPLE]
    slips = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 6).value == WRONG["03217"]]
    twice = [row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 2).value).endswith("B")]
    return [f"{column}{row}" for row in slips for column in "FG"], [f"E{row}" for row in twice]


def mended(path: Path, to: Path) -> Path:
    """The workbook after somebody has looked at those cells."""
    book = openpyxl.load_workbook(path)
    (slip, _), twice = by_hand(path)
    book[PEOPLE][slip] = "03217"
    for cell in reversed(twice):
        book[PEOPLE].delete_rows(int(cell[1:]))
    book.save(to)
    return to
