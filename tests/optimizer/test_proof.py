"""A plan's proof checked afresh: confirmed as made, refuted whatever is tampered with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from optimizer import check_proof, plan, planning
from optimizer.domain import Dataset, Degree, Level
from optimizer.engines.layout import lay_out
from optimizer.engines.solution import Potentials
from optimizer.facts import Facts
from optimizer.plan import Certificate, Plan, ProofCheck, Status
from optimizer.planning import moves_of, plan_facts
from optimizer.rules import FORMS
from tests.optimizer.engines.breaking import Proved, proved_by
from tests.optimizer.problem.choices import tight_problem, tiny_facts, tiny_problem

SEEDS = range(16)


@cache
def planned(seed: int) -> Plan:
    return plan_facts(tiny_facts(seed))


def proofs(seed: int, proposal: Plan) -> ProofCheck:
    return planning.check_proof(proposal, tiny_facts(seed))


def certificate(proposal: Plan) -> Certificate:
    assert proposal.certificate is not None
    return proposal.certificate


@cache
def with_certificate() -> list[int]:
    return [seed for seed in SEEDS if planned(seed).certificate is not None and planned(seed).moves]


def test_a_plan_s_proof_is_confirmed() -> None:
    assert len(with_certificate()) > 7
    for seed in SEEDS:
        expected = ProofCheck.ABSENT if planned(seed).certificate is None else ProofCheck.CONFIRMED
        assert proofs(seed, planned(seed)) is expected, seed


def test_without_a_certificate_there_is_no_proof() -> None:
    for seed in with_certificate()[:3]:
        assert proofs(seed, replace(planned(seed), certificate=None)) is ProofCheck.ABSENT


def test_a_plan_that_side_rows_hold_back_is_proved_by_their_prices_or_else_by_search() -> None:
    priced = searched = 0
    for seed in (7, 12, 18, 21, 22, 23, 24, 26):
        facts = tight_problem(seed).facts
        proposal = plan_facts(facts)
        is_met = not proposal.values.get("unmet_demands")
        assert proposal.termination.status is (Status.OPTIMAL if is_met else Status.INFEASIBLE)
        assert proposal.has_proof
        if proposal.certificate is None:
            assert planning.check_proof(proposal, facts) is ProofCheck.ABSENT
            searched += 1
            continue
        proof = proposal.certificate
        assert planning.check_proof(proposal, facts) is ProofCheck.CONFIRMED
        assert all(len(prices) == len(proof.rows) > 0 for prices in proof.multipliers)
        below = tuple(-1 for _ in proof.rows)
        for stage in range(len(proof.multipliers)):
            unpriced = (*proof.multipliers[:stage], below, *proof.multipliers[stage + 1 :])
            assert stage or refuted(facts, proposal, replace(proof, multipliers=unpriced))
        assert refuted(facts, proposal, replace(proof, rows=proof.rows[:-1]))
        assert refuted(facts, proposal, replace(proof, scales=tuple(2 * scale for scale in proof.scales)))
        priced += any(any(prices) for prices in proof.multipliers)
    assert min(priced, searched) > 1


def refuted(facts: Facts, proposal: Plan, proof: Certificate) -> bool:
    return planning.check_proof(replace(proposal, certificate=proof), facts) is ProofCheck.REFUTED


def test_moves_removed_exchanged_or_counted_otherwise_are_refuted() -> None:
    for seed in with_certificate()[:4]:
        proposal = planned(seed)
        first, *rest = proposal.moves
        others = [
            (*rest,),
            (*proposal.moves, first),
            (replace(first, count=first.count + 1), *rest),
            (replace(first, employee="somebody"), *rest),
            (replace(first, to_post="somewhere"), *rest),
            (replace(first, form=FORMS[(FORMS.index(first.form) + 1) % 3]), *rest),
        ]
        if rest:
            others.append((*rest, first))
        for moves in others:
            assert proofs(seed, replace(proposal, moves=tuple(moves))) is ProofCheck.REFUTED, (seed, moves)


def test_another_choice_with_the_flow_to_match_is_refuted() -> None:
    """A thinner plan whose certificate carries exactly its moves: only the potentials say no."""
    seen = 0
    for seed in with_certificate()[:8]:
        proposal, problem = planned(seed), tiny_problem(seed)
        network = lay_out(problem).network
        proof = certificate(proposal)
        nobody = replace(proposal, moves=(), certificate=replace(proof, arcs=(), flow=()))
        assert proofs(seed, nobody) is ProofCheck.REFUTED, seed
        flow = np.zeros(len(network.tail), dtype=np.int64)
        flow[list(proof.arcs)] = proof.flow
        assert moves_of(problem, network.pair_flow(flow)) == proposal.moves
        seen += 1
    assert seen == 8


def proved(seed: int, salt: str) -> Proved:
    """A planned province's certificate laid out for the checker."""
    layout, proof = lay_out(tiny_problem(seed)), certificate(planned(seed))
    claims = [
        Potentials((), np.array(values), (), np.array(multipliers, dtype=np.int64), scale)
        for values, multipliers, scale in zip(proof.potentials, proof.multipliers, proof.scales, strict=True)
    ]
    flow = np.zeros(len(layout.network.tail), dtype=np.int64)
    flow[list(proof.arcs)] = proof.flow
    return proved_by(layout, claims, salt, flow)


