"""Pages of long lists."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

View = TypeVar("View")

Limit = Annotated[int, Query(ge=1, le=500, description="Most items of a page.")]
After = Annotated[
    str | None,
    Query(pattern="^[0-9a-f]{1,32}$", description="`next` of the page before; the first page without it."),
]

DEFAULT_LIMIT = 50


class PageView(BaseModel, Generic[View]):
    """A page of a list, the newest first; ``next`` is None on the last one."""

    items: list[View]
    next: str | None
