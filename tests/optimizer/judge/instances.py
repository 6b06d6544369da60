"""Tiny provinces from a seed, rich in whatever makes staffing plans hard.

Every instance has a giver commune with too many people in a post, communes that miss
people, and a draw of further people and posts, each chosen for one trap: the misplaced, people
without a post, absent holders, groups, departments. Quotas, limits and the policy are drawn
last, close to what the people drawn make possible, so that limits bind.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache

from optimizer.domain import (
    COMMUNE_KINDS,
    Dataset,
    Degree,
    Employee,
    EmployeeKind,
    Field,
    Leg,
    Level,
    Limit,
    LimitSubject,
    Post,
    Rating,
    Status,
    Unit,
    UnitKind,
    Workplace,
)
from optimizer.policy import Form, Forms, Policy, RuleSetting, TravelSettings
from tests.optimizer.judge.side_instances import with_demands, with_side_limits

DAY = date(2026, 11, 2)
FIELDS = ("ACC", "EDU", "IT", "JUS")
PRIORITIES = (0.0, 0.1, 0.25, 0.5, 1.0, 1.0, 1.0, 1.5, 2.0)
SIMILARITIES = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)
BEYOND_PAYROLL = {"giver": (-3, -2, -2, -1), "relay": (-2, -1, 0, 0, 0, 1), "taker": (0, 1, 1, 1, 2), "": (-1, 0, 1)}
"""How far the quota lies above the payroll, by the role that a commune plays."""
TRAPS = ("misplaced", "misplaced", "misplaced", "idle", "over", *(("sender",) * 5), "holder", "away", "static")
BARS = ("i", "ii", "iii", "iv", "v", "v", "vi", "vi", "vii")
RATINGS = (Rating.EXCELLENT, Rating.GOOD, Rating.GOOD, Rating.COMPLETED, Rating.COMPLETED, Rating.FAILED)
FORMS = ((Form.TRANSFER,), (Form.SECONDMENT,), (Form.TRANSFER, Form.SECONDMENT))


@cache
def tiny(seed: int) -> tuple[Dataset, Policy]:
    """One province of 2 to 4 communes, the same for the same seed; those of odd seeds with limits that cross units.

    Drawn once for all tests: nobody changes a dataset.
    """
    province = _Province(seed)
    dataset, policy = province.dataset(), province.policy()
    return with_side_limits(dataset, policy, seed) if seed % 2 else (dataset, policy)


def tiny_with_demands(seed: int) -> tuple[Dataset, Policy]:
    """The same with moves demanded, or languages that nobody speaks yet."""
    return with_demands(*tiny(seed), seed)


class _Province:
    """A province in the making: lists that grow as it is drawn."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.similar = self._draw_fields()
        self.units: list[Unit] = []
        self.workplaces: list[Workplace] = []
        self.posts: list[Post] = []
        self.crowded: list[Post] = []
        self.needy: list[Post] = []
        self.people: list[Employee] = []
        self.rows = self.draw.choice((6, 7, 8, 9, 10))
        self._draw_units()
        self._draw_posts()
        self._draw_people()

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def _draw_fields(self) -> dict[tuple[str, str], float]:
        """Similarity of a person's field, given second, in a post of the field given first."""
        return {
            (needed, had): self.draw.choice(SIMILARITIES)
            for needed in FIELDS
            for had in FIELDS
            if needed != had and self.chance(0.25)
        }

    def _draw_units(self) -> None:
        communes = self.draw.choice((2, 2, 2, 3, 3, 4))
        kinds = [self.draw.choice(COMMUNE_KINDS) for _ in range(communes)]
        others = (UnitKind.DEPARTMENT, UnitKind.PUBLIC_SERVICE_UNIT, UnitKind.DELIVERY_CENTRE)
        kinds += [self.draw.choice(others) for _ in range(self.draw.choice((0, 1, 1, 1, 2)))]
        for number, kind in enumerate(kinds):
            latitude, longitude = self._draw_point()
            self.units.append(
                Unit(
                    code=f"u{number}",
                    name=f"Đơn vị {number}",
                    kind=kind,
                    parent="u0" if kind is UnitKind.DELIVERY_CENTRE else "",
                    latitude=latitude,
                    longitude=longitude,
                    hardship_zone="III" if self.chance(0.25) else "",
                )
            )
        self.communes = [unit for unit in self.units if unit.kind in COMMUNE_KINDS]
        self.others = [unit for unit in self.units if unit.kind not in COMMUNE_KINDS]
        if self.chance(0.25):
            self.workplaces.append(Workplace(code="w0", unit="u0", latitude=21.4, longitude=106.4))

    def _draw_point(self) -> tuple[float | None, float | None]:
        if self.chance(0.15):
            return None, None
        return round(self.draw.uniform(20.9, 21.5), 3), round(self.draw.uniform(105.8, 106.5), 3)

    def _draw_posts(self) -> None:
        """Crowded posts in some communes, and in others posts that miss people of the same fields."""
        self.fields = self.draw.sample(FIELDS, self.draw.choice((2, 3, 3)))
        roles = ["giver", "taker"] if self.chance(0.25) else ["relay", "relay"]
        roles += [self.draw.choice(("giver", "taker", "relay", "relay")) for _ in self.communes[2:]]
        self.roles = {unit.code: role for unit, role in zip(self.communes, roles, strict=True)}
        for number, commune in enumerate(self.communes):
            if self.roles[commune.code] != "taker":
                field = self.fields[number % len(self.fields)]
                self.crowded.append(self._add_post(commune, field, seats=self.draw.choice((0, 1, 1, 2))))
        for commune in self.communes:
            if self.roles[commune.code] != "giver":
                elsewhere = [post.field for post in self.crowded if post.unit != commune.code or self.chance(0.3)]
                missed, seats = self.draw.choice(elsewhere), self.draw.choice((1, 2, 3))
                self.needy.append(self._add_post(commune, missed, seats=seats))
        for _ in range(self.draw.choice((0, 0, 1))):
            self.needy.append(self._add_post(self.draw.choice(self.communes)))
        if self.others and self.chance(0.5):
            self._add_post(self.draw.choice(self.others))

    def _add_post(self, unit: Unit, field: str = "", seats: int = 1, **facts: object) -> Post:
        drawn: dict[str, object] = {
            "code": f"p{len(self.posts)}",
            "unit": unit.code,
            "workplace": "w0" if self.workplaces and unit.code == "u0" and self.chance(0.6) else "",
            "field": field or self.draw.choice(self.fields),
            "min_level": self.draw.choice((Level.NONE, Level.NONE, Level.NONE, Level.BASIC, Level.SKILLED)),
            "min_degree": self.draw.choice((Degree.NONE, Degree.NONE, Degree.NONE, Degree.COLLEGE, Degree.UNIVERSITY)),
            "seats": seats,
            "reserved": 1 if seats > 1 and self.chance(0.15) else 0,
            "priority": self.draw.choice(PRIORITIES),
        }
        post = Post(**(drawn | facts))
        self.posts.append(post)
        return post

    def _draw_people(self) -> None:
        for post in self.crowded:
            for _ in range(min(post.seats, 1)):
                self._add_person(self._unit(post), post.field, post=post.code, count=post.seats)
            self._add_trap("over", post)
        while len(self.people) < self.rows:
            self._add_trap(self.draw.choice(TRAPS), self.draw.choice(self.crowded))

    def _add_trap(self, trap: str, post: Post) -> None:
        """One more person in a place that is hard to plan for."""
        needed = self.draw.choice(self.needy)
        commune = self._unit(needed)
        if trap == "sender" and self.others:
            unit = self.others[0] if self.chance(0.7) else self.others[-1]
            held = [p.code for p in self.posts if p.unit == unit.code and self.chance(0.5)]
            for _ in range(self.draw.choice((1, 2))):
                self._add_person(unit, needed.field, post=held[0] if held else "")
        elif trap == "misplaced":
            self._add_misplaced(needed)
        elif trap == "away":
            self._add_absentee(needed)
        elif trap == "static":
            kind = self.draw.choice((EmployeeKind.CADRE, EmployeeKind.CONTRACT))
            self._add_person(self.draw.choice(self.units), needed.field, kind=kind)
        elif trap == "holder":
            covers = [p.code for p in self.posts if p.unit == commune.code and p is not needed and self.chance(0.2)]
            self._add_person(commune, needed.field, post=needed.code, posts_held=tuple(covers))
        elif trap == "idle":
            self._add_person(self.draw.choice(self.communes), needed.field)
        else:
            self._add_person(self._unit(post), post.field, post=post.code)

    def _add_misplaced(self, needed: Post) -> None:
        """Somebody who knows what a post of the unit needs, and holds one of the unit that asks for something else."""
        unfit = [f for f in FIELDS if f != needed.field and (f, needed.field) not in self.similar] or list(FIELDS)
        held = [p for p in self.posts if p.unit == needed.unit and p.field in unfit and p is not needed]
        if not held:
            field, priority = self.draw.choice(unfit), self.draw.choice((0.0, 0.1, 0.25))
            held = [self._add_post(self._unit(needed), field, priority=priority)]
        self._add_person(self._unit(needed), needed.field, post=held[0].code, other_fields=())

    def _unit(self, post: Post) -> Unit:
        return next(unit for unit in self.units if unit.code == post.unit)

    def _add_absentee(self, post: Post) -> None:
        """A holder on leave or seconded out, or one who has just come back."""
        commune = self._unit(post)
        ends = DAY + timedelta(days=self.draw.choice((-20, 0, 90, 90)))
        if self.chance(0.5):
            covers = [p.code for p in self.posts if p.unit == commune.code and p is not post and self.chance(0.3)]
            self._add_person(
                commune,
                post.field,
                post=post.code,
                posts_held=tuple(covers),
                status=Status.ON_LEAVE,
                absent_until=ends,
            )
            return
        host = self.draw.choice([unit for unit in self.units if unit is not commune])
        covered = [p.code for p in self.posts if p.unit == host.code]
        self._add_person(
            commune,
            post.field,
            post=post.code,
            seconded_from=DAY - timedelta(days=60),
            seconded_to_unit=host.code,
            seconded_to_post=self.draw.choice(["", *covered]),
            seconded_until=ends,
        )

    def _add_person(self, unit: Unit, field: str, *, can_move: bool = True, **facts: object) -> None:
        is_public = unit.kind in (UnitKind.PUBLIC_SERVICE_UNIT, UnitKind.DELIVERY_CENTRE) or self.chance(0.05)
        barred = not can_move or self.chance(0.06)
        home_latitude, home_longitude = self._draw_point() if self.chance(0.2) else (None, None)
        years = self.draw.sample(range(2022, 2026), self.draw.choice((0, 1, 2)))
        drawn: dict[str, object] = {
            "id": f"e{len(self.people)}",
            "kind": EmployeeKind.PUBLIC_EMPLOYEE if is_public else EmployeeKind.CIVIL_SERVANT,
            "excluded": self.chance(0.02),
            "unit": unit.code,
            "field": field,
            "other_fields": tuple(f for f in self.fields if f != field and self.chance(0.25)),
            "level": self.draw.choice((Level.BASIC, Level.SKILLED, Level.SKILLED, Level.EXPERT)),
            "degree": self.draw.choice((Degree.COLLEGE, Degree.UNIVERSITY, Degree.UNIVERSITY, Degree.MASTER)),
            "ratings": tuple((year, self.draw.choice(RATINGS).value) for year in years),
            "home_unit": self.draw.choice(self.communes).code if self.chance(0.4) else "",
            "home_latitude": home_latitude,
            "home_longitude": home_longitude,
            "volunteer": self.chance(0.4),
            "past_secondments": self.draw.choice((0, 0, 1, 2)),
            "blocks": (self.draw.choice(BARS),) if barred else (),
            "waivers": (self.draw.choice(("v", "vi")),) if self.chance(0.2) else (),
            "count": self.draw.choice((1, 1, 1, 1, 1, 2, 2, 3)),
        }
        self.people.append(Employee(**(drawn | facts)))

    def _payroll(self, unit: str) -> int:
        return sum(p.count for p in self.people if p.unit == unit and p.kind is not EmployeeKind.CONTRACT)

    def _with_quota(self, unit: Unit) -> Unit:
        beyond = self.draw.choice(BEYOND_PAYROLL[self.roles.get(unit.code, "")])
        quota = None if self.chance(0.1) else max(0, self._payroll(unit.code) + beyond)
        return unit.model_copy(update={"quota": quota})

    def _draw_limits(self) -> list[Limit]:
        limits = {}
        for _ in range(self.draw.choice((0, 1, 2, 3))):
            if self.chance(0.5):
                unit, field = self.draw.choice(self.people).unit, self.draw.choice(("", "", *self.fields))
                keeps = self.chance(0.5)
                number = self.draw.choice((0, 1, 1, 2))
                kept = self.draw.choice((0, 1)) if field else max(0, self._payroll(unit) - number)
                limit = Limit(
                    subject=LimitSubject.RELEASE,
                    unit=unit,
                    field=field,
                    keep=kept if keeps else None,
                    at_most=None if keeps else number,
                )
            else:
                post = self.draw.choice(self.needy)
                limit = Limit(
                    subject=LimitSubject.ARRIVAL,
                    unit=post.unit,
                    field=self.draw.choice(("", post.field)),
                    at_most=self.draw.choice((0, 1, 1)),
                )
            limits[limit.subject, limit.unit, limit.field] = limit
        return list(limits.values())

    def _draw_legs(self) -> list[Leg]:
        places = [unit.code for unit in self.units]
        legs = {}
        for _ in range(self.draw.choice((0, 0, 1, 3))):
            start, end = self.draw.sample(places, 2)
            season = self.draw.choice(("", "", "wet"))
            km = self.draw.choice((4.25, 12.5, 33.05, 61.0))
            legs[start, end, season] = Leg(from_=start, to=end, km=km, minutes=2.5 * km, season=season)
        return list(legs.values())

    def dataset(self) -> Dataset:
        """The tables."""
        fields = [
            Field(
                code=code,
                name_en=code,
                name_vi=code,
                related=tuple((had, value) for (needed, had), value in self.similar.items() if needed == code),
            )
            for code in FIELDS
        ]
        return Dataset.of(
            fields=fields,
            units=[self._with_quota(unit) for unit in self.units],
            workplaces=self.workplaces,
            posts=self.posts,
            employees=self.people,
            limits=self._draw_limits(),
            travel=self._draw_legs(),
        )

    def policy(self) -> Policy:
        """A policy under which some limit binds."""
        rules = {
            "sender_share": RuleSetting(share=self.draw.choice((0.05, 0.05, 0.34, 0.5))),
            "working_limit": RuleSetting(over_quota_share=self.draw.choice((0.0, 0.2, 0.5, 1.0, 1.0))),
        }
        if self.chance(0.2):
            rules["max_distance"] = RuleSetting(max_km=self.draw.choice((40.0, 60.0)))
        if self.chance(0.15):
            rules["field_fit"] = RuleSetting(min_fit=0.75)
        if self.chance(0.3):
            rules["bar_small_child"] = RuleSetting(waiver_covers_secondment=True, reason="drawn")
        return Policy(
            as_of=DAY,
            forms=Forms(commune=self.draw.choice(FORMS), department=self.draw.choice(FORMS)),
            travel=TravelSettings(
                season=self.draw.choice(("", "wet")), weekly_beyond_minutes=self.draw.choice((None, None, 20, 60))
            ),
            rules=rules,
        )
