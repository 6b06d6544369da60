"""Every violation is a sentence in both languages, with the figures a person needs to find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from optimizer.domain import Unit
from optimizer.facts import Facts
from optimizer.plan import Override, Plan, Status, Termination
from optimizer.planning import plan_facts
from optimizer.text import LANGUAGES
from optimizer.verify import verify
from tests.optimizer.verify.province import DAY, FACTS, changed, claims, good, province, to, with_moves, with_tables

Spoilt = tuple[Plan, list[str]]


def an_id_that_the_tables_do_not_have() -> Spoilt:
    return changed("S", employee="zz"), ["zz → B-IT: the data has no zz."]


def a_name_in_the_place_of_an_id() -> Spoilt:
    said = ["••• → •••: the data has no •••."]
    return changed("S", employee="Nguyễn Văn An", to_post="001099012345"), said * 2


def columns() -> Spoilt:
    return changed("S", km=1.0, end=None, count=0), [
        "s05 → B-IT: column km says 1.0, the data says 19.8.",
        "s05 → B-IT: a secondment needs an end.",
        "s05 → B-IT: 0 people cannot be moved.",
    ]


def an_end_that_is_no_end() -> Spoilt:
    return changed("S", end=DAY), ["s05 → B-IT: the end Oct 1, 2025 is not after the start Oct 1, 2025."]


def a_term_too_long() -> Spoilt:
    said = "The secondment from Oct 1, 2025 to Oct 2, 2028 is longer than 36 months."
    return changed("S", end=date(2028, 10, 2)), [said]


def the_post_held_already_twice() -> Spoilt:
    of_a_move = [
        "s05 → S-IT: the person already holds this post.",
        "The form secondment is not open between these two units.",
    ]
    return with_moves(to("s05", "S-IT"), to("s05", "S-IT")), [
        *of_a_move,
        *of_a_move,
        "s05 → S-IT: listed more than once.",
        "s05 is moved 2 times, at most 1 is possible.",
        "Post S-IT receives 2 people, only 0 seats are open.",
    ]


def somebody_barred() -> Spoilt:
    said = "s99 → B-IT: not considered for a move under the regulations."
    return with_moves(to("s99", "B-IT")), [said]


def a_value() -> Spoilt:
    return claims(burden=-7), ["The plan states burden as -7, recounted it is 34."]


def a_tier_left_out() -> Spoilt:
    first, *others = (tier.tier for tier in good().objective)
    said = f"The plan states the tiers {', '.join(others)}, the policy has {', '.join((first, *others))}."
    return replace(good(), objective=good().objective[1:]), [said]


def a_bound() -> Spoilt:
    first, *others = good().objective
    said = "The plan states a lower bound of 5,000 for weighted_fill, above its value 16."
    return replace(good(), objective=(replace(first, bound=5000), *others)), [said]


def vacant_seats() -> Spoilt:
    return replace(good(), unfilled=()), [
        "The plan states 0 seats of A-CUL as vacant, recounted it is 1.",
        "The plan states 0 seats of C-LAN as vacant, recounted it is 1.",
    ]


def departures_from_law() -> Spoilt:
    """In the order of the rules."""
    made = tuple(Override(rule, "on", True, False, "") for rule in ("quota", "degree"))
    return replace(good(), overrides=made), [
        "degree.on: the plan does not state the policy's departure from hard law as it is.",
        "quota.on: the plan does not state the policy's departure from hard law as it is.",
    ]


every_spoilt_plan = pytest.mark.parametrize(
    "spoilt",
    [
        an_id_that_the_tables_do_not_have,
        a_name_in_the_place_of_an_id,
        columns,
        an_end_that_is_no_end,
        a_term_too_long,
        the_post_held_already_twice,
        somebody_barred,
        a_value,
        a_tier_left_out,
        a_bound,
        vacant_seats,
        departures_from_law,
    ],
)


def sentences(proposal: Plan, facts: Facts = FACTS) -> list[str]:
    return [violation.sentence("en") for violation in verify(proposal, facts).violations]


@every_spoilt_plan
def test_what_is_wrong_is_said(spoilt: Callable[[], Spoilt]) -> None:
    proposal, expected = spoilt()
    assert sentences(proposal) == expected


def test_demands_are_told_in_the_order_of_their_subjects() -> None:
    """The tongues that A and C need and nobody speaks, said to be missed otherwise than they are."""
    units: list[Unit] = [
        unit.model_copy(update={"languages": {"A": ("tày",), "C": ("thái",)}.get(unit.code, ())})
        for unit in province().rows("units")
    ]
    facts = with_tables(units=units)
    proposal = plan_facts(facts)
    said = tuple(replace(demand, demanded=2) for demand in proposal.unmet)
    wrong = replace(proposal, unmet=said, termination=Termination(Status.OPTIMAL, ""))
    assert sentences(wrong, facts) == [
        *sentences(proposal, facts),
        "A/tày: recounted, 0 of 1 are reached; the plan does not say so.",
        "C/thái: recounted, 0 of 1 are reached; the plan does not say so.",
        "A/tày: the plan says that 0 of 2 are reached; recounted, that is not so.",
        "C/thái: the plan says that 0 of 2 are reached; recounted, that is not so.",
        "The plan states its status as optimal, recounted it misses 2 demands.",
    ]


@every_spoilt_plan
def test_it_is_a_sentence_in_both_languages(spoilt: Callable[[], Spoilt]) -> None:
    proposal, _ = spoilt()
    for violation in verify(proposal, FACTS).violations:
        said = {violation.sentence(language) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES)
        for sentence in said:
            assert sentence.endswith(".")
            assert "{" not in sentence
