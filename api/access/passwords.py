"""Passwords: hashed by argon2id with the library's own parameters, about 0.1 s and 64 MiB each."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

SHORTEST, LONGEST = 12, 200
"""Characters of a password. Length is all that is asked for: rules on signs make passwords alike."""

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """The hash to keep, with its parameters and salt."""
    return _HASHER.hash(_normal(password))


def matches(hash_: str | None, password: str) -> bool:
    """Whether a password is the one of a hash; it takes as long where there is no hash, so that nobody can tell."""
    try:
        _HASHER.verify(hash_ or _nobody_s(), _normal(password))
    except VerificationError:
        return False
    return hash_ is not None


def is_outdated(hash_: str) -> bool:
    """Whether a hash was made with weaker parameters than those of today."""
    return _HASHER.check_needs_rehash(hash_)


def initial_password() -> str:
    """A password to be changed at the first sign-in: 120 random bits."""
    return secrets.token_urlsafe(15)


def _normal(password: str) -> str:
    """The same text however a keyboard composes its diacritics."""
    return unicodedata.normalize("NFC", password)


@cache
def _nobody_s() -> str:
    return hashed(secrets.token_urlsafe(15))
