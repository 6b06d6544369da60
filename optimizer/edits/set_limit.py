"""Set a limit on numbers of moves."""

from __future__ import annotations

from typing import Literal, cast

from optimizer.domain import TABLES, Dataset, Limit
from optimizer.edits.edit import Edit, State
from optimizer.policy import Policy


class SetLimit(Edit):
    """A row of the ``limits`` table, in place of the one that counts the same moves, if there is one.

    >>> from optimizer.policy import Policy
    >>> twenty = SetLimit(row=Limit(subject="release", at_most=20))
    >>> twenty(Dataset.of(), Policy()).dataset.limits["at_most"].tolist()
    [20.0]
    """

    kind: Literal["set_limit"] = "set_limit"
    row: Limit

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The limit among the others."""
        key = TABLES["limits"].key
        rows = cast("list[Limit]", dataset.rows("limits"))
        others = [row for row in rows if any(getattr(row, name) != getattr(self.row, name) for name in key)]
        return dataset.replace(limits=[*others, self.row]), policy
