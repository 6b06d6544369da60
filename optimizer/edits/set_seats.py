"""Set a post's seats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from optimizer.domain import Dataset
from optimizer.domain.cells import Code, Count
from optimizer.edits.edit import Edit, State
from optimizer.edits.rows import with_post
from optimizer.findings import Finding
from optimizer.policy import Policy


class SetSeats(Edit):
    """The post has ``seats``, of which ``reserved`` (as before, unless given) are kept for recruitment."""

    references: ClassVar = {"post": ("posts",)}

    kind: Literal["set_seats"] = "set_seats"
    post: Code
    seats: Count
    reserved: Count | None = None

    def check(self, dataset: Dataset, policy: Policy) -> Iterator[Finding]:
        """No more seats are reserved than there are."""
        del policy
        reserved = self._reserved(dataset)
        if reserved > self.seats:
            yield self.error("more_reserved_than_seats", "seats", reserved=reserved, seats=self.seats)

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The post with other seats."""
        return with_post(dataset, self.post, seats=self.seats, reserved=self._reserved(dataset)), policy

    def _reserved(self, dataset: Dataset) -> int:
        return dataset.post_by_code[self.post].reserved if self.reserved is None else self.reserved
