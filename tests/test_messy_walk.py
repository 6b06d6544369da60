"""From a messy workbook to drafts, by the command line: everything wrong is told where it stands, and then mended."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from tests.api.conftest import Dieuphoi, dieuphoi
from tests.messy import PEOPLE, by_hand, mended, messy_workbook

__all__ = ["dieuphoi"]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return messy_workbook(tmp_path_factory.mktemp("messy") / "tinh.xlsx")


def test_what_is_wrong_is_told_where_it_stands(dieuphoi: Dieuphoi, workbook: Path, tmp_path: Path) -> None:
    done = dieuphoi("check", workbook, "--marked", tmp_path, "--accept-repairs")
    assert done.exit_code == 1
    said = done.output
    errors = said[: said.index("tinh.xlsx:Ghi chú")]
    (slip, post), twice = by_hand(workbook)
    assert len(twice) == 2
    for cell in (slip, post, *twice):
        assert f"tinh.xlsx:{PEOPLE}:{cell} " in errors
    assert errors.count("tinh.xlsx:") == 4
    copy = openpyxl.load_workbook(tmp_path / "tinh-marked.xlsx")
    assert all(copy[PEOPLE][cell].comment for cell in (slip, post, *twice))


def test_the_walk_to_the_drafts(dieuphoi: Dieuphoi, workbook: Path, tmp_path: Path) -> None:
    book = mended(workbook, tmp_path / "da-sua.xlsx")
    asked = dieuphoi("ingest", book, "--out", tmp_path / "du-lieu")
    assert asked.exit_code == 1
    assert "--accept-repairs" in asked.output
    for words in (
        ("ingest", book, "--accept-repairs", "--out", tmp_path / "du-lieu"),
        ("plan", tmp_path / "du-lieu", "--out", tmp_path / "phuong-an"),
        ("verify", tmp_path / "phuong-an"),
        ("pack", tmp_path / "phuong-an", "--out", tmp_path / "du-thao"),
    ):
        done = dieuphoi(*words)
        assert done.exit_code == 0, done.output
    decision = docx.Document(str(next((tmp_path / "du-thao" / "03-quyet-dinh").iterdir())))
    assert any("Chủ tịch Ủy ban nhân dân" in line.text for line in decision.paragraphs)
