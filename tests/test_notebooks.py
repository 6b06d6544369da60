"""Every notebook runs from start to end, holds no output, and opens with the question that it answers."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.api.http.server import serving

nbformat = pytest.importorskip("nbformat", reason="extra `notebooks` is not installed")
nbclient = pytest.importorskip("nbclient", reason="extra `notebooks` is not installed")

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"])


def test_outputs_are_stripped(path: Path) -> None:
    code = [cell for cell in cells(path) if cell["cell_type"] == "code"]
    assert code and all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_it_opens_with_a_question_in_both_languages_and_draws_pictures(path: Path) -> None:
    first, *others = cells(path)
    title = "".join(first["source"]).splitlines()[0]
    assert first["cell_type"] == "markdown" and title.startswith("# ")
    assert all("?" in question for question in title.split(" · ")) and " · " in title
    assert any("px." in "".join(cell["source"]) for cell in others)


@pytest.mark.slow
def test_it_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(path, as_version=4)
    with ExitStack() as opened:
        if "DIEUPHOI_SERVER" in path.read_text(encoding="utf-8"):
            server = opened.enter_context(serving(tmp_path))
            monkeypatch.setenv("DIEUPHOI_SERVER", server.url)
            monkeypatch.setenv("DIEUPHOI_TOKEN", server.give_token("planner", province="20"))
        nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    pictures = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "application/vnd.plotly.v1+json" in output.get("data", {})
    ]
    assert pictures
