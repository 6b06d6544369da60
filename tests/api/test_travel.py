"""``dieuphoi travel``: tables with ways by road, planned from as any others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from optimizer.domain import Dataset, Employee, Leg, Workplace
from optimizer.ingest import read_folder, write_folder
from tests.api.conftest import Dieuphoi, province
from tests.api.osrm_server import osrm

AS_OF = date(2025, 10, 1)
HOME = (21.123456, 106.654321)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(dataset: Dataset, folder: Path) -> Path:
    write_folder(dataset, folder)
    (folder / "policy.toml").write_text(f"as_of = {AS_OF}\n", encoding="utf-8")
    return folder


def test_a_plan_from_the_tables_names_the_source_and_needs_no_server(dieuphoi: Dieuphoi, folder: Path) -> None:
    with osrm() as server:
        done = dieuphoi("travel", folder, "--osrm", server.url, "--out", "with-roads", "--lang", "en")
        assert done.exit_code == 0, done.output
        assert "6 ways between 3 places" in done.output
        assert dieuphoi("travel", folder, "--osrm", server.url, "--out", "again").exit_code == 0
        assert len(server.asked) == 1
    assert Path("with-roads/travel.csv").read_bytes() == Path("again/travel.csv").read_bytes()
    done = dieuphoi("plan", "with-roads", "--out", "planned")
    assert done.exit_code == 0, done.output
    assert "osrm" in Path("planned/moves.csv").read_text(encoding="utf-8")
    assert dieuphoi("verify", "planned").exit_code == 0


def test_nobody_s_home_is_sent(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    dataset = province()
    employees = [
        employee.model_copy(update={"home_latitude": HOME[0], "home_longitude": HOME[1]})
        for employee in dataset.rows("employees")
        if isinstance(employee, Employee)
    ]
    with osrm() as server:
        tables = write(dataset.replace(employees=employees), tmp_path / "homes")
        assert dieuphoi("travel", tables, "--osrm", server.url, "--out", "out").exit_code == 0
        assert server.asked and not any("21.12" in path or "106.65" in path for path in server.asked)


def test_what_the_province_measured_stays(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    measured = Leg(from_="07681", to="07525", km=50, minutes=70)
    stale = Leg(from_="07681", to="SNV", km=999, minutes=999, source="osrm")
    tables = write(province().replace(travel=[measured, stale]), tmp_path / "measured")
    with osrm() as server:
        assert dieuphoi("travel", tables, "--osrm", server.url, "--out", "out").exit_code == 0
    read = read_folder(Path("out"), AS_OF).dataset
    assert read is not None
    legs = [leg for leg in read.rows("travel") if isinstance(leg, Leg)]
    assert measured in legs and len(legs) == 6
    assert sum(leg.source == "osrm" for leg in legs) == 5 and max(leg.km for leg in legs) < 100


def test_what_no_road_leads_to_is_told(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    pier = Workplace(code="PIER", unit="SNV", latitude=21.0, longitude=106.9)
    tables = write(province().replace(workplaces=[pier]), tmp_path / "pier")
    with osrm(without_road=frozenset({(106.25, 21.2)}), off_road_metres={(106.9, 21.0): 5_400}) as server:
        done = dieuphoi("travel", tables, "--osrm", server.url, "--out", "out", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "PIER is 5.4 km from the nearest road" in done.output
    assert "No road leads to or from 07681" in done.output
    assert "2 ways between 4 places" in done.output


def test_an_island_with_a_ferry_is_left_to_it(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    ferry = Leg(from_="SNV", to="07525", km=10, minutes=40, is_ferry=True)
    tables = write(province().replace(travel=[ferry]), tmp_path / "island")
    with osrm() as server:
        done = dieuphoi("travel", tables, "--osrm", server.url, "--out", "out", "--lang", "en")
    assert "Ways across water: 4" in done.output and "2 ways between 3 places" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--osrm", "127.0.0.1:5000", "--out", "out"), "not the address of a server"),
        (("--osrm", "http://127.0.0.1:5000", "--out", "tables"), "has tables in it"),
    ],
)
def test_wrong_usage_ends_it(words: tuple[str, ...], said: str, dieuphoi: Dieuphoi, folder: Path) -> None:
    done = dieuphoi("travel", folder, *words, "--lang", "en")
    assert done.exit_code == 2 and said in done.output


def test_a_server_that_refuses_ends_it_and_writes_nothing(dieuphoi: Dieuphoi, folder: Path) -> None:
    body = b'{"code": "InvalidOptions", "message": "no such option"}'
    with osrm(troubles=[body]) as server:
        done = dieuphoi("travel", folder, "--osrm", server.url, "--out", "out", "--lang", "en")
    assert done.exit_code == 2 and "InvalidOptions no such option" in done.output
    assert not Path("out").exists()
