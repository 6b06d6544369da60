"""Progress on long work: the stage that runs now, and the seconds that each took."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from rich.status import Status

from api.cli.show import STDERR
from optimizer.text import Language, catalog, say


class Stages:
    """A running clock. Calling it with a stage's code ends the stage before."""

    def __init__(self, status: Status, language: Language) -> None:
        self._status = status
        self._language = language
        self._begun: list[tuple[str, float]] = []

    def __call__(self, stage: str) -> None:
        """Begin a stage, or hear from the running one that a tier is done; both are codes of :mod:`optimizer.text`."""
        if (tier := f"tier.{stage}") in catalog():
            self._status.update(say("stage.tier_done", self._language, tier=say(tier, self._language)))
            return
        self._status.update(say(f"stage.{stage}", self._language))
        self._begun.append((stage, perf_counter()))

    def hide(self) -> None:
        """Take the running stage off the terminal, so that something else can be printed."""
        self._status.stop()

    def seconds(self) -> dict[str, float]:
        """Seconds by stage up to now, in the order the stages were begun."""
        ends = [begin for _, begin in self._begun[1:]] + [perf_counter()]
        taken: dict[str, float] = {}
        for (stage, begin), end in zip(self._begun, ends, strict=True):
            taken[stage] = taken.get(stage, 0.0) + end - begin
        return taken


@contextmanager
def stages(language: Language) -> Iterator[Stages]:
    """Show the running stage on the terminal's error stream; nothing where it is not a terminal."""
    with STDERR.status("") as status:
        yield Stages(status, language)
