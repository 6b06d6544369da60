"""Settings of all tests, and what tests of several packages share: a Dask cluster of two workers on this machine."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import distributed
import pytest
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


@pytest.fixture(scope="session")
def scheduler() -> Iterator[str]:
    """The address of the cluster's scheduler; it is started once."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster.scheduler_address
