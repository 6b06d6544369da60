"""Encryption of what is kept of a dataset: AES-256-GCM under a key of its own, wrapped by the service's secret."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.access.keys import Keys

_NONCE_BYTES = 12


class SealedError(ValueError):
    """What is kept cannot be opened: it was changed, is of something else, or the key is another."""


def new_wrapped_key(keys: Keys, owner: str) -> bytes:
    """A new key of a dataset, wrapped: with that destroyed, nobody opens anything of it any more."""
    return _sealed(keys.wrapping, AESGCM.generate_key(256), f"key of {owner}")


def seal(keys: Keys, wrapped: bytes, owner: str, content: bytes) -> bytes:
    """Content under a dataset's key. Raises SealedError for a key that is none of this owner's."""
    return _sealed(_unwrapped(keys, wrapped, owner), content, owner)


def unseal(keys: Keys, wrapped: bytes, owner: str, content: bytes) -> bytes:
    """What was sealed. Raises SealedError."""
    return _opened(_unwrapped(keys, wrapped, owner), content, owner)


def _unwrapped(keys: Keys, wrapped: bytes, owner: str) -> bytes:
    return _opened(keys.wrapping, wrapped, f"key of {owner}")


def _sealed(key: bytes, content: bytes, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode())


def _opened(key: bytes, content: bytes, bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError):
        raise SealedError("cannot be opened") from None
