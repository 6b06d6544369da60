"""``dieuphoi backup`` and ``dieuphoi restore``."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.api.conftest import Dieuphoi


def test_a_backup_is_restored_beside_the_same_secret(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    first, second = {"DIEUPHOI_DATA_DIR": str(tmp_path / "a")}, {"DIEUPHOI_DATA_DIR": str(tmp_path / "b")}
    file = tmp_path / "backup.zip"
    assert dieuphoi("token", "x", **first).exit_code == 0
    assert dieuphoi("backup", file, **first).exit_code == 0
    assert dieuphoi("backup", file, "--lang", "en", **first).exit_code == 2
    refused = dieuphoi("restore", file, "--lang", "en", **second)
    assert (refused.exit_code, "another secret" in refused.output) == (2, True)
    shutil.rmtree(tmp_path / "b")
    (tmp_path / "b").mkdir()
    shutil.copy(tmp_path / "a" / "key", tmp_path / "b" / "key")
    done = dieuphoi("restore", file, "--lang", "en", **second)
    assert done.exit_code == 0, done.output
    again = dieuphoi("restore", file, "--lang", "en", **second)
    assert (again.exit_code, "not empty" in again.output) == (2, True)
    assert dieuphoi("audit", "verify", **second).exit_code == 0


def test_half_a_backup_is_refused(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    told = {"DIEUPHOI_DATA_DIR": str(tmp_path / "a")}
    file = tmp_path / "backup.zip"
    assert dieuphoi("backup", file, **told).exit_code == 0
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    done = dieuphoi("restore", file, "--lang", "en", **told)
    assert (done.exit_code, "no whole backup" in done.output) == (2, True)
    assert dieuphoi("restore", tmp_path / "none.zip", **told).exit_code == 2
