"""Add posts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from optimizer.domain import Dataset, Post
from optimizer.edits.edit import Edit, State
from optimizer.findings import Finding
from optimizer.ingest.quoting import shown
from optimizer.policy import Policy


class AddPosts(Edit):
    """Posts that were not there, each a row with the columns of the table."""

    kind: Literal["add_posts"] = "add_posts"
    rows: tuple[Post, ...] = Field(min_length=1)

    def check(self, dataset: Dataset, policy: Policy) -> Iterator[Finding]:
        """No post is there already, or added twice."""
        del policy
        codes = [row.code for row in self.rows]
        for place, code in enumerate(codes):
            if code in dataset.post_row or code in codes[:place]:
                yield self.error("edit_code_taken", "rows", value=shown(code), file="posts.csv")

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The posts there are, and the new ones."""
        return dataset.replace(posts=[*dataset.rows("posts"), *self.rows]), policy
