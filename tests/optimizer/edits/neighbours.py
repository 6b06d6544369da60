"""Pairs of tiny neighbouring provinces whose tables can be joined."""

from __future__ import annotations

from optimizer.domain import TABLES, Dataset
from optimizer.policy import Policy
from tests.optimizer.judge import tiny

CODES = {
    "units": ("code", "parent"),
    "workplaces": ("code", "unit"),
    "posts": ("code", "unit", "workplace"),
    "employees": ("id", "unit", "post", "home_unit", "seconded_to_unit", "seconded_to_post"),
    "limits": ("unit", "other_unit"),
    "travel": ("from_", "to"),
}
"""Columns that hold codes of places, posts and people."""


def neighbours(seed: int) -> tuple[dict[str, Dataset], Policy]:
    """Two provinces of the judge with their own codes, the same fields and one policy."""
    (one, policy), (other, _) = tiny(seed), tiny(seed + 1_000)
    other = other.replace(fields=one.rows("fields"))
    return {"19": recoded(one, "19"), "24": recoded(other, "24")}, policy


def recoded(dataset: Dataset, prefix: str) -> Dataset:
    """The same province with another prefix to all its codes."""
    tables = {name: list(dataset.rows(name)) for name in TABLES}
    for name, columns in CODES.items():
        tables[name] = [
            row.model_copy(
                update={column: f"{prefix}-{getattr(row, column)}" for column in columns if getattr(row, column)}
                | ({"posts_held": tuple(f"{prefix}-{post}" for post in row.posts_held)} if name == "employees" else {})
            )
            for row in tables[name]
        ]
    return Dataset.of(**tables)
