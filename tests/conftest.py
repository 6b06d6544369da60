"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes is the machine's affair; tests that are about time say so themselves.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
