"""``GET /v1/health``: whether the service answers."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from optimizer.version import VERSION

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """That the service answers, and which version of it."""

    status: Literal["ok"]
    version: str


@router.get("/health", summary="Whether the service answers")
async def health() -> Health:
    """Open to all."""
    return Health(status="ok", version=VERSION)
