"""A messy workbook sent to the service: told what is wrong, then kept with the repairs that were accepted."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.api.http.uploads import upload
from tests.messy import by_hand, mended, messy_workbook


def upload_book(client: httpx.Client, path: Path, **form: str) -> httpx.Response:
    return upload(client, {path.name: path.read_bytes()}, "Điện Biên", **form)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return messy_workbook(tmp_path_factory.mktemp("messy") / "tinh.xlsx")


def test_repairs_are_proposed_then_accepted_and_listed(planner: httpx.Client, workbook: Path, tmp_path: Path) -> None:
    slips, twice = by_hand(workbook)
    refused = upload_book(planner, workbook, accept_repairs="true")
    assert (refused.status_code, refused.json()["code"]) == (422, "findings")
    errors = {one["place"] for one in refused.json()["findings"] if one["severity"] == "error"}
    assert {place.rpartition(":")[2] for place in errors} == {*slips, *twice}

    book = mended(workbook, tmp_path / "da-sua.xlsx")
    proposed = upload_book(planner, book).json()["findings"]
    cells = {one["place"] for one in proposed if one["code"] == "repair_proposed"}
    assert len(cells) > 20

    kept = upload_book(planner, book, accept_repairs="true")
    assert kept.status_code == 201, kept.text
    told = planner.get(f"/v1/datasets/{kept.json()['id']}/findings").json()
    assert {one["place"] for one in told if one["code"] == "repaired"} == cells
