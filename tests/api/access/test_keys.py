"""The service's secret: made once, kept to its owner, never shown."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.access import Keys, read_key_file

SECRET = "a secret of more than thirty-two characters"


def test_processes_that_start_at_once_read_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starts:
        read = set(starts.map(lambda _: read_key_file(tmp_path / "key"), range(8)))
    assert len(read) == 1
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    read_key_file(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(PermissionError):
        read_key_file(tmp_path / "key")


def test_keys_are_apart_and_not_shown() -> None:
    keys = Keys.of(SECRET)
    assert len({keys.audit, keys.wrapping, keys.naming}) == 3
    assert keys == Keys.of(SECRET) != Keys.of(SECRET + "!")
    assert repr(keys) == f"Keys(name='{keys.name}')"
    assert keys.pseudonym("a") == keys.pseudonym("a") != Keys.of(SECRET + "!").pseudonym("a")
    with pytest.raises(ValueError, match="32"):
        Keys.of("short")
