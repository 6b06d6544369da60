"""The wheel works where nothing of the repository is: an empty environment, another folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("optimizer", "scenarios", "api", "pyproject.toml", "README.md", "LICENSE")


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints; it must succeed."""
    without_python = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**without_python, "DIEUPHOI_LANG": "en"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by way of a source distribution, from a copy, so that nothing is left in the repository."""
    source = tmp_path_factory.mktemp("source")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", source / "dist", source, cwd=source)
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an empty environment with the wheel in it."""
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    constraints = ROOT / "constraints.txt"
    # By the pip that is here: to make another one takes longer than the wheel itself.
    into = ("-m", "pip", "--python", programs / "python")
    install = ("install", "--quiet", "--no-compile", "--constraint", constraints, wheel)
    run(sys.executable, *into, *install, cwd=environment)
    return programs


@pytest.mark.slow
def test_the_installed_wheel_plans_a_case(bin_folder: Path, tmp_path: Path) -> None:
    dieuphoi = bin_folder / "dieuphoi"
    run(dieuphoi, "case", "bac-ninh", "--out", "input", cwd=tmp_path)
    printed = run(dieuphoi, "plan", "input", "--out", "plan", cwd=tmp_path)
    assert "Status: optimal, proved." in printed
    written = {path.name for path in (tmp_path / "plan").iterdir()}
    assert written >= {"plan.json", "certificate.json", "moves.csv", "unfilled.csv", "summary.md", "policy.toml"}
    assert len((tmp_path / "plan" / "moves.csv").read_text(encoding="utf-8-sig").splitlines()) > 1
    assert "0 violations." in run(dieuphoi, "verify", "plan", cwd=tmp_path)


@pytest.mark.slow
def test_the_installed_wheel_makes_its_database(bin_folder: Path, tmp_path: Path) -> None:
    assert "dieuphoi_" in run(bin_folder / "dieuphoi", "token", "a planner", cwd=tmp_path)
    assert (tmp_path / "data" / "dieuphoi.sqlite").is_file()


@pytest.mark.slow
def test_the_installed_wheel_is_typed_and_knows_its_version(bin_folder: Path, wheel: Path, tmp_path: Path) -> None:
    where = run(bin_folder / "python", "-c", "import optimizer; print(optimizer.__file__)", cwd=tmp_path)
    assert (Path(where.strip()).parent / "py.typed").is_file()
    assert run(bin_folder / "dieuphoi", "--version", cwd=tmp_path).split()[1] == wheel.name.split("-")[1]
