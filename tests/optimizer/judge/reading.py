"""Limits and tiers of a plan, read from the tables: a plan is a number per option."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from fractions import Fraction
from operator import add

from optimizer.domain import Dataset
from optimizer.plan import Move
from optimizer.policy import Form, Policy
from tests.optimizer.judge.limit import Demand, Limit, Numbers
from tests.optimizer.judge.options import Option, is_misplaced, options
from tests.optimizer.judge.recount import COMMUNE_LEVEL, Recount, counted_field, recount
from tests.optimizer.judge.side_limits import demands, is_about_a_field_s_release, side_limits
from tests.optimizer.judge.tiers import Tiers
from tests.optimizer.judge.travel import Roads


class Reading:
    """A dataset under a policy: its options, limits, and the value of every tier for any plan."""

    def __init__(
        self,
        dataset: Dataset,
        policy: Policy,
        base: tuple[Move, ...] | None = None,
        extra: Collection[Option] = (),
        free: Collection[str] = (),
    ) -> None:
        self.dataset, self.policy = dataset, policy
        self.roads = Roads(dataset, policy)
        self.counts: Recount = recount(dataset, policy.as_of)
        self.people = {person.id: person for person in dataset.rows("employees")}
        self.posts = dataset.post_by_code
        self.units = dataset.unit_by_code
        self.communes = [unit.code for unit in dataset.rows("units") if unit.kind.value in COMMUNE_LEVEL]
        self.commune_posts = [post for post in dataset.rows("posts") if post.unit in self.communes]
        own = (option for option in options(dataset, policy, self.counts) if option.employee not in free)
        self.options = [*own, *extra]
        self.tiers = Tiers(self, base, free)

    def sender(self, option: Option) -> str:
        return self.people[option.employee].unit

    def receiver(self, option: Option) -> str:
        return self.posts[option.post].unit

    def limits(self) -> list[Limit]:
        """Every limit with at least one move in it."""
        found = [*self._limits_of_people_and_posts(), *self._limits_of_fields(), *self._limits_of_units()]
        return [limit for limit in (*found, *side_limits(self), *self._budget()) if limit.sign]

    def _budget(self) -> list[Limit]:
        setting = self.policy.setting("allowance_budget")
        if not setting.on:
            return []
        most = setting.values.get("max_vnd", 0)
        return [self._limit("allowance_budget", "allowance_budget", most, self.tiers.cost_vnd)]

    def demands(self) -> list[Demand]:
        """Every lower bound that nobody moving does not meet."""
        return list(demands(self))

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
        rows = {(row.unit, row.field): row for row in self.dataset.rows("limits") if is_about_a_field_s_release(row)}
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
        return limits

    def vacancy_change(self, option: Option) -> tuple[int, ...]:
        """What one person on an option adds to the vacant seats of every commune post."""
        reopened = self.people[option.employee].post if option.reopens else ""
        return tuple((post.code == reopened) - (post.code == option.post) for post in self.commune_posts)

    def by_post(self, seats: Sequence[int]) -> dict[str, int]:
        """Seats of every commune post by the post's code."""
        return {post.code: number for post, number in zip(self.commune_posts, seats, strict=True)}

    def values(self, plan: Numbers) -> dict[str, int]:
        """The whole objective vector of a plan, in the policy's order."""
        vacant = [self.counts.open_seats[post.code] for post in self.commune_posts]
        costs, gone = self.tiers.start, Counter[tuple[str, str, Form]]()
        for option, number in plan.items():
            for _ in range(number):
                way = option.employee, option.post, option.form
                vacant = [seats + step for seats, step in zip(vacant, self.vacancy_change(option), strict=True)]
                costs = tuple(map(add, costs, self.tiers.next_one(option, gone[way])))
                gone[way] += 1
        return self.tiers.values(self.by_post(vacant), costs)


def exactly(decimal: float) -> Fraction:
    """The number as it is written: 0.15 is 3/20, not its nearest binary."""
    return Fraction(str(decimal))
