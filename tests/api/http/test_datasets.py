"""Datasets over HTTP, on both databases: versions, findings, downloads, who sees what."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import httpx
import pytest

from api.dataset_file import unpack
from optimizer.domain import Dataset, Employee
from optimizer.domain.employee import SENSITIVE_COLUMNS
from optimizer.ingest import read_folder
from tests.api.conftest import province
from tests.api.http.server import Server
from tests.api.http.uploads import files_of, upload, zipped


@pytest.fixture(scope="module")
def planner(either: Server) -> Iterator[httpx.Client]:
    with either.as_role("planner") as client:
        yield client


@pytest.fixture(scope="module")
def viewer(either: Server) -> Iterator[httpx.Client]:
    with either.as_role("viewer") as client:
        yield client


def quota(dataset: Dataset, number: int) -> Dataset:
    """The dataset with another quota of its first unit."""
    first, *others = dataset.rows("units")
    return dataset.replace(units=[first.model_copy(update={"quota": number}), *others])


def test_a_zip_and_its_files_are_one_version(planner: httpx.Client) -> None:
    files = files_of(province())
    first = upload(planner, files, "one")
    assert first.status_code == 201, first.text
    assert first.headers["Location"] == f"/v1/datasets/{first.json()['id']}"
    assert (first.json()["version"], first.json()["province"]) == (1, "24")
    assert first.json()["sha256"] == province().sha256
    assert first.json()["rows"]["employees"] == 24
    for content in (zipped(files), zipped(files, "input/"), zipped(dict(reversed(files.items())))):
        again = upload(planner, {"tables.zip": content}, "one")
        assert (again.status_code, again.json()) == (200, first.json())


def test_other_tables_are_the_next_version_and_the_first_stays(planner: httpx.Client, viewer: httpx.Client) -> None:
    first = upload(planner, files_of(province()), "two").json()
    second = upload(planner, files_of(quota(province(), 30)), "two").json()
    other_policy = upload(planner, files_of(province(), "term_months = 9\n"), "two").json()
    assert [first["version"], second["version"], other_policy["version"]] == [1, 2, 3]
    assert viewer.get(f"/v1/datasets/{first['id']}").json() == first


def test_versions_are_listed_in_pages_the_newest_first(planner: httpx.Client, viewer: httpx.Client) -> None:
    for number in range(5):
        assert upload(planner, files_of(quota(province(), 40 + number)), "pages").status_code == 201
    seen: list[str] = []
    after = None
    while True:
        page = viewer.get("/v1/datasets", params={"limit": 2, **({"after": after} if after else {})}).json()
        seen += [f"{item['name']} {item['version']}" for item in page["items"]]
        if (after := page["next"]) is None:
            break
    assert seen[:5] == [f"pages {version}" for version in (5, 4, 3, 2, 1)]
    assert len(seen) == len(set(seen)) == len(viewer.get("/v1/datasets", params={"limit": 500}).json()["items"])
    assert viewer.get("/v1/datasets", params={"after": "f" * 32}).json() == {"items": [], "next": None}


def test_tables_with_errors_are_answered_with_findings_and_not_kept(planner: httpx.Client) -> None:
    before = planner.get("/v1/datasets", params={"limit": 500}).json()
    files = files_of(province())
    files["units.csv"] = files["units.csv"].replace(b"ward", b"district")
    answer = upload(planner, files, "bad")
    assert (answer.status_code, answer.json()["code"]) == (422, "findings")
    assert {(one["file"], one["column"]) for one in answer.json()["findings"] if one["severity"] == "error"} == {
        ("units.csv", "kind")
    }
    assert planner.get("/v1/datasets", params={"limit": 500}).json() == before


def test_a_policy_with_errors_is_a_finding(planner: httpx.Client) -> None:
    answer = upload(planner, files_of(province(), "term_months = [\n"), "bad")
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "policy_syntax")


def test_warnings_are_kept_and_told_in_the_language_asked_for(planner: httpx.Client, viewer: httpx.Client) -> None:
    kept = upload(planner, {**files_of(province()), "unit.csv": b"x"}, "warned").json()
    told = {
        language: viewer.get(f"/v1/datasets/{kept['id']}/findings", headers={"Accept-Language": language}).json()
        for language in ("vi", "en")
    }
    assert "misspelt_file" in [finding["code"] for finding in told["vi"] if finding["severity"] == "warning"]
    assert [finding["code"] for finding in told["vi"]] == [finding["code"] for finding in told["en"]]
    assert told["vi"][0]["sentence"] != told["en"][0]["sentence"]


def test_personnel_staff_download_the_tables_whole(either: Server, planner: httpx.Client, tmp_path: Path) -> None:
    kept = upload(planner, files_of(sensitive()), "whole").json()
    with either.as_role("personnel") as personnel:
        answer = personnel.get(f"/v1/datasets/{kept['id']}/file")
        assert answer.headers["content-type"] == "application/zip"
        unpack(answer.content, tmp_path)
        assert read_folder(tmp_path, date(2025, 10, 20)).valid_dataset().sha256 == kept["sha256"]
        again = personnel.get(f"/v1/datasets/{kept['id']}/file", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        columns = personnel.get(f"/v1/datasets/{kept['id']}/tables/employees").json()["columns"]
        assert set(columns) >= SENSITIVE_COLUMNS
    assert planner.get(f"/v1/datasets/{kept['id']}/file").status_code == 403


def test_others_see_no_identities_and_no_bars(planner: httpx.Client) -> None:
    kept = upload(planner, files_of(sensitive()), "masked").json()
    page = planner.get(f"/v1/datasets/{kept['id']}/tables/employees")
    as_csv = planner.get(f"/v1/datasets/{kept['id']}/tables/employees/csv")
    assert not SENSITIVE_COLUMNS & set(page.json()["columns"])
    for answer in (page, as_csv):
        assert "S00" in answer.text
        for secret in ("Nguyễn Thị Mật", "001099012345", "iii", "1985-02-03"):
            assert secret not in answer.text


def test_a_table_comes_in_pages_or_whole(planner: httpx.Client) -> None:
    kept = upload(planner, files_of(province()), "table").json()
    url = f"/v1/datasets/{kept['id']}/tables/employees"
    pages = [planner.get(url, params={"limit": 10, "offset": offset}).json() for offset in (0, 10, 20)]
    assert [len(page["rows"]) for page in pages] == [10, 10, 4]
    assert {page["total"] for page in pages} == {24}
    header, *rows = csv.reader(io.StringIO(planner.get(f"{url}/csv").text.removeprefix("\ufeff")))
    assert header == pages[0]["columns"]
    assert rows == [row for page in pages for row in page["rows"]]


def test_another_province_has_none_of_it(either: Server, planner: httpx.Client) -> None:
    kept = upload(planner, files_of(province()), "ours").json()
    with either.as_role("personnel", "20") as other:
        for path in ("", "/findings", "/file", "/tables/units", "/tables/units/csv"):
            answer = other.get(f"/v1/datasets/{kept['id']}{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert other.get("/v1/datasets").json() == {"items": [], "next": None}
        assert other.get("/v1/datasets", params={"after": kept["id"]}).json() == {"items": [], "next": None}
        assert upload(other, files_of(province()), province="24").json()["code"] == "other_province"
    assert upload(either.client, files_of(province())).json()["code"] == "no_province"
    assert upload(either.client, files_of(province()), province="20").json()["province"] == "20"


def test_planners_who_upload_at_once_get_a_version_each(planner: httpx.Client) -> None:
    with ThreadPoolExecutor(6) as clients:
        answers = list(
            clients.map(lambda number: upload(planner, files_of(quota(province(), number)), "race"), range(50, 56))
        )
    assert sorted(answer.json()["version"] for answer in answers) == [1, 2, 3, 4, 5, 6]


def sensitive() -> Dataset:
    """The small province, its first department officer with everything that only personnel staff may see."""
    dataset = province()
    people: list[Employee] = dataset.rows("employees")  # type: ignore[assignment]
    secret = {
        "name": "Nguyễn Thị Mật",
        "national_id": "001099012345",
        "blocks": ("iii",),
        "birth_date": date(1985, 2, 3),
    }
    return dataset.replace(employees=[one.model_copy(update=secret) if one.id == "S00" else one for one in people])
