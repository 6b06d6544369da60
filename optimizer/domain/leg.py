"""Known distances between units or workplaces, where the province has measured them."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict
from pydantic import Field as Bounds

from optimizer.domain.cells import Code, Row, Text


class Leg(Row):
    """Travel one way between two places (codes of units or workplaces), in km and minutes.

    A leg given in one direction serves both, unless the other is given too. ``season``
    empty means all year. ``minutes`` are those on the way, ``wait_minutes`` the mean wait for
    it besides. A leg that ``is_ferry`` leads from a pier on land to an island: whoever lives
    inland goes to the pier first. ``source`` says who measured it; empty is the province itself.
    """

    model_config = ConfigDict(populate_by_name=True)

    from_: Code = Bounds(alias="from")
    to: Code
    km: Annotated[float, Bounds(ge=0, le=2_000)]
    minutes: Annotated[float, Bounds(ge=0, le=10_000)]
    season: Text = ""
    wait_minutes: Annotated[float, Bounds(ge=0, le=10_000)] = 0.0
    is_ferry: bool = False
    source: Text = ""
