"""Answers about columns of lists or words, asked once per distinct combination of values."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def per_distinct(answer: Callable[..., bool], *columns: pd.Series) -> NDArray[np.bool_]:
    """``answer(*values)`` for every row of columns of equal length, computed once per combination.

    >>> held = pd.Series([("en",), (), ("en", "fr")], dtype=object)
    >>> asked = pd.Series([("fr",), (), ("fr",)], dtype=object)
    >>> per_distinct(lambda held, asked: set(asked) <= set(held), held, asked)
    array([False,  True,  True])
    """
    codes, values = zip(*(pd.factorize(column) for column in columns), strict=True)
    shape = tuple(max(len(distinct), 1) for distinct in values)
    combinations, row = np.unique(np.ravel_multi_index(codes, shape), return_inverse=True)
    chosen = zip(*(part.tolist() for part in np.unravel_index(combinations, shape)), strict=True)
    answers = [answer(*(distinct[i] for distinct, i in zip(values, one, strict=True))) for one in chosen]
    return np.array(answers, dtype=bool)[row]
