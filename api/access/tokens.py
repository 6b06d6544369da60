"""Tokens: a name to look up and a secret, of which only the hash is kept.

A secret has 256 random bits, so a plain SHA-256 of it cannot be guessed from; slow hashes are for
passwords that people think of.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from api.access.roles import PERMISSIONS, Permission, Role

EVERY_PROVINCE = "*"
"""The scope of a token that is not held to one province."""

_TEXT = re.compile(r"dieuphoi_([0-9a-f]{16})_([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True)
class Token:
    """What is kept of a token. Times are aware, in UTC; ``province`` is a code or :data:`EVERY_PROVINCE`.

    With an ``account`` it is a person's session, else a program's.
    """

    id: str
    province: str
    name: str
    role: Role
    sha256: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    account: str | None = None

    def accepts(self, secret: str, at: datetime) -> bool:
        """Whether a secret is this token's, and the token still holds."""
        is_right = hmac.compare_digest(self.sha256, _sha256(secret))
        return is_right and self.revoked_at is None and at < self.expires_at

    @property
    def caller(self) -> Caller:
        """Who comes with this token."""
        return Caller(self.id, self.province, self.role, self.account)


@dataclass(frozen=True)
class Caller:
    """Who asks: the token, the province it is held to, the role; the account of the person, None for a program.

    >>> Caller("1", "24", Role.VIEWER).may(Permission.PLAN)
    False
    """

    token: str
    province: str
    role: Role
    account: str | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the role has a permission."""
        return permission in PERMISSIONS[self.role]

    def reaches(self, province: str) -> bool:
        """Whether a province is in scope."""
        return self.province in (province, EVERY_PROVINCE)


CONSOLE = Caller("console", EVERY_PROVINCE, Role.ADMIN)
"""Whoever gives commands on the machine that keeps the data."""

WORKER = Caller("worker", EVERY_PROVINCE, Role.PLANNER)
"""A worker, which carries out what somebody has started."""


def new_token(
    *,
    province: str,
    name: str,
    role: Role,
    now: datetime,
    expires_at: datetime,
    id_: str | None = None,
    account: str | None = None,
) -> tuple[Token, str]:
    """A token, and the text that its holder is given once; its id is drawn unless given, as 16 hex digits."""
    id_, secret = id_ or secrets.token_hex(8), secrets.token_urlsafe(32)
    token = Token(id_, province, name, role, _sha256(secret), now, expires_at, account=account)
    return token, f"dieuphoi_{id_}_{secret}"


def secret_of(text: str) -> tuple[str, str] | None:
    """The id and the secret of a token's text; None if it is none."""
    match = _TEXT.fullmatch(text)
    return None if match is None else (match[1], match[2])


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
