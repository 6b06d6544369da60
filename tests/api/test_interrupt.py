"""Ctrl-C during a search keeps the best plan."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import optimizer
from api.cli.interrupt import stop_on_interrupt
from api.plan_folder import PlanFolder
from optimizer.plan import Plan, Status
from tests.api.conftest import Dieuphoi


@pytest.fixture(autouse=True)
def _interrupts_are_heard() -> Iterator[None]:
    """As at a terminal: a shell starts what runs in the background deaf to them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_the_first_interrupt_is_a_wish_and_the_second_an_end() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stop_on_interrupt() as should_stop:
        assert not should_stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert should_stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("engine", ["flow", "cp-sat"])
def test_a_plan_interrupted_is_written_as_stopped(
    dieuphoi: Dieuphoi, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    plan = optimizer.plan

    def interrupted(*given: Any, **settings: Any) -> Plan:
        os.kill(os.getpid(), signal.SIGINT)
        return plan(*given, **settings)

    monkeypatch.setattr(optimizer, "plan", interrupted)
    done = dieuphoi("plan", folder, "--out", tmp_path / "plan", "--engine", engine)
    assert done.exit_code == 0, done.output
    assert PlanFolder(tmp_path / "plan").read_plan().termination.status is Status.STOPPED
