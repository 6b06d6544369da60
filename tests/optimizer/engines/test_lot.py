from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, product

import numpy as np

from optimizer.engines.lot import MoveKeys
from optimizer.lot import LOT_BITS, mixed, words

PEOPLE, POSTS = [f"e{number}" for number in range(12)], [f"p{number}" for number in range(12)]


def lots(salt: str, keys: Iterable[tuple[str, str, str, str]]) -> np.ndarray:
    """The lots of people, posts, forms and reopenings, text by text."""
    people, posts, forms, reopening = np.array([*keys], dtype=object).reshape(-1, 4).T
    kinds = (f"{form} {text}".strip() for form, text in zip(forms, reopening, strict=True))
    return mixed(words(salt, people), words(salt, posts), words(salt, kinds))


def lot(*key: str, salt: str = "") -> int:
    return int(lots(salt, [key])[0])


def test_a_swap_of_two_people_between_two_posts_changes_the_sum() -> None:
    """Sums of a hash of the person and a hash of the post would be the same either way."""
    for a, b in pairwise(PEOPLE):
        for p, q in pairwise(POSTS):
            stay = lot(a, p, "transfer", "") + lot(b, q, "transfer", "")
            swap = lot(a, q, "transfer", "") + lot(b, p, "transfer", "")
            assert stay != swap


def test_lots_are_whole_numbers_of_forty_bits_all_different() -> None:
    drawn = lots("", product(PEOPLE, POSTS, ("transfer", "secondment"), ("", "reopens")))
    assert drawn.dtype == np.int64
    assert len(np.unique(drawn)) == len(drawn) == 12 * 12 * 4
    assert drawn.min() >= 0
    assert 2 ** (LOT_BITS - 1) < drawn.max() < 2**LOT_BITS == 2**40


def test_every_part_of_the_key_counts_and_parts_do_not_run_together() -> None:
    keys = [
        ("e1", "p1", "transfer", ""),
        ("e2", "p1", "transfer", ""),
        ("e1", "p2", "transfer", ""),
        ("e1", "p1", "secondment", ""),
        ("e1", "p1", "transfer", "reopens"),
        ("e1p", "1", "transfer", ""),
        ("e", "1p1", "transfer", ""),
    ]
    assert len({lot(*key) for key in keys} | {lot(*key, salt="1") for key in keys}) == 2 * len(keys)


def test_letters_of_any_language_have_a_lot() -> None:
    assert lot("Đặng", "p1", "transfer", "") != lot("Dang", "p1", "transfer", "")


def test_arcs_in_between_draw_no_lot() -> None:
    keys = MoveKeys(
        ids=["e1", "e2"],
        codes=["p1"],
        forms=["transfer", "secondment"],
        person=np.array([0, 1]),
        post=np.array([0, 0]),
        form=np.array([0, 1], dtype=np.int8),
        reopens=np.array([False, True]),
    )
    expected = [0, 0, lot("e1", "p1", "transfer", "", salt="7"), lot("e2", "p1", "secondment", "reopens", salt="7")]
    assert keys.lots("7", np.ones(4, dtype=bool)).tolist() == expected
    assert keys.lots("7", np.array([True, False, False, True])).tolist() == [0, 0, 0, expected[3]]
