"""Open the border between two provinces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from optimizer.domain import Dataset
from optimizer.domain.cells import Code
from optimizer.edits.edit import Edit, State
from optimizer.findings import Finding
from optimizer.ingest.quoting import shown
from optimizer.policy import Policy


class OpenBorder(Edit):
    """People may move between two provinces, both ways; the tables hold both (:func:`optimizer.edits.join`)."""

    kind: Literal["open_border"] = "open_border"
    provinces: tuple[Code, Code]

    def check(self, dataset: Dataset, policy: Policy) -> Iterator[Finding]:
        """Both provinces have units, and the border is closed."""
        if self.provinces[0] == self.provinces[1]:
            yield self.error("edit_same_place", "provinces")
        known = sorted(set(dataset.units["province"]) - {""})
        for province in self.provinces:
            if province not in known:
                names = ", ".join(shown(code) for code in known) or "–"
                yield self.error("edit_unknown_province", "provinces", value=shown(province), names=names)
        if policy.opens_border(*self.provinces):
            yield self.warning("edit_without_effect", "kind")

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The policy with one more open border."""
        if policy.opens_border(*self.provinces):
            return dataset, policy
        return dataset, policy.model_copy(update={"open_borders": (*policy.open_borders, self.provinces)})
