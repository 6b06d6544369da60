"""Merge communes: one unit with all their people, posts, quotas and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, cast

from pydantic import Field

from optimizer.counts import count
from optimizer.domain import COMMUNE_KINDS, Dataset, Employee, Leg, Post, Unit, Workplace
from optimizer.domain.cells import Code, Reference, Row, Text
from optimizer.edits.edit import Edit, State
from optimizer.edits.rows import with_cells
from optimizer.findings import Finding
from optimizer.ingest.quoting import shown
from optimizer.policy import Policy


class MergeCommunes(Edit):
    """Communes become one unit, seated where the first of them is.

    Nobody and no seat is lost: people, posts, quotas, floors, population, area and housing places add
    up; a quota that was not given counts as the payroll, unless none was. The new unit has the
    first commune's code and name, or those given, and its other particulars. The places of the
    others stay as workplaces of the new unit under their old codes, so that every post and measured
    leg is where it was, and homes known by commune stay at that commune's point. Limits and
    instructions about one of the communes end with it; that is told.
    """

    references: ClassVar = {"communes": ("units",)}

    kind: Literal["merge_communes"] = "merge_communes"
    communes: tuple[Code, ...] = Field(min_length=2)
    code: Reference = ""
    name: Text = ""

    def check(self, dataset: Dataset, policy: Policy) -> Iterator[Finding]:
        """Different communes of one province, and a code that is free; what is lost is told."""
        del policy
        units = [dataset.unit_by_code[code] for code in self.communes]
        if len(set(self.communes)) < len(self.communes):
            yield self.error("edit_named_twice", "communes")
        for unit in units:
            if unit.kind not in COMMUNE_KINDS:
                yield self.error("edit_no_commune", "communes", value=shown(unit.code))
        if len({unit.province for unit in units}) > 1:
            yield self.error("edit_two_provinces", "communes")
        taken = {*dataset.units["code"], *dataset.workplaces["code"]} - set(self.communes[:1])
        if self.code in taken:
            yield self.error("edit_code_taken", "code", value=shown(self.code), file="units.csv, workplaces.csv")
        for unit in units[1:]:
            if unit.kind in COMMUNE_KINDS and not _has_point(unit):
                yield self.warning("edit_place_lost", "communes", value=shown(unit.code))
        ended = len(dataset.limits) - len(self._limits(dataset)), len(dataset.instructions) - len(self._orders(dataset))
        if any(ended):
            yield self.warning("edit_orders_ended", "communes", limits=ended[0], instructions=ended[1])

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """Everything that named one of the communes names the new unit."""
        new = self._unit(dataset, policy)
        merged = [dataset.unit_by_code[code] for code in self.communes[1:]]
        placed = {unit.code: unit for unit in merged if _has_point(unit)}
        others = [unit for unit in dataset.unit_by_code.values() if unit.code not in self.communes]
        workplaces = cast("list[Workplace]", dataset.rows("workplaces"))
        return dataset.replace(
            units=[new, *(with_cells(unit, parent=self._now(unit.parent)) for unit in others)],
            workplaces=[
                *(with_cells(place, unit=self._now(place.unit)) for place in workplaces),
                *(_place(unit, new.code) for unit in placed.values()),
            ],
            posts=[self._post(post, placed.keys()) for post in dataset.post_by_code.values()],
            employees=[self._person(row, placed) for row in cast("list[Employee]", dataset.rows("employees"))],
            limits=self._limits(dataset),
            instructions=self._orders(dataset),
            travel=self._legs(dataset, {unit.code for unit in merged} - placed.keys()),
        ), policy

    def _now(self, code: str) -> str:
        """The code of a unit after the merger."""
        return (self.code or self.communes[0]) if code in self.communes else code

    def _unit(self, dataset: Dataset, policy: Policy) -> Unit:
        units = [dataset.unit_by_code[code] for code in self.communes]
        quota = None
        if any(unit.quota is not None for unit in units):
            # Where none is assigned, the count reads the quota as the payroll.
            quotas = count(dataset, policy).quota
            quota = sum(int(quotas[dataset.unit_row[unit.code]]) for unit in units)
        floors = [unit.floor for unit in units if unit.floor is not None]
        return with_cells(
            units[0],
            code=self._now(units[0].code),
            name=self.name or units[0].name,
            quota=quota,
            floor=sum(floors) if floors else None,
            population=_sum(unit.population for unit in units),
            area_km2=_sum(unit.area_km2 for unit in units),
            housing_places=_sum(unit.housing_places for unit in units),
            languages=tuple(dict.fromkeys(language for unit in units for language in unit.languages)),
        )

    def _post(self, post: Post, placed: Iterable[str]) -> Post:
        if post.unit not in self.communes:
            return post
        workplace = post.workplace or (post.unit if post.unit in placed else "")
        return with_cells(post, unit=self._now(post.unit), workplace=workplace)

    def _person(self, row: Employee, placed: dict[str, Unit]) -> Employee:
        if {row.unit, row.home_unit, row.seconded_to_unit, *row.wishes}.isdisjoint(self.communes):
            return row
        home = placed.get(row.home_unit)
        point: dict[str, object] = {}
        if home is not None and (row.home_latitude is None or row.home_longitude is None):
            point = {"home_latitude": home.latitude, "home_longitude": home.longitude}
        return with_cells(
            row,
            unit=self._now(row.unit),
            home_unit=self._now(row.home_unit),
            seconded_to_unit=self._now(row.seconded_to_unit),
            wishes=tuple(dict.fromkeys(map(self._now, row.wishes))),
            **point,
        )

    def _limits(self, dataset: Dataset) -> list[Row]:
        return [row for row in dataset.limit_rows if not {row.unit, row.other_unit}.intersection(self.communes)]

    def _orders(self, dataset: Dataset) -> list[Row]:
        return [row for row in dataset.instruction_rows if row.unit not in self.communes]

    def _legs(self, dataset: Dataset, lost: set[str]) -> list[Row]:
        """Legs of the seat lead to the new unit; those of the others' places stay, unless the place is lost."""
        ends = {self.communes[0]: self._now(self.communes[0])}
        return [
            with_cells(leg, **{"from_": ends.get(leg.from_, leg.from_), "to": ends.get(leg.to, leg.to)})
            for leg in cast("list[Leg]", dataset.rows("travel"))
            if lost.isdisjoint((leg.from_, leg.to))
        ]


def _has_point(unit: Unit) -> bool:
    return unit.latitude is not None and unit.longitude is not None


def _place(unit: Unit, new: str) -> Workplace:
    return Workplace.model_validate(
        {"code": unit.code, "unit": new, "name": unit.name, "latitude": unit.latitude, "longitude": unit.longitude}
    )


def _sum(numbers: Iterable[float | None]) -> float | None:
    """The sum, None if one of the numbers is not known."""
    known = list(numbers)
    return None if None in known else sum(number for number in known if number is not None)
