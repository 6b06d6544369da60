"""The recorded lot: what decides between moves that are equal in every tier.

40 bits of BLAKE2b over salt, person, post and form, summed over the moves. Hashing person
and post jointly matters: sums of separate hashes cancel when two people swap posts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

LOT_BITS = 40
_SEPARATOR = b"\x1f"


def lots(salt: str, keys: Iterable[Sequence[str]]) -> NDArray[np.int64]:
    """One number below 2**40 per key (person id, post code, form and whether the post held reopens).

    >>> lots("", [("e1", "p1", "transfer", ""), ("e2", "p1", "transfer", "")]).tolist()
    [140894659885, 667831175185]
    """
    salted = salt.encode()
    numbers = [
        int.from_bytes(blake2b(_SEPARATOR.join((salted, *(part.encode() for part in key))), digest_size=5).digest())
        for key in keys
    ]
    return np.array(numbers, dtype=np.int64)
