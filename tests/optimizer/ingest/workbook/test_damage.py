"""Every kind of damage to a workbook gives its finding at the cell where a person sees it, and nothing leaks."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import resources

import pytest

from optimizer.findings import Severity
from optimizer.text import LANGUAGES
from tests.optimizer.ingest.workbook.conftest import Read, Sheets, faultless

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
UNITS, POSTS, PEOPLE, FIELDS = "Đơn vị", "Vị trí việc làm", "Nhân sự", "Lĩnh vực"


@dataclass(frozen=True)
class Damage:
    """Change the sheets and expect a code at a place of the workbook."""

    code: str
    place: str
    change: Callable[[Sheets], object]
    severity: Severity = ERROR


def cell(code: str, sheet: str, at: str, value: object, severity: Severity = ERROR) -> Damage:
    """A cell exchanged, with its finding at that very cell."""
    row, place = int(at[1:]) - 1, ord(at[0]) - ord("A")

    def change(sheets: Sheets) -> None:
        sheets[sheet][row][place] = value

    return Damage(code, f"{sheet}:{at}", change, severity)


def sheet(code: str, place: str, change: Callable[[Sheets], object], severity: Severity = ERROR) -> Damage:
    return Damage(code, place, change, severity)


def rename(old: str, new: str) -> Callable[[Sheets], object]:
    def change(sheets: Sheets) -> None:
        sheets[new] = sheets.pop(old)

    return change


def merged(sheet_, row, place):
    sheet_.merge_range(row, place, row + 1, place, "00004")


DAMAGES = (
    # sheets
    sheet("missing_sheet", "", lambda sheets: sheets.pop(POSTS)),
    sheet("sheet_taken_for", "Nhân sụư", rename(PEOPLE, "Nhân sụư"), INFO),
    sheet("misspelt_sheet", "Nhân sụư", lambda sheets: [rename(PEOPLE, "Nhân sụư")(sheets), sheets["Nhân sụư"].pop(0)]),
    sheet("unknown_sheet", "Công việc khác", lambda sheets: sheets.update({"Công việc khác": [["a"]]}), WARNING),
    sheet("sheet_without_header", UNITS, lambda sheets: sheets[UNITS].pop(0)),
    sheet("empty_table", UNITS, lambda sheets: sheets.update({UNITS: sheets[UNITS][:1]})),
    # headers
    cell("header_unknown", UNITS, "D1", "Màu sắc"),
    cell("header_misspelt", UNITS, "D1", "Biên chế đựơc giaoo"),
    cell("header_twice", UNITS, "D1", "Tên đơn vị"),
    sheet("header_missing", f"{UNITS}:1", lambda sheets: sheets[UNITS][0].__setitem__(2, "Ghi chú")),
    sheet("cell_without_header", f"{UNITS}:H3", lambda sheets: sheets[UNITS][2].extend(["", "x"])),
    # rows that are no data
    sheet("totals_row", f"{UNITS}:5", lambda sheets: sheets[UNITS].append(["", "Tổng cộng", "", 15]), INFO),
    sheet("section_row", f"{UNITS}:2", lambda sheets: sheets[UNITS].insert(1, ["I. Các phường"]), INFO),
    sheet("ending_rows", f"{UNITS}:5", lambda sheets: sheets[UNITS].append(["", "NGƯỜI LẬP BIỂU"]), INFO),
    # cells that a workbook alone can have
    cell("error_cell", UNITS, "D2", lambda at, row, place: at.write_formula(row, place, "=1/0", None, "#DIV/0!")),
    cell("formula_without_value", UNITS, "D2", lambda at, row, place: at.write_formula(row, place, "=1+2", None, "")),
    sheet(
        "merged_cells",
        f"{POSTS}:B3",
        lambda sheets: [sheets[POSTS][1].__setitem__(1, merged), sheets[POSTS][2].__setitem__(1, None)],
    ),
    cell("codes_as_numbers", UNITS, "A2", 4, WARNING),
    cell("lost_leading_zero", UNITS, "A2", 4),
    cell("lost_leading_zero", POSTS, "B2", 4),
    cell("lost_leading_zero", PEOPLE, "D2", 4.0),
    cell("repair_proposed", POSTS, "B2", "4", INFO),
    cell("numbers_as_text", UNITS, "D2", "3", INFO),
    # words
    cell("unknown_value", UNITS, "C2", "phuonng"),
    cell("repair_proposed", UNITS, "C2", "phuonng", INFO),
    cell("unknown_value", PEOPLE, "G2", "đạii học"),
    cell("repair_proposed", PEOPLE, "G2", "đạii học", INFO),
    cell("unknown_code", POSTS, "C2", "Kế toánn"),
    cell("repair_proposed", POSTS, "C2", "Kế toánn", INFO),
    cell("unknown_value", PEOPLE, "K2", "2024:tạm được"),
    cell("not_yes_or_no", PEOPLE, "J2", "có thể"),
    # numbers and dates
    cell("number_with_separators", PEOPLE, "I2", "2,34"),
    cell("number_with_separators", UNITS, "D2", "1 200"),
    cell("repair_proposed", UNITS, "D2", "1\u00a0200", INFO),
    cell("misspelt_code", POSTS, "B2", "OOOO4"),
    cell("repair_proposed", PEOPLE, "I2", "2,34", INFO),
    cell("negative_number", UNITS, "D2", -3),
    cell("not_a_whole_number", POSTS, "E2", 2.5),
    cell("not_a_date", PEOPLE, "H2", "20.10.1990"),
    cell("repair_proposed", PEOPLE, "H2", "20.10.1990", INFO),
    cell("not_a_date", PEOPLE, "H2", 33166),
    cell("not_a_date", PEOPLE, "H2", "31/02/1990"),
    cell("date_in_future", PEOPLE, "H2", date(2031, 1, 1)),
    cell("latitude_outside_vietnam", UNITS, "E2", 48.8),
    # identities and codes
    cell("odd_identity", PEOPLE, "C2", 1099000123, WARNING),
    sheet("duplicate_id", f"{UNITS}:A5", lambda sheets: sheets[UNITS].append(list(sheets[UNITS][1]))),
    cell("duplicate_person", PEOPLE, "C3", "001099000123"),
    cell("unknown_code", PEOPLE, "E2", "P9"),
    cell("missing_value", UNITS, "C2", ""),
    cell("invisible_character", UNITS, "B2", "Ba\u200bĐình"),
    cell("formula", UNITS, "B2", "=HYPERLINK(1)", WARNING),
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: f"{damage.code}-{damage.place}")
def test_finding_of_every_damage(damage: Damage, read: Read) -> None:
    sheets = faultless()
    damage.change(sheets)
    ingested = read(sheets)
    expected = ":".join(part for part in ("tỉnh.xlsx", damage.place) if part)
    assert (damage.severity, damage.code, expected) in {
        (finding.severity, finding.code, finding.place) for finding in ingested.findings
    }, [(finding.place, finding.code) for finding in ingested.findings]
    assert (ingested.dataset is None) == any(finding.severity is ERROR for finding in ingested.findings)
    for finding in ingested.findings:
        for language in LANGUAGES:
            said = finding.sentence(language) + finding.place
            assert not any(secret in said for secret in ("001099", "1099000", "Nguyễn", "Bí Mật", ".csv"))


def test_there_are_thirty_kinds_of_damage() -> None:
    assert len({damage.code for damage in DAMAGES}) >= 30


def test_a_faultless_workbook_has_no_findings(read: Read) -> None:
    ingested = read(faultless())
    assert [(finding.place, finding.code) for finding in ingested.findings] == []
    dataset = ingested.valid_dataset()
    assert dataset.employees["degree"].tolist() == ["university", "master"]
    assert dataset.employees["ratings"].tolist()[0] == ((2024, "good"),)
    assert dataset.posts["min_degree"].tolist() == ["university", "none", "none"]
    assert dataset.units["code"].tolist() == ["00004", "00008", "SNV"]


def test_a_cell_without_value_has_no_further_findings(read: Read) -> None:
    for damage in DAMAGES:
        if damage.code in ("error_cell", "formula_without_value"):
            sheets = faultless()
            damage.change(sheets)
            errors = [finding.code for finding in read(sheets).findings if finding.severity is ERROR]
            assert errors == [damage.code]


ELSEWHERE = {
    "workbook_too_large",
    "workbook_too_slow",
    "workbook_broken",
    "workbook_encrypted",
    "workbook_with_macros",
    "workbook_old_format",
    "same_workbook_twice",
    "hidden_sheet",
    "example_row",
    "conflicting_row",
    "same_rows",
    "repaired",
    "policy_twice",
    "policy_unknown",
    "policy_without_header",
}
"""In test_hostile.py, test_layouts.py, test_merging.py, test_repairs.py and test_policy_sheet.py."""


def test_every_wording_has_an_example() -> None:
    wording = resources.files("optimizer.text").joinpath("workbook.toml").read_text(encoding="utf-8")
    worded = set(tomllib.loads(wording)["finding"])
    assert worded - ELSEWHERE == {damage.code for damage in DAMAGES} & worded
    assert worded >= ELSEWHERE
