"""Why a seat stays vacant, and why a demand is not met."""

from optimizer.explain.causes import vacant_seats
from optimizer.explain.demands import unmet_demands

__all__ = ["unmet_demands", "vacant_seats"]
