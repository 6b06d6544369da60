"""Running servers, started once for all tests: none of them rests on being alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from api.access import Role
from api.http import create_app
from api.settings import Settings
from api.store import open_database
from tests.api.databases import KEYS, NewUrl
from tests.api.http.inside import Inside
from tests.api.http.server import Server, serving

MAX_BODY_BYTES = 200_000
MAX_ROWS = 100


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on SQLite with narrow limits."""
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, max_body_bytes=MAX_BODY_BYTES, max_rows=MAX_ROWS, body_seconds=1) as running:
        yield running


@pytest.fixture(scope="session")
def either(new_url: NewUrl, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on SQLite, then one on PostgreSQL."""
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, database_url=new_url(folder)) as running:
        yield running


@pytest.fixture
def inside(new_url: NewUrl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inside]:
    """The service in this process on SQLite, then on PostgreSQL; passwords are hashed the same way, but fast."""
    monkeypatch.setattr("api.access.passwords._HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    database = open_database(new_url(tmp_path), KEYS)
    yield Inside(database, create_app(Settings(), database))
    database.close()


@pytest.fixture
def planner(inside: Inside) -> Iterator[httpx.Client]:
    """A planner's program, asking the service in this process."""
    with inside.program(Role.PLANNER) as client:
        yield client


@pytest.fixture
def approver(inside: Inside) -> Iterator[httpx.Client]:
    """An approver who has signed in there."""
    with inside.person(Role.APPROVER) as client:
        yield client
