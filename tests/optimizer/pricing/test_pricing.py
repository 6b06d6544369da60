"""A move that the compiler loses shows in verification, and nothing that is as it should be does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from optimizer import ProofCheck, check_proof, plan, verify
from optimizer.domain import Dataset
from optimizer.export import certificate_from_json, certificate_to_json, plan_from_json, plan_to_json
from optimizer.plan import Certificate, Plan
from optimizer.policy import Form, Policy
from optimizer.pricing import Scope
from optimizer.verify import Verification
from tests.benchmarks.instances import province
from tests.optimizer.judge import tiny
from tests.optimizer.judge.side_instances import with_demands, with_side_limits
from tests.optimizer.pricing.lossy import plan_without

OF_THE_PROOF = {"better_move_missing", "move_overpriced", "unreadable_certificate"}
CHUNK = 25
CHUNKS = [range(first, first + CHUNK) for first in range(0, 100, CHUNK)]


def label(seeds: range) -> str:
    return f"seeds {seeds.start}-{seeds.stop - 1}"


def priced(dataset: Dataset, proposal: Plan, policy: Policy) -> Verification:
    return verify(dataset, proposal, policy, price_every_move=True)


def missing(verification: Verification) -> set[str]:
    """Moves said to be missing from the proof; nothing else is violated."""
    assert {violation.rule for violation in verification.violations} <= {"better_move_missing"}
    return {violation.subject for violation in verification.violations}


@cache
def planned(seed: int) -> Plan:
    return plan(*tiny(seed))


@pytest.mark.slow
@pytest.mark.parametrize("seeds", CHUNKS, ids=label)
def test_a_plan_of_all_candidates_raises_no_alarm(seeds: range) -> None:
    scopes = []
    for seed in seeds:
        dataset, policy = tiny(seed)
        proposal = planned(seed)
        verification = priced(dataset, proposal, policy)
        assert verification.violations == (), seed
        expected = Scope.WITHOUT_CERTIFICATE if proposal.certificate is None else Scope.ALL
        assert verification.pricing.scope is expected
        scopes.append(expected)
    assert scopes.count(Scope.ALL) > CHUNK // 2


@pytest.mark.slow
@pytest.mark.parametrize("further", [with_side_limits, with_demands])
def test_prices_of_side_rows_and_demands_raise_no_alarm(further: Callable[..., tuple[Dataset, Policy]]) -> None:
    """Where a demand cannot be met that is a violation, but none of the proof."""
    priced_rows = 0
    for seed in range(40):
        dataset, policy = further(*tiny(seed), seed)
        proposal = plan(dataset, policy)
        verification = priced(dataset, proposal, policy)
        assert not OF_THE_PROOF & {violation.rule for violation in verification.violations}, seed
        if proposal.certificate is not None:
            assert verification.pricing.scope is Scope.ALL
            priced_rows += any(map(any, proposal.certificate.multipliers))
    assert priced_rows > 3


@pytest.mark.slow
@pytest.mark.parametrize("seeds", CHUNKS, ids=label)
def test_a_move_of_the_best_plan_that_the_compiler_loses_is_noticed(
    seeds: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever takes its place, the proof of the rest does not hold with it. A search in a core leaves none."""
    noticed = 0
    for seed in seeds:
        dataset, policy = tiny(seed)
        best = planned(seed)
        for lost in best.moves[:1] if best.certificate is not None else ():
            worse = plan_without([lost], dataset, policy, monkeypatch)
            verification = priced(dataset, worse, policy)
            if verification.pricing.scope is Scope.ALL:
                assert f"{lost.employee} → {lost.to_post}" in missing(verification), seed
                noticed += 1
    assert noticed > CHUNK // 3


