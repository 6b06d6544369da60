"""Backups: from either kind of database to either, and nothing is restored from a file that is not whole."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Table, select, text, update

import optimizer
from api.access import Keys
from api.proposal import Proposal
from api.store import Database, open_database
from api.store.audit import AUDIT, HEAD
from api.store.audit_check import check_log
from api.store.backup import BackupError, back_up, restore
from api.store.plans import PLANS, keep_plan, load_plan
from api.store.run_work import begin_run, queued_runs
from api.store.schema import TABLES
from tests.api.conftest import province
from tests.api.databases import KEYS, NewUrl
from tests.api.stored import POLICY, new_caller, new_run

Spoil = Callable[[Path], object]


@pytest.fixture
def filled(database: Database) -> Database:
    """A plan, and a run that is going on."""
    caller = new_caller(database)
    run = new_run(database, caller)
    plan = optimizer.plan(province(), POLICY)
    with database.writing() as connection:
        keep_plan(connection, run, Proposal(plan, (), ()))
    begin_run(database, new_run(database, caller).id, "w")
    return database


@pytest.fixture
def file(filled: Database, tmp_path: Path) -> Path:
    back_up(filled, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def rows(database: Database, table: Table) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]


def emptied(new_url: NewUrl, tmp_path: Path, keys: Keys = KEYS) -> Database:
    folder = tmp_path / "other"
    folder.mkdir()
    return open_database(new_url(folder), keys)


@pytest.mark.parametrize("to", ["sqlite", "same"])
def test_everything_comes_back(filled: Database, file: Path, new_url: NewUrl, tmp_path: Path, to: str) -> None:
    other = emptied(new_url if to == "same" else lambda folder: f"sqlite:///{folder / 'a.sqlite'}", tmp_path)
    made = restore(other, file)
    assert made.rows["plans"] == 1
    for table in TABLES:
        if table not in (AUDIT, HEAD) and table.name != "runs":
            assert rows(other, table) == rows(filled, table), table.name
    plan = str(rows(filled, PLANS)[0][0])
    assert load_plan(other, plan) == load_plan(filled, plan)
    assert len(queued_runs(other)) == 2
    assert [row[5] for row in rows(other, AUDIT)][-2:] == ["service.backed_up", "service.restored"]
    with other.reading() as connection:
        assert check_log(connection).troubles == ()
    other.close()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def lose_list(path: Path) -> None:
    rewrite(path, lambda name, content: None if name == "backup.json" else content)


def lose_table(path: Path) -> None:
    rewrite(path, lambda name, content: None if name == "moves.jsonl" else content)


def lose_row(path: Path) -> None:
    rewrite(path, lambda name, content: content.partition(b"\n")[2] if name == "moves.jsonl" else content)


def change_list(path: Path) -> None:
    def changed(name: str, content: bytes) -> bytes:
        told = json.loads(content) if name == "backup.json" else None
        return content if told is None else json.dumps({**told, "made_at": "2020-01-01"}).encode()

    rewrite(path, changed)


def rewrite(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    with zipfile.ZipFile(path) as archive:
        files = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            if content is not None:
                archive.writestr(name, content)


@pytest.mark.parametrize(
    "spoil", [cut, lose_list, lose_table, lose_row, change_list, lambda path: path.write_bytes(b"")]
)
def test_a_backup_that_is_not_whole_is_refused(file: Path, new_url: NewUrl, tmp_path: Path, spoil: Spoil) -> None:
    spoil(file)
    other = emptied(new_url, tmp_path)
    with pytest.raises(BackupError, match="backup_broken"):
        restore(other, file)
    assert not any(rows(other, table) for table in TABLES if table.name != "key_names")
    other.close()


def test_a_backup_is_restored_into_an_empty_database_alone(filled: Database, file: Path) -> None:
    before = rows(filled, AUDIT)
    with pytest.raises(BackupError, match="database_not_empty"):
        restore(filled, file)
    assert rows(filled, AUDIT) == before


def test_another_secret_s_backup_is_refused(file: Path, new_url: NewUrl, tmp_path: Path) -> None:
    other = emptied(new_url, tmp_path, Keys.of("another secret of enough characters"))
    with pytest.raises(BackupError, match="backup_of_other_key"):
        restore(other, file)
    other.close()


def test_a_tampered_log_is_not_restored(filled: Database, new_url: NewUrl, tmp_path: Path) -> None:
    with filled.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_no_update"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_only_grows"))
        connection.execute(update(AUDIT).where(AUDIT.c.number == 2).values(actor="nobody"))
    back_up(filled, tmp_path / "b.zip")
    other = emptied(new_url, tmp_path)
    with pytest.raises(BackupError, match="backup_log_damaged"):
        restore(other, tmp_path / "b.zip")
    assert rows(other, AUDIT) == []
    other.close()
