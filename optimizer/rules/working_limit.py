"""Working strength of a commune does not grow beyond its quota plus a share."""

from __future__ import annotations

import numpy as np

from optimizer.facts import Facts
from optimizer.policy import Form
from optimizer.rules.limit_rule import UNLIMITED, Bounds
from optimizer.rules.net_arrivals import NetArrivals
from optimizer.rules.rule import DESIGN, Parameter


class WorkingLimit(NetArrivals):
    """Arrivals less departures stay within (1 + share) x quota - working strength. Subjects: units.

    Secondments are not capped by the quota: a commune of 34 with a quota of 32 and no IT
    officer can get a secondee. This limit keeps it from getting ten.
    """

    id = "working_limit"
    forms = frozenset({Form.TRANSFER, Form.SECONDMENT})
    citation = DESIGN
    sentences = {
        "vi": "{subject} có thêm {number} người làm việc, chỉ có thể nhận {limit} người.",
        "en": "{subject} gains {number} people at work, it can take {limit}.",
    }
    over_quota_share = Parameter(
        0.15,
        unit={"vi": "tỷ lệ trên biên chế được giao", "en": "share of quota"},
        source={
            "vi": "giả định: được giao 32 thì nhiều nhất 36 người làm việc",
            "en": "assumption: at most 36 at work for a quota of 32",
        },
        at_most=1_000,
    )

    def bounds(self, facts: Facts) -> Bounds:
        """At most floor((1 + share) x quota) - working, never negative; no limit where no quota is assigned."""
        counts = facts.counts
        # Rounded before the floor: 1.15 x 100 is 114.99999999999999 in binary.
        most = np.floor(np.round((1 + self.over_quota_share(facts.policy)) * counts.quota, 9)).astype(np.int64)
        is_bound = counts.is_commune & facts.dataset.units["quota"].notna().to_numpy()
        upper = np.where(is_bound, np.maximum(most - counts.working, 0), UNLIMITED)
        return Bounds(np.full_like(upper, -UNLIMITED), upper)
