"""Limits and tiers of a plan, read from the tables: a plan is a number per option."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from optimizer.domain import Dataset, LimitSubject, Rating
from optimizer.policy import Form, Policy
from tests.optimizer.judge.options import Option, fit, is_misplaced, options
from tests.optimizer.judge.recount import COMMUNE_LEVEL, Recount, counted_field, recount
from tests.optimizer.judge.travel import Roads

TIERS = (
    "weighted_fill",
    "first_of_field",
    "fairness",
    "burden",
    "volunteers",
    "past_secondments",
    "rating",
    "home_distance",
)
PRIORITY_FIELDS = {"IT", "ACC", "LAN", "CON"}
HARDSHIP_MINUTES = 30
RATING_POINTS = {Rating.EXCELLENT: 0, Rating.GOOD: 1, Rating.COMPLETED: 2, Rating.FAILED: 3}
NO_RATING_POINTS = 2

Numbers = Mapping[Option, int]


@dataclass(frozen=True)
class Limit:
    """The sum of ``sign`` over the moves made is at most ``most``."""

    rule: str
    subject: str
    sign: Mapping[Option, int]
    most: int

    @cached_property
    def is_gross(self) -> bool:
        """Whether every further move can only bring the limit closer."""
        return min(self.sign.values(), default=1) > 0

    def load(self, plan: Numbers) -> int:
        """How much of the limit a plan uses."""
        return sum(number * self.sign.get(option, 0) for option, number in plan.items())


class Reading:
    """A dataset under a policy: its options, limits, and the value of every tier for any plan."""

    def __init__(self, dataset: Dataset, policy: Policy) -> None:
        self.dataset, self.policy = dataset, policy
        self.counts: Recount = recount(dataset, policy.as_of)
        self.people = {person.id: person for person in dataset.rows("employees")}
        self.posts = dataset.post_by_code
        self.units = dataset.unit_by_code
        self.communes = [unit.code for unit in dataset.rows("units") if unit.kind.value in COMMUNE_LEVEL]
        self.commune_posts = [post for post in dataset.rows("posts") if post.unit in self.communes]
        self.options = options(dataset, policy, self.counts)
        self.minor_costs = {option: self._minor_costs(option) for option in self.options}

    def sender(self, option: Option) -> str:
        return self.people[option.employee].unit

    def receiver(self, option: Option) -> str:
        return self.posts[option.post].unit

    def limits(self) -> list[Limit]:
        """Every limit with at least one move in it."""
        found = [*self._limits_of_people_and_posts(), *self._limits_of_fields(), *self._limits_of_units()]
        return [limit for limit in found if limit.sign]

    def _limit(self, rule: str, subject: str, most: int, sign: Callable[[Option], int]) -> Limit:
        return Limit(rule, subject, {option: sign(option) for option in self.options if sign(option)}, most)

    def _limits_of_people_and_posts(self) -> list[Limit]:
        counts, limits = self.counts, []
        for person in self.people.values():
            limits.append(self._limit("person", person.id, person.count, lambda o, p=person: o.employee == p.id))
        for post in self.commune_posts:
            code = post.code
            limits.append(self._limit("open_seats", code, counts.open_seats[code], lambda o, c=code: o.post == c))
            limits.append(
                self._limit(
                    "vacant_seats",
                    code,
                    counts.vacant_seats[code],
                    lambda o, c=code: o.post == c and o.form is not Form.SECONDMENT,
                )
            )
            limits.append(
                self._limit(
                    "held_post",
                    code,
                    counts.over_held[code],
                    lambda o, p=post: (
                        self.people[o.employee].post == p.code and self.sender(o) == p.unit and not o.reopens
                    ),
                )
            )
        return limits

    def _limits_of_fields(self) -> list[Limit]:
        counts, limits = self.counts, []
        rows = {
            (row.unit, row.field): row
            for row in self.dataset.rows("limits")
            if row.subject is LimitSubject.RELEASE and row.field
        }
        spare = {
            cell: max(0, counts.field_holders[cell] - counts.field_seats[cell])
            for cell in counts.field_holders
            if cell[0] in self.communes
        }
        for cell in {*rows, *spare}:
            row, bounds = rows.get(cell), []
            if row and row.keep is not None:
                bounds.append(max(0, counts.field_holders[cell] - row.keep))
            elif cell in spare:
                bounds.append(spare[cell])
            if row and row.at_most is not None:
                bounds.append(row.at_most)
            if bounds:
                limits.append(self._limit("release", "/".join(cell), min(bounds), lambda o, c=cell: self._frees(o, c)))
        return limits

    def _frees(self, option: Option, cell: tuple[str, str]) -> bool:
        """Whether the move takes somebody out of a field of a unit."""
        person = self.people[option.employee]
        if (person.unit, counted_field(person, self.dataset)) != cell:
            return False
        if option.form is not Form.REASSIGNMENT:
            return True
        changes_field = self.posts[option.post].field != cell[1]
        return changes_field and not option.reopens and not is_misplaced(self.dataset, self.policy, person)

    def _limits_of_units(self) -> list[Limit]:
        counts, limits = self.counts, []
        share = exactly(self.policy.setting("sender_share").values.get("share", 0.05))
        over_quota = exactly(self.policy.setting("working_limit").values.get("over_quota_share", 0.15))

        transfers_only = self.policy.setting("surplus_only").values.get("transfers_only", False)

        def leaves(option: Option, unit: str) -> bool:
            return option.form is not Form.REASSIGNMENT and self.sender(option) == unit

        def arrives(option: Option, unit: str) -> bool:
            return option.form is not Form.REASSIGNMENT and self.receiver(option) == unit

        def is_transfer(option: Option) -> bool:
            return option.form is Form.TRANSFER

        for u in self.units:
            if u not in self.communes:
                most = max(0, math.ceil(share * counts.payroll[u]) - counts.seconded_out[u])
                limits.append(self._limit("sender_share", u, most, lambda o, u=u: leaves(o, u)))
                continue
            limits.append(
                self._limit(
                    "surplus_only",
                    u,
                    max(0, counts.surplus(u) - counts.seconded_out[u]),
                    lambda o, u=u: leaves(o, u) - (arrives(o, u) and (is_transfer(o) or not transfers_only)),
                )
            )
            limits.append(
                self._limit(
                    "quota",
                    u,
                    counts.shortage(u),
                    lambda o, u=u: is_transfer(o) * (arrives(o, u) - leaves(o, u)),
                )
            )
            if self.units[u].quota is not None:
                limits.append(
                    self._limit(
                        "working_limit",
                        u,
                        max(0, math.floor((1 + over_quota) * counts.quota[u]) - counts.working[u]),
                        lambda o, u=u: arrives(o, u) - leaves(o, u),
                    )
                )
        for row in self.dataset.rows("limits"):
            u, subject = row.unit, f"{row.subject.value} {row.unit} {row.field}"
            if row.subject is LimitSubject.RELEASE and not row.field:
                bounds = [] if row.at_most is None else [row.at_most]
                bounds += [] if row.keep is None else [max(0, counts.payroll[u] - row.keep)]
                limits.append(self._limit("local_limits", subject, min(bounds), lambda o, u=u: leaves(o, u)))
            elif row.subject is LimitSubject.ARRIVAL:
                limits.append(
                    self._limit(
                        "local_limits",
                        subject,
                        row.at_most,
                        lambda o, u=u, f=row.field: arrives(o, u) and f in ("", self.posts[o.post].field),
                    )
                )
        return limits

    def weight(self, post: str) -> int:
        """Tenths of a seat that a vacancy of a post counts."""
        row = self.posts[post]
        return round(10 * row.priority * (1.5 if row.field in PRIORITY_FIELDS else 1))

    def vacancy_change(self, option: Option) -> tuple[int, ...]:
        """What one person on an option adds to the vacant seats of every commune post."""
        reopened = self.people[option.employee].post if option.reopens else ""
        return tuple((post.code == reopened) - (post.code == option.post) for post in self.commune_posts)

    def by_post(self, seats: Sequence[int]) -> dict[str, int]:
        """Seats of every commune post by the post's code."""
        return {post.code: number for post, number in zip(self.commune_posts, seats, strict=True)}

    def values(self, plan: Numbers) -> dict[str, int]:
        """The whole objective vector of a plan."""
        vacant = [self.counts.open_seats[post.code] for post in self.commune_posts]
        minor = [0] * len(TIERS[3:])
        for option, number in plan.items():
            vacant = [seats + number * step for seats, step in zip(vacant, self.vacancy_change(option), strict=True)]
            minor = [total + number * cost for total, cost in zip(minor, self.minor_costs[option], strict=True)]
        return dict(zip(TIERS, (*self.major_values(self.by_post(vacant)), *minor), strict=True))

    def major_values(self, vacant: Mapping[str, int]) -> tuple[int, int, int]:
        """The first three tiers, told from the seats that a plan leaves vacant."""
        return (
            sum(self.weight(code) * seats for code, seats in vacant.items()),
            self._fields_with_nobody(vacant),
            self._unevenness(vacant),
        )

    def _fields_with_nobody(self, vacant: Mapping[str, int]) -> int:
        needed: Counter[tuple[str, str]] = Counter()
        filled: Counter[tuple[str, str]] = Counter()
        for post in self.commune_posts:
            needed[post.unit, post.field] += post.seats - post.reserved
            filled[post.unit, post.field] += max(post.seats - post.reserved, 0) - vacant[post.code]
        return sum(1 for cell, seats in needed.items() if seats > 0 and filled[cell] <= 0)

    def _unevenness(self, vacant: Mapping[str, int]) -> int:
        seats: Counter[str] = Counter()
        missing: Counter[str] = Counter()
        for post in self.commune_posts:
            seats[post.unit] += max(post.seats - post.reserved, 0)
            missing[post.unit] += vacant[post.code]
        return sum(
            1000 * (2 * i - 1) // max(seats[unit], 1) for unit in self.communes for i in range(1, missing[unit] + 1)
        )

    def _minor_costs(self, option: Option) -> tuple[int, ...]:
        """What one move adds to the tiers from burden on."""
        person, post = self.people[option.employee], self.posts[option.post]
        mismatch = round(60 * (1 - fit(self.dataset, person, post.field)))
        if option.form is Form.REASSIGNMENT:
            return (mismatch, 0, 0, 0, 0)
        roads = Roads(self.dataset, self.policy)
        hardship = HARDSHIP_MINUTES if self.units[post.unit].hardship_zone else 0
        latest = max(person.ratings, default=None)
        return (
            roads.added_minutes(person, post) + mismatch + hardship,
            0 if person.volunteer else 1,
            person.past_secondments,
            NO_RATING_POINTS if latest is None else RATING_POINTS[Rating(latest[1])],
            round(roads.km(person, post) or 0.0),
        )


def exactly(decimal: float) -> Fraction:
    """The number as it is written: 0.15 is 3/20, not its nearest binary."""
    return Fraction(str(decimal))
