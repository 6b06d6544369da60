"""Reproducible random draws: streams by name, and whole numbers that add up."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def stream(seed: int, name: str) -> np.random.Generator:
    """The random stream of one part of a case.

    Each part draws from its own stream, so that changing one number of a case file does not
    draw everything else anew.
    """
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def spread(
    total: int, least: NDArray[np.int64], most: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """``total`` split at random into whole parts, each between ``least`` and ``most``, adding up exactly.

    Raises ValueError if no such split exists.

    >>> spread(10, np.array([1, 1, 1]), np.array([2, 9, 1]), np.random.default_rng(0)).sum()
    np.int64(10)
    """
    if not least.sum() <= total <= most.sum():
        raise ValueError(f"{total} does not lie between {least.sum()} and {most.sum()}")
    slots = np.repeat(np.arange(len(least)), most - least)
    taken = rng.choice(slots, size=total - int(least.sum()), replace=False)
    return least + np.bincount(taken, minlength=len(least))


def apportion(total: int, weights: Mapping[str, float]) -> Mapping[str, int]:
    """``total`` people shared out by weight, largest remainders first, ties by name.

    >>> apportion(5, {"IT": 2, "FIN": 1})
    {'FIN': 2, 'IT': 3}
    """
    exact = {name: total * weight / sum(weights.values()) for name, weight in weights.items()}
    shares = {name: int(value) for name, value in sorted(exact.items())}
    rest = total - sum(shares.values())
    for name in sorted(shares, key=lambda name: (shares[name] - exact[name], name))[:rest]:
        shares[name] += 1
    return {name: number for name, number in shares.items() if number}


def weighted_subset(weights: NDArray[np.float64], size: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """``size`` different positions drawn with chances that follow ``weights``, sorted."""
    if not size:
        return np.empty(0, dtype=np.intp)
    drawn: NDArray[np.intp] = rng.choice(len(weights), size=size, replace=False, p=weights / weights.sum())
    return np.sort(drawn)
