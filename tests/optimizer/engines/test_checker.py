"""The checker accepts what is optimal and nothing else, however good it looks."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from optimizer.engines.checker import is_optimal
from optimizer.engines.circulation import Arcs, reduced_costs
from optimizer.engines.lot import lots
from optimizer.engines.relaxation import Relaxation, relax
from tests.optimizer.engines.graphs import Ints, arcs_of, best_of, circulations, draw_arcs, draw_costs, solve_in_stages
from tests.optimizer.problem.choices import tiny_problem

SEEDS = range(60)


def check(arcs: Arcs, costs: tuple[Ints, ...], proof: list[Ints], flow: Ints) -> bool:
    return is_optimal(arcs.nodes, arcs.tail, arcs.head, arcs.capacity, costs, proof, flow)


@pytest.mark.parametrize("stages", [1, 2, 3])
def test_of_all_circulations_the_cheapest_are_accepted_and_no_other(stages: int) -> None:
    accepted = rejected = 0
    for seed in SEEDS:
        arcs = draw_arcs(seed)
        costs = draw_costs(seed, stages, len(arcs.tail))
        _, proof, _ = solve_in_stages(arcs, costs)
        every = circulations(arcs)
        verdicts = [check(arcs, costs, proof, flow) for flow in every]
        assert verdicts == best_of(every, costs).tolist(), seed
        accepted += sum(verdicts)
        rejected += len(verdicts) - sum(verdicts)
    assert accepted >= len(SEEDS)
    assert rejected > 5 * len(SEEDS)


def test_what_is_no_circulation_is_rejected() -> None:
    """Every flow within the capacities, with the right potentials: those not conserved are never optimal."""
    for seed in SEEDS[:10]:
        arcs = draw_arcs(seed, arcs=6)
        costs = draw_costs(seed, 2, len(arcs.tail))
        _, proof, _ = solve_in_stages(arcs, costs)
        conserved = {tuple(flow) for flow in circulations(arcs).tolist()}
        for flow in product(*(range(most + 1) for most in arcs.capacity.tolist())):
            assert flow in conserved or not check(arcs, costs, proof, np.array(flow))


def ring(*capacity: int) -> Arcs:
    return arcs_of(2, *((number % 2, 1 - number % 2, most) for number, most in enumerate(capacity)))


@pytest.mark.parametrize("flow", [(3, 3), (-1, -1)])
def test_flow_beyond_capacity_is_rejected(flow: tuple[int, int]) -> None:
    """Conserved and with reduced costs of zero everywhere: only the capacity says no."""
    arcs, cost = ring(2, 2), np.zeros(2, dtype=np.int64)
    assert check(arcs, (cost,), [cost], np.array([2, 2]))
    assert not check(arcs, (cost,), [cost], np.array(flow))


def test_a_stage_too_few_or_too_many_is_rejected() -> None:
    arcs = draw_arcs(3)
    costs = draw_costs(3, 2, len(arcs.tail))
    flow, proof, _ = solve_in_stages(arcs, costs)
    assert check(arcs, costs, proof, flow)
    assert not check(arcs, costs, proof[:1], flow)
    assert not check(arcs, costs, [], flow)
    assert not check(arcs, costs[:1], proof, flow)


def test_a_later_stage_cannot_excuse_an_earlier_one() -> None:
    """One arc more lowers the second stage and raises the first: the first decides."""
    arcs = ring(1, 1)
    costs = (np.array([1, 0]), np.array([-5, 0]))
    nothing = [np.zeros(2, dtype=np.int64)] * 2
    assert check(arcs, costs, nothing, np.array([0, 0]))
    assert not check(arcs, costs[::-1], nothing, np.array([0, 0]))


def test_potentials_so_large_that_sums_wrap_around_prove_nothing() -> None:
    """Three arcs of cost -1 in a ring: no potentials can excuse a flow of 0, except in arithmetic modulo 2**64."""
    arcs = arcs_of(3, (0, 1, 1), (1, 2, 1), (2, 0, 1))
    cost, third = np.full(3, -1, dtype=np.int64), 2**64 // 3
    wrapped = [(-1 * node - third * node + 2**63) % 2**64 - 2**63 for node in range(3)]
    potential = np.array(wrapped, dtype=np.int64)
    assert (reduced_costs(arcs, cost, potential) >= 0).all()
    assert not check(arcs, (cost,), [potential], np.zeros(3, dtype=np.int64))


# The same on the networks of tiny provinces, with changes that must break the proof.


def proved(seed: int) -> tuple[Relaxation, Ints, tuple[Ints, ...], list[Ints]]:
    """A province's network with its optimum: flow, costs of all stages with the lot, potentials."""
    relaxation = relax(tiny_problem(seed))
    answer = relaxation.solve()
    values = [stage.values for stage in answer.potentials]
    keys = relaxation.keys()
    lot = keys.lots_on_face(answer.salt, relaxation.arcs(), list(relaxation.stage_costs), values)
    return relaxation, answer.flow, (*relaxation.stage_costs, lot), values


