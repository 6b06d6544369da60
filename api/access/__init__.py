"""Who may do what: roles, permissions, provinces, tokens. Nothing here knows HTTP or a database."""

from api.access.roles import PERMISSIONS, Permission, Role
from api.access.tokens import EVERY_PROVINCE, Caller, Token, new_token, secret_of

__all__ = [
    "EVERY_PROVINCE",
    "PERMISSIONS",
    "Caller",
    "Permission",
    "Role",
    "Token",
    "new_token",
    "secret_of",
]
