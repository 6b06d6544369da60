"""Who is misplaced: holds a post whose field none of the person's own fields fits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.rules.field_fit import FieldFit


def is_misplaced(facts: Facts, employee: NDArray[np.intp]) -> NDArray[np.bool_]:
    """One value per row of the employees table asked for; people without a post are not misplaced."""
    held = facts.dataset.employee_post[employee]
    misplaced = held >= 0
    fit = facts.fits.fits(employee[misplaced], held[misplaced])
    misplaced[misplaced] = fit < FieldFit().min_fit(facts.policy)
    return misplaced
