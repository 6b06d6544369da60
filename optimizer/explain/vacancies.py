"""Why each seat stays vacant: the cause, what a reader can count to check it, and the cheapest ways to fill it.

The causes are those of :class:`optimizer.plan.VacancyCause`, told here from all the ways that the plan leaves open
rather than from who moves, so that whoever could come only if others change places counts too:

- *no candidate*: no rule-abiding person exists, or none beside those placed there;
- *receiver full*: nobody can come in without leaving another seat empty;
- *starved*: nobody more can be let go for it, and nobody who could fill it moves;
- *outbid*: somebody could fill it, but is worth more elsewhere: in another seat, or, where an earlier tier says so,
  where they are. The cheapest displacement with its loss per tier proves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.counts import head_count
from optimizer.explain.closure import WAY_IN, UsedUp, Ways
from optimizer.explain.demands import are_in_the_way, limits_in_the_way
from optimizer.explain.ranking import Placing, Rivals, rivals
from optimizer.explain.standing import Standing
from optimizer.plan import FullLimit, VacancyCause, VacantSeats

MOST_SHOWN = 3
"""People told of for a vacant seat."""


@dataclass(frozen=True)
class VacancyReasons:
    """Why seats of one post stay vacant.

    ``used_up`` are the limits that close it off: on the sender's side everybody who could fill it, or any of the
    ``rivalling`` posts that only the same people can fill, is behind one of them; on the receiver's,
    everybody would have to pass one. Each is used to its last place. ``cheapest`` are the people
    whom it would cost least to place there, with whom that displaces and what it costs each tier.
    ``closed_by`` names the limits that keep the others of the candidates from any move into the post, by themselves;
    where only limits across units are in the way, those that one more move into the post would break.
    """

    vacancy: VacantSeats
    cause: VacancyCause
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
        return VacancyReasons(vacancy, VacancyCause.NO_CANDIDATE, (), (), cheapest)
    problem, post = standing.problem, of_post.post
    closed_by = _closed_by(standing, post)
    if not (problem.pairs.post == post).any():
        possible = problem.candidates.taken(problem.candidates.post == post)
        is_full = are_in_the_way(problem, np.zeros(len(problem.pairs), dtype=np.int64), possible, at=WAY_IN)
        cause = VacancyCause.RECEIVER_FULL if is_full else VacancyCause.STARVED
        return VacancyReasons(vacancy, cause, (), (), (), closed_by)
    closure = ways.closure(post)
    if closure.receiver is not None:
        return VacancyReasons(vacancy, VacancyCause.RECEIVER_FULL, closure.receiver, (), cheapest, closed_by)
    if closure.senders is None:
        across = () if elsewhere else _across(standing, post)
        cause = VacancyCause.STARVED if across else VacancyCause.OUTBID
        return VacancyReasons(vacancy, cause, (), (), cheapest, (*closed_by, *across))
    codes = standing.facts.dataset.posts["code"]
    rivalling = tuple(str(codes.iat[row]) for row in closure.posts.tolist() if row != post)
    cause = VacancyCause.OUTBID if elsewhere else VacancyCause.STARVED
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


def _across(standing: Standing, post: int) -> tuple[FullLimit, ...]:
    """The limits that any one more move into a post would break, whoever made it; none if somebody's breaks none."""
    problem = standing.problem
    made = standing.layout.network.pair_flow(standing.flow)
    moved = np.bincount(problem.pairs.employee, weights=made, minlength=len(problem.facts.dataset.employees))
    is_left = (moved < head_count(problem.facts.dataset))[problem.pairs.employee]
    more = problem.pairs.taken((problem.pairs.post == post) & is_left)
    return limits_in_the_way(problem, made, more) if are_in_the_way(problem, made, more) else ()


def _others(standing: Standing, post: int) -> tuple[bool, bool]:
    """Whether anybody whom the rules let take a post is not placed there, and whether any of them goes elsewhere."""
    problem = standing.problem
    people = np.unique(problem.candidates.employee[problem.candidates.post == post])
    moved = standing.layout.network.pair_flow(standing.flow)
    made = np.flatnonzero(moved)
    heads = head_count(problem.facts.dataset)
    employee, size = problem.pairs.employee[made], len(heads)
    everywhere = np.bincount(employee, weights=moved[made], minlength=size)
    there = np.bincount(employee, weights=moved[made] * (problem.pairs.post[made] == post), minlength=size)
    return bool((there < heads)[people].any()), bool((everywhere > there)[people].any())
