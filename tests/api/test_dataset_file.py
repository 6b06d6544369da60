"""A dataset as one file: nothing is lost, and equal tables give equal bytes."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from api.dataset_file import pack, rows_of_table, unpack
from optimizer.domain import TABLES
from optimizer.ingest import read_folder
from tests.api.conftest import province


def test_a_packed_dataset_reads_back_with_its_policy(tmp_path: Path) -> None:
    unpack(pack(province(), "term_months = 9\n"), tmp_path)
    assert read_folder(tmp_path, date(2025, 10, 20)).valid_dataset().sha256 == province().sha256
    assert (tmp_path / "policy.toml").read_text() == "term_months = 9\n"


def test_the_same_tables_give_the_same_bytes_at_any_time() -> None:
    first = pack(province(), "")
    time.sleep(2.1)  # longer than the clock of a zip counts
    assert pack(province(), "") == first


def test_rows_of_every_table_are_its_header_and_its_lines() -> None:
    packed = pack(province(), "")
    for name, table in TABLES.items():
        header, *rows = rows_of_table(packed, name)
        assert tuple(header) == table.columns
        assert len(rows) == len(getattr(province(), name))
