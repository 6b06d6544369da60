"""What is sealed opens with its own key alone, unchanged, for its owner."""

from __future__ import annotations

import pytest

from api.access import Keys
from api.access.sealing import SealedError, new_wrapped_key, seal, unseal

KEYS, OTHERS = (Keys.of(letter * 32) for letter in "ab")


def test_what_is_sealed_comes_back_and_shows_nothing() -> None:
    key = new_wrapped_key(KEYS, "d")
    sealed = seal(KEYS, key, "d", b"people" * 100)
    assert b"people" not in sealed
    assert unseal(KEYS, key, "d", sealed) == b"people" * 100
    assert seal(KEYS, key, "d", b"x") != seal(KEYS, key, "d", b"x")


def test_another_key_owner_or_content_does_not_open_it() -> None:
    key = new_wrapped_key(KEYS, "d")
    sealed = seal(KEYS, key, "d", b"people")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for keys, wrapped, owner, content in (
        (OTHERS, key, "d", sealed),
        (KEYS, new_wrapped_key(KEYS, "d"), "d", sealed),
        (KEYS, new_wrapped_key(KEYS, "e"), "d", sealed),
        (KEYS, key, "e", sealed),
        (KEYS, key, "d", changed),
        (KEYS, key, "d", b""),
        (KEYS, b"", "d", sealed),
    ):
        with pytest.raises(SealedError):
            unseal(keys, wrapped, owner, content)
