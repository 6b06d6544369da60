"""Tables of many rows: 200,000 are read with all checks, the most allowed is enforced, findings are capped."""

from __future__ import annotations

import time

import pytest

from optimizer.ingest import MAX_OF_A_KIND, csv_file

ROWS = 200_000
LIMIT_SECONDS = 40
"""Of processor time, so that a busy machine does not fail the test."""

HEADER = (
    "id,name,national_id,kind,unit,post,posts_held,status,title,field,level,other_fields,degree,major,years_in_field,"
    "salary_coefficient,ratings,birth_date,sex,home_unit,home_latitude,home_longitude,volunteer,wishes,languages,count"
)


def employee(number: int, unit: str = "SNV") -> str:
    """A row unlike all others in its id, identity, birth date and home."""
    return (
        f"E{number:06},Người {number},{number:012},civil_servant,{unit},,P1;P2,active,chuyên viên,ACC,2,TRD,university,"
        f"Kế toán,{number % 30},2.{number % 97:02},2023:good;2024:excellent,{1970 + number % 30}-{number % 12 + 1:02}-"
        f"{number % 28 + 1:02},female,00004,{20 + number / ROWS:.6f},{105 + number / ROWS:.6f},true,00008,en;fr,1"
    )


def employees(rows: int) -> str:
    return "\n".join([HEADER, *(employee(number) for number in range(rows)), ""])


@pytest.mark.slow
def test_200_000_rows_are_read_and_checked(read):
    text = employees(ROWS)
    start = time.process_time()
    ingested = read({"employees.csv": text, "instructions.csv": None})
    seconds = time.process_time() - start
    # All these people cover both posts of the communes besides their own work.
    assert [finding.code for finding in ingested.findings] == ["no_vacancies"]
    assert len(ingested.valid_dataset().employees) == ROWS
    assert seconds < LIMIT_SECONDS, f"{seconds:.1f} s"
    print(f"{ROWS} rows in {seconds:.1f} s")


@pytest.mark.slow
def test_200_000_bad_rows_are_capped_per_kind_and_counted(read):
    rows = [f"E{number // 2},SNV,P{number},-{number + 1},{number}.5.2,x{number}" for number in range(ROWS)]
    start = time.process_time()
    ingested = read(
        {"employees.csv": "\n".join(["id,unit,post,count,birth_date,field", *rows]), "instructions.csv": None}
    )
    seconds = time.process_time() - start
    rest = {
        (finding.column, finding.figures["kind"]): finding.figures["count"]
        for finding in ingested.findings
        if finding.code == "more_of_the_same"
    }
    assert rest[("id", "duplicate_id")] == ROWS // 2 - MAX_OF_A_KIND
    for kind in ("count", "too_small"), ("birth_date", "not_a_date"), ("field", "unknown_code"):
        assert rest[kind] == ROWS - MAX_OF_A_KIND
    assert len(ingested.findings) < 10 * MAX_OF_A_KIND
    assert seconds < LIMIT_SECONDS, f"{seconds:.1f} s"


def test_rows_beyond_the_most_allowed_are_a_finding(read, monkeypatch):
    monkeypatch.setattr(csv_file, "MAX_ROWS", 4)
    ingested = read({"employees.csv": employees(5), "instructions.csv": None})
    assert [(finding.code, finding.place) for finding in ingested.findings] == [("too_many_rows", "employees.csv:6")]
    assert ingested.row_counts["employees"] == 4
    assert ingested.dataset is None
    assert read({"employees.csv": employees(4), "instructions.csv": None}).dataset is not None
