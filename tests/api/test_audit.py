"""``dieuphoi audit verify``: what it prints, and what it ends with."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from tests.api.conftest import Dieuphoi


@pytest.fixture
def data(dieuphoi: Dieuphoi, tmp_path: Path) -> Path:
    """A service that gave out three tokens."""
    for name in "abc":
        assert dieuphoi("token", name, DIEUPHOI_DATA_DIR=str(tmp_path)).exit_code == 0
    return tmp_path


def test_a_whole_log_tells_its_end_to_be_noted(dieuphoi: Dieuphoi, data: Path) -> None:
    done = dieuphoi("audit", "verify", "--lang", "vi", DIEUPHOI_DATA_DIR=str(data))
    assert done.exit_code == 0, done.output
    assert "Nhật ký nguyên vẹn: 3 dòng" in done.output
    (seal,) = re.findall(r"3:[0-9a-f]{64}", done.output)
    assert dieuphoi("audit", "verify", "--known", seal, DIEUPHOI_DATA_DIR=str(data)).exit_code == 0
    other = "3:" + "0" * 64
    assert dieuphoi("audit", "verify", "--known", other, DIEUPHOI_DATA_DIR=str(data)).exit_code == 1
    assert dieuphoi("audit", "verify", "--known", "3", DIEUPHOI_DATA_DIR=str(data)).exit_code == 2


def test_a_tampered_row_is_named(dieuphoi: Dieuphoi, data: Path) -> None:
    connection = sqlite3.connect(data / "dieuphoi.sqlite")
    connection.execute("DROP TRIGGER audit_no_update")
    connection.execute("UPDATE audit SET actor = 'nobody' WHERE number = 2")
    connection.commit()
    connection.close()
    done = dieuphoi("audit", "verify", "--lang", "en", DIEUPHOI_DATA_DIR=str(data))
    assert done.exit_code == 1
    assert "Row 2:" in done.output


def test_another_secret_is_refused(dieuphoi: Dieuphoi, data: Path) -> None:
    told = {"DIEUPHOI_DATA_DIR": str(data), "DIEUPHOI_SECRET_KEY": "another secret of enough characters"}
    done = dieuphoi("audit", "verify", "--lang", "en", **told)
    assert (done.exit_code, "another secret" in done.output.replace("goes with another secret", "")) == (2, False)
    assert "goes with another secret" in done.output
