"""Known distances between units or workplaces, where the province has measured them."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict
from pydantic import Field as Bounds

from optimizer.domain.cells import Code, Row, Text


class Leg(Row):
    """Travel one way between two places (codes of units or workplaces), in km and minutes.

    A leg given in one direction serves both, unless the other is given too. ``season``
    empty means all year.
    """

    model_config = ConfigDict(populate_by_name=True)

    from_: Code = Bounds(alias="from")
    to: Code
    km: Annotated[float, Bounds(ge=0, le=2_000)]
    minutes: Annotated[float, Bounds(ge=0, le=10_000)]
    season: Text = ""
