"""Set the season in which people travel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from optimizer.domain import Dataset
from optimizer.domain.cells import Text
from optimizer.edits.edit import Edit, State
from optimizer.findings import Finding
from optimizer.ingest.quoting import shown
from optimizer.policy import Policy


class SetSeason(Edit):
    """Distances are those of a season of the ``travel`` table, where it has any, else those of all year."""

    kind: Literal["set_season"] = "set_season"
    season: Text = Field(min_length=1)

    def check(self, dataset: Dataset, policy: Policy) -> Iterator[Finding]:
        """Some leg is of the season."""
        del policy
        seasons = sorted(set(dataset.travel["season"]) - {""})
        if self.season not in seasons:
            names = ", ".join(shown(season) for season in seasons) or "–"
            yield self.error("edit_unknown_season", "season", value=shown(self.season), names=names)

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The policy with the season."""
        travel = policy.travel.model_copy(update={"season": self.season})
        return dataset, policy.model_copy(update={"travel": travel})
