from __future__ import annotations

import numpy as np
import pytest

from optimizer.engines.circulation import Arcs
from optimizer.engines.uniqueness import is_unique
from tests.optimizer.engines.graphs import Ints, arcs_of, best_of, circulations, draw_arcs, draw_costs, solve_in_stages

ROOT, GROUP, OTHER, POST, SECOND = range(5)


def asked(arcs: Arcs, flow: list[int], moves: list[int], *, decided: tuple[int, ...] = ()) -> bool:
    """Whether the flow on the moves is unique, when all arcs but the decided ones may change."""
    free = np.ones(len(arcs.tail), dtype=bool)
    free[list(decided)] = False
    is_move = np.zeros(len(arcs.tail), dtype=bool)
    is_move[moves] = True
    return is_unique(arcs, free, np.array(flow), is_move)


def test_the_only_way_is_unique() -> None:
    arcs = arcs_of(4, (ROOT, GROUP, 1), (GROUP, POST, 1), (POST, ROOT, 1))
    assert asked(arcs, [1, 1, 1], [1], decided=(2,))


def test_one_more_person_who_would_do_as_well_is_an_alternative() -> None:
    arcs = arcs_of(4, (ROOT, GROUP, 1), (ROOT, OTHER, 1), (GROUP, POST, 1), (OTHER, POST, 1), (POST, ROOT, 1))
    assert not asked(arcs, [1, 0, 1, 0, 1], [2, 3])
    assert asked(arcs, [1, 0, 1, 0, 1], [2, 3], decided=(1, 4)), "the other person costs more"


def test_two_people_who_could_swap_their_posts_are_an_alternative() -> None:
    arcs = arcs_of(
        5,
        (ROOT, GROUP, 1),
        (ROOT, OTHER, 1),
        *((person, post, 1) for person in (GROUP, OTHER) for post in (POST, SECOND)),
        (POST, ROOT, 1),
        (SECOND, ROOT, 1),
    )
    assert not asked(arcs, [1, 1, 1, 0, 0, 1, 1, 1], [2, 3, 4, 5], decided=(0, 1, 6, 7))


def test_cycles_among_the_arcs_in_between_move_nobody_else() -> None:
    """Two equal steps from a post's seats to the root, one of them used."""
    arcs = arcs_of(4, (ROOT, GROUP, 1), (GROUP, POST, 1), (POST, ROOT, 1), (POST, ROOT, 1))
    assert asked(arcs, [1, 1, 1, 0], [1], decided=(0,))


def test_a_group_partly_moved_can_go_either_way_along_its_own_arc_only() -> None:
    arcs = arcs_of(4, (ROOT, GROUP, 2), (GROUP, POST, 2), (POST, ROOT, 1))
    assert asked(arcs, [1, 1, 1], [1], decided=(2,))


def test_a_group_that_could_be_split_otherwise_is_an_alternative() -> None:
    arcs = arcs_of(5, (ROOT, GROUP, 2), (GROUP, POST, 2), (GROUP, SECOND, 2), (POST, ROOT, 2), (SECOND, ROOT, 2))
    assert not asked(arcs, [2, 1, 1, 1, 1], [1, 2])
    assert asked(arcs, [2, 1, 1, 1, 1], [1, 2], decided=(3, 4))


@pytest.mark.parametrize("parallel", [1, 2, 127, 128, 255, 256, 257, 512])
def test_any_number_of_parallel_arcs_is_a_way_around(parallel: int) -> None:
    """Sums of 256 ones in eight bits are zero."""
    back = [(SECOND, POST, 2)] * parallel
    arcs = arcs_of(5, (GROUP, POST, 2), (GROUP, SECOND, 2), *back)
    assert not asked(arcs, [1, 1, *([1] * parallel)], [0, 1])
    assert asked(arcs, [1, 1, *([1] * parallel)], [0, 1], decided=tuple(range(2, 2 + parallel)))


def test_two_forms_of_one_move_are_alternatives() -> None:
    arcs = arcs_of(4, (ROOT, GROUP, 2), (GROUP, POST, 2), (GROUP, POST, 2), (POST, ROOT, 2))
    assert not asked(arcs, [2, 1, 1, 2], [1, 2], decided=(0, 3))


def test_an_arc_without_room_is_no_alternative() -> None:
    arcs = arcs_of(2, (0, 1, 0), (0, 1, 1), (1, 0, 1))
    assert asked(arcs, [0, 1, 1], [0], decided=())


@pytest.mark.parametrize("stages", [1, 2])
def test_unique_means_that_all_cheapest_circulations_agree_on_the_moves(stages: int) -> None:
    seen = {True: 0, False: 0}
    for seed in range(200):
        arcs = draw_arcs(seed, most=3 if seed % 2 else 2)
        costs = draw_costs(seed, stages, len(arcs.tail), reach=1)
        flow, _, free = solve_in_stages(arcs, costs)
        is_move = np.random.default_rng(seed).random(len(arcs.tail)) < 0.4
        best = cheapest(arcs, costs)
        agree = len(np.unique(best[:, is_move], axis=0)) == 1
        assert is_unique(arcs, free, flow, is_move) is agree, seed
        seen[agree] += 1
    assert min(seen.values()) > 20


def cheapest(arcs: Arcs, costs: tuple[Ints, ...]) -> Ints:
    every = circulations(arcs)
    return every[best_of(every, costs)]
