"""Small circulation networks drawn at random, and every circulation in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from optimizer.engines.circulation import Arcs, potentials, reduced_costs, solve
from optimizer.engines.job import Job, Message, StageResult
from optimizer.engines.lot import MoveKeys
from optimizer.engines.rows import Rows
from optimizer.engines.staged import solve_stages

Ints = NDArray[np.int64]


def arcs_of(nodes: int, *arcs: tuple[int, int, int]) -> Arcs:
    """A network from (tail, head, capacity) triples."""
    tail, head, capacity = (np.array(part) for part in zip(*arcs, strict=True))
    return Arcs(nodes, tail.astype(np.intp), head.astype(np.intp), capacity.astype(np.int64))


def draw_arcs(seed: int, nodes: int = 4, arcs: int = 7, most: int = 2) -> Arcs:
    """Arcs between different nodes, parallel and opposite ones among them."""
    draw = np.random.default_rng(seed)
    tail = draw.integers(nodes, size=arcs)
    head = (tail + draw.integers(1, nodes, size=arcs)) % nodes
    return Arcs(nodes, tail.astype(np.intp), head.astype(np.intp), draw.integers(1, most + 1, size=arcs))


def draw_costs(seed: int, stages: int, arcs: int, reach: int = 2) -> tuple[Ints, ...]:
    """Small costs, so that ties abound."""
    return tuple(np.random.default_rng([seed, stages]).integers(-reach, reach + 1, size=(stages, arcs)))


def circulations(arcs: Arcs) -> Ints:
    """Every circulation within the capacities, one a row."""
    flows = np.array(list(product(*(range(most + 1) for most in arcs.capacity.tolist()))), dtype=np.int64)
    conserved = np.ones(len(flows), dtype=bool)
    for node in range(arcs.nodes):
        conserved &= flows[:, arcs.head == node].sum(axis=1) == flows[:, arcs.tail == node].sum(axis=1)
    return flows[conserved]


def best_of(flows: Ints, costs: Sequence[Ints]) -> NDArray[np.bool_]:
    """Which circulations are lexicographically cheapest."""
    values = [tuple(int(cost @ flow) for cost in costs) for flow in flows]
    return np.array([value == min(values) for value in values])


def solve_in_stages(arcs: Arcs, costs: Sequence[Ints]) -> tuple[Ints, list[Ints], NDArray[np.bool_]]:
    """The flow after the last stage, the potentials of each, and the arcs that no stage decides."""
    flow, free = np.zeros(len(arcs.tail), dtype=np.int64), np.ones(len(arcs.tail), dtype=bool)
    proof = []
    for cost in costs:
        flow = solve(arcs, cost, free, flow)
        proof.append(potentials(arcs, cost, free, flow))
        free = free & (reduced_costs(arcs, cost, proof[-1]) == 0)
    return flow, proof, free


def rows_of(arcs: Arcs, *rows: tuple[Sequence[int], int]) -> Rows:
    """Side rows: a coefficient per arc, and the bound."""
    matrix = np.array([row for row, _ in rows], dtype=np.int64).reshape(len(rows), len(arcs.tail))
    upper = np.array([bound for _, bound in rows], dtype=np.int64)
    return Rows(csr_array(matrix), upper, np.zeros(len(rows), dtype=bool))


def job_of(arcs: Arcs, costs: Sequence[Ints], rows: Rows | None = None, start: Ints | None = None) -> Job:
    """Every arc that is a move is somebody's of their own, so that the lot tells any two flows apart."""
    moves = np.arange(len(arcs.tail) - arcs.first_move)
    posts = np.zeros_like(moves)
    keys = MoveKeys(
        [f"e{move}" for move in moves],
        ["p"],
        ["transfer"],
        moves,
        posts,
        posts.astype(np.int8),
        posts.astype(bool),
    )
    nobody = np.zeros(len(arcs.tail), dtype=np.int64)
    return Job(
        arcs=arcs,
        costs=costs,
        keys=keys,
        rows=rows_of(arcs) if rows is None else rows,
        start=nobody if start is None else start,
        floors={},
    )


def told(job: Job) -> list[Message]:
    """All that the stages tell."""
    messages: list[Message] = []
    solve_stages(job, messages.append)
    return messages


def results_of(messages: Sequence[Message]) -> list[StageResult]:
    """The results among what is told."""
    return [message for message in messages if isinstance(message, StageResult)]
