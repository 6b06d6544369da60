"""People sign in: the initial password is changed, wrong ones are slowed down, sessions end when they should."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from api.access import Role
from api.access.accounts import FREE_TRIES
from api.store.accounts import ACCOUNTS, TRIES
from api.store.audit import AUDIT
from api.store.columns import now
from api.store.tokens import TOKENS
from tests.api.http.inside import PASSWORD, Inside, code


def made(inside: Inside, role: str = "planner", province: str = "24") -> tuple[str, str]:
    """Id and initial password of a new account named ``lan``."""
    answer = inside.program(Role.ADMIN, "*").post(
        "/v1/accounts", json={"name": "lan", "role": role, "province": province}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["account"]["id"], answer.json()["password"]


def acts(inside: Inside) -> list[str]:
    with inside.database.reading() as connection:
        return list(connection.execute(select(AUDIT.c.act).order_by(AUDIT.c.number)).scalars())


def test_the_initial_password_is_changed_before_anything_else(inside: Inside) -> None:
    id_, initial = made(inside)
    assert code(inside.sign_in("lan", initial)) == (403, "new_password_needed")
    assert code(inside.sign_in("lan", initial, new_password=initial)) == (422, "same_password")
    assert inside.sign_in("lan", initial, new_password="short").status_code == 422
    answer = inside.sign_in("lan", initial, new_password=PASSWORD)
    assert answer.status_code == 201
    with inside.client(answer.json()["secret"]) as lan:
        assert lan.get("/v1/datasets").status_code == 200
        assert lan.get("/v1/accounts").status_code == 403
        assert lan.delete("/v1/sessions").status_code == 204
        assert lan.get("/v1/datasets").status_code == 401
    assert code(inside.sign_in("lan", initial)) == (401, "sign_in_refused")
    assert inside.sign_in("lan", PASSWORD).status_code == 201
    assert acts(inside)[2:] == [
        "account.password_set",
        "account.signed_in",
        "account.signed_out",
        "account.sign_in_refused",
        "account.signed_in",
    ]
    with inside.database.reading() as connection:
        session = connection.execute(select(TOKENS).where(TOKENS.c.account == id_)).first()
    assert session is not None and session.province == "24"


def test_a_wrong_name_is_answered_like_a_wrong_password(inside: Inside) -> None:
    made(inside)
    answers = [inside.sign_in(name, "wrong") for name in ("lan", "nobody")]
    assert answers[0].json() == answers[1].json()
    assert {answer.status_code for answer in answers} == {401}


def test_wrong_passwords_are_slowed_down_before_they_are_hashed(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, initial = made(inside)
    for _ in range(FREE_TRIES):
        assert inside.sign_in("lan", "wrong").status_code == 401

    def hashed_all_the_same(*given: object) -> bool:
        raise AssertionError("hashed")

    with monkeypatch.context() as patch:
        patch.setattr("api.http.sessions.matches", hashed_all_the_same)
        answer = inside.sign_in("lan", initial)
        assert code(answer) == (429, "too_many_tries")
        assert int(answer.headers["Retry-After"]) >= 1
        assert inside.sign_in("nobody-else", "x").status_code == 500
    with inside.database.writing() as connection:
        connection.execute(update(TRIES).values(last_at=now() - timedelta(minutes=1)))
    assert inside.sign_in("lan", initial, new_password=PASSWORD).status_code == 201
    with inside.database.reading() as connection:
        assert [len(row.who) for row in connection.execute(select(TRIES))] == [64]


@pytest.mark.parametrize("change", ["role", "password", "end"])
def test_a_session_ends_when_its_account_is_changed(inside: Inside, change: str) -> None:
    id_, initial = made(inside, "admin")
    secret = inside.sign_in("lan", initial, new_password=PASSWORD).json()["secret"]
    with inside.program(Role.ADMIN) as admin, inside.client(secret) as lan:
        assert lan.get("/v1/accounts").status_code == 200
        answer = {
            "role": lambda: admin.put(f"/v1/accounts/{id_}/role", json={"role": "viewer"}),
            "password": lambda: admin.post(f"/v1/accounts/{id_}/password"),
            "end": lambda: admin.delete(f"/v1/accounts/{id_}"),
        }[change]()
        assert answer.is_success
        assert code(lan.get("/v1/accounts")) == (401, "token_refused")
    again = inside.sign_in("lan", PASSWORD)
    assert again.status_code == (201 if change == "role" else 401)
    if change == "role":
        with inside.client(again.json()["secret"]) as lan:
            assert lan.get("/v1/accounts").status_code == 403


def test_an_administrator_of_a_province_stays_in_it(inside: Inside) -> None:
    id_, _ = made(inside, province="20")
    with inside.program(Role.ADMIN, "24") as admin:
        for province in ("20", "*"):
            asked = {"name": "x", "role": "viewer", "province": province}
            assert code(admin.post("/v1/accounts", json=asked)) == (403, "other_province")
        assert admin.get("/v1/accounts").json() == []
        assert admin.put(f"/v1/accounts/{id_}/role", json={"role": "admin"}).status_code == 404
        assert admin.post(f"/v1/accounts/{id_}/password").status_code == 404
        assert admin.delete(f"/v1/accounts/{id_}").status_code == 404
        asked = {"name": "lan", "role": "viewer", "province": "24"}
        assert code(admin.post("/v1/accounts", json=asked)) == (409, "name_taken")


def test_no_secret_is_kept_or_logged(inside: Inside, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    _, initial = made(inside)
    secret = inside.sign_in("lan", initial, new_password=PASSWORD).json()["secret"]
    inside.client(secret).get("/v1/datasets")
    inside.sign_in("lan", "wrong password")
    with inside.database.reading() as connection:
        kept = repr([connection.execute(select(table)).all() for table in (ACCOUNTS, TOKENS, AUDIT, TRIES)])
    for text in (initial, PASSWORD, secret, secret.rpartition("_")[2], "wrong password"):
        assert text not in kept
        assert text not in caplog.text
    assert "$argon2id$" in kept


def test_answers_tell_browsers_to_be_careful(inside: Inside) -> None:
    answers = {path: inside.client().get(path) for path in ("/v1/health", "/v1/datasets", "/docs")}
    for answer in answers.values():
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in answer.headers
    assert "script-src" not in answers["/v1/datasets"].headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1:8000", 200), ("localhost", 200), ("LOCALHOST:1", 200), ("evil.vn", 400), ("", 400)]
)
def test_other_hosts_are_refused(inside: Inside, host: str, status: int) -> None:
    answer = inside.client(Host=host).get("/v1/health")
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["code"] == "bad_host"
