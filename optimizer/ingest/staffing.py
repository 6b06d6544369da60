"""What the counts of a faultless dataset say before any plan is made."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.counts import Counts
from optimizer.findings import Finding, Severity
from optimizer.ingest.sheet import Sheet


def check_staffing(counts: Counts, posts: Sheet) -> Iterator[Finding]:
    """Posts with more holders than seats, and a province without an open seat in any commune."""
    row = posts.frame["code"].map(counts.dataset.post_row).to_numpy(np.intp)
    holders, seats = counts.holders[row], counts.seats[row]
    yield from posts.findings(
        holders > seats,
        Severity.INFO,
        "more_holders_than_seats",
        "seats",
        lambda row: {"holders": int(holders[row]), "seats": int(seats[row])},
    )
    if not counts.open_seats[counts.is_needed].any():
        yield Finding(Severity.WARNING, "no_vacancies", posts.file, None, "seats")
