"""Settings of all tests."""

from __future__ import annotations

import gc

from hypothesis import settings

# How long an example takes is the machine's affair; tests that are about time say so themselves.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# What collecting makes stays to the end: nothing is gained by looking for garbage among it, then or later.
gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()