def shift(proof: Certificate, stage: int, node: int, step: int) -> Certificate:
    values = [list(potential) for potential in proof.potentials]
    values[stage][node] += step
    return replace(proof, potentials=tuple(map(tuple, values)))


def test_potentials_that_must_not_change_do_not() -> None:
    """Shifted at a node with tight residual arcs on both sides, in the stage that decides last."""
    tried = 0
    for seed in with_certificate()[:8]:
        proposal = planned(seed)
        proof, known = certificate(proposal), proved(seed, proposal.provenance.lot_salt)
        arcs, flow, sign = known.arcs, known.flow, known.signs()
        grow, shrink = (sign == 0) & (flow < arcs.capacity), (sign == 0) & (flow > 0)
        entered = np.concatenate([arcs.head[grow], arcs.tail[shrink]])
        left = np.concatenate([arcs.tail[grow], arcs.head[shrink]])
        for node in np.intersect1d(entered, left)[:2].tolist():
            for step in (1, -1):
                changed = replace(proposal, certificate=shift(proof, -1, node, step))
                assert proofs(seed, changed) is ProofCheck.REFUTED
                tried += 1
    assert tried > 15


def without_last(proof: Certificate) -> Certificate:
    return replace(proof, stages=proof.stages[:-1], potentials=proof.potentials[:-1])


