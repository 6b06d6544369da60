"""Any plan, made here or by hand, held against the tables: violations and objective values.

Reads the dataset, the rules' readable statements and the plan; never the Problem, so that
an error of the compiler shows. What the compiler lost shows in the prices of the plan's
certificate (:mod:`optimizer.pricing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from optimizer.counts import count_after
from optimizer.domain import SENDER_KIND
from optimizer.facts import Facts
from optimizer.ingest.quoting import shown
from optimizer.plan import Move, Plan, Status, TierValue
from optimizer.policy import Form
from optimizer.pricing import Pricing, Scope, price_moves
from optimizer.rules import (
    LIMIT_RULES,
    PAIR_RULES,
    Candidate,
    PairRule,
    Violation,
    candidates_named,
    objectives_of,
    overrides_of,
)
from optimizer.rules.bar import NEUTRAL_RULE
from optimizer.rules.cost import Cost
from optimizer.rules.form import LEGAL_BASIS, PAYER
from optimizer.text import LANGUAGES, catalog

MOST_MISSING = 100
"""Moves missing from a proof that are named; where a compiler loses more, these show how."""


@dataclass(frozen=True)
class Verification:
    """What a plan breaks, and what it is worth, recounted from the tables.

    ``objective`` holds the recomputed values with the bounds the plan claims; ``pricing`` which
    moves were held against the plan's proof.
    """

    violations: tuple[Violation, ...]
    objective: tuple[TierValue, ...]
    pricing: Pricing

    @property
    def is_clean(self) -> bool:
        """Whether nothing is violated."""
        return not self.violations


def verify(plan: Plan, facts: Facts, *, price_every_move: bool = False) -> Verification:
    """Hold a plan against a dataset under a policy (see :func:`optimizer.facts.facts_of`).

    Every move is put to every pair rule, every limit is counted afresh, every tier measured
    again and compared with what the plan says. If the plan has a certificate, moves that are
    open but not in the plan are priced by it: all if ``price_every_move``, else a draw.
    """
    unknown = [violation for move in plan.moves for violation in _references(move, facts)]
    if unknown:
        return Verification(tuple(unknown), (), Pricing(Scope.UNKNOWN_REFERENCES))
    rules = [rule for rule in PAIR_RULES if rule.is_on(facts.policy)]
    candidates = candidates_named(facts, [(move.employee, move.to_post, move.form) for move in plan.moves])
    violations = [
        violation
        for move, candidate in zip(plan.moves, candidates, strict=True)
        for violation in _of_move(move, replace(candidate, start=move.start, end=move.end), facts, rules)
    ]
    violations += _twice(plan)
    for limit in LIMIT_RULES:
        if limit.is_on(facts.policy):
            violations += limit.violations(plan, facts)
    measured = _measured(plan, facts)
    violations += _claims(plan, measured)
    if plan.objective or plan.unfilled:
        violations += _vacancies(plan, facts)
        violations += _demands(plan, facts)
        violations += _overrides(plan, facts)
    pricing = price_moves(plan, facts, every_move=price_every_move)
    violations += _proof(pricing, facts)
    return Verification(tuple(violations), measured, pricing)


def _measured(plan: Plan, facts: Facts) -> tuple[TierValue, ...]:
    """Every tier measured afresh, with the bound that the plan claims for it."""
    bounds = {tier.tier: tier.bound for tier in plan.objective}
    objectives = objectives_of(facts)
    return tuple(
        TierValue(objective.id, objective.unit, objective.measure(plan, facts), bounds.get(objective.id))
        for objective in objectives
    )


def _claims(plan: Plan, measured: tuple[TierValue, ...]) -> Iterator[Violation]:
    """What a plan says of its tiers; one made by hand need not say anything."""
    tiers, claimed = (tuple(tier.tier for tier in values) for values in (measured, plan.objective))
    if claimed and claimed != tiers:
        yield _violation("claimed_tiers", ", ".join(claimed), tiers=", ".join(tiers))
    said = {tier.tier: tier.value for tier in plan.objective}
    for tier in measured:
        if said.get(tier.tier, tier.value) != tier.value:
            yield _violation("claimed_value", tier.tier, claimed=said[tier.tier], value=tier.value)
        if tier.bound is not None and tier.bound > tier.value:
            yield _violation("claimed_bound", tier.tier, claimed=tier.bound, value=tier.value)


def _demands(plan: Plan, facts: Facts) -> Iterator[Violation]:
    """What a plan says of demands: those that it lists as missed, and whether it says that no plan meets them."""
    missed = Counter(
        (demand.rule, demand.subject, demand.demanded, demand.counted)
        for limit in LIMIT_RULES
        if limit.is_on(facts.policy)
        for demand in limit.demands(plan, facts)
        if demand.missing
    )
    said = Counter((demand.rule, demand.subject, demand.demanded, demand.reached) for demand in plan.unmet)
    for _, subject, demanded, counted in sorted(missed - said):
        yield _violation("demand_not_claimed", subject, demanded=demanded, counted=counted)
    for _, subject, demanded, counted in sorted(said - missed):
        yield _violation("claimed_demand", subject, demanded=demanded, counted=counted)
    impossible = (Status.OPTIMAL,) if missed else (Status.INFEASIBLE,)
    if plan.termination.status in impossible:
        yield _violation("claimed_status", plan.termination.status.value, number=missed.total())


def _vacancies(plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Seats that a plan says stay vacant, against those that do."""
    stated: Counter[str] = Counter()
    for vacancy in plan.unfilled:
        stated[vacancy.post] += vacancy.seats
    after = count_after(facts.counts, plan)
    left = dict(zip(facts.dataset.posts["code"], (after.open_seats * after.is_needed).tolist(), strict=True))
    for post in sorted({*stated, *left}):
        if stated[post] != left.get(post, 0):
            yield _violation("claimed_vacancy", post, claimed=stated[post], value=left.get(post, 0))


