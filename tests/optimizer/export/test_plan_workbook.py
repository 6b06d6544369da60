"""A plan's workbook has every move twice, by receiver and by sender, and nothing in it can run; maps have no homes."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from optimizer.domain import Dataset, Employee
from optimizer.explain import Passed
from optimizer.explain.passed import BARS
from optimizer.export import plan_geojson, write_plan_workbook
from optimizer.plan import Plan
from optimizer.policy import Policy

SECRET = "001099000123"


@pytest.fixture
def risky(dataset: Dataset) -> Dataset:
    """Somebody whose name begins like a formula, with an identity, a home and a bar that was waived."""
    person = Employee(
        id="B",
        name='=HYPERLINK("http://example.org")',
        national_id=SECRET,
        unit="SNV",
        post="SNV-IT",
        field="IT",
        home_latitude=20.987,
        home_longitude=105.987,
        blocks=("iii",),
    )
    units = [unit.model_copy(update={"latitude": 21.0, "longitude": 106.0}) for unit in dataset.rows("units")[1:]]
    return dataset.replace(employees=[dataset.rows("employees")[0], person], units=[dataset.rows("units")[0], *units])


def test_sheets_hold_the_plan_and_no_formula(risky: Dataset, policy: Policy, plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_plan_workbook(risky, policy, plan, [Passed((BARS,), ())] * len(plan.moves), path, "vi")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Tóm tắt",
        "Theo nơi nhận",
        "Theo nơi cử",
        "Biên chế trước và sau",
        "Chỗ còn trống",
        "Lý do",
        "Công bằng",
    ]
    for name in ("Theo nơi nhận", "Theo nơi cử"):
        assert {row[0].value for row in book[name].iter_rows(min_row=2)} == {"A", "B"}
    row = next(row for row in book["Theo nơi nhận"].iter_rows(min_row=2) if row[0].value == "B")
    assert row[1].data_type == "s"
    assert row[8].value.date() == date(2025, 10, 1)
    assert [cell.value for cell in book["Chỗ còn trống"][2]][3] == 1
    with zipfile.ZipFile(path) as package:
        xml = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    assert "<f>" not in xml
    assert "<hyperlink" not in xml
    assert not any(secret in xml for secret in (SECRET, "20.987", "105.987", ">iii<"))


def test_sheets_are_ready_to_be_filtered_and_printed(
    risky: Dataset, policy: Policy, plan: Plan, tmp_path: Path
) -> None:
    posts = [post.model_copy(update={"title": f"Chuyên viên {post.code}"}) for post in risky.rows("posts")]
    given = risky.replace(posts=posts)
    write_plan_workbook(given, policy, plan, [Passed((BARS,), ())] * len(plan.moves), tmp_path / "plan.xlsx", "vi")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        if sheet.title not in ("Tóm tắt", "Công bằng"):
            assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")
            assert sheet.auto_filter.ref == sheet.dimensions
    moves = book["Theo nơi nhận"]
    assert moves["G2"].value == f"Chuyên viên {plan.moves[0].to_post} ({plan.moves[0].to_post})"
    assert moves.column_dimensions["G"].width > moves.column_dimensions["A"].width
    assert (moves["I2"].number_format, moves["M2"].number_format) == ("dd/mm/yyyy", "#,##0")
    figures = [cell for row in book["Tóm tắt"].iter_rows(min_col=2, max_col=2) for cell in row if cell.value]
    assert {cell.alignment.horizontal for cell in figures if str(cell.value).isdecimal()} == {"right"}


def test_the_same_plan_gives_the_same_workbook(risky: Dataset, policy: Policy, plan: Plan, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_plan_workbook(risky, policy, plan, [Passed((), ())] * len(plan.moves), tmp_path / name, "en")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_map_has_units_and_flows_but_no_people(risky: Dataset, policy: Policy, plan: Plan) -> None:
    text = plan_geojson(risky, policy, plan)
    features = json.loads(text)["features"]
    units = {feature["id"]: feature for feature in features if "id" in feature}
    assert units["SNV"]["geometry"] == {"type": "Point", "coordinates": [106.0, 21.0]}
    assert units["00001"]["geometry"] is None
    assert units["00002"]["properties"]["after"]["working"] == 2
    flows = [feature for feature in features if "id" not in feature]
    assert {(flow["properties"]["from"], flow["properties"]["people"]) for flow in flows} == {("00001", 1), ("SNV", 1)}
    assert not any(secret in text for secret in (SECRET, "HYPERLINK", "20.987", "105.987", "iii"))


def test_a_plan_of_no_moves_is_written_too(dataset: Dataset, policy: Policy, plan: Plan, tmp_path: Path) -> None:
    write_plan_workbook(dataset, policy, replace(plan, moves=()), [], tmp_path / "a.xlsx", "vi")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["Theo nơi cử"].max_row == 1
