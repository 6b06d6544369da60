"""A disk that fills up: what cannot be kept is refused, what was accepted is planned once there is room again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from api.access import Caller, Role
from api.http import create_app
from api.jobs.carry_out import MOST_ATTEMPTS, carry_out
from api.settings import Settings
from api.store import Database, open_database
from api.store.plans import plan_of_run
from api.store.runs import State, find_run
from api.store.tokens import issue_token
from tests.api.databases import KEYS
from tests.api.stored import new_caller, new_run


@contextmanager
def full(database: Database) -> Iterator[None]:
    """No page more than there are: SQLite answers as it does on a full disk."""
    with database.reading() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()

    def cap(connection: Any, record: Any) -> None:
        del record
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Engine, "connect", cap)
    database.close()
    try:
        yield
    finally:
        event.remove(Engine, "connect", cap)
        database.close()


def test_an_accepted_run_waits_for_room_and_ends(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.sqlite'}", KEYS)
    caller = new_caller(database)
    runs = [new_run(database, caller).id for _ in range(20)]
    with full(database):
        # The last pages have some room yet.
        with pytest.raises(OperationalError, match="full"):
            for id_ in runs:
                carry_out(database, id_, "a")
        for _ in range(MOST_ATTEMPTS):
            with pytest.raises(OperationalError, match="full"):
                carry_out(database, id_, "a", again=True)
        assert not state_of(database, caller, id_).is_final
        assert plan_of_run(database, id_) is None
    carry_out(database, id_, "a", again=True)
    begun = runs[: runs.index(id_) + 1]
    assert {state_of(database, caller, one) for one in begun} == {State.FINISHED}
    assert len({plan_of_run(database, one) for one in begun} - {None}) == len(begun)
    database.close()


def state_of(database: Database, caller: Caller, id_: str) -> State:
    found = find_run(database, caller, id_)
    assert found is not None
    return found.state


def test_what_cannot_be_kept_is_refused_and_reading_goes_on(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.sqlite'}", KEYS)
    _, secret = issue_token(database, province="24", name="x", role=Role.PLANNER, days=1)
    run = new_run(database, new_caller(database))
    app = create_app(Settings(), database)

    async def ask() -> tuple[list[httpx.Response], httpx.Response]:
        transport = httpx.ASGITransport(app)
        headers = {"Authorization": f"Bearer {secret}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost/v1", headers=headers) as client:
            # The last page has some room yet.
            started = [await client.post("/runs", json={"dataset": run.dataset}) for _ in range(50)]
            return started, await client.get("/runs", params={"limit": 500})

    with full(database):
        started, listed = asyncio.run(ask())
    accepted = {answer.json()["id"] for answer in started if answer.status_code == 202}
    refused = [answer for answer in started if answer.status_code != 202]
    assert refused
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(503, "database_failed")}
    assert {answer.headers["Retry-After"] for answer in refused} == {"5"}
    assert {line["id"] for line in listed.json()["items"]} == accepted | {run.id}
    database.close()
