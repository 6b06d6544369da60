"""Kilometres and minutes between places.

A provider answers for points; :func:`journeys_of` asks the providers for all places of a
dataset once, rounds once, and every rule and report reads the same figures.
"""

from optimizer.travel.journeys import Journeys, journeys_of
from optimizer.travel.provider import Points, Provider
from optimizer.travel.straight_line import StraightLine

__all__ = ["Journeys", "Points", "Provider", "StraightLine", "journeys_of"]
