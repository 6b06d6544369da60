"""Vacant seats of communes, weighted by priority: the first thing a plan lowers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.counts import count_after
from optimizer.facts import Facts
from optimizer.plan import Plan
from optimizer.rules.instruments import cite
from optimizer.rules.objective import Objective, Terms
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import Parameter


class WeightedFill(Objective):
    """Seats without anybody at work, each at ten times its post's priority, more in priority fields."""

    id = "weighted_fill"
    unit = "tenths_of_a_seat"
    citation = cite("Công văn 7415/BNV-CCVC ngày 31/8/2025", "lĩnh vực ưu tiên", is_verified=True)
    sentences = {
        "vi": "Một phần mười của một chỗ trống có mức ưu tiên 1; một chỗ tính 10 × mức ưu tiên, nhân "
        "{priority_factor} ở các lĩnh vực {priority_fields}.",
        "en": "A tenth of a vacant seat of priority 1; a seat counts 10 × its priority, times {priority_factor}"
        " in the fields {priority_fields}.",
    }
    priority_fields = Parameter(
        ("IT", "ACC", "LAN", "CON"),
        unit={"vi": "mã lĩnh vực", "en": "field codes"},
        source={"vi": "Công văn 7415/BNV-CCVC nêu trước tiên", "en": "Dispatch 7415/BNV-CCVC names them first"},
    )
    priority_factor = Parameter(
        1.5,
        unit={"vi": "hệ số", "en": "factor"},
        source={"vi": "giả định", "en": "assumption"},
        at_most=1_000,
    )

    def weights(self, facts: Facts) -> NDArray[np.int64]:
        """What one seat of every post is worth, in tenths of a seat; 0 outside communes."""
        posts = facts.dataset.posts
        factor = np.where(
            posts["field"].isin(self.priority_fields(facts.policy)), self.priority_factor(facts.policy), 1.0
        )
        weights = np.round(np.round(10 * posts["priority"].to_numpy(np.float64) * factor, 6)).astype(np.int64)
        return np.where(facts.counts.is_needed, weights, 0)

    def terms(self, pairs: Pairs) -> Terms:
        """A fill takes its seat's weight off; a reopened seat adds it again."""
        weights = self.weights(pairs.facts)
        cost = -weights[pairs.post]
        cost[pairs.reopens] += weights[pairs.held[pairs.reopens]]
        return Terms(int(weights @ pairs.counts.open_seats), cost)

    def measure(self, plan: Plan, facts: Facts) -> int:
        """Weight of the seats open after the plan."""
        return int(self.weights(facts) @ count_after(facts.counts, plan).open_seats)