TAMPERINGS: dict[str, Callable[[Certificate], Certificate]] = {
    "a stage's potentials missing": lambda proof: replace(proof, potentials=proof.potentials[:-1]),
    "a stage missing": without_last,
    "stages under other names": lambda proof: replace(proof, stages=(*proof.stages[:-1], ("burden",))),
    "no potentials": lambda proof: replace(proof, potentials=()),
    "potentials of zero": lambda proof: replace(
        proof, potentials=tuple((0,) * len(potential) for potential in proof.potentials)
    ),
    "a potential too few": lambda proof: replace(
        proof, potentials=tuple(potential[:-1] for potential in proof.potentials)
    ),
    "nodes in another order": lambda proof: replace(proof, nodes=proof.nodes[::-1]),
    "a node too many": lambda proof: replace(proof, nodes=(*proof.nodes, "unit nowhere")),
    "flow doubled": lambda proof: replace(proof, flow=tuple(2 * number for number in proof.flow)),
    "flow of one arc less": lambda proof: replace(proof, flow=(proof.flow[0] + 1, *proof.flow[1:])),
    "flow negative": lambda proof: replace(proof, flow=tuple(-number for number in proof.flow)),
    "arcs and flow of different length": lambda proof: replace(proof, flow=proof.flow[:-1]),
    "an arc that there is not": lambda proof: replace(proof, arcs=(10**9, *proof.arcs[1:])),
    "an arc below zero": lambda proof: replace(proof, arcs=(-1, *proof.arcs[1:])),
    "an arc beyond 64 bits": lambda proof: replace(proof, arcs=(10**30, *proof.arcs[1:])),
    "a flow beyond 64 bits": lambda proof: replace(proof, flow=(10**30, *proof.flow[1:])),
    "a potential beyond 64 bits": lambda proof: replace(
        proof, potentials=((10**30, *proof.potentials[0][1:]), *proof.potentials[1:])
    ),
    "a stage's prices missing": lambda proof: replace(proof, multipliers=proof.multipliers[:-1]),
    "a price too many": lambda proof: replace(proof, multipliers=tuple((*prices, 0) for prices in proof.multipliers)),
    "a row that there is not": lambda proof: replace(proof, rows=(*proof.rows, ("quota", "nowhere", 1))),
    "a stage's scale missing": lambda proof: replace(proof, scales=proof.scales[:-1]),
    "no scale": lambda proof: replace(proof, scales=(0, *proof.scales[1:])),
    "a scale below nothing": lambda proof: replace(proof, scales=(-1, *proof.scales[1:])),
    "a scale beyond 64 bits": lambda proof: replace(proof, scales=(10**30, *proof.scales[1:])),
    "a scale near 64 bits": lambda proof: replace(proof, scales=(2**62, *proof.scales[1:])),
    "potentials that wrap around": lambda proof: replace(
        proof, potentials=tuple(tuple(2**62 - value for value in potential) for potential in proof.potentials)
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_a_certificate_tampered_with_is_refuted(tampering: Callable[[Certificate], Certificate]) -> None:
    for seed in with_certificate()[:2]:
        proposal = planned(seed)
        tampered = replace(proposal, certificate=tampering(certificate(proposal)))
        assert proofs(seed, tampered) is ProofCheck.REFUTED, seed


def test_another_salt_is_refuted_where_a_lot_was_drawn() -> None:
    refuted = confirmed = 0
    for seed in with_certificate():
        proposal = planned(seed)
        salted = replace(proposal, provenance=replace(proposal.provenance, lot_salt="another"))
        if proved(seed, "").stages[-1].cost.any():
            refuted += proofs(seed, salted) is ProofCheck.REFUTED
            confirmed += proofs(seed, salted) is ProofCheck.CONFIRMED
        else:
            assert proofs(seed, salted) is ProofCheck.CONFIRMED
    assert refuted > 5
    assert confirmed < refuted


def test_one_more_candidate_makes_the_proof_one_of_another_problem() -> None:
    for seed in with_certificate()[:4]:
        facts, proposal = tiny_facts(seed), planned(seed)
        move = proposal.moves[0]
        mover, like = facts.dataset.employee(move.employee), facts.dataset.employees
        assert len(like) > 0
        more = mover.model_copy(update={"id": "newcomer"})
        changed = facts.dataset.replace(employees=[*facts.dataset.rows("employees"), more])
        assert check_proof(changed, proposal, facts.policy) is ProofCheck.REFUTED, seed


def test_a_better_candidate_refutes_the_proof() -> None:
    """Somebody without a burden, better in every way than whoever was chosen."""
    from tests.optimizer.verify.province import FACTS, POLICY, good, person

    dataset: Dataset = FACTS.dataset
    best = person("s95", "S", "IT", home_unit="B", volunteer=True, degree=Degree.DOCTOR, level=Level.EXPERT)
    assert check_proof(dataset, good(), POLICY) is ProofCheck.CONFIRMED
    changed = dataset.replace(employees=[*dataset.rows("employees"), best])
    assert check_proof(changed, good(), POLICY) is ProofCheck.REFUTED
    assert "s95" in {move.employee for move in plan(changed, POLICY).moves}


def test_another_policy_refutes_the_proof() -> None:
    refuted = 0
    for seed in with_certificate()[:8]:
        facts = tiny_facts(seed)
        reordered = facts.policy.model_copy(update={"tiers": ("burden", *facts.policy.tier_order[:3])})
        refuted += check_proof(facts.dataset, planned(seed), reordered) is ProofCheck.REFUTED
    assert refuted == 8
