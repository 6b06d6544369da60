"""The recorded lot: what decides between moves that are equal in every tier.

40 bits of BLAKE2b over salt, person, post and form, summed over the moves. Hashing person
and post jointly matters: sums of separate hashes cancel when two people swap posts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Indices, Ints, Mask

LOT_BITS = 40
_SEPARATOR = "\x1f"


def lots(salt: str, keys: Iterable[Sequence[str]]) -> Ints:
    """One number below 2**40 per key (person id, post code, form and whether the post held reopens).

    >>> lots("", [("e1", "p1", "transfer", ""), ("e2", "p1", "transfer", "")]).tolist()
    [140894659885, 667831175185]
    """
    texts = (_SEPARATOR.join((salt, *key)) for key in keys)
    numbers = [int.from_bytes(blake2b(text.encode(), digest_size=5).digest()) for text in texts]
    return np.array(numbers, dtype=np.int64)


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

    def lots(self, salt: str, undecided: Mask) -> Ints:
        """The lot of every move marked among a network's arcs, 0 for all other arcs: their lot does not matter."""
        first = len(undecided) - len(self.person)
        moves = np.flatnonzero(undecided[first:])
        keys = zip(
            (self.ids[row] for row in self.person[moves].tolist()),
            (self.codes[row] for row in self.post[moves].tolist()),
            (self.forms[row] for row in self.form[moves].tolist()),
            ("reopens" if value else "" for value in self.reopens[moves].tolist()),
            strict=True,
        )
        drawn = np.zeros(len(undecided), dtype=np.int64)
        drawn[first + moves] = lots(salt, keys)
        return drawn
