"""The walks with curl, typed as they stand in the README and in the page of decisions."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from scenarios.library import write_case
from tests.api.http.server import serving

ROOT = Path(__file__).resolve().parents[3]


def typed(page: str) -> str:
    """The block of a page that asks the service."""
    text = (ROOT / page).read_text(encoding="utf-8")
    (walk,) = [block for block in re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL) if "api " in block]
    return walk


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_walk_ends_with_the_secondment_list_and_goes_on_to_the_issued_pack(tmp_path: Path) -> None:
    write_case("bac-ninh", tmp_path / "out" / "bac-ninh" / "input")
    with serving(tmp_path) as server:
        token = server.client.headers["Authorization"].removeprefix("Bearer ")
        done = subprocess.run(
            ["sh", "-eu", "-c", f"{typed('README.md')}\necho; echo ---\n{typed('docs/decisions.md')}"],
            cwd=tmp_path,
            env={**os.environ, "TOKEN": token, "SERVER": server.url},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        plan = server.client.get("/v1/plans").json()["items"][0]["id"]
        people = server.client.get(f"/v1/plans/{plan}").json()["people"]
        assert server.client.get(f"/v1/plans/{plan}/approval").json()["standing"] == "issued"
    told, _, decided = done.stdout.partition("\n---\n")
    assert decided.split()[:-1] == ["submitted", *["approved"] * 4]
    with zipfile.ZipFile(tmp_path / "out" / "pack.zip") as pack:
        assert {"01-to-trinh.docx", "pack.json"} < set(pack.namelist())
    events, _, listed = told.partition("\ufeff")
    assert "event: finished" in events
    rows = list(csv.DictReader(listed.splitlines()))
    assert len(rows) == people["secondment"] > 50
    assert {row["form"] for row in rows} == {"secondment"}
