"""The seats that a choice leaves vacant, each with its cause as a plan states it, told from who moves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.counts import head_count
from optimizer.plan import VacancyCause, VacantSeats
from optimizer.problem import Problem


def vacant_seats(problem: Problem, flow: NDArray[np.int64]) -> tuple[VacantSeats, ...]:
    """Every post with seats that a choice leaves open, with the cause.

    *No candidate*: no rule-abiding person exists, or none beside those placed in this post.
    *Receiver full*: the commune's working strength is at its limit. *Outbid*: a candidate was
    placed elsewhere. *Starved*: other candidates exist and none of them moves, because their
    senders can release nobody more, be it from the start. Seats that the plan itself opens are among them.
    """
    pairs, facts = problem.pairs, problem.facts
    posts = len(facts.dataset.posts)
    filled = np.bincount(pairs.post, weights=flow, minlength=posts).astype(np.int64)
    reopened = np.bincount(pairs.held[pairs.reopens], weights=flow[pairs.reopens], minlength=posts).astype(np.int64)
    left = facts.counts.open_seats - filled + reopened
    people = len(facts.dataset.employees)

    # One candidacy per row of people and post, whatever the form; candidates come in this order.
    candidacy = problem.candidates.employee * posts + problem.candidates.post
    candidacy = candidacy[np.flatnonzero(np.diff(candidacy, prepend=-1))]
    person, post = np.divmod(candidacy, max(posts, 1))
    row = np.searchsorted(candidacy, pairs.employee * posts + pairs.post)
    placed = np.bincount(row, weights=flow, minlength=len(candidacy)).astype(np.int64)
    moved = np.bincount(pairs.employee, weights=flow, minlength=people).astype(np.int64)
    is_other = head_count(facts.dataset)[person] > placed
    is_elsewhere = moved[person] > placed
    candidates, others, elsewhere = (
        np.bincount(post[chosen], minlength=posts)
        for chosen in (np.ones(len(post), dtype=bool), is_other, is_elsewhere)
    )
    is_full = _is_full(problem, flow)[facts.dataset.post_unit]
    causes = np.select(
        [others == 0, is_full, elsewhere > 0],
        [VacancyCause.NO_CANDIDATE.value, VacancyCause.RECEIVER_FULL.value, VacancyCause.OUTBID.value],
        default=VacancyCause.STARVED.value,
    )
    codes, units, fields = (facts.dataset.posts[column].tolist() for column in ("code", "unit", "field"))
    return tuple(
        VacantSeats(
            codes[at],
            units[at],
            fields[at],
            int(left[at]),
            VacancyCause(str(causes[at])),
            int(candidates[at]),
        )
        for at in np.flatnonzero(facts.counts.is_needed & (left > 0)).tolist()
    )


def _is_full(problem: Problem, flow: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Communes that the plan brings to the limit of their working strength."""
    units = len(problem.facts.dataset.units)
    limit = problem.limits.get("working_limit")
    if limit is None:
        return np.zeros(units, dtype=bool)
    members = limit.members
    net = np.bincount(members.subject, weights=members.coefficient * flow[members.move], minlength=units)
    return net >= limit.bounds.upper
