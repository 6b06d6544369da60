"""Reading column by column answers as validating row by row would."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from optimizer.domain import TABLES
from optimizer.domain.dataset import frame_of, typed_frame
from optimizer.ingest.columns import read_columns
from optimizer.ingest.csv_file import Grid

CELLS = st.sampled_from(
    [
        *("", "x", "00004", "1", "2", "-1", "1.0", "1.5", "16.000", "1,5", "nan", "1e999", "9" * 400, "true", "có"),
        *("ward", "department", "release", "pin", "active", "master", "2024-02-29", "29/02/2023", "86400", "=1"),
        *("a;b", "A:0.5", "A:2", "2024:good", "2024", "a\u0301", "\x00", "\u037e;1", "x" * 101, "x" * 2_001, "105.8"),
    ]
)


@settings(deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(TABLES)))
def test_columns_answer_as_rows_do(data, name):
    table = TABLES[name]
    rows = data.draw(st.lists(st.tuples(*[CELLS] * len(table.columns)), min_size=1, max_size=3))
    columns = dict(zip(table.columns, zip(*rows, strict=True), strict=True))
    grid = Grid(columns, np.arange(2, len(rows) + 2), (), is_complete=True)
    sheet, findings = read_columns(grid, table, f"{name}.csv")

    for number, row in enumerate(rows):
        # As in a file, an empty cell means the default where there is one.
        required = {info.alias or field for field, info in table.row.model_fields.items() if info.is_required()}
        record = {column: text for column, text in zip(table.columns, row, strict=True) if text or column in required}
        refused = {column for column, mask in sheet.unread.items() if mask[number]}
        try:
            model = table.row.model_validate(record)
        except ValidationError as error:
            assert {str(details["loc"][0]) for details in error.errors()} == refused
        else:
            assert not refused
            values = {info.alias or field: [getattr(model, field)] for field, info in table.row.model_fields.items()}
            assert sheet.frame.iloc[[number]].reset_index(drop=True).equals(typed_frame(table, values))

    errors = {(finding.row - 2, finding.column) for finding in findings if finding.severity == "error"}
    unread = {(int(row), column) for column, mask in sheet.unread.items() for row in np.flatnonzero(mask)}
    assert errors <= unread
    assert all("latitude" in column or "longitude" in column for _, column in unread - errors)


def test_absent_columns_hold_their_defaults():
    table = TABLES["posts"]
    grid = Grid({"code": ["P1"], "unit": ["00004"]}, np.array([2]), (), is_complete=True)
    sheet, findings = read_columns(grid, table, "posts.csv")
    assert findings == [] and sheet.is_complete
    assert sheet.frame.equals(frame_of(table, [table.row(code="P1", unit="00004")]))


def test_an_absent_required_column_is_unread():
    grid = Grid({"unit": ["00004"]}, np.array([2]), (), is_complete=True)
    sheet, _ = read_columns(grid, TABLES["posts"], "posts.csv")
    assert not sheet.is_complete
    assert sheet.unread["code"].tolist() == [True]
