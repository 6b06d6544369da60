"""Workbooks of many communes make one dataset; contradictions are told; repairs are applied if asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from optimizer.findings import Severity
from optimizer.ingest.workbook import open_workbooks, read_workbooks
from tests.optimizer.ingest.workbook.conftest import AS_OF, Read, Sheets, faultless, write


def part(*units: str) -> Sheets:
    """The faultless province as one commune sends it: only its own posts and people, but all units and fields."""
    sheets = faultless()
    for name, place in (("Vị trí việc làm", 1), ("Nhân sự", 3)):
        header, *rows = sheets[name]
        sheets[name] = [header, *(row for row in rows if row[place] in units)]
    return sheets


def test_parts_make_the_whole_and_rows_in_both_count_once(read: Read) -> None:
    whole = read(faultless()).valid_dataset()
    ingested = read(part("00004"), part("00008", "SNV"))
    assert ingested.valid_dataset().sha256 == whole.sha256
    assert [(finding.code, finding.severity) for finding in ingested.findings] == [("same_rows", Severity.INFO)] * 2


def test_a_unit_of_two_minds_is_a_conflict_with_both_places(read: Read) -> None:
    other = part("00008", "SNV")
    other["Đơn vị"][1][3] = 4
    ingested = read(part("00004"), other)
    (conflict,) = [finding for finding in ingested.findings if finding.code == "conflicting_row"]
    assert conflict.place == "xã-1.xlsx:Đơn vị:A2"
    sentence = conflict.sentence("vi")
    assert "2 (xã-0.xlsx, Đơn vị)" in sentence
    assert "Biên chế được giao" in sentence
    assert ingested.dataset is None


def test_one_person_on_two_lists_is_told(read: Read) -> None:
    other = part("00008", "SNV")
    other["Nhân sự"][1][2] = "001099000123"
    (finding,) = [one for one in read(part("00004"), other).findings if one.severity is Severity.ERROR]
    assert (finding.code, finding.place) == ("duplicate_person", "xã-1.xlsx:Nhân sự:C2")
    assert "2 (xã-0.xlsx, Nhân sự)" in finding.sentence("vi")


def damaged() -> Sheets:
    sheets = faultless()
    sheets["Đơn vị"][1][0] = 4
    sheets["Đơn vị"][2][2] = "phuonng"
    sheets["Vị trí việc làm"][1][2] = "Kế toánn"
    sheets["Nhân sự"][1][2] = 1099000123
    sheets["Nhân sự"][1][7] = "20.10.1990"
    sheets["Nhân sự"][1][8] = "2,34"
    sheets["Nhân sự"][2][6] = "Thạcc sĩ"
    return sheets


def test_repairs_are_proposed_and_never_applied_by_themselves(read: Read) -> None:
    ingested = read(damaged())
    assert ingested.dataset is None
    proposals = {finding.place for finding in ingested.findings if finding.code == "repair_proposed"}
    assert "tỉnh.xlsx:Đơn vị:A2" in proposals
    assert not any(finding.code == "repaired" for finding in ingested.findings)


def test_accepted_repairs_are_applied_and_each_cell_is_listed(read: Read) -> None:
    ingested = read(damaged(), accept_repairs=True)
    assert ingested.valid_dataset().sha256 == read(faultless()).valid_dataset().sha256
    places = {finding.place for finding in ingested.findings if finding.code == "repaired"}
    assert places == {
        f"tỉnh.xlsx:{place}"
        for place in ("Đơn vị:A2", "Đơn vị:C3", "Vị trí việc làm:C2", "Nhân sự:C2", "Nhân sự:H2", "Nhân sự:I2")
    } | {"tỉnh.xlsx:Nhân sự:G3"}
    said = " ".join(finding.sentence("vi") for finding in ingested.findings)
    assert "1099000123" not in said


def policy(*rows: tuple[object, object]) -> Sheets:
    return {"Chính sách": [["Tham số", "Giá trị", "Giải thích"], *([name, value, ""] for name, value in rows)]}


def test_parameters_of_a_policy_are_read(tmp_path: Path) -> None:
    rows = (
        ("Ngày lập phương án", date(2025, 10, 1)),
        ("Thời hạn biệt phái (tháng)", 12),
        ("rules.max_distance.max_km", 80),
        ("Thứ tự ưu tiên", ""),
    )
    books = open_workbooks([write({**faultless(), **policy(*rows)}, tmp_path / "a.xlsx")])
    assert books.policy_text == "as_of = 2025-10-01\nterm_months = 12\n\n[rules.max_distance]\nmax_km = 80\n"
    assert read_workbooks(books, AS_OF).findings == ()


def test_two_values_of_a_parameter_and_unknown_ones_are_findings(tmp_path: Path) -> None:
    first = write({**faultless(), **policy(("term_months", 6))}, tmp_path / "a.xlsx")
    second = write(policy(("term_months", 12), ("Số tháng tùy ý", 3)), tmp_path / "b.xlsx")
    third = write({"Chính sách": [["a", "b"], ["c", "d"]]}, tmp_path / "c.xlsx")
    findings = open_workbooks([first, second, third]).findings
    assert {(finding.code, finding.place) for finding in findings} == {
        ("policy_twice", "b.xlsx:Chính sách:B2"),
        ("policy_unknown", "b.xlsx:Chính sách:A3"),
        ("policy_without_header", "c.xlsx:Chính sách"),
    }
