"""``dieuphoi calendar``: the terms of tables and of a plan, by the day they end."""

from __future__ import annotations

from pathlib import Path

from optimizer.ingest import write_folder
from tests.api.conftest import Dieuphoi
from tests.api.http.test_calendar import seconded


def test_terms_on_record_are_listed_with_what_is_to_be_done(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    write_folder(seconded(), tmp_path)
    (tmp_path / "policy.toml").write_text("as_of = 2025-10-20\n", encoding="utf-8")
    done = dieuphoi("calendar", tmp_path, "--as-of", "05/12/2025", "--lang", "vi")
    assert done.exit_code == 0, done.output
    rows = [line for line in done.output.splitlines() if "S0" in line]
    assert "30/11/2025" in rows[0] and "đã quá hạn" in rows[0]
    assert "31/01/2026" in rows[1] and "quyết định kết thúc hay kéo dài" in rows[1]
    assert dieuphoi("calendar", tmp_path, "--as-of", "never").exit_code == 2


def test_a_plan_s_terms_are_listed_too(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    done = dieuphoi("calendar", plan_folder, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "by the plan" in done.output
