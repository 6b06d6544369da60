"""Accounts: people who sign in. Programs have tokens instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api.access.roles import Role

FREE_TRIES = 5
"""Wrong passwords in a row before the next one has to wait."""

LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Account:
    """A person. ``is_initial`` tells that an administrator knows the password: it is to be changed first."""

    id: str
    province: str
    name: str
    role: Role
    password_hash: str = field(repr=False)
    is_initial: bool
    created_at: datetime
    ended_at: datetime | None = None


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many wrong passwords in a row.

    >>> [wait_after(n).seconds for n in (0, 4, 5, 6, 10, 100)]
    [0, 0, 1, 2, 32, 900]
    """
    if failures < FREE_TRIES:
        return timedelta()
    return min(timedelta(seconds=2 ** min(failures - FREE_TRIES, 10)), LONGEST_WAIT)
