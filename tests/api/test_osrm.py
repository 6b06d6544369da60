"""An OSRM server's answers, over real HTTP: whole, in parts, after trouble, and those that cannot be used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from api.osrm import MOST_PLACES, RETRIES, Osrm, OsrmError
from optimizer.travel.roads import Roads
from tests.api.osrm_server import METRES_PER_DEGREE, METRES_PER_SECOND, osrm

QUICK = RETRIES.new(backoff_factor=0)


def places(number: int) -> pd.DataFrame:
    """Places in a bent row, all different."""
    along = np.arange(number) / 100
    return pd.DataFrame({"latitude": np.round(20 + along**1.5, 6), "longitude": np.round(105 + along, 6)})


def is_of(roads: Roads, asked: pd.DataFrame) -> bool:
    """Whether every way is the server's own."""
    points = asked.round(6).to_numpy()
    km = np.abs(points[:, None] - points).sum(axis=2) * METRES_PER_DEGREE / 1_000
    return np.allclose(roads.km, km, atol=1e-3) and np.allclose(
        roads.minutes, km * 1_000 / METRES_PER_SECOND / 60, atol=1e-3
    )


def test_all_ways_are_asked_for_in_blocks_and_only_once(tmp_path: Path) -> None:
    asked = places(MOST_PLACES + 7)
    with osrm() as server:
        first = Osrm(server.url, tmp_path).roads(asked)
        assert is_of(first, asked) and len(server.asked) == 4
        again = Osrm(server.url, tmp_path).roads(asked)
        assert len(server.asked) == 4
    np.testing.assert_array_equal(first.km, again.km)
    assert first.off_road_km == pytest.approx(np.full(len(asked), 0.0042))


def test_a_server_with_smaller_limits_is_asked_in_parts(tmp_path: Path) -> None:
    with osrm(most_cells=9) as server:
        assert is_of(Osrm(server.url, tmp_path).roads(places(10)), places(10))
    with osrm(most_cells=0) as server, pytest.raises(OsrmError, match="osrm_refused: TooBig"):
        Osrm(server.url, tmp_path).roads(places(2))


def test_a_way_without_a_road_and_a_place_without_a_segment_stay_unknown(tmp_path: Path) -> None:
    with osrm(without_road=frozenset({(105.01, 20.001)}), without_segment=frozenset({(105.02, 20.002828)})) as server:
        km = Osrm(server.url, tmp_path).roads(places(4)).km
    unknown = np.zeros((4, 4), dtype=bool)
    unknown[1], unknown[:, 1], unknown[1, 1] = True, True, False
    unknown[2], unknown[:, 2] = True, True
    assert np.isnan(km).tolist() == unknown.tolist()


@pytest.mark.parametrize("trouble", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(trouble: int, tmp_path: Path) -> None:
    with osrm(troubles=[trouble, trouble]) as server:
        assert is_of(Osrm(server.url, tmp_path, QUICK).roads(places(3)), places(3))
        assert len(server.asked) == 3


def test_a_server_that_says_when_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("urllib3.util.retry.time.sleep", waits.append)
    with osrm(troubles=[429], retry_after="7") as server:
        Osrm(server.url, tmp_path).roads(places(2))
    assert waits == [7]


def test_waits_grow_until_it_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("urllib3.util.retry.time.sleep", waits.append)
    with osrm(troubles=[503] * 6) as server, pytest.raises(OsrmError, match="osrm_unreachable: too many 503"):
        Osrm(server.url, tmp_path).roads(places(2))
    assert waits == [1, 2, 4, 8]
    assert not list(tmp_path.iterdir())


def test_silence_is_asked_again_and_then_given_up(tmp_path: Path) -> None:
    with osrm(troubles=[0]) as server:
        assert is_of(Osrm(server.url, tmp_path, QUICK, timeout_seconds=0.1).roads(places(2)), places(2))
    with osrm(troubles=[0, 0]) as server, pytest.raises(OsrmError, match=r"osrm_unreachable.*timed out"):
        Osrm(server.url, tmp_path / "other", QUICK.new(total=1), timeout_seconds=0.1).roads(places(2))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<html>hello</html>", "osrm_bad_answer"),
        (b'{"code": "Ok"}', "osrm_bad_answer"),
        (b'{"code": "Ok", "durations": [[0]], "distances": [[0]], "sources": [{"distance": 1}]}', "osrm_bad_answer"),
        (
            b'{"code": "Ok", "durations": [[0, -1], [1, 0]], "distances": [[0, 1], [1, 0]],'
            b' "sources": [{"distance": 1}, {"distance": 1}]}',
            "osrm_bad_answer",
        ),
        (b'{"code": "NotImplemented", "message": "no distances by MLD"}', "osrm_refused"),
    ],
)
def test_an_answer_that_cannot_be_used_is_no_answer(body: bytes, code: str, tmp_path: Path) -> None:
    with osrm(troubles=[body]) as server, pytest.raises(OsrmError, match=code):
        Osrm(server.url, tmp_path).roads(places(2))
