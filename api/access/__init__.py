"""Who may do what: roles, permissions, provinces, tokens, keys. Nothing here knows HTTP or a database."""

from api.access.accounts import Account, wait_after
from api.access.keys import Keys, read_key_file
from api.access.roles import PERMISSIONS, Permission, Role
from api.access.tokens import CONSOLE, EVERY_PROVINCE, WORKER, Caller, Token, new_token, secret_of

__all__ = [
    "CONSOLE",
    "EVERY_PROVINCE",
    "PERMISSIONS",
    "WORKER",
    "Account",
    "Caller",
    "Keys",
    "Permission",
    "Role",
    "Token",
    "new_token",
    "read_key_file",
    "secret_of",
    "wait_after",
]
