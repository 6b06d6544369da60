"""Why each seat stays vacant: the cause, what a reader can count to check it, and the cheapest ways to fill it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from optimizer.counts import head_count
from optimizer.explain.closure import UsedUp, Ways
from optimizer.explain.demands import limits_in_the_way
from optimizer.explain.ranking import Placing, Rivals, rivals
from optimizer.explain.standing import Standing
from optimizer.plan import FullLimit, VacantSeats

MOST_SHOWN = 3
"""People told of for a vacant seat."""


class Cause(StrEnum):
    """Why a seat stays vacant, told from the ways that the plan leaves open.

    No candidate: no rule-abiding person exists, or none beside those placed there. Receiver full: nobody
    can come in without leaving another seat empty. Outbid: nobody more can be let go for it, and somebody who
    could fill it is placed elsewhere. Starved: nobody more can be let go, and nobody who could fill it
    moves. Unwanted: it could be filled, but an earlier tier, a limit across units or the burden is worth more.
    """

    NO_CANDIDATE = "no_candidate"
    RECEIVER_FULL = "receiver_full"
    STARVED = "starved"
    OUTBID = "outbid"
    UNWANTED = "unwanted"


@dataclass(frozen=True)
class VacancyReasons:
    """Why seats of one post stay vacant.

    ``used_up`` are the limits that close it off: on the sender's side everybody who could fill it, or any of the
    ``rivalling`` posts that only the same people can fill, is behind one of them; on the receiver's,
    everybody would have to pass one. Each is used to its last place. ``cheapest`` are the people
    whom it would cost least to place there, with whom that displaces and what it costs each tier.
    ``closed_by`` names the limits that keep the others of the candidates from any move into the post, by themselves.
    """

    vacancy: VacantSeats
    cause: Cause
    used_up: tuple[UsedUp, ...]
    rivalling: tuple[str, ...]
    cheapest: tuple[Placing, ...]
    closed_by: tuple[FullLimit, ...] = ()


def explain_vacancies(standing: Standing, vacancies: Sequence[VacantSeats]) -> tuple[VacancyReasons, ...]:
    """The reasons of some of the best plan's vacant seats; only with prices."""
    if not vacancies:
        return ()
    row = standing.facts.dataset.post_row
    ways = Ways.of(standing)
    found = rivals(standing, [row[vacancy.post] for vacancy in vacancies])
    return tuple(_reasons(standing, ways, vacancy, of_post) for vacancy, of_post in zip(vacancies, found, strict=True))


def _reasons(standing: Standing, ways: Ways, vacancy: VacantSeats, of_post: Rivals) -> VacancyReasons:
    cheapest = tuple(of_post.placing(standing, place) for place in range(min(MOST_SHOWN, len(of_post.arc))))
    others, elsewhere = _others(standing, of_post.post)
    if not others:
        return VacancyReasons(vacancy, Cause.NO_CANDIDATE, (), (), cheapest)
    closed_by = _closed_by(standing, of_post.post)
    if not (standing.problem.pairs.post == of_post.post).any():
        return VacancyReasons(vacancy, Cause(vacancy.cause.value), (), (), (), closed_by)
    closure = ways.closure(of_post.post)
    if closure.receiver is not None:
        return VacancyReasons(vacancy, Cause.RECEIVER_FULL, closure.receiver, (), cheapest, closed_by)
    if closure.senders is None:
        return VacancyReasons(vacancy, Cause.UNWANTED, (), (), cheapest, closed_by)
    codes = standing.facts.dataset.posts["code"]
    rivalling = tuple(str(codes.iat[post]) for post in closure.posts.tolist() if post != of_post.post)
    cause = Cause.OUTBID if elsewhere else Cause.STARVED
    return VacancyReasons(vacancy, cause, closure.senders, rivalling, cheapest, closed_by)


def _closed_by(standing: Standing, post: int) -> tuple[FullLimit, ...]:
    """The limits that moves into a post break by themselves, whatever else is done."""
    problem = standing.problem
    possible = problem.candidates.taken(problem.candidates.post == post)
    is_open = np.isin(possible.employee, problem.pairs.employee[problem.pairs.post == post])
    if is_open.all():
        return ()
    nobody = np.zeros(len(problem.pairs), dtype=np.int64)
    return limits_in_the_way(problem, nobody, possible.taken(~is_open))


def _others(standing: Standing, post: int) -> tuple[bool, bool]:
    """Whether anybody whom the rules let take a post is not placed there, and whether any of them goes elsewhere."""
    problem = standing.problem
    people = np.unique(problem.candidates.employee[problem.candidates.post == post])
    moved = standing.relaxation.network.pair_flow(standing.flow)
    made = np.flatnonzero(moved)
    heads = head_count(problem.facts.dataset)
    employee, size = problem.pairs.employee[made], len(heads)
    everywhere = np.bincount(employee, weights=moved[made], minlength=size)
    there = np.bincount(employee, weights=moved[made] * (problem.pairs.post[made] == post), minlength=size)
    return bool((there < heads)[people].any()), bool((everywhere > there)[people].any())
