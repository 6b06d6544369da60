"""Programs that handle what others wrote know nothing that they need not know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from optimizer.limited import Limits, run_limited


def test_a_server_s_secret_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEUPHOI_SECRET_KEY", "secret")
    monkeypatch.setenv("OTHER", "known")
    program = tmp_path / "told.py"
    program.write_text("import json, os\nprint(json.dumps(dict(os.environ)))\n", encoding="utf-8")
    told = json.loads(run_limited(program, limits=Limits()))
    assert told["OTHER"] == "known"
    assert not any(name.startswith("DIEUPHOI_") for name in told)