def _overrides(plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Departures from hard law that a plan states, against those of its policy."""
    stated, made = Counter(plan.overrides), Counter(overrides_of(facts.policy))
    for override in sorted((stated - made) + (made - stated), key=lambda one: (one.rule, one.parameter)):
        yield _violation("claimed_override", f"{override.rule}.{override.parameter}")


def _proof(pricing: Pricing, facts: Facts) -> Iterator[Violation]:
    """What contradicts a plan's proof; moves that the readable statements of the rules open as well."""
    if pricing.scope is Scope.UNREADABLE:
        yield _violation("unreadable_certificate", "certificate")
    rules = [rule for rule in PAIR_RULES if rule.is_on(facts.policy)]
    for candidate in candidates_named(facts, pricing.missing[:MOST_MISSING]):
        if not any(rule.refuse(candidate, facts.policy) for rule in rules):
            yield _violation("better_move_missing", f"{candidate.employee.id} → {candidate.post.code}")
    for employee, post, _ in pricing.overpriced:
        yield _violation("move_overpriced", f"{employee} → {post}")


def _violation(rule: str, subject: str, **figures: object) -> Violation:
    wording = catalog()[f"violation.{rule}"]
    sentences = {language: wording[language] for language in LANGUAGES}
    return Violation(rule, subject, {"subject": subject, **figures}, sentences)


def _subject(move: Move) -> str:
    return f"{move.employee} → {move.to_post}"


def _references(move: Move, facts: Facts) -> Iterator[Violation]:
    """Ids and codes that the tables do not have; without them nothing else can be checked."""
    dataset = facts.dataset
    known = (
        (move.employee, dataset.employee_row),
        (move.to_post, dataset.post_row),
        (move.from_unit, dataset.unit_row),
        (move.to_unit, dataset.unit_row),
        *([(move.from_post, dataset.post_row)] if move.from_post else []),
    )
    for code, rows in known:
        if code not in rows:
            # Somebody may have written an identity or a name in the place of an id.
            yield _violation("unknown_reference", f"{shown(move.employee)} → {shown(move.to_post)}", code=shown(code))


def _of_move(move: Move, candidate: Candidate, facts: Facts, rules: Sequence[PairRule]) -> Iterator[Violation]:
    yield from _stated_wrongly(move, candidate, facts)
    yield from _term(move)
    if move.count < 1:
        yield _violation("count", _subject(move), count=move.count)
    if candidate.employee.post == candidate.post.code:
        yield _violation("same_post", _subject(move))
    refusals = [rule.refuse(candidate, facts.policy) for rule in rules]
    if any(refusal is not None and refusal.is_bar for refusal in refusals):
        yield _violation(NEUTRAL_RULE, _subject(move))
    for refusal in refusals:
        if refusal is not None and not refusal.is_bar:
            yield Violation(refusal.rule, _subject(move), refusal.figures, refusal.sentences)


def _stated_wrongly(move: Move, candidate: Candidate, facts: Facts) -> Iterator[Violation]:
    """Columns of a move that say something else than the tables."""
    employee, post = facts.dataset.employee_row[move.employee], facts.dataset.post_row[move.to_post]
    stated = {
        "from_unit": (move.from_unit, candidate.employee.unit),
        "from_post": (move.from_post, candidate.employee.post),
        "to_unit": (move.to_unit, candidate.post.unit),
        "field": (move.field, candidate.post.field),
        "sender_kind": (move.sender_kind, SENDER_KIND[candidate.sender.kind]),
        "km": (move.km, candidate.km),
        "minutes": (move.minutes, 0 if candidate.minutes is None else int(candidate.minutes)),
        "distance_source": (move.distance_source, facts.journeys.source(employee, post)),
        "cost_vnd": (move.cost_vnd, Cost().price(move, facts) * move.count),
        "payer": (move.payer, PAYER[move.form]),
        "legal_basis": (move.legal_basis, LEGAL_BASIS[move.form]),
        "fit": (move.fit, round(candidate.fit, 4)),
        "volunteer": (move.volunteer, candidate.employee.volunteer),
    }
    for column, (said, is_) in stated.items():
        if said != is_:
            yield _violation("stated_wrongly", _subject(move), column=column, said=str(said), value=str(is_))


def _term(move: Move) -> Iterator[Violation]:
    """Secondments end, after they start; whoever is transferred stays unless an end is given."""
    if move.form is Form.SECONDMENT and move.end is None:
        yield _violation("term_without_end", _subject(move))
    if move.end is not None and move.end <= move.start:
        yield _violation("term_reversed", _subject(move), start=move.start, end=move.end)


def _twice(plan: Plan) -> list[Violation]:
    """The same move listed more than once."""
    seen: set[tuple[str, str, Form]] = set()
    violations = []
    for move in plan.moves:
        key = (move.employee, move.to_post, move.form)
        if key in seen:
            violations.append(_violation("listed_twice", _subject(move)))
        seen.add(key)
    return violations
