"""Whatever a file is made to do to its reader, the answer is a finding within seconds, and the caller lives on."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.findings import Severity
from optimizer.ingest.workbook import book, open_workbooks, read_workbooks
from optimizer.ingest.workbook.book import read_book
from optimizer.limited import Limits
from tests.optimizer.ingest.workbook.conftest import AS_OF, faultless, write

SECONDS = 10
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write(faultless(), tmp_path / "tỉnh.xlsx")


def repacked(path: Path, **parts: bytes | None) -> None:
    """The same package with parts exchanged or added; their names have __ for / and _dot_ for a point."""
    changed = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(path) as package:
        contents = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**contents, **changed}.items():
            if content is not None:
                package.writestr(name, content)


def code_of(path: Path) -> str:
    """The code of the one finding on a workbook that cannot be read."""
    start = time.monotonic()
    found = read_book(path)
    assert time.monotonic() - start < SECONDS
    assert found.pages == ()
    assert found.finding is not None
    assert found.finding.severity is Severity.ERROR
    assert found.finding.place == path.name
    return found.finding.code


def test_cells_at_two_corners(tmp_path: Path) -> None:
    path = tmp_path / "corners.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet("Đơn vị")
    sheet.write("A1", 1)
    sheet.write("XFD1048576", 1)
    workbook.close()
    assert code_of(path) == "workbook_too_large"


def test_a_bomb_that_says_how_large_it_is(workbook: Path) -> None:
    repacked(workbook, xl__media__bomb_dot_bin=b"\0" * 500_000_000)
    assert workbook.stat().st_size < 1_000_000
    assert code_of(workbook) == "workbook_too_large"


def test_a_bomb_that_lies(workbook: Path) -> None:
    """A part of many millions of cells whose size in the directory is a small one."""
    cells = b'<c r="A1"><v>1</v></c>' * 30
    rows = b"".join(b'<row r="%d">%s</row>' % (row, cells) for row in range(1, 200_000))
    repacked(workbook, xl__worksheets__sheet1_dot_xml=b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")
    content = bytearray(workbook.read_bytes())
    with zipfile.ZipFile(workbook) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    size, lie = info.file_size.to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    assert content.count(size) == 2
    workbook.write_bytes(bytes(content.replace(size, lie)))
    assert code_of(workbook) in ("workbook_broken", "workbook_too_large", "workbook_too_slow")


def test_entities_that_multiply(workbook: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "aaaaaaaaaa">{entities}]><workbook>&e11;</workbook>'
    repacked(workbook, xl__workbook_dot_xml=xml.encode())
    assert code_of(workbook) in ("workbook_broken", "workbook_too_large")


def test_macros(workbook: Path, tmp_path: Path) -> None:
    named = tmp_path / "tỉnh.xlsm"
    named.write_bytes(workbook.read_bytes())
    assert code_of(named) == "workbook_with_macros"
    repacked(workbook, xl__vbaProject_dot_bin=b"Sub Auto_Open()")
    assert code_of(workbook) == "workbook_with_macros"


def test_a_hundred_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(100_000_000)
    assert code_of(path) == "too_many_bytes"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook_broken"),
        (b"PK\x03\x04", "workbook_broken"),
        (b"M\xc3\xa3,T\xc3\xaan\n", "workbook_broken"),
        (OLE + b"\0" * 2_000, "workbook_old_format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "workbook_encrypted"),
    ],
)
def test_files_of_another_kind(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(content)
    assert code_of(path) == code


def test_a_package_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert code_of(path) == "workbook_old_format"


def test_a_part_with_a_password(workbook: Path) -> None:
    content = bytearray(workbook.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 1)
    workbook.write_bytes(bytes(content))
    assert code_of(workbook) in ("workbook_encrypted", "workbook_broken")


def test_half_a_file(workbook: Path) -> None:
    content = workbook.read_bytes()
    workbook.write_bytes(content[: len(content) // 2])
    assert code_of(workbook) == "workbook_broken"


def test_time_is_limited(workbook: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass\n", encoding="utf-8")
    monkeypatch.setattr(book, "_CHILD", endless)
    found = read_book(workbook, Limits(seconds=1))
    assert found.finding is not None
    assert found.finding.code == "workbook_too_slow"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.xlsx") == "unreadable_file"


def test_two_workbooks_of_one_name(workbook: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    books = open_workbooks([workbook, write(faultless(), other / workbook.name)])
    assert "same_workbook_twice" in {finding.code for finding in read_workbooks(books, AS_OF).findings}


def test_one_bad_workbook_among_good_ones_is_told_without_a_trail(workbook: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"nothing")
    findings = read_workbooks(open_workbooks([workbook, broken]), AS_OF).findings
    assert [finding.code for finding in findings if finding.severity is Severity.ERROR] == ["workbook_broken"]


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(max_size=12),
    st.sampled_from(["00004", "P1", "E1", "Đại học", "Tổng cộng", "i;ii", "2024:good", "=1+1", "20/10/1990"]),
)
NAMES = st.sampled_from([name for name in (*faultless(), "Chính sách", "Giới hạn", "Quãng đường", "Khác")])
HEADERS = st.sampled_from(
    [str(name) for rows in faultless().values() for name in rows[0]] + ["Tham số", "Giá trị", "as_of", "Từ", "Đến", ""]
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    sheets=st.dictionaries(
        NAMES,
        st.tuples(st.lists(HEADERS, max_size=12), st.lists(st.lists(CELLS, max_size=12), max_size=6)),
        max_size=5,
    )
)
def test_no_cells_whatever_make_reading_raise(sheets, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / "any.xlsx"
    if not sheets:
        sheets = {"Khác": ([], [])}
    write({name: [header, *rows] for name, (header, rows) in sheets.items()}, path)
    books = open_workbooks([path])
    for accept_repairs in (False, True):
        ingested = read_workbooks(books, AS_OF, accept_repairs=accept_repairs)
        assert (ingested.dataset is None) == any(one.severity is Severity.ERROR for one in ingested.findings)
        assert all(finding.sentence("vi") and finding.sentence("en") for finding in ingested.findings)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=st.lists(st.tuples(st.integers(0, 9_999), st.integers(0, 255)), min_size=1, max_size=30))
def test_no_bytes_whatever_make_reading_raise(changes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = write(faultless(), tmp_path_factory.mktemp("bytes") / "any.xlsx")
    content = bytearray(path.read_bytes())
    for place, byte in changes:
        content[place * len(content) // 10_000] = byte
    path.write_bytes(bytes(content))
    ingested = read_workbooks(open_workbooks([path]), AS_OF)
    assert (ingested.dataset is None) == any(one.severity is Severity.ERROR for one in ingested.findings)


def test_a_package_whose_parts_are_no_xml(workbook: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook><sheets/></workbook>")
        package.writestr("xl/_rels/workbook.xml.rels", "<nothing")
    workbook.write_bytes(buffer.getvalue())
    assert code_of(workbook) == "workbook_broken"


def seconds_to_read(path: Path) -> tuple[float, set[str]]:
    """Processor seconds of this process, and the codes of what was found, worded in both languages."""
    start = time.process_time()
    findings = read_workbooks(open_workbooks([path]), AS_OF).findings
    assert all(one.sentence("vi") and one.sentence("en") for one in findings)
    return time.process_time() - start, {one.code for one in findings}


def test_rows_as_wide_as_a_sheet_are_no_header(tmp_path: Path) -> None:
    for name in ("Nhân sự", "Sheet1"):
        wide = [["Mã nhân sự", "Mã đơn vị", *(f"cột {place}" for place in range(9_000))]] * 2
        seconds, codes = seconds_to_read(write({name: wide}, tmp_path / f"{name}.xlsx"))
        assert seconds < SECONDS
        assert codes & {"sheet_without_header", "unknown_sheet"}


@pytest.mark.parametrize("ranges", [[f"A{row}:A1048576" for row in range(2, 3_000)], ["A1:XFD1"] * 20_000])
def test_merged_cells_that_overlap_are_told_once(tmp_path: Path, ranges: list[str]) -> None:
    rows = [["Mã nhân sự", "Mã đơn vị"], *([f"E{row}", "00004"] for row in range(3_000))]
    path = write({"Nhân sự": rows}, tmp_path / "merged.xlsx")
    with zipfile.ZipFile(path) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    merged = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    xml = xml.replace("</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")
    repacked(path, xl__worksheets__sheet1_dot_xml=xml.encode())
    seconds, codes = seconds_to_read(path)
    assert seconds < SECONDS
    assert codes >= {"missing_sheet"} and ("merged_cells" in codes) is ranges[0].startswith("A2")


def test_no_row_of_text_makes_the_search_for_headers_slow(tmp_path: Path) -> None:
    rows = [["Mã nhân sự", "Mã đơn vị", *["(" * 32_000] * 40], ["E1", "00004"]]
    seconds, codes = seconds_to_read(write({"Nhân sự": rows}, tmp_path / "long.xlsx"))
    assert seconds < SECONDS
    assert codes == {"missing_sheet", "unknown_code"}
