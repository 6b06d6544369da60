"""Ways by road from an OSRM server: its table service, in blocks, tried again while busy, answers kept on disk.

The format is that of OSRM's HTTP API, version 1. Only coordinates of units and workplaces are sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import urllib3
from numpy.typing import NDArray
from pydantic import BaseModel, Field, ValidationError
from urllib3.util import parse_url

from optimizer.travel.roads import Roads

SOURCE = "osrm"
"""The source of its legs in the ``travel`` table."""

MOST_PLACES = 50
"""Places on each side of a request: a server takes a hundred together unless it was started with other limits."""

RETRIES = urllib3.Retry(
    total=5,
    backoff_factor=0.5,
    backoff_max=30,
    retry_after_max=60,
    status_forcelist=(429, 500, 502, 503, 504),
    allowed_methods={"GET"},
)
"""Tried again after 0, 1, 2, 4 and 8 seconds, or when the server says; then given up."""

_PARTS_MAY_DO = frozenset({"TooBig", "NoSegment", "NoTable"})
"""Refusals of a request as a whole: smaller ones are answered, except for what is at fault."""

Seconds = Annotated[float, Field(ge=0, le=600_000, allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=0, le=2_000_000, allow_inf_nan=False)]


class OsrmError(RuntimeError):
    """The server gave no answer that can be used; ``code`` is worded in the section ``command``."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class _Refusal(BaseModel):
    """An answer's code, and what it says about an error."""

    code: str
    message: str = ""


class _Snapped(BaseModel):
    """The road that the server begins at for a place, and how far away it is."""

    distance: Metres


class _Table(BaseModel):
    """Seconds and metres from every source to every destination, null where no road leads."""

    durations: list[list[Seconds | None]]
    distances: list[list[Metres | None]]
    sources: list[_Snapped]


@dataclass(frozen=True)
class Osrm:
    """A server by its address, and the folder in which its answers are kept, a file a request."""

    url: str
    cache: Path
    retries: urllib3.Retry = RETRIES
    timeout_seconds: float = 60
    _pool: urllib3.PoolManager = field(default_factory=urllib3.PoolManager, repr=False)

    def roads(self, places: pd.DataFrame) -> Roads:
        """All ways between places with ``latitude`` and ``longitude`` in degrees. Raises OsrmError, OSError."""
        number = len(places)
        points = [f"{lon:.6f},{lat:.6f}" for lat, lon in zip(places["latitude"], places["longitude"], strict=True)]
        km, minutes = np.full((number, number), np.nan), np.full((number, number), np.nan)
        off_road_km = np.full(number, np.nan)
        blocks = [np.arange(start, min(start + MOST_PLACES, number)) for start in range(0, number, MOST_PLACES)]
        left = [(origins, destinations) for origins in blocks for destinations in blocks]
        while left:
            origins, destinations = left.pop()
            answer = self._ask([points[place] for place in origins], [points[place] for place in destinations])
            if isinstance(answer, _Refusal):
                left += _halves(origins, destinations, answer)
                continue
            block = np.ix_(origins, destinations)
            km[block] = _figures(answer.distances, block) / 1_000
            minutes[block] = _figures(answer.durations, block) / 60
            off_road_km[origins] = [place.distance / 1_000 for place in answer.sources]
        return Roads(km, minutes, off_road_km)

    def _ask(self, origins: Sequence[str], destinations: Sequence[str]) -> _Table | _Refusal:
        """The answer to one request, from the disk if it was asked before; a refusal if parts of it may do."""
        numbers = [str(number) for number in range(len(origins) + len(destinations))]
        url = (
            f"{self.url.rstrip('/')}/table/v1/driving/{';'.join([*origins, *destinations])}"
            f"?sources={';'.join(numbers[: len(origins)])}&destinations={';'.join(numbers[len(origins) :])}"
            "&annotations=duration,distance&generate_hints=false"
        )
        kept = self.cache / f"{hashlib.sha256(url.encode()).hexdigest()}.json"
        if kept.is_file():
            return _read(kept.read_bytes())
        body = self._get(url)
        answer = _read(body)
        if isinstance(answer, _Table):
            _keep(kept, body)
        return answer

    def _get(self, url: str) -> bytes:
        try:
            return self._pool.request("GET", url, retries=self.retries, timeout=self.timeout_seconds).data
        except urllib3.exceptions.MaxRetryError as error:
            raise OsrmError("osrm_unreachable", str(error.reason)) from None
        except urllib3.exceptions.HTTPError as error:
            raise OsrmError("osrm_unreachable", str(error)) from None


def is_address(url: str) -> bool:
    """Whether a text is the address of a server.

    >>> [is_address(url) for url in ("http://127.0.0.1:5000", "127.0.0.1:5000", "file:///roads")]
    [True, False, False]
    """
    try:
        parsed = parse_url(url)
    except urllib3.exceptions.LocationParseError:
        return False
    return parsed.scheme in ("http", "https") and bool(parsed.host)


def _read(body: bytes) -> _Table | _Refusal:
    """An answer as what it is. Raises OsrmError if it cannot be used."""
    try:
        said = _Refusal.model_validate_json(body)
        if said.code == "Ok":
            return _Table.model_validate_json(body)
    except ValidationError as error:
        raise OsrmError("osrm_bad_answer", str(error.errors()[0]["msg"])) from None
    if said.code in _PARTS_MAY_DO:
        return said
    raise OsrmError("osrm_refused", f"{said.code} {said.message}".strip())


def _halves(
    origins: NDArray[np.intp], destinations: NDArray[np.intp], refusal: _Refusal
) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """A request as two smaller ones; a single way that has no road is left unknown. Raises OsrmError."""
    if len(origins) > 1 and len(origins) >= len(destinations):
        return [(half, destinations) for half in np.array_split(origins, 2)]
    if len(destinations) > 1:
        return [(origins, half) for half in np.array_split(destinations, 2)]
    if refusal.code == "TooBig":
        raise OsrmError("osrm_refused", f"{refusal.code} {refusal.message}".strip())
    return []


def _figures(rows: list[list[float | None]], block: tuple[NDArray[np.intp], ...]) -> NDArray[np.float64]:
    """Rows of an answer as an array of the block's shape, null as NaN. Raises OsrmError for another shape."""
    shape = (block[0].size, block[1].size)
    if len(rows) != shape[0] or any(len(row) != shape[1] for row in rows):
        raise OsrmError("osrm_bad_answer", f"{len(rows)} x {max(map(len, rows), default=0)}")
    return np.array(rows, dtype=np.float64)


def _keep(path: Path, body: bytes) -> None:
    """Write an answer in one step, so that a file there is a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(body)
    part.replace(path)
