"""Why a seat stays vacant, why a demand is not met, and which rules each move passed."""

from optimizer.explain.causes import vacant_seats
from optimizer.explain.demands import unmet_demands
from optimizer.explain.passed import Passed, rules_passed

__all__ = ["Passed", "rules_passed", "unmet_demands", "vacant_seats"]
