"""Cheapest paths round a flow, against a plain search with whole tuples."""

from __future__ import annotations

import random

import numpy as np

from optimizer.engines.circulation import Arcs
from optimizer.explain.paths import Folded
from optimizer.explain.residual import Residual

NODES = 9


def drawn(seed: int) -> Residual:
    """Ways whose costs are not negative as pairs, though the second of them alone may be; some have one way in."""
    draw = random.Random(seed)
    arcs = [(draw.randrange(NODES), draw.randrange(NODES)) for _ in range(draw.choice((10, 14, 30)))]
    tail, head = (np.array(side, dtype=np.intp) for side in zip(*arcs, strict=True))
    capacity, flow = np.full(len(arcs), 2), np.array([draw.choice((0, 0, 1, 2)) for _ in arcs])
    # Where flow can grow and shrink the arc costs nothing.
    first = np.array([draw.choice((0, 1, 2, 2**55)) for _ in arcs])
    second = np.array([draw.randint(-3, 3) if cost else draw.randint(0, 2) for cost in first.tolist()])
    cost = np.where(flow == 1, 0, np.where(flow == 0, 1, -1) * np.array([first, second]))
    return Residual.of(Arcs(NODES, tail, head, capacity), cost, flow)


def distances(ways: Residual, source: int) -> dict[int, tuple[int, ...]]:
    """By rounds over all ways until nothing gets nearer."""
    near: dict[int, tuple[int, ...]] = {source: (0, 0)}
    for _ in range(ways.nodes + 1):
        for tail, head, cost in zip(ways.tail.tolist(), ways.head.tolist(), ways.cost.T.tolist(), strict=True):
            if tail in near:
                reached = (near[tail][0] + cost[0], near[tail][1] + cost[1])
                near[head] = min(near.get(head, reached), reached)
    return near


def test_distances_and_paths_are_the_cheapest_tuples() -> None:
    reached = folded_away = 0
    for seed in range(300):
        ways = drawn(seed)
        if not len(ways.tail):
            continue
        source = int(ways.tail[0])
        folded = Folded.of(ways, np.array([source]))
        folded_away += int((folded.entry >= 0).sum())
        (tree,) = folded.trees([source])
        expected = distances(ways, source)
        nodes = np.arange(NODES)
        assert set(nodes[tree.reaches(nodes)].tolist()) == set(expected), seed
        targets = np.array(sorted(expected))
        assert list(map(tuple, tree.costs(targets).T.tolist())) == [expected[node] for node in targets.tolist()], seed
        paths = tree.paths(targets)
        signed = {
            (arc, back): tuple(cost)
            for arc, back, cost in zip(ways.arc.tolist(), ways.is_back.tolist(), ways.cost.T.tolist(), strict=True)
        }
        for place, target in enumerate(targets.tolist()):
            on = paths.path == place
            steps = [signed[step] for step in zip(paths.arc[on].tolist(), paths.is_back[on].tolist(), strict=True)]
            assert tuple(map(sum, zip((0, 0), *steps, strict=True))) == expected[target], seed
            reached += len(steps)
    assert reached > 1000
    assert folded_away > 300


def test_a_start_beside_a_node_leads_where_the_node_does_but_over_the_kind_named() -> None:
    ways = drawn(3)
    node = int(ways.tail[0])
    kinds = np.arange(int(ways.arc.max()) + 1)
    apart = ways.with_starts(np.array([node]), np.array([int(ways.arc[0])]), kinds)
    led = {(arc, head) for tail, arc, head in zip(apart.tail, apart.arc, apart.head, strict=True) if tail == NODES}
    own = {(arc, head) for tail, arc, head in zip(ways.tail, ways.arc, ways.head, strict=True) if tail == node}
    assert led == {(arc, head) for arc, head in own if arc != ways.arc[0]}
    assert len(led) < len(own)
    assert NODES not in apart.head
