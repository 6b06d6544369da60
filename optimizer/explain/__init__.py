"""Why a seat stays vacant."""

from optimizer.explain.causes import vacant_seats

__all__ = ["vacant_seats"]