def signs(arcs: Arcs, costs: tuple[Ints, ...], proof: list[Ints]) -> Ints:
    """The sign of the first reduced cost that is not zero, per arc."""
    sign = np.zeros(len(arcs.tail), dtype=np.int64)
    for cost, potential in zip(costs, proof, strict=True):
        sign = np.where(sign == 0, np.sign(reduced_costs(arcs, cost, potential)), sign)
    return sign


PROVINCES = range(16)


def test_provinces_are_proved_and_no_change_that_must_break_the_proof_goes_through() -> None:
    tried = dict.fromkeys(("flow", "capacity", "potential"), 0)
    for seed in PROVINCES:
        relaxation, flow, costs, proof = proved(seed)
        arcs = relaxation.arcs()
        assert check(arcs, costs, proof, flow), seed
        sign = signs(arcs, costs, proof)

        # A saturated limit of negative reduced cost is worth more than it has.
        for arc in np.flatnonzero((sign < 0) & (flow == arcs.capacity)).tolist():
            loosened = arcs.capacity.copy()
            loosened[arc] += 1
            assert not check(replace(arcs, capacity=loosened), costs, proof, flow)
            tried["capacity"] += 1

        # An arc that is decided, and a cycle closed through a new arc so that flow is conserved.
        for arc in np.flatnonzero(sign).tolist():
            step = 1 if sign[arc] > 0 else -1
            if not 0 <= flow[arc] + step <= arcs.capacity[arc]:
                continue
            tail, head = arcs.tail[arc], arcs.head[arc]
            wider = Arcs(
                arcs.nodes,
                np.append(arcs.tail, [head, tail]),
                np.append(arcs.head, [tail, head]),
                np.append(arcs.capacity, [1, 1]),
            )
            dear = tuple(
                np.append(cost, [potential[tail] - potential[head], potential[head] - potential[tail]])
                for cost, potential in zip(costs, proof, strict=True)
            )
            changed = np.append(flow, [max(step, 0), max(-step, 0)])
            changed[arc] += step
            assert check(wider, dear, proof, np.append(flow, [0, 0]))
            assert not check(wider, dear, proof, changed)
            tried["flow"] += 1

        # A node with tight residual arcs on both sides can be shifted neither up nor down.
        grow, shrink = (sign == 0) & (flow < arcs.capacity), (sign == 0) & (flow > 0)
        entered = np.concatenate([arcs.head[grow], arcs.tail[shrink]])
        left = np.concatenate([arcs.tail[grow], arcs.head[shrink]])
        for node in np.intersect1d(entered, left).tolist():
            for step in (1, -1):
                shifted = [potential.copy() for potential in proof]
                shifted[-1][node] += step
                assert not check(arcs, costs, shifted, flow)
            tried["potential"] += 1
    assert min(tried.values()) > 20, tried


def test_the_whole_lot_is_among_the_costs() -> None:
    """Drawn for the face only, it is the lot of the recorded salt there."""
    seen = 0
    for seed in PROVINCES:
        relaxation, _, costs, proof = proved(seed)
        arcs, between = relaxation.arcs(), relaxation.network.between
        decided = signs(arcs, costs[:-1], proof[:-1]) != 0
        assert not costs[-1][:between].any()
        assert not costs[-1][decided].any()
        for pair in np.flatnonzero(~decided[between:]).tolist():
            pairs = relaxation.problem.pairs
            one = slice(pair, pair + 1)
            key = (
                pairs.of_employee("id").iloc[pair],
                pairs.of_post("code").iloc[pair],
                pairs.form_names()[pair],
                "reopens" if pairs.reopens[one][0] else "",
            )
            salt = relaxation.solve().salt
            assert costs[-1][between + pair] == lots(salt, [key])[0]
            seen += 1
    assert seen > 10
