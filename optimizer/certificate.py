"""Proof and certificate: an engine's proof written down for a plan, and read again for the network that it is of."""

from __future__ import annotations

import numpy as np

from optimizer.engines.layout import Layout
from optimizer.engines.solution import Potentials, Proof
from optimizer.plan import LOT, Certificate
from optimizer.problem import Problem


def certificate_of(problem: Problem, proof: Proof) -> Certificate:
    """A proof as a plan states it: names for tiers, numbers for arrays, and only the arcs that carry somebody."""
    stages, carrying = proof.potentials, np.flatnonzero(proof.flow)
    return Certificate(
        stages=tuple(tuple(problem.tiers[tier].id for tier in stage.tiers) or (LOT,) for stage in stages),
        weights=tuple(stage.weights for stage in stages),
        nodes=proof.nodes,
        potentials=tuple(tuple(stage.values.tolist()) for stage in stages),
        rows=proof.rows,
        multipliers=tuple(tuple(stage.multipliers.tolist()) for stage in stages),
        scales=tuple(stage.scale for stage in stages),
        arcs=tuple(carrying.tolist()),
        flow=tuple(proof.flow[carrying].tolist()),
    )


def proof_in(certificate: Certificate, layout: Layout) -> Proof | None:
    """What a certificate claims; None if it is of another network, other stages or other rows.

    Whether it proves anything is for the checker to say (:meth:`Layout.confirms`).
    """
    problem, network = layout.problem, layout.network
    numbers = (*(stage.tiers for stage in layout.stages), ())
    weights = (*(stage.weight for stage in layout.stages), (1,))
    names = tuple(tuple(problem.tiers[tier].id for tier in tiers) or (LOT,) for tiers in numbers)
    if (certificate.nodes, certificate.stages, certificate.weights) != (network.names, names, weights):
        return None
    if certificate.rows != layout.row_names:
        return None
    claims = (certificate.potentials, certificate.multipliers, certificate.scales)
    if any(len(claim) != len(names) for claim in claims):
        return None
    try:
        arcs, carried = np.array(certificate.arcs, dtype=np.intp), np.array(certificate.flow, dtype=np.int64)
        scales = np.array(certificate.scales, dtype=np.int64).tolist()
        stages = [
            Potentials(tiers, np.array(values, dtype=np.int64), weight, np.array(priced, dtype=np.int64), scale)
            for tiers, weight, values, priced, scale in zip(numbers, weights, *claims[:2], scales, strict=True)
        ]
    except OverflowError:
        # Numbers beyond 64 bits were written by no solver.
        return None
    if any(len(stage.values) != network.nodes or len(stage.multipliers) != len(certificate.rows) for stage in stages):
        return None
    if (arcs >= len(network.tail)).any() or (arcs < 0).any() or len(arcs) != len(carried):
        return None
    flow = np.zeros(len(network.tail), dtype=np.int64)
    flow[arcs] = carried
    return Proof(network.names, layout.row_names, flow, tuple(stages))
