"""A database: SQLite in the folder of data, or PostgreSQL by its URL; its tables brought up to date on opening."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Column, Connection, Engine, Integer, String, Table, create_engine, event, insert, select, text
from sqlalchemy.engine import make_url

from api.access import Keys
from api.store.columns import METADATA

BUSY_MILLISECONDS = 15_000
"""How long a writer waits for another one before it gives up."""

THREADS = 40
"""As many requests as the service answers at a time: none waits for a connection."""

_MIGRATION_LOCK = 4_729_001
"""Any number of our own: PostgreSQL's lock that one process holds while it changes tables."""


KEY_NAMES = Table(
    "key_names",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(16), nullable=False),
)
"""One row: the name of the keys that this database is used with."""


class WrongKeyError(ValueError):
    """A database was used with another secret before."""


class Database:
    """Transactions to read and to write in. One object serves every thread of a process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of everything."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, or undone by an exception.

        SQLite is locked from the start: a transaction that reads first and writes later fails at
        once, without waiting, if another one wrote in between.
        """
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """One view over many queries: what others write meanwhile is not in it. SQLite reads so anyway."""
        with self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @staticmethod
    def take_turns(connection: Connection, name: str) -> None:
        """Hold every other writer that takes the same turn until this transaction ends.

        On SQLite there is one writer at a time anyway.
        """
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def keys_of(connection: Connection) -> Keys:
    """The keys of the database that a connection is to."""
    keys: Keys = connection.get_execution_options()["keys"]
    return keys


def open_database(url: str, keys: Keys) -> Database:
    """Connect, and bring the tables up to date.

    Raises sqlalchemy.exc.ArgumentError for an URL that is none, SQLAlchemyError without a connection,
    WrongKeyError if the keys are not those of the first time: what is kept could not be read.
    """
    is_server = not url.startswith("sqlite")
    engine = create_engine(
        make_url(url),
        pool_pre_ping=is_server,
        pool_size=10,
        max_overflow=THREADS - 10,
        execution_options={"keys": keys},
    )
    if engine.dialect.name == "sqlite":
        _keep_sqlite_safe(engine)
    _migrate(engine)
    database = Database(engine)
    with database.writing() as connection:
        database.take_turns(connection, "keys")
        known = connection.execute(select(KEY_NAMES.c.name)).scalar_one_or_none()
        if known is None:
            connection.execute(insert(KEY_NAMES).values(id=1, name=keys.name))
        elif known != keys.name:
            raise WrongKeyError(known)
    return database


def _keep_sqlite_safe(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _configure(connection: Any, record: Any) -> None:
        del record
        # The driver begins transactions late, and commits before changing tables; we begin them ourselves.
        connection.isolation_level = None
        for pragma in (
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            f"busy_timeout = {BUSY_MILLISECONDS}",
            # What is deleted is overwritten.
            "secure_delete = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine) -> None:
    """Apply the migrations that are missing, one process at a time."""
    config = Config()
    config.set_main_option("script_location", "api.store:migrations")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
