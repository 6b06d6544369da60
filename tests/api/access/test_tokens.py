"""What a token accepts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from api.access import PERMISSIONS, Caller, Permission, Role, Token, new_token, secret_of

NOW = datetime(2025, 10, 20, tzinfo=UTC)
DAY = timedelta(days=1)


def token(revoked_at: datetime | None = None) -> tuple[Token, str]:
    made, text = new_token(province="24", name="x", role=Role.VIEWER, now=NOW, expires_at=NOW + DAY)
    parts = secret_of(text)
    assert parts is not None
    return Token(**{**vars(made), "revoked_at": revoked_at}), parts[1]


def test_the_secret_alone_is_accepted_until_the_token_expires() -> None:
    made, secret = token()
    assert made.accepts(secret, NOW)
    assert not made.accepts(secret, NOW + DAY)
    assert not made.accepts(secret[:-1] + ("A" if secret[-1] != "A" else "B"), NOW)
    assert not made.accepts(made.sha256, NOW)


def test_a_revoked_token_is_refused() -> None:
    made, secret = token(revoked_at=NOW)
    assert not made.accepts(secret, NOW)


@pytest.mark.parametrize(
    "text", ["", "dieuphoi_", "dieuphoi_0123456789abcdef_short", "x" * 100, "dieuphoi_" + "é" * 60]
)
def test_a_text_that_is_no_token_has_no_secret(text: str) -> None:
    assert secret_of(text) is None


def test_only_personnel_staff_see_bars_and_only_administrators_give_out_tokens() -> None:
    may = {permission: {role for role in Role if permission in PERMISSIONS[role]} for permission in Permission}
    assert may[Permission.PERSONNEL] == {Role.PERSONNEL}
    assert may[Permission.MANAGE] == {Role.ADMIN}
    assert may[Permission.READ] == set(Role)
    assert Role.APPROVER not in may[Permission.PLAN]
    assert Role.VIEWER not in may[Permission.PLAN]


def test_a_province_reaches_itself_alone() -> None:
    assert Caller("1", "24", Role.VIEWER).reaches("24")
    assert not Caller("1", "24", Role.VIEWER).reaches("20")
    assert Caller("1", "*", Role.VIEWER).reaches("20")
