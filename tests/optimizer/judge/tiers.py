"""The value of every tier of a plan, read from the tables by plain loops.

Some tiers are told from the seats that a plan leaves vacant; the others add up over its moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from optimizer.domain import Employee, EmployeeKind, Post, Rating
from optimizer.plan import Move
from optimizer.policy import Form
from tests.optimizer.judge.limit import Limit
from tests.optimizer.judge.money import cost_vnd, later
from tests.optimizer.judge.options import Option, fit

if TYPE_CHECKING:
    from tests.optimizer.judge.reading import Reading

PEOPLE_TIERS = ("surplus_senders", "line_staff", "volunteers", "wishes", "near_leaving", "border_homes")
"""Tiers that count people moved away of whom something holds."""

MOVE_TIERS = (*PEOPLE_TIERS, "burden", "changes", "past_secondments", "rating", "home_distance", "cost")
PRIORITY_FIELDS = {"IT", "ACC", "LAN", "CON"}
HARDSHIP_MINUTES = 30
RATING_POINTS = {Rating.EXCELLENT: 0, Rating.GOOD: 1, Rating.COMPLETED: 2, Rating.FAILED: 3}
NO_RATING_POINTS = 2
MONTHS_LEFT = 18
BORDER = "border"
ANY_NUMBER = 10**9

Numbers = tuple[int, ...]


class Tiers:
    """The tiers of a policy over a reading of the tables; ``base`` are the moves to compare with, if any.

    Who goes where costs nothing for ``free`` people.
    """

    def __init__(self, reading: Reading, base: tuple[Move, ...] | None, free: Collection[str] = ()) -> None:
        self.reading, self.free = reading, free
        self.base: Counter[tuple[str, str, Form]] = Counter()
        for move in base or ():
            self.base[move.employee, move.to_post, move.form] += move.count
        self.names = tuple(name for name in reading.policy.tier_order if self._applies(name, base is not None))
        self.move_tiers = tuple(name for name in self.names if name in MOVE_TIERS)
        self._costs = {option: self._move_costs(option) for option in reading.options}

    def _applies(self, name: str, has_base: bool) -> bool:
        """Whether a tier has anything to measure."""
        reading = self.reading
        return {
            "changes": has_base,
            "surplus_senders": any(self._has_surplus(unit.province) for unit in reading.units.values()),
            "line_staff": any(self._is_line_staff(person) for person in reading.people.values()),
            "border_homes": any(reading.units[unit].hardship_zone == BORDER for unit in reading.communes),
        }.get(name, True)

    def _has_surplus(self, province: str) -> bool:
        """Whether a unit above the communes of a province has people beyond its quota."""
        reading = self.reading
        others = [code for code, unit in reading.units.items() if unit.province == province]
        return any(reading.counts.surplus(code) for code in others if code not in reading.communes)

    def _is_line_staff(self, person: Employee) -> bool:
        """Whether a public employee treats or teaches."""
        sector = self.reading.units[person.unit].sector
        return person.kind is EmployeeKind.PUBLIC_EMPLOYEE and sector in ("health", "education")

    @property
    def start(self) -> Numbers:
        """What the tiers over moves are before any move: the base's moves are all missing."""
        return tuple(sum(self.base.values()) if name == "changes" else 0 for name in self.move_tiers)

    def same_moves(self) -> list[Limit]:
        """No limits: they count how many people go the way of each move of the base, whether a seat reopens or not."""
        return [
            Limit(
                "same_move",
                "/".join(move),
                {option: 1 for option in self.reading.options if _move(option) == move},
                ANY_NUMBER,
            )
            for move in self.base
            if any(_move(option) == move for option in self.reading.options)
        ]

    def next_one(self, option: Option, already: int) -> Numbers:
        """What one more person on an option costs, where so many already go the same way."""
        in_base = self.base[_move(option)]
        own = dict.fromkeys(MOVE_TIERS, 0) if option.employee in self.free else self._costs[option]
        costs = {**own, "changes": abs(already + 1 - in_base) - abs(already - in_base)}
        return tuple(costs[name] for name in self.move_tiers)

    def cost_vnd(self, option: Option) -> int:
        """What one person on an option costs."""
        return self._costs[option]["cost"]

    def values(self, vacant: Mapping[str, int], costs: Numbers) -> dict[str, int]:
        """The objective vector in the policy's order, from vacant seats by post and the costs of all moves."""
        found = {**self._seat_values(vacant), **dict(zip(self.move_tiers, costs, strict=True))}
        return {name: found[name] for name in self.names}

    def _seat_values(self, vacant: Mapping[str, int]) -> dict[str, int]:
        needed, posts = Counter[tuple[str, str]](), self.reading.commune_posts
        for post in posts:
            needed[post.unit, post.field] += max(post.seats - post.reserved, 0)
        missing = Counter[tuple[str, str]]()
        for post in posts:
            missing[post.unit, post.field] += vacant[post.code]
        by_unit = {
            unit: tuple(sum(number for cell, number in cells.items() if cell[0] == unit) for cells in (missing, needed))
            for unit in self.reading.communes
        }
        return {
            "weighted_fill": sum(self.weight(code) * seats for code, seats in vacant.items()),
            "first_of_field": sum(1 for cell, seats in needed.items() if seats > 0 and missing[cell] >= seats),
            "fairness": sum(_unevenness(*numbers) for numbers in by_unit.values()),
            "worst_commune": max(1000 * gone // max(seats, 1) for gone, seats in by_unit.values()),
            "field_fairness": sum(_unevenness(missing[cell], seats) for cell, seats in needed.items()),
        }

    def weight(self, post: str) -> int:
        """Tenths of a seat that a vacancy of a post counts."""
        row = self.reading.posts[post]
        return round(10 * row.priority * (1.5 if row.field in PRIORITY_FIELDS else 1))

    def _move_costs(self, option: Option) -> dict[str, int]:
        """What one move adds to every tier that asks only who goes where."""
        reading = self.reading
        person, post = reading.people[option.employee], reading.posts[option.post]
        mismatch = round(60 * (1 - fit(reading.dataset, person, post.field)))
        if option.form is Form.REASSIGNMENT:
            return dict.fromkeys(MOVE_TIERS, 0) | {"burden": mismatch}
        roads, zone = reading.roads, reading.units[post.unit].hardship_zone
        latest = max(person.ratings, default=None)
        km = roads.km(person, post)
        return {
            "burden": roads.added_minutes(person, post) + mismatch + (HARDSHIP_MINUTES if zone else 0),
            **{name: int(holds) for name, holds in self._people_counted(person, post).items()},
            "past_secondments": person.past_secondments,
            "rating": NO_RATING_POINTS if latest is None else RATING_POINTS[Rating(latest[1])],
            "home_distance": round(km or 0.0),
            "cost": cost_vnd(reading.policy, option.form, km, zone),
        }

    def _people_counted(self, person: Employee, post: Post) -> dict[str, bool]:
        """What holds of a person moved away to a post, by tier."""
        reading, units = self.reading, self.reading.units
        settled = later(reading.policy.starts_on or reading.policy.as_of, MONTHS_LEFT)
        lives_at_border = person.home_unit != "" and units[person.home_unit].hardship_zone == BORDER
        return {
            "surplus_senders": not reading.counts.surplus(person.unit)
            and self._has_surplus(units[person.unit].province),
            "line_staff": self._is_line_staff(person),
            "volunteers": not person.volunteer,
            "wishes": post.code not in person.wishes and post.unit not in person.wishes,
            "near_leaving": person.leaves_on is not None and person.leaves_on < settled,
            "border_homes": units[post.unit].hardship_zone == BORDER and not lives_at_border,
        }


def _move(option: Option) -> tuple[str, str, Form]:
    return option.employee, option.post, option.form


def _unevenness(missing: int, seats: int) -> int:
    return sum(1000 * (2 * number - 1) // max(seats, 1) for number in range(1, missing + 1))
