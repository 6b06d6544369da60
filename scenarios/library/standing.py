"""What may keep people from moving, or speak for it: bars, leave, ratings, wishes, earlier secondments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Rating, Sex, Status
from scenarios.library.case import Case
from scenarios.library.draw import stream
from scenarios.library.personal import Person
from scenarios.library.place import Place, Role

BARS = ("i", "ii", "iii", "iv", "v", "vi", "vii")
WAIVABLE = ("v", "vi")
CHILD_BAR_AGE = 42
"""Oldest mother of a child under 36 months (assumption)."""

RATING_SHARES = {Rating.EXCELLENT: 0.15, Rating.GOOD: 0.66, Rating.COMPLETED: 0.18, Rating.FAILED: 0.01}
RATED_YEARS = 3


@dataclass(frozen=True)
class Standing:
    """One person's standing on the day of the case."""

    status: Status
    absent_until: date | None
    blocks: tuple[str, ...]
    waivers: tuple[str, ...]
    ratings: tuple[tuple[int, str], ...]
    volunteer: bool
    planned_leader: bool
    past_secondments: int
    last_return: date | None


def standings(case: Case, places: Sequence[Place], persons: Sequence[Person]) -> list[Standing]:
    """One standing per place. Nothing keeps a ready person from moving."""
    rng = stream(case.seed, "standing")
    chance = rng.uniform(size=(6, len(places)))
    marks = np.searchsorted(np.cumsum(list(RATING_SHARES.values()))[:-1], rng.uniform(size=(len(places), RATED_YEARS)))
    return [
        _standing(case, place, person, chance[:, row], marks[row].tolist())
        for row, (place, person) in enumerate(zip(places, persons, strict=True))
    ]


def _standing(case: Case, place: Place, person: Person, chance: NDArray[np.float64], marks: list[int]) -> Standing:
    roster, is_ready, is_absent = case.roster, place.role is Role.READY, place.role is Role.ABSENT
    block = ""
    if is_absent:
        # On long leave as a mother, or for long study.
        block = "v" if person.sex is Sex.FEMALE and person.age < CHILD_BAR_AGE else "iv"
    elif not is_ready and chance[0] < roster.barred:
        block = BARS[int(chance[1] * len(BARS))]
    if block == "v" and (person.sex is not Sex.FEMALE or person.age >= CHILD_BAR_AGE):
        block = "vi"
    was_seconded = place.role is Role.ORDINARY and chance[3] < roster.seconded_before
    rated = list(Rating)
    best = [min(mark, 1) for mark in marks] if is_ready else marks
    return Standing(
        status=Status.ON_LEAVE if is_absent else Status.ACTIVE,
        absent_until=case.as_of + timedelta(days=60 + int(chance[2] * 300)) if is_absent else None,
        blocks=(block,) if block else (),
        waivers=(block,) if block in WAIVABLE and not is_absent and chance[2] < 0.3 else (),
        ratings=tuple((case.as_of.year - RATED_YEARS + turn, rated[mark].value) for turn, mark in enumerate(best)),
        volunteer=bool(not is_absent and chance[4] < roster.volunteers),
        planned_leader=bool(not place.leader_rank and chance[5] < roster.planned_leaders),
        past_secondments=1 + int(chance[2] * 2) if was_seconded else 0,
        last_return=case.as_of - timedelta(days=90 + int(chance[2] * 1_000)) if was_seconded else None,
    )
