"""Who is misplaced: holds a post whose field none of the person's own fields fits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import UNKNOWN_FIELD
from optimizer.facts import Facts
from optimizer.rules.field_fit import FieldFit


def is_misplaced(facts: Facts, employee: NDArray[np.intp]) -> NDArray[np.bool_]:
    """One value per row of the employees table asked for; people without a post are not misplaced.

    Nobody is called so where the field of the person, or that of the post, is not known.
    """
    dataset, held = facts.dataset, facts.dataset.employee_post[employee]
    misplaced = held >= 0
    people, posts = employee[misplaced], held[misplaced]
    misfits = facts.fits.fits(people, posts) < FieldFit().min_fit(facts.policy)
    misfits &= dataset.employees["field"].to_numpy()[people] != UNKNOWN_FIELD
    misfits &= dataset.posts["field"].to_numpy()[posts] != UNKNOWN_FIELD
    misplaced[misplaced] = misfits
    return misplaced
