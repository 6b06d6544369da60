"""Workers on machines of their own share one PostgreSQL; what DBOS keeps is apart from what we keep."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from api.store.columns import METADATA
from tests.api.conftest import Dieuphoi, province
from tests.api.databases import NewUrl
from tests.api.http.server import COMMAND, serving
from tests.api.http.test_runs import ended, start
from tests.api.http.uploads import files_of, upload

SECRET = "one secret of two machines that share a database"


@contextmanager
def working(data_dir: Path, url: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "DIEUPHOI_DATA_DIR": str(data_dir),
        "DIEUPHOI_DATABASE_URL": url,
        "DIEUPHOI_SECRET_KEY": SECRET,
    }
    process = subprocess.Popen([*COMMAND, "worker"], env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.slow
def test_workers_on_other_machines_share_the_runs(new_postgresql: NewUrl, tmp_path: Path) -> None:
    url = new_postgresql(tmp_path)
    with serving(tmp_path, database_url=url, secret_key=SECRET) as server, working(tmp_path / "other", url):
        dataset = upload(server.client, files_of(province()), province="24").json()["id"]
        until = time.monotonic() + 60
        workers: set[str] = set()
        while len(workers) < 2 and time.monotonic() < until:
            ids = [start(server.client, dataset).json()["id"] for _ in range(8)]
            told = [ended(server.client, id_) for id_ in ids]
            assert {one["state"] for one in told} == {"finished"}
            assert {one["attempts"] for one in told} == {1}
            workers |= set(worker_names(url))
        assert len(workers) == 2
    engine = create_engine(url)
    tables = inspect(engine)
    assert set(tables.get_table_names("public")) == {*METADATA.tables, "alembic_version"}
    assert "workflow_status" in tables.get_table_names("dbos")
    engine.dispose()


def worker_names(url: str) -> list[str]:
    """The workers that carried out a run."""
    engine = create_engine(url)
    with engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT DISTINCT worker FROM runs WHERE worker IS NOT NULL").scalars().all()
    engine.dispose()
    return [str(name) for name in names]


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_where_jobs_cannot_run_the_command_ends_with_the_remedy(
    dieuphoi: Dieuphoi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    import api.jobs.worker

    monkeypatch.setattr(api.jobs.worker, "jobs_can_run", lambda url: False)
    done = dieuphoi(command, "--lang", "en", DIEUPHOI_DATA_DIR=str(tmp_path))
    assert done.exit_code == 2
    assert "PostgreSQL (DIEUPHOI_DATABASE_URL)" in done.output
