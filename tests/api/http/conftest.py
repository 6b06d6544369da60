"""A running server, shared by the tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.databases import NewUrl
from tests.api.http.server import Server, serving

MAX_BODY_BYTES = 200_000
MAX_ROWS = 100


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on SQLite with narrow limits."""
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, max_body_bytes=MAX_BODY_BYTES, max_rows=MAX_ROWS, body_seconds=1) as running:
        yield running


@pytest.fixture(scope="module")
def either(new_url: NewUrl, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on SQLite, then one on PostgreSQL."""
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, database_url=new_url(folder)) as running:
        yield running
