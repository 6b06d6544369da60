"""How many people and seats there are, before a plan and after it: every count is a sum of entries."""

from optimizer.counts.counts import Counts, count, count_after, head_count
from optimizer.counts.entries import PEOPLE

__all__ = ["PEOPLE", "Counts", "count", "count_after", "head_count"]
