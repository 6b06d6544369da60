"""Opening a database: migrations make what the code declares, once; SQLite is kept safe and waits for its turn."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, insert, inspect, select, text
from sqlalchemy.exc import StatementError

from api.access import Role
from api.store import Database, open_database
from api.store.columns import METADATA
from api.store.datasets import DATASETS, content_of
from api.store.tokens import TOKENS, issue_token
from tests.api.databases import KEYS, NewUrl

OF_THE_WHOLE_SERVICE = {"sign_in_tries", "key_names", "audit_head"}
AT = datetime(2025, 10, 20, tzinfo=UTC)


def test_migrations_make_the_tables_that_the_code_declares(new_url: NewUrl, tmp_path: Path) -> None:
    url = new_url(tmp_path)
    open_database(url, KEYS).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert set(inspect(connection).get_table_names()) == {*METADATA.tables, "alembic_version"}
    engine.dispose()


def test_every_table_of_a_province_says_which(database: Database) -> None:
    del database
    assert {name for name, table in METADATA.tables.items() if "province" not in table.c} == OF_THE_WHOLE_SERVICE


def test_processes_that_open_a_new_database_at_once_do_not_collide(new_url: NewUrl, tmp_path: Path) -> None:
    url = new_url(tmp_path)
    with ThreadPoolExecutor(4) as openers:
        opened = list(openers.map(lambda _: open_database(url, KEYS), range(4)))
    for database in opened:
        issue_token(database, province="24", name="x", role=Role.VIEWER, days=1)
    with opened[0].reading() as connection:
        assert len(connection.execute(select(TOKENS)).all()) == 4
    for database in opened:
        database.close()


def test_what_an_exception_interrupts_is_undone(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(insert(TOKENS).values(**_row("a")))
        raise ZeroDivisionError
    with database.reading() as connection:
        assert connection.execute(select(TOKENS)).all() == []


def test_times_without_a_zone_are_refused(database: Database) -> None:
    row = _row("a") | {"created_at": AT.replace(tzinfo=None)}
    with pytest.raises(StatementError, match="without a zone"), database.writing() as connection:
        connection.execute(insert(TOKENS).values(**row))


def test_sqlite_is_configured_on_every_connection(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.sqlite'}", KEYS)
    with database.reading() as first, database.reading() as second:
        for connection in (first, second):
            told = [
                connection.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            ]
            assert told == ["wal", 1, 1, 15_000]
    database.close()


def test_writers_that_read_first_wait_for_each_other(database: Database) -> None:
    """Each counts the rows and writes one that tells how many: none fails, and on SQLite no count is stale."""
    together = threading.Barrier(4)

    def write(number: int) -> int:
        together.wait()
        for turn in range(10):
            with database.writing() as connection:
                count = len(connection.execute(select(TOKENS)).all())
                connection.execute(insert(TOKENS).values(**_row(f"{number}-{turn}", str(count))))
        return number

    with ThreadPoolExecutor(4) as writers:
        assert sorted(writers.map(write, range(4))) == [0, 1, 2, 3]
    with database.reading() as connection:
        told: Sequence[str] = connection.execute(select(TOKENS.c.name)).scalars().all()
        is_sqlite = connection.dialect.name == "sqlite"
    assert len(told) == 40
    if is_sqlite:
        assert sorted(map(int, told)) == list(range(40))


def _row(id_: str, name: str = "x") -> dict[str, object]:
    return {
        "id": id_,
        "province": "24",
        "name": name,
        "role": "viewer",
        "sha256": "",
        "created_at": AT,
        "expires_at": AT,
    }


def test_what_was_kept_before_datasets_had_keys_is_sealed(new_url: NewUrl, tmp_path: Path) -> None:
    url = new_url(tmp_path)
    engine = create_engine(url, execution_options={"keys": KEYS})
    config = Config()
    config.set_main_option("script_location", "api.store:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0012")
        connection.execute(insert(TOKENS).values(**_row("a")))
        texts = dict.fromkeys(("name", "sha256", "policy_sha256", "policy"), "") | {"id": "d", "province": "24"}
        given = {"version": 1, "as_of": AT.date(), "rows": {}, "findings": [], "content": b"people"}
        connection.execute(insert(DATASETS).values(**texts, **given, created_at=AT, created_by="a"))
    engine.dispose()
    database = open_database(url, KEYS)
    with database.reading() as connection:
        assert b"people" not in connection.execute(select(DATASETS.c.content)).scalar_one()
    assert content_of(database, "d") == b"people"
    database.close()
