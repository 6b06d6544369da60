"""The measuring itself: peers and product solve the same program, and tables come out of the records."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import explaining, families, measure, record, scenarios, sweeps
from tests.benchmarks.families import Instance, Size
from tests.benchmarks.table import report

PEERS = ("raw", "highs-mip", "scip")


def test_all_exact_peers_find_the_same_optimum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(families.SIZES, "tiny", Size(120, 12, 5))
    monkeypatch.setattr(record, "FOLDER", tmp_path)
    monkeypatch.setattr(measure, "peers_of", lambda instance: PEERS)

    measure.measure(Instance("tight", "tiny", 1))

    parts = record.records()["tight-tiny-1"]
    assert parts["ours"]["status"] == "optimal" and parts["ours"]["is_feasible"]
    for name in PEERS:
        said = parts["peers"][name]
        assert (said["status"], said["against_ours"], said["is_feasible"]) == ("optimal", "same", True), name
        assert said["gap_per_cent"] == pytest.approx(0, abs=1e-6), name
    greedy = parts["greedy"]
    assert greedy["broken_limits"] == 0
    assert list(greedy["values"].values()) >= list(parts["ours"]["tiers"].values())
    assert "| tight tiny |" in report(record.records())


def test_what_ifs_and_sweeps_are_measured(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(families.SIZES, "tiny", Size(120, 12, 5))
    monkeypatch.setattr(scenarios, "REPEATS", 1)
    monkeypatch.setattr(sweeps, "CORES", 1)

    scenarios.main("tiny")
    told = capsys.readouterr().out
    assert told.count("raw calls (goal 2)") == told.count("raw calls (goal 3)") == 4

    sweeps.main("3", "tiny")
    assert "of the time (goal 0.7)" in capsys.readouterr().out


def test_explanations_are_measured_in_raw_calls(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(families.SIZES, "tiny", Size(120, 12, 5))
    with pytest.raises(SystemExit):
        explaining.main(["room", "tiny", "1"])
    said = capsys.readouterr().out
    for part in ("all moves", "all vacant seats", "residual need", "fairness", "one question"):
        assert f"  {part}" in said
    assert "(at most 60)" in said
