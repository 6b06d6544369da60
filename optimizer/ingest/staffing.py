"""What the counts of a faultless dataset say before any plan is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from optimizer.counts import count
from optimizer.domain import Dataset
from optimizer.findings import Finding, Severity
from optimizer.ingest.sheet import Sheet
from optimizer.policy import Policy


def check_staffing(dataset: Dataset, posts: Sheet, as_of: date) -> Iterator[Finding]:
    """Posts with more holders than seats, and a province without an open seat in any commune."""
    counts = count(dataset, Policy(as_of=as_of))
    row = posts.frame["code"].map(dataset.post_row).to_numpy(np.intp)
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
