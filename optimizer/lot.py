"""The recorded lot: what decides between moves that are equal in every tier.

Every text is 64 bits of BLAKE2b with the salt; person, post and kind of move are mixed into one number of
40 bits, which is summed over the moves. Mixing them jointly matters: sums of separate numbers cancel when
two people swap posts. The mixing is the finalizer of SplitMix64 (Steele, Lea and Flood 2014), for
millions of moves at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

LOT_BITS = 40

Words = NDArray[np.uint64]
"""64 bits each."""


def words(salt: str, texts: Iterable[str]) -> Words:
    """64 bits of every text.

    >>> words("", ["e1", "e2"]).tolist()
    [909379524693981036, 16776939170357470312]
    """
    digests = (blake2b(f"{salt}\x1f{text}".encode(), digest_size=8).digest() for text in texts)
    return np.array([int.from_bytes(digest) for digest in digests], dtype=np.uint64)


def mixed(person: Words, post: Words, kind: Words) -> NDArray[np.int64]:
    """One number below 2**40 per move: form and whether the post held reopens are its kind.

    >>> mixed(*(words("", [text]) for text in ("e1", "p1", "transfer"))).tolist()
    [192427163844]
    """
    lots = _scattered(_scattered(_scattered(person) ^ post) ^ kind)
    return (lots >> np.uint64(64 - LOT_BITS)).astype(np.int64)


def _scattered(word: Words) -> Words:
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))
