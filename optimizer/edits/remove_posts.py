"""Remove posts: their holders stay on the payroll without a post."""

from __future__ import annotations

from typing import ClassVar, Literal, cast

from pydantic import Field

from optimizer.domain import Dataset, Employee
from optimizer.domain.cells import Code
from optimizer.edits.edit import Edit, State
from optimizer.edits.rows import with_cells, without_codes
from optimizer.policy import Policy


class RemovePosts(Edit):
    """The posts are abolished; nobody loses employment by it, only the post, and wishes for it are void."""

    references: ClassVar = {"posts": ("posts",)}

    kind: Literal["remove_posts"] = "remove_posts"
    posts: tuple[Code, ...] = Field(min_length=1)

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The posts left, and people who hold none of the others."""
        gone = frozenset(self.posts)
        people = (self._without(row, gone) for row in cast("list[Employee]", dataset.rows("employees")))
        kept = [row for row in dataset.post_by_code.values() if row.code not in gone]
        return dataset.replace(posts=kept, employees=people), policy

    @staticmethod
    def _without(row: Employee, gone: frozenset[str]) -> Employee:
        if gone.isdisjoint((row.post, row.seconded_to_post, *row.posts_held, *row.wishes)):
            return row
        return with_cells(
            row,
            post="" if row.post in gone else row.post,
            seconded_to_post="" if row.seconded_to_post in gone else row.seconded_to_post,
            posts_held=without_codes(row.posts_held, gone),
            wishes=without_codes(row.wishes, gone),
        )
