"""The arrays that numbers are kept in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
"""Whole numbers: people, seats, costs."""

Indices = NDArray[np.intp]
"""Numbers of rows, or of arcs and nodes; -1 for none."""

Mask = NDArray[np.bool_]
"""A yes or no for every row."""
