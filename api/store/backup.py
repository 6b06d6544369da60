"""A copy of everything that is kept, in one file that either kind of database can be restored from.

A zip: one file of JSON lines for every table, and last of all a list of them with their hashes, sealed
with the service's secret, so that a file that is half-written, damaged or changed is not taken. Data are
in it as they are kept: what is sealed stays so, and the secret is not in it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, LargeBinary, Table, func, insert, select, text

from api.access import CONSOLE, Keys
from api.store.audit import Act, note
from api.store.audit_check import check_log
from api.store.columns import UtcTime, now
from api.store.database import KEY_NAMES, Database, keys_of
from api.store.runs import RUNS, State
from api.store.schema import METADATA

_LIST = "backup.json"
_PART = 200


class BackupError(ValueError):
    """A backup that is not restored; ``code`` is worded in the section ``command``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class BackupList:
    """What a backup holds: the revision of the tables, the name of the keys, rows and hash of every table."""

    revision: str
    keys: str
    made_at: str
    rows: Mapping[str, int]
    sha256: Mapping[str, str]

    def sealed(self, keys: Keys) -> str:
        """A keyed hash over all of it."""
        said = json.dumps(asdict(self), sort_keys=True).encode()
        return hmac.new(keys.audit, b"backup" + said, hashlib.sha256).hexdigest()


def back_up(database: Database, path: Path) -> BackupList:
    """Write a backup, whole or not at all. Raises OSError.

    That it was made is in the log, and so in the backup itself.
    """
    with database.writing() as connection:
        note(connection, CONSOLE, Act.BACKED_UP, now().strftime("%Y-%m-%dT%H:%M:%SZ"))
    descriptor, aside = tempfile.mkstemp(prefix=".backup-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with database.snapshot() as connection, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                made = _write(connection, archive)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    finally:
        Path(aside).unlink(missing_ok=True)
    return made


def restore(database: Database, path: Path) -> BackupList:
    """Fill an empty database from a backup, all of it or nothing.

    Raises BackupError for a file that is not a whole backup of this version with these keys, or for
    a database that is not empty; OSError.
    """
    try:
        with zipfile.ZipFile(path) as archive, database.writing() as connection:
            made = _checked_list(connection, archive)
            for table in METADATA.sorted_tables:
                if table is not KEY_NAMES:
                    _fill(connection, table, archive, made)
            if check_log(connection).troubles:
                raise BackupError("backup_log_damaged")
            # Whoever carried them out is not there any more.
            connection.execute(
                RUNS.update().where(RUNS.c.state == State.RUNNING).values(state=State.QUEUED, worker=None)
            )
            note(connection, CONSOLE, Act.RESTORED, made.made_at)
    except (zipfile.BadZipFile, KeyError, EOFError, json.JSONDecodeError):
        raise BackupError("backup_broken") from None
    return made


def _write(connection: Connection, archive: zipfile.ZipFile) -> BackupList:
    rows, hashes = dict[str, int](), dict[str, str]()
    for table in METADATA.sorted_tables:
        told, number = hashlib.sha256(), 0
        with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
            query = select(table).order_by(*table.primary_key).execution_options(yield_per=_PART)
            for row in connection.execute(query):
                line = json.dumps([_plain(value) for value in row]).encode() + b"\n"
                told.update(line)
                file.write(line)
                number += 1
        rows[table.name], hashes[table.name] = number, told.hexdigest()
    keys = keys_of(connection)
    made = BackupList(_revision(connection), keys.name, now().isoformat(timespec="seconds"), rows, hashes)
    archive.writestr(_LIST, json.dumps({**asdict(made), "seal": made.sealed(keys)}, indent=1))
    return made


def _checked_list(connection: Connection, archive: zipfile.ZipFile) -> BackupList:
    """The list of a backup that may be restored here, every file held against it first."""
    keys = keys_of(connection)
    told = json.loads(archive.read(_LIST))
    seal = told.pop("seal")
    try:
        made = BackupList(**told)
    except TypeError:
        raise BackupError("backup_broken") from None
    if made.keys != keys.name:
        raise BackupError("backup_of_other_key")
    if not hmac.compare_digest(seal, made.sealed(keys)):
        raise BackupError("backup_broken")
    if made.revision != _revision(connection):
        raise BackupError("backup_of_other_version")
    for name, sha256 in made.sha256.items():
        with archive.open(f"{name}.jsonl") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:  # type: ignore[arg-type]
                raise BackupError("backup_broken")
    for table in METADATA.sorted_tables:
        if table is not KEY_NAMES and connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise BackupError("database_not_empty")
    return made


def _fill(connection: Connection, table: Table, archive: zipfile.ZipFile, made: BackupList) -> None:
    with archive.open(f"{table.name}.jsonl") as file:
        for part in _parts(json.loads(line) for line in file):
            connection.execute(
                insert(table),
                [
                    {column.name: _kept(column.type, value) for column, value in zip(table.c, row, strict=True)}
                    for row in part
                ],
            )
    if connection.execute(select(func.count()).select_from(table)).scalar_one() != made.rows[table.name]:
        raise BackupError("backup_broken")


def _parts(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    part: list[list[Any]] = []
    for row in rows:
        part.append(row)
        if len(part) == _PART:
            yield part
            part = []
    if part:
        yield part


def _plain(value: object) -> object:
    """A value of a column as JSON can say it."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | datetime) else value


def _kept(kind: object, value: Any) -> Any:
    """A value as its column takes it."""
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, UtcTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def _revision(connection: Connection) -> str:
    revision: str = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return revision
