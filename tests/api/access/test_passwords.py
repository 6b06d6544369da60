"""Passwords as they are kept: dear to guess, the same however they were typed."""

from __future__ import annotations

import unicodedata

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from api.access.passwords import hashed, is_outdated, matches

PASSWORD = "mật khẩu dài và riêng"


def test_a_guess_costs_what_rfc_9106_asks_for() -> None:
    kept = hashed(PASSWORD)
    assert extract_parameters(kept) == RFC_9106_LOW_MEMORY
    assert not is_outdated(kept)
    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_only_the_password_matches_however_its_marks_are_typed(form: str) -> None:
    kept = hashed(PASSWORD)
    assert matches(kept, unicodedata.normalize(form, PASSWORD))
    assert not matches(kept, unicodedata.normalize(form, PASSWORD.upper()))
    assert not matches(None, PASSWORD)
