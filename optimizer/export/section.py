"""What every face shows a report as: small titled tables with notes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A titled table of texts with sentences below; the first column holds labels, the others figures.

    A section without rows is its notes alone.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
