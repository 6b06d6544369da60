"""An open database of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.store import Database, open_database
from tests.api.databases import KEYS, NewUrl


@pytest.fixture
def database(new_url: NewUrl, tmp_path: Path) -> Iterator[Database]:
    opened = open_database(new_url(tmp_path), KEYS)
    yield opened
    opened.close()
