"""The README's walk with curl, typed as it stands there."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scenarios.library import write_case
from tests.api.http.server import serving

README = Path(__file__).resolve().parents[3] / "README.md"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_walk_ends_with_the_secondment_list(tmp_path: Path) -> None:
    (walk,) = [
        block
        for block in re.findall(r"^```sh\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        if "curl" in block
    ]
    write_case("bac-ninh", tmp_path / "out" / "bac-ninh" / "input")
    with serving(tmp_path) as server:
        token = server.client.headers["Authorization"].removeprefix("Bearer ")
        done = subprocess.run(
            ["sh", "-eu", "-c", walk],
            cwd=tmp_path,
            env={**os.environ, "TOKEN": token, "SERVER": server.url},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        plan = server.client.get("/v1/plans").json()["items"][0]["id"]
        people = server.client.get(f"/v1/plans/{plan}").json()["people"]
    events, _, listed = done.stdout.partition("\ufeff")
    assert "event: finished" in events
    rows = list(csv.DictReader(listed.splitlines()))
    assert len(rows) == people["secondment"] > 50
    assert {row["form"] for row in rows} == {"secondment"}
