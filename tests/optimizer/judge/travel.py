"""Kilometres and minutes between people and posts, one pair at a time."""

from __future__ import annotations

import math

from optimizer.domain import Dataset, Employee, Post
from optimizer.policy import Policy

EARTH_RADIUS_KM = 6371.0088


def place_of_post(post: Post) -> str:
    """Code of the workplace, or of the unit where none is given."""
    return post.workplace or post.unit


class Roads:
    """Answers how far a person lives from a post, and how far from today's workplace."""

    def __init__(self, dataset: Dataset, policy: Policy) -> None:
        self.dataset = dataset
        self.settings = policy.travel
        self.points = {p.code: (p.latitude, p.longitude) for p in dataset.rows("workplaces")}
        self.points |= {unit.code: (unit.latitude, unit.longitude) for unit in dataset.rows("units")}
        self.given = {(leg.from_, leg.to, leg.season): (leg.km, leg.minutes) for leg in dataset.rows("travel")}

    def today(self, person: Employee) -> str:
        """Code of the place where the person works today."""
        return place_of_post(self.dataset.post_by_code[person.post]) if person.post else person.unit

    def home(self, person: Employee) -> str:
        """Code of the place the person starts from; empty where the exact point of the home is known."""
        if person.home_latitude is not None and person.home_longitude is not None:
            return ""
        return person.home_unit or self.today(person)

    def leg(self, person: Employee, place: str) -> tuple[float, int] | None:
        """Km to a tenth and whole minutes from home to a place, None if nobody knows."""
        home = self.home(person)
        start = self.points[home] if home else (person.home_latitude, person.home_longitude)
        exact = self._given(home, place) or self._straight(start, self.points[place])
        if exact is None:
            return None
        km, minutes = exact
        return round(km * 10) / 10, round(minutes)

    def apart_km(self, place: str, other: str) -> float | None:
        """Km to a tenth between two places of work, the longer way if there and back differ, None if nobody knows."""
        there = [
            self._given(*way) or self._straight(self.points[way[0]], self.points[way[1]])
            for way in ((place, other), (other, place))
        ]
        known = [round(leg[0] * 10) / 10 for leg in there if leg is not None]
        return max(known, default=None)

    def _given(self, start: str, end: str) -> tuple[float, float] | None:
        season = self.settings.season
        for key in ((start, end, season), (start, end, ""), (end, start, season), (end, start, "")):
            if key in self.given:
                return self.given[key]
        return None

    def _straight(
        self, start: tuple[float | None, float | None], end: tuple[float | None, float | None]
    ) -> tuple[float, float] | None:
        if None in (*start, *end):
            return None
        (lat, lon), (other_lat, other_lon) = (map(math.radians, point) for point in (start, end))
        chord = (
            math.sin((other_lat - lat) / 2) ** 2
            + math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
        )
        km = 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord))) * self.settings.detour_factor
        return km, km / self.settings.speed_kmh * 60

    def km(self, person: Employee, post: Post) -> float | None:
        """Km from home to a post."""
        leg = self.leg(person, place_of_post(post))
        return leg and leg[0]

    def added_minutes(self, person: Employee, post: Post) -> int:
        """What the post adds to today's way to work; an unknown way adds nothing."""
        ahead, today = self.leg(person, place_of_post(post)), self.leg(person, self.today(person))
        if ahead is None:
            return 0
        return max(0, self._a_day(ahead[1]) - (self._a_day(today[1]) if today else 0))

    def _a_day(self, minutes: int) -> int:
        """One way and day: all of a daily way; of one travelled weekly a fifth of what is beyond the limit."""
        limit = self.settings.weekly_beyond_minutes
        if limit is None or minutes <= limit:
            return minutes
        return limit + round((minutes - limit) / 5)
