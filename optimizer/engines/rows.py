"""Side rows as the stages see them: linear rows over the arcs, and what earlier stages decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array, vstack

from optimizer.arrays import Ints, Mask
from optimizer.engines.checker import LARGEST
from optimizer.engines.circulation import SolverError

WIDE = 2**32
"""Coefficients up to this add up to no more than 64 bits hold, whoever moves."""

FAR = 2**60
"""A multiplier that no search reaches."""


@dataclass(frozen=True)
class Rows:
    """k rows over m arcs: ``matrix @ flow <= upper``.

    In words of linear programming every row has a slack; stages decide it as they decide arcs.
    ``is_tight`` marks rows whose slack an earlier stage fixed at zero.
    """

    matrix: csr_array
    upper: Ints
    is_tight: Mask

    def __len__(self) -> int:
        return len(self.upper)

    @cached_property
    def by_arc(self) -> csr_array:
        """The matrix with a row per arc."""
        return self.matrix.T.tocsr()

    def excess(self, flow: Ints) -> Ints:
        """Activity less bound, per row.

        Raises SolverError where that leaves 64 bits: only a ceiling on large costs can.
        """
        if self.is_wide and (self._sizes @ flow.astype(np.float64) > 2 * LARGEST).any():
            raise SolverError("COST_RANGE")
        excess: Ints = self.matrix @ flow - self.upper
        return excess

    @cached_property
    def is_wide(self) -> bool:
        """Whether coefficients are so large that the activity of a row might leave 64 bits."""
        return bool(self._sizes.max() > WIDE) if self.matrix.nnz else False

    @cached_property
    def _sizes(self) -> csr_array:
        """The matrix without signs, in floats, which do not overflow."""
        return abs(self.matrix.astype(np.float64))

    def are_kept(self, flow: Ints) -> bool:
        """Whether a flow keeps all rows, and leaves no slack where earlier stages fixed it at zero."""
        excess = self.excess(flow)
        return not (excess > 0).any() and not ((excess < 0) & self.is_tight).any()

    def least(self) -> Ints:
        """Lower bound of every multiplier: a slack that may still grow must not gain."""
        return np.where(self.is_tight, -FAR, 0)

    def decided(self, multipliers: Ints) -> Rows:
        """The rows after a stage: slack that its multipliers price is fixed at zero."""
        return replace(self, is_tight=self.is_tight | (multipliers > 0))

    def with_ceiling(self, weights: Ints, most: int) -> Rows:
        """One row more: ``weights @ flow <= most``."""
        matrix = vstack([self.matrix, csr_array(weights[None, :])], format="csr")
        return Rows(matrix, np.append(self.upper, most), np.append(self.is_tight, False))


@dataclass(frozen=True)
class Face:
    """Where a stage may look: arcs that may change, rows as decided so far, and a flow within both."""

    free: Mask
    rows: Rows
    flow: Ints
