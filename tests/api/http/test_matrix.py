"""Every role, and every token that should not do, held against every address that OpenAPI lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from api.access import CONSOLE, EVERY_PROVINCE, Role, secret_of
from api.http import create_app, openapi_document
from api.http.matrix import Access, access_of
from api.settings import Settings
from api.store import Database, open_database
from api.store.accounts import change_role
from api.store.columns import now
from api.store.tokens import TOKENS, issue_token, revoke_token
from tests.api.conftest import Dieuphoi
from tests.api.databases import KEYS
from tests.api.http.decided import planned
from tests.api.http.inside import Inside

EVERY = access_of(openapi_document())
OPEN = {("GET", "/v1/health"), ("POST", "/v1/sessions")}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """One service for all: nothing here changes what it keeps, except tokens."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('data') / 'a.sqlite'}", KEYS)
    yield Inside(database, create_app(Settings(), database))
    database.close()


def ask(client: httpx.Client, access: Access, ids: Mapping[str, str] | None = None) -> httpx.Response:
    """Ask with a body that no address takes, so that nothing is done; ids that are not given are of nothing."""
    path = re.sub(r"\{(\w+)\}", lambda found: (ids or {}).get(found[1], "f" * 32), access.path)
    body = {"json": {"unknown": 1}} if access.method in ("POST", "PUT") else {}
    return client.request(access.method, path, **body)  # type: ignore[arg-type]


def test_only_what_is_meant_to_be_is_open_to_all() -> None:
    assert {(access.method, access.path) for access in EVERY if access.permission is None} == OPEN


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_what_the_matrix_says(alone: Inside, role: Role) -> None:
    with alone.program(role) as client:
        for access in EVERY:
            answer = ask(client, access)
            is_refused = answer.status_code == 403 and answer.json()["code"] == "not_allowed"
            assert is_refused is not access.is_open_to(role), f"{role} {access}: {answer.status_code}"
            assert answer.status_code < 500


def forged(database: Database) -> str:
    """The right id with another secret."""
    text = issue_token(database, province=EVERY_PROVINCE, name="x", role=Role.ADMIN, days=1)[1]
    return text[:-4] + ("AAAA" if text[-4:] != "AAAA" else "BBBB")


def swapped(database: Database) -> str:
    """An administrator's id with a viewer's secret."""
    ids = issue_token(database, province=EVERY_PROVINCE, name="x", role=Role.ADMIN, days=1)[0].id
    parts = secret_of(issue_token(database, province="24", name="x", role=Role.VIEWER, days=1)[1])
    assert parts is not None
    return f"dieuphoi_{ids}_{parts[1]}"


def expired(database: Database) -> str:
    token, text = issue_token(database, province=EVERY_PROVINCE, name="x", role=Role.ADMIN, days=1)
    with database.writing() as connection:
        connection.execute(
            update(TOKENS).where(TOKENS.c.id == token.id).values(expires_at=now() - timedelta(seconds=1))
        )
    return text


def revoked(database: Database) -> str:
    token, text = issue_token(database, province=EVERY_PROVINCE, name="x", role=Role.ADMIN, days=1)
    assert revoke_token(database, token.caller, token.id)
    return text


@pytest.mark.parametrize("make", [forged, swapped, expired, revoked])
def test_a_token_that_does_not_hold_opens_nothing(alone: Inside, make: Callable[[Database], str]) -> None:
    with alone.client(make(alone.database)) as client:
        for access in EVERY:
            if access.permission is not None:
                answer = ask(client, access)
                assert (answer.status_code, answer.json()["code"]) == (401, "token_refused"), access


def test_a_downgraded_person_keeps_nothing_of_the_old_role(alone: Inside) -> None:
    with alone.person(Role.ADMIN) as client:
        (account,) = [one for one in client.get("/v1/accounts").json() if one["name"] == "admin-24"]
        assert change_role(alone.database, CONSOLE, account["id"], Role.VIEWER) is not None
        for access in EVERY:
            if access.permission is not None:
                assert ask(client, access).status_code == 401, access


def test_another_province_s_ids_are_not_there(alone: Inside) -> None:
    """Whatever a token of another province may do, it is answered as if the ids were of nothing."""
    with alone.program(Role.PLANNER) as planner:
        plan = planned(alone, planner)
        told = planner.get(f"/v1/plans/{plan}").json()
    ids = {"plan_id": plan, "run_id": told["run"], "dataset_id": told["dataset"], "which": "moves", "table": "units"}
    asked = [access for access in EVERY if ids.keys() & set(re.findall(r"\{(\w+)\}", access.path))]
    assert len(asked) > 20
    for role in Role:
        with alone.program(role, "20") as stranger:
            for access in asked:
                if access.is_open_to(role):
                    answer = ask(stranger, access, ids)
                    has_body = access.method == "POST" and answer.status_code == 422
                    assert answer.status_code == 404 or has_body, f"{role} {access}: {answer.status_code}"


def test_the_matrix_is_printed(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    done = dieuphoi("roles", "--lang", "en", DIEUPHOI_DATA_DIR=str(tmp_path / "none"))
    assert done.exit_code == 0, done.output
    rows = {line.split("  ")[0]: line.count(" x") for line in done.output.splitlines() if line[:4] in ("GET ", "POST")}
    assert len(rows) == len([access for access in EVERY if access.method in ("GET", "POST")])
    assert rows["POST /v1/plans/{plan_id}/approval/approve"] == 1
    assert not (tmp_path / "none").exists()
