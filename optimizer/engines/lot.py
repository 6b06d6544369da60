"""The lot of a network's moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Indices, Ints, Mask
from optimizer.lot import mixed, words
from optimizer.rules import Pairs
from optimizer.rules.pairs import FORMS


@dataclass(frozen=True)
class MoveKeys:
    """Who goes where in which form, for the arcs that are moves, which are a network's last.

    ``person`` and ``post`` are row numbers into ``ids`` and ``codes``, ``form`` into ``forms``.
    """

    ids: Sequence[str]
    codes: Sequence[str]
    forms: Sequence[str]
    person: Indices
    post: Indices
    form: NDArray[np.int8]
    reopens: Mask

    @classmethod
    def of(cls, pairs: Pairs) -> MoveKeys:
        """Those of candidate pairs."""
        return cls(
            ids=pairs.dataset.employees["id"].tolist(),
            codes=pairs.dataset.posts["code"].tolist(),
            forms=[form.value for form in FORMS],
            person=pairs.employee,
            post=pairs.post,
            form=pairs.form,
            reopens=pairs.reopens,
        )

    def lots(self, salt: str, undecided: Mask) -> Ints:
        """The lot of every move marked among a network's arcs, 0 for all other arcs: their lot does not matter."""
        first = len(undecided) - len(self.person)
        moves = np.flatnonzero(undecided[first:])
        kinds = words(salt, (form + reopening for form in self.forms for reopening in ("", " reopens")))
        drawn = np.zeros(len(undecided), dtype=np.int64)
        drawn[first + moves] = mixed(
            words(salt, self.ids)[self.person[moves]],
            words(salt, self.codes)[self.post[moves]],
            kinds[2 * self.form[moves].astype(np.intp) + self.reopens[moves]],
        )
        return drawn
