"""Level of expertise of people nobody has assessed: told from degree and years in the field.

The table is this product's own and stands in for an assessment: a province that assesses
its people gives ``level`` in the employees table, and nothing here is used for them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain import Degree, Level

YEARS_TO_REACH: Mapping[Degree, tuple[float, ...]] = {
    Degree.NONE: (),
    Degree.SECONDARY: (),
    Degree.INTERMEDIATE: (0, 8),
    Degree.COLLEGE: (0, 5),
    Degree.UNIVERSITY: (0, 3, 9),
    Degree.MASTER: (0, 1, 6),
    Degree.DOCTOR: (0, 0, 3),
}
"""Years in the field from which a holder of the degree is basic, skilled, expert.

Below the intermediate diploma nothing is told from years alone. University: skilled after
three years, expert after the nine that the principal grade asks for (recalled, not verified).
"""


def level_of(level: Level, degree: Degree, years_in_field: float) -> Level:
    """The level assessed, or, where there is none, the one told from degree and years.

    >>> level_of(Level.NONE, Degree.UNIVERSITY, 4.0).name
    'SKILLED'
    >>> level_of(Level.BASIC, Degree.UNIVERSITY, 4.0).name
    'BASIC'
    """
    return level or Level(bisect_right(YEARS_TO_REACH[degree], years_in_field))


def levels_of(employees: pd.DataFrame) -> NDArray[np.int64]:
    """The same for every row of an employees table, as numbers 0 to 3."""
    level = employees["level"].to_numpy(np.int64, copy=True)
    years = employees["years_in_field"].to_numpy(np.float64)
    degree = employees["degree"].to_numpy()
    for holder, thresholds in YEARS_TO_REACH.items():
        chosen = (level == Level.NONE) & (degree == holder.value)
        level[chosen] = np.searchsorted(np.array(thresholds, dtype=np.float64), years[chosen], side="right")
    return level
