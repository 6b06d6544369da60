"""Who is misplaced: holds a post whose field none of the person's own fields fits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.rules.field_fit import FieldFit


def is_misplaced(facts: Facts) -> NDArray[np.bool_]:
    """One value per employee; people without a post are not misplaced."""
    held = facts.dataset.employee_post
    holds = held >= 0
    misplaced = np.zeros(len(held), dtype=bool)
    fit = facts.fits.fits(np.flatnonzero(holds), held[holds])
    misplaced[holds] = fit < FieldFit().min_fit(facts.policy)
    return misplaced
