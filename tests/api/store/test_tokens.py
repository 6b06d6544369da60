"""Tokens in the database: scope, revocation, the first one given out once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from api.access import EVERY_PROVINCE, Caller, Role, secret_of
from api.store import Database
from api.store.columns import now
from api.store.tokens import TOKENS, find_token, issue_first_token, issue_token, revoke_token, tokens_of


def test_a_token_comes_back_as_it_was_given_out(database: Database) -> None:
    token, text = issue_token(database, province="24", name="Sở Nội vụ", role=Role.PLANNER, days=3)
    assert find_token(database, token.id) == token
    assert token.expires_at - token.created_at == timedelta(days=3)
    parts = secret_of(text)
    assert parts is not None
    assert parts[0] == token.id
    assert token.accepts(parts[1], now())


def test_secrets_are_not_kept(database: Database) -> None:
    _, text = issue_token(database, province="24", name="x", role=Role.PLANNER, days=3)
    parts = secret_of(text)
    assert parts is not None
    with database.reading() as connection:
        (row,) = connection.execute(select(TOKENS)).all()
    assert not any(parts[1] in str(value) for value in row)


def test_only_one_first_token_is_given_out(database: Database) -> None:
    with ThreadPoolExecutor(4) as starts:
        given = [text for text in starts.map(lambda _: issue_first_token(database), range(4)) if text]
    assert len(given) == 1
    assert issue_first_token(database) is None


def test_tokens_of_other_provinces_are_not_there(database: Database) -> None:
    bac_ninh, _ = issue_token(database, province="24", name="x", role=Role.ADMIN, days=3)
    lang_son, _ = issue_token(database, province="20", name="x", role=Role.ADMIN, days=3)
    assert [token.id for token in tokens_of(database, bac_ninh.caller)] == [bac_ninh.id]
    assert not revoke_token(database, bac_ninh.caller, lang_son.id)
    everywhere = Caller("", EVERY_PROVINCE, Role.ADMIN)
    assert {token.id for token in tokens_of(database, everywhere)} == {bac_ninh.id, lang_son.id}


def test_an_ended_token_stays_ended_from_its_first_end(database: Database) -> None:
    token, _ = issue_token(database, province="24", name="x", role=Role.ADMIN, days=3)
    assert revoke_token(database, token.caller, token.id)
    ended = find_token(database, token.id)
    assert ended is not None and ended.revoked_at is not None
    assert revoke_token(database, token.caller, token.id, at=now() + timedelta(days=1))
    assert find_token(database, token.id) == ended
