"""The proof in a plan's certificate, as arrays for the network that it is of."""

from __future__ import annotations

import numpy as np

from optimizer.engines.relaxation import Relaxation
from optimizer.engines.solution import Potentials, Proof
from optimizer.plan import LOT, Certificate


def proof_in(certificate: Certificate, relaxation: Relaxation) -> Proof | None:
    """What a certificate claims; None if it is of another network, other stages or other rows.

    Whether it proves anything is for the checker to say (:meth:`Relaxation.confirms`).
    """
    problem, network = relaxation.problem, relaxation.network
    numbers = (*(stage.tiers for stage in relaxation.stages), ())
    weights = (*(stage.weight for stage in relaxation.stages), (1,))
    names = tuple(tuple(problem.tiers[tier].id for tier in tiers) or (LOT,) for tiers in numbers)
    if (certificate.nodes, certificate.stages, certificate.weights) != (network.names, names, weights):
        return None
    if certificate.rows != relaxation.row_names:
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
    return Proof(network.names, relaxation.row_names, flow, tuple(stages))
