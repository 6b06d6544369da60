"""Every kind of edit, as one type to read from a file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from optimizer.edits.add_people import AddPeople
from optimizer.edits.add_posts import AddPosts
from optimizer.edits.ban import Ban
from optimizer.edits.close_road import CloseRoad
from optimizer.edits.force import Force
from optimizer.edits.merge_communes import MergeCommunes
from optimizer.edits.open_border import OpenBorder
from optimizer.edits.pin import Pin
from optimizer.edits.remove_people import RemovePeople
from optimizer.edits.remove_posts import RemovePosts
from optimizer.edits.resign import Resign
from optimizer.edits.set_floor import SetFloor
from optimizer.edits.set_limit import SetLimit
from optimizer.edits.set_quota import SetQuota
from optimizer.edits.set_season import SetSeason
from optimizer.edits.set_seats import SetSeats

AnyEdit = Annotated[
    AddPeople
    | AddPosts
    | Ban
    | CloseRoad
    | Force
    | MergeCommunes
    | OpenBorder
    | Pin
    | RemovePeople
    | RemovePosts
    | Resign
    | SetFloor
    | SetLimit
    | SetQuota
    | SetSeason
    | SetSeats,
    Field(discriminator="kind"),
]
"""An edit of any kind, told by its ``kind``."""
