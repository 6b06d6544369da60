"""Findings at many lines of a file, without flooding memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from optimizer.findings import Finding, Severity

MAX_OF_A_KIND = 1_000
"""Findings of one check in one column of a file that are kept; the rest is counted in one more finding."""

Figures = Mapping[str, object] | Callable[[int], Mapping[str, object]]
"""Figures of a sentence: the same for all findings, or told from a position."""


NO_FIGURES: Mapping[str, object] = MappingProxyType({})


def at_lines(
    file: str,
    lines: NDArray[np.int64],
    severity: Severity,
    code: str,
    column: str | None = None,
    figures: Figures = NO_FIGURES,
) -> list[Finding]:
    """One finding per line, and one ``more_of_the_same`` for those beyond :data:`MAX_OF_A_KIND`.

    ``figures`` may be a function of the position in ``lines``.
    """
    findings = [
        Finding(severity, code, file, int(line), column, figures(position) if callable(figures) else figures)
        for position, line in enumerate(lines[:MAX_OF_A_KIND])
    ]
    rest = len(lines) - len(findings)
    if rest:
        findings.append(Finding(severity, "more_of_the_same", file, None, column, {"count": rest, "kind": code}))
    return findings
