"""Why seats stay vacant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.plan import VacancyCause, VacantSeats
from optimizer.problem import Problem


def vacant_seats(problem: Problem, flow: NDArray[np.int64]) -> tuple[VacantSeats, ...]:
    """Every post with seats that a choice leaves open, with the cause.

    *No candidate*: no rule-abiding person exists. *Receiver full*: the commune's working
    strength is at its limit. *Outbid*: a candidate was placed elsewhere. *Starved*:
    candidates exist and none of them moves, because their senders can release nobody more.
    Seats that the plan itself opens are among them.
    """
    pairs, facts = problem.pairs, problem.facts
    posts = len(facts.dataset.posts)
    filled = np.bincount(pairs.post, weights=flow, minlength=posts).astype(np.int64)
    reopened = np.bincount(pairs.held[pairs.reopens], weights=flow[pairs.reopens], minlength=posts).astype(np.int64)
    left = facts.counts.open_seats - filled + reopened
    candidates = _people_per_post(pairs.employee, pairs.post, posts)
    moved = np.bincount(pairs.employee, weights=flow, minlength=len(facts.dataset.employees)) > 0
    placed = np.bincount(pairs.post[moved[pairs.employee] & (flow == 0)], minlength=posts) > 0
    is_full = _is_full(problem, flow)[facts.dataset.post_unit]
    causes = np.select(
        [candidates == 0, is_full, placed],
        [VacancyCause.NO_CANDIDATE.value, VacancyCause.RECEIVER_FULL.value, VacancyCause.OUTBID.value],
        default=VacancyCause.STARVED.value,
    )
    codes, units, fields = (facts.dataset.posts[column].tolist() for column in ("code", "unit", "field"))
    return tuple(
        VacantSeats(
            codes[post],
            units[post],
            fields[post],
            int(left[post]),
            VacancyCause(str(causes[post])),
            int(candidates[post]),
        )
        for post in np.flatnonzero(facts.counts.is_needed & (left > 0)).tolist()
    )


def _people_per_post(employee: NDArray[np.intp], post: NDArray[np.intp], posts: int) -> NDArray[np.int64]:
    """Distinct people (rows) among the candidates of every post."""
    distinct = np.unique(np.stack([post, employee]), axis=1)
    return np.bincount(distinct[0], minlength=posts).astype(np.int64)


def _is_full(problem: Problem, flow: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Communes that the plan brings to the limit of their working strength."""
    units = len(problem.facts.dataset.units)
    limit = problem.limits.get("working_limit")
    if limit is None:
        return np.zeros(units, dtype=bool)
    members = limit.members
    net = np.zeros(units, dtype=np.int64)
    np.add.at(net, members.subject, members.coefficient * flow[members.move])
    return net >= limit.bounds.upper
