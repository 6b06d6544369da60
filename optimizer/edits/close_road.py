"""Close a road: the way between places becomes a longer one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, cast

from pydantic import Field

from optimizer.domain import Dataset, Leg
from optimizer.domain.cells import Code, Text
from optimizer.edits.edit import Edit, State
from optimizer.findings import Finding
from optimizer.policy import Policy


class CloseRoad(Edit):
    """Between two places (units or workplaces) one now travels so far, both ways: the detour as a leg of ``travel``.

    Only these two places are affected: tables hold distances, not roads. ``season`` empty
    means all year; the legs of a season stay as they are.
    """

    references: ClassVar = {"places": ("units", "workplaces")}

    kind: Literal["close_road"] = "close_road"
    places: tuple[Code, Code]
    km: Annotated[float, Field(ge=0, le=2_000)]
    minutes: Annotated[float, Field(ge=0, le=10_000)]
    season: Text = ""

    def check(self, dataset: Dataset, policy: Policy) -> Iterator[Finding]:
        """A way leads from one place to another, and is no shorter than it was measured."""
        del policy
        if self.places[0] == self.places[1]:
            yield self.error("edit_same_place", "places")
        for leg in self._legs(dataset):
            if leg.km > self.km:
                yield self.warning("edit_road_shorter", "km", km=self.km, before=leg.km)

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The detour in place of what was measured, if anything."""
        replaced = self._legs(dataset)
        kept = [leg for leg in cast("list[Leg]", dataset.rows("travel")) if leg not in replaced]
        start, end = self.places
        detour = Leg.model_validate(
            {"from": start, "to": end, "km": self.km, "minutes": self.minutes, "season": self.season}
        )
        return dataset.replace(travel=[*kept, detour]), policy

    def _legs(self, dataset: Dataset) -> list[Leg]:
        """The legs between the two places in the season, one way or both."""
        legs = cast("list[Leg]", dataset.rows("travel"))
        return [leg for leg in legs if leg.season == self.season and {leg.from_, leg.to} == set(self.places)]
