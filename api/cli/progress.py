"""Progress on many pieces of work: a bar on the terminal's error stream, a step a piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli.show import STDERR
from scenarios.parallel import Done

Answer = TypeVar("Answer")


def counted(pieces: Iterable[Done[Answer]], title: str, number: int) -> Iterator[Done[Answer]]:
    """So many pieces as they end."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=STDERR) as progress:
        bar = progress.add_task(title, total=number)
        for done in pieces:
            progress.advance(bar)
            yield done