@cache
def medium(seed: int) -> tuple[Dataset, Policy, Plan]:
    """A province of a thousand people with its plan."""
    dataset, policy = province(1_000, 120, 20, seed=seed)
    return dataset, policy, plan(dataset, policy)


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_losses_in_larger_provinces_are_noticed_and_named(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset, policy, best = medium(seed)
    assert missing(priced(dataset, best, policy)) == set()
    for place in (0, len(best.moves) // 2, -1):
        lost = best.moves[place]
        worse = plan_without([lost], dataset, policy, monkeypatch)
        written = plan_from_json(plan_to_json(worse), certificate_from_json(certificate_to_json(worse.certificate)))
        assert written.has_proof
        assert f"{lost.employee} → {lost.to_post}" in missing(priced(dataset, written, policy))


def test_the_loss_of_everything_shows_in_a_draw_too(monkeypatch: pytest.MonkeyPatch) -> None:
    dataset, policy, best = medium(11)
    worse = plan_without(best.moves, dataset, policy, monkeypatch)
    assert verify(dataset, best, policy).pricing.scope is Scope.DRAW
    found = verify(dataset, worse, policy)
    assert missing(found) < missing(priced(dataset, worse, policy))


def test_what_was_priced_is_said() -> None:
    dataset, policy, best = medium(11)
    drawn, every = verify(dataset, best, policy).pricing, priced(dataset, best, policy).pricing
    assert (drawn.scope, every.scope) == (Scope.DRAW, Scope.ALL)
    assert 0 < drawn.moves < every.moves
    without = verify(dataset, replace(best, certificate=None), policy).pricing
    assert (without.scope, without.moves) == (Scope.WITHOUT_CERTIFICATE, 0)
    stranger = replace(best, moves=(replace(best.moves[0], employee="nobody"),))
    assert verify(dataset, stranger, policy).pricing.scope is Scope.UNKNOWN_REFERENCES


def spoiled(certificate: Certificate, unit: str) -> dict[str, Certificate]:
    """Certificates that cannot be read for the policy's tiers."""
    stages, weights, potentials = certificate.stages, certificate.weights, certificate.potentials
    ones = tuple((1,) for _ in stages)
    return {
        "another tier": replace(certificate, stages=(("goodwill", *stages[0][1:]), *stages[1:])),
        "without a lot": replace(certificate, stages=stages[:-1], weights=weights[:-1], potentials=potentials[:-1]),
        "an empty stage": replace(certificate, stages=((), *stages), weights=((), *weights)),
        "a weight short": replace(certificate, weights=(weights[0][1:], *weights[1:])),
        "a potential short": replace(certificate, potentials=(potentials[0][1:], *potentials[1:])),
        "a stage of potentials short": replace(certificate, potentials=potentials[1:]),
        "a scale short": replace(certificate, scales=certificate.scales[1:]),
        "a scale of nothing": replace(certificate, scales=(0, *certificate.scales[1:])),
        "a row of no limit": replace(
            certificate, rows=(("goodwill", "A", 1),), multipliers=tuple((1,) for _ in stages)
        ),
        "a row of no subject": replace(certificate, rows=(("quota", "A", 1),), multipliers=ones),
        "a row of no factor": replace(certificate, rows=(("quota", unit, 0),), multipliers=ones),
        "a row without multipliers": replace(certificate, rows=(*certificate.rows, ("quota", "A", 1))),
        "without nodes": replace(certificate, nodes=(), potentials=tuple(() for _ in potentials)),
        "beyond 64 bits": replace(certificate, potentials=((2**70, *potentials[0][1:]), *potentials[1:])),
    }


def test_a_certificate_that_cannot_be_read_is_a_violation() -> None:
    dataset, policy, best = medium(11)
    for name, certificate in spoiled(best.certificate, dataset.units["code"].iat[0]).items():
        verification = verify(dataset, replace(best, certificate=certificate), policy)
        assert [violation.rule for violation in verification.violations] == ["unreadable_certificate"], name
        assert verification.pricing.scope is Scope.UNREADABLE
        assert check_proof(dataset, replace(best, certificate=certificate), policy) is ProofCheck.REFUTED, name


def test_other_weights_are_no_proof() -> None:
    dataset, policy, best = medium(11)
    first, *rest = best.certificate.weights
    weights = ((first[0] + 1, *first[1:]), *rest)
    forged = replace(best, certificate=replace(best.certificate, weights=weights))
    assert check_proof(dataset, best, policy) is ProofCheck.CONFIRMED
    assert check_proof(dataset, forged, policy) is ProofCheck.REFUTED


def test_moves_that_the_proof_prices_above_nothing_are_named() -> None:
    """Potentials that make everybody dear would hide every missing move; they contradict the plan itself."""
    dataset, policy, best = medium(11)
    certificate = best.certificate
    away = {f"person {move.employee}" for move in best.moves if move.form is not Form.REASSIGNMENT}
    dear = tuple(
        tuple(2**60 if node in away else value for node, value in zip(certificate.nodes, stage, strict=True))
        for stage in certificate.potentials
    )
    forged = replace(best, certificate=replace(certificate, potentials=dear))
    found = verify(dataset, forged, policy).violations
    assert {violation.rule for violation in found} == {"move_overpriced"}
    assert len(found) == len(away) > 10
