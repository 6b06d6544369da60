"""Everybody whom the rules let take a post, by what it would cost the plan to place them there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Indices, Ints
from optimizer.explain.effect import Effect, effect_of
from optimizer.explain.effects import circle
from optimizer.explain.paths import Folded, Tree
from optimizer.explain.standing import Standing
from optimizer.policy import Form
from optimizer.rules import FORMS


@dataclass(frozen=True)
class Placing:
    """One person in one post in a form, not planned so, and the effect of planning it."""

    employee: str
    form: Form
    effect: Effect


@dataclass(frozen=True)
class Rivals:
    """Who is not in a post but could be: ``arc`` of each, the cheapest first, and the ``trees`` of paths from the post.

    ``price`` has one row per stage; an arc without a way to it is left out.
    """

    post: int
    arc: Indices
    price: Ints
    trees: dict[int, Tree]

    def placing(self, standing: Standing, place: int) -> Placing:
        """The effect of one of them."""
        arc = int(self.arc[place])
        paths = self.trees[int(standing.arcs.head[arc])].paths(standing.arcs.tail[[arc]])
        pair = arc - standing.layout.network.between
        pairs = standing.problem.pairs
        employee = str(standing.facts.dataset.employees["id"].iat[pairs.employee[pair]])
        return Placing(employee, FORMS[pairs.form[pair]], effect_of(standing, circle(paths, arc, 1)))


def rivals(standing: Standing, posts: Sequence[int], only: NDArray[np.bool_] | None = None) -> Iterator[Rivals]:
    """The rivals for each of several posts, given by their rows, or ``only`` some pairs; only with prices."""
    arcs, first = standing.arcs, standing.layout.network.between
    by_post = np.argsort(standing.problem.pairs.post, kind="stable")
    sorted_posts = standing.problem.pairs.post[by_post]
    into = [first + by_post[slice(*np.searchsorted(sorted_posts, [post, post + 1]))] for post in posts]
    if only is not None:
        into = [arc[only[arc - first]] for arc in into]
    heads = [np.unique(arcs.head[arc]).tolist() for arc in into]
    # Two posts of a unit never share a node.
    sources = [head for several in heads for head in several]
    if not sources:
        yield from (Rivals(post, np.empty(0, np.intp), np.empty((0, 0), np.int64), {}) for post in posts)
        return
    trees = Folded.of(standing.residual, np.array(sources, dtype=np.intp)).trees(sources)
    for post, arc, several in zip(posts, into, heads, strict=True):
        yield _rivals(standing, post, arc, {head: next(trees) for head in several})


def _rivals(standing: Standing, post: int, into: Indices, trees: dict[int, Tree]) -> Rivals:
    """The cheapest way of each person into one post."""
    arcs, flow = standing.arcs, standing.flow
    kept, prices = [np.empty(0, np.intp)], [np.empty((len(standing.prices), 0), np.int64)]
    placed = set(standing.pair_key[into[flow[into] > 0]].tolist())
    for head, tree in trees.items():
        arc = into[(arcs.head[into] == head) & ~np.isin(standing.pair_key[into], list(placed))]
        arc = arc[tree.reaches(arcs.tail[arc])]
        kept.append(arc)
        prices.append(standing.prices[:, arc] + tree.costs(arcs.tail[arc]))
    arc, price = np.concatenate(kept), np.concatenate(prices, axis=1)
    order = np.lexsort((arc, *price[::-1]))
    # Of a person's forms the cheapest, which comes first.
    _, first = np.unique(standing.pair_key[arc[order]], return_index=True)
    order = order[np.sort(first)]
    return Rivals(post, arc[order], price[:, order], trees)


def ranked(standing: Standing, post: str, most: int) -> tuple[Placing, ...]:
    """The people whom it would cost least to place in a post, the cheapest first, beside those planned there."""
    (of_post,) = rivals(standing, [standing.facts.dataset.post_row[post]])
    return tuple(of_post.placing(standing, place) for place in range(min(most, len(of_post.arc))))
