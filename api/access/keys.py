"""The service's secret, and the keys that are derived from it: one seals the audit log, one wraps keys of datasets."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST = 32
"""Characters that a secret has at least."""


@dataclass(frozen=True)
class Keys:
    """Keys of 32 bytes each, never shown; ``name`` tells one secret's keys from another's, and tells nothing of them.

    >>> Keys.of("x" * 32)
    Keys(name='097b0a0ebf406bbe')
    """

    name: str
    audit: bytes = field(repr=False)
    wrapping: bytes = field(repr=False)
    naming: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: str) -> Keys:
        """The keys of a secret. Raises ValueError for one that is too short."""
        if len(secret) < SHORTEST:
            raise ValueError(f"a secret has at least {SHORTEST} characters")
        derived = {name: _derived(secret, name) for name in ("audit", "wrapping", "naming")}
        return cls(_derived(secret, "name")[:8].hex(), **derived)

    def pseudonym(self, text: str) -> str:
        """A text that always stands for another, and from which nobody without the secret learns it."""
        return hmac.new(self.naming, text.encode(), hashlib.sha256).hexdigest()


def read_key_file(path: Path) -> str:
    """The secret in a file, which is made if it is not there, readable by its owner alone.

    Raises OSError, PermissionError among them if others may read the file.
    """
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise PermissionError(1, "readable by others than its owner", str(path))
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    """Write a new secret, unless another process is faster: nobody ever reads half a file."""
    descriptor, aside = tempfile.mkstemp(prefix=".key-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        os.unlink(aside)


def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"dieuphoi {purpose}".encode()).derive(secret.encode())
