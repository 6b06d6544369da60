"""No transfer takes a commune above its assigned quota; secondments are not capped by it."""

from __future__ import annotations

import numpy as np

from optimizer.facts import Facts
from optimizer.policy import Form
from optimizer.rules.instruments import cite
from optimizer.rules.limit_rule import UNLIMITED, Bounds
from optimizer.rules.net_arrivals import NetArrivals


class Quota(NetArrivals):
    """Transfers into a commune, less transfers out of it, stay within quota - payroll. Subjects: units."""

    id = "quota"
    forms = frozenset({Form.TRANSFER})
    citation = cite("Công văn 09/CV-BCĐ ngày 30/5/2025", "biên chế cấp xã", is_verified=True)
    is_law = True
    sentences = {
        "vi": "{subject} nhận thêm {number} biên chế, chỉ tiêu còn {limit}.",
        "en": "{subject} gains {number} on its payroll, its quota has room for {limit}.",
    }

    def bounds(self, facts: Facts) -> Bounds:
        """At most the shortage of communes; a commune above its quota gains nobody."""
        counts = facts.counts
        upper = np.where(counts.is_commune, counts.shortage, UNLIMITED)
        return Bounds(np.full_like(upper, -UNLIMITED), upper)
