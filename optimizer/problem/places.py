"""What passes each place on a person's way: the network's reading of the candidate pairs.

The network's order is unit - field left - post held - person on the way out, and
post - field entered - unit on the way in. Somebody put right at home whose post reopens is
drawn from the filled seats of the field he leaves, and passes only the way in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Indices, Mask
from optimizer.policy import Form
from optimizer.problem.problem import Problem
from optimizer.rules.limit_rule import Place


@dataclass(frozen=True)
class Passage:
    """Pairs passing a place on one side of it: the number they pass, and their sign (0: not at all)."""

    number: Indices
    sign: NDArray[np.int8]


def size_of(problem: Problem, place: Place) -> int:
    """How many numbers a place has."""
    dataset, fields = problem.facts.dataset, len(problem.facts.counts.field_codes)
    if place is Place.PERSON:
        return len(dataset.employees)
    if place in (Place.HELD, Place.POST, Place.POST_FOR_GOOD):
        return len(dataset.posts)
    return len(dataset.units) * (fields if place in (Place.RELEASE, Place.ENTERING) else 1)


def passages(problem: Problem, place: Place) -> tuple[Passage, ...]:
    """How the pairs pass a place; both ways of a unit count against each other where it is a net one."""
    pairs, counts = problem.pairs, problem.facts.counts
    fields = len(counts.field_codes)
    every = np.ones(len(pairs), dtype=np.int8)
    draws = (~pairs.reopens).astype(np.int8)
    if place is Place.PERSON:
        return (Passage(pairs.employee, np.where(_has_two_ways(problem)[pairs.employee], draws, every)),)
    if place is Place.HELD:
        return (Passage(pairs.held, draws * (pairs.held >= 0)),)
    if place is Place.RELEASE:
        return (Passage(pairs.sender * fields + counts.field_of_employee[pairs.employee], draws),)
    if place is Place.LEAVING:
        return (Passage(pairs.sender, draws),)
    if place is Place.ARRIVING:
        return (Passage(pairs.receiver, draws),)
    if place is Place.ENTERING:
        return (Passage(pairs.receiver * fields + counts.field_of_post[pairs.post], every),)
    if place is Place.POST:
        return (Passage(pairs.post, every),)
    if place is Place.POST_FOR_GOOD:
        return (Passage(pairs.post, (~pairs.has_form(Form.SECONDMENT)).astype(np.int8)),)
    away = (~pairs.has_form(Form.REASSIGNMENT)).astype(np.int8)
    if place is Place.NET_DEPARTURES:
        return (Passage(pairs.sender, away), Passage(pairs.receiver, -away))
    return (Passage(pairs.receiver, away), Passage(pairs.sender, -away))


def _has_two_ways(problem: Problem) -> Mask:
    """Which people may move with and without reopening a seat: they have two nodes."""
    pairs, people = problem.pairs, len(problem.facts.dataset.employees)
    with_, without = (
        np.bincount(pairs.employee[chosen], minlength=people) for chosen in (pairs.reopens, ~pairs.reopens)
    )
    both: Mask = (with_ > 0) & (without > 0)
    return both
