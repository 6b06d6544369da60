"""A server that answers as OSRM's table service is documented to, over real HTTP; its roads lead due north and east."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

Point = tuple[float, float]
"""Longitude and latitude."""

METRES_PER_DEGREE = 100_000
METRES_PER_SECOND = 10


@dataclass
class Osrm:
    """What a test sets, and what was asked of the server."""

    most_cells: int = 10_000
    without_road: frozenset[Point] = frozenset()
    without_segment: frozenset[Point] = frozenset()
    off_road_metres: dict[Point, float] = field(default_factory=dict)
    troubles: list[int | bytes] = field(default_factory=list)
    """Statuses, or whole bodies, answered first, one a request; 0 is silence."""
    retry_after: str | None = None
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> tuple[int, dict[str, object]]:
        """Status and body for a request."""
        split = urlsplit(path)
        empty, service, version, profile, coordinates = split.path.split("/")
        assert (empty, service, version, profile) == ("", "table", "v1", "driving")
        options = {name: values[0] for name, values in parse_qs(split.query).items()}
        assert options["annotations"] == "duration,distance"
        points = [tuple(map(float, point.split(","))) for point in coordinates.split(";")]
        sources, destinations = (
            [points[int(number)] for number in options[side].split(";")] for side in ("sources", "destinations")
        )
        if len(sources) * len(destinations) > self.most_cells:
            return 400, {"code": "TooBig", "message": "Too many table coordinates"}
        for place, point in enumerate(points):
            if point in self.without_segment:
                message = f"Could not find a matching segment for coordinate {place}"
                return 400, {"code": "NoSegment", "message": message}
        metres = [[self._metres(start, end) for end in destinations] for start in sources]
        return 200, {
            "code": "Ok",
            "distances": metres,
            "durations": [[None if far is None else far / METRES_PER_SECOND for far in row] for row in metres],
            "sources": [self._waypoint(point) for point in sources],
            "destinations": [self._waypoint(point) for point in destinations],
        }

    def _metres(self, start: Point, end: Point) -> float | None:
        if start == end:
            return 0
        if {start, end} & self.without_road:
            return None
        return round((abs(start[0] - end[0]) + abs(start[1] - end[1])) * METRES_PER_DEGREE, 1)

    def _waypoint(self, point: Point) -> dict[str, object]:
        return {"distance": self.off_road_metres.get(point, 4.2), "name": "", "location": list(point)}


@contextmanager
def osrm(**settings: object) -> Iterator[Osrm]:
    """A server on a free port of this machine."""
    served = Osrm(**settings)  # type: ignore[arg-type]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            trouble = served.troubles.pop(0) if served.troubles else None
            if trouble == 0:
                time.sleep(0.5)
                return
            status, body = (trouble, b"<html>busy</html>") if isinstance(trouble, int) else (200, trouble)
            if body is None:
                status, said = served.answer(self.path)
                body = json.dumps(said).encode()
            self.send_response(status)
            if status == 429 and served.retry_after:
                self.send_header("Retry-After", served.retry_after)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
