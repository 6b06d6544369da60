"""What is measured on which instance, so that a whole run takes about forty minutes on two cores."""

from __future__ import annotations

from tests.benchmarks.families import BUDGETS, DONORS, SEEDS, SIZES, Instance

LIMIT_SECONDS = 120.0
"""How long our plans and most peers may take."""

RECORD_LIMIT_SECONDS = 900.0
"""When the measuring of one instance is ended from outside."""

NATION = "national"

_SIDE_ROW_SIZES = ("2k", "4k")

_SLOW = ("cp-sat-1", "cp-sat-2", "cp-sat-hint", "scip")
"""Peers that mostly run into their limit: half of the others', and few instances."""


def schedule() -> tuple[Instance, ...]:
    """All instances, the small ones first."""
    return tuple(
        Instance(family, size, seed)
        for size in SIZES
        for family in (*DONORS, *(name for name in (*BUDGETS, "rows") if size in _SIDE_ROW_SIZES))
        for seed in SEEDS
        if (family, size) != ("tight", "12k") or seed == SEEDS[0]
    )


def peers_of(instance: Instance) -> tuple[str, ...]:
    """The peers that solve an instance."""
    is_first = instance.seed == SEEDS[0]
    if instance.family not in DONORS:
        return ("raw", "highs-mip")
    if instance.size == "12k" or (instance.size == "8k" and instance.family != "room"):
        return ("raw",)
    if instance.size == "8k":
        return ("raw", "highs-lp", "highs-mip") if is_first else ("raw", "highs-lp")
    exact = ("raw", "highs-lp", "highs-mip")
    if instance.family == "room" and is_first:
        return (*exact, *_SLOW)
    return (*exact, "cp-sat-2", "scip") if (instance.family, instance.size) == ("room", "2k") else exact


def limit_seconds_of(peer: str) -> float:
    """How long a peer may search."""
    return LIMIT_SECONDS / 2 if peer in _SLOW else LIMIT_SECONDS


def repeats_of(instance: Instance) -> int:
    """How often a pipeline is run for its median; elsewhere the three seeds give it."""
    return 3 if instance.family == "room" and instance.size in ("2k", "4k") else 1


def asks_what_if(instance: Instance) -> bool:
    """Whether single changes are solved again."""
    return instance.family == "room" and instance.size != "12k"
