"""Figures as SVG; needs the extra ``plot``."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def svg(figure: Figure) -> bytes:
    """A figure as SVG, the same bytes for the same figure."""
    from matplotlib import rc_context

    file = io.BytesIO()
    with rc_context({"svg.hashsalt": "dieuphoi"}):
        figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()
