"""Every violation is a sentence in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.rules import Violation
from optimizer.text import LANGUAGES
from optimizer.verify import verify
from tests.optimizer.verify.province import DAY, FACTS, changed, claims, good, to, with_moves


def all_violations() -> list[Violation]:
    plans = [
        changed("S", employee="zz"),
        changed("S", km=1.0, end=None, count=0),
        changed("S", end=DAY),
        changed("S", end=date(2099, 1, 1)),
        with_moves(to("s99", "B-IT"), to("s05", "S-IT"), to("s05", "S-IT")),
        claims(burden=-7),
        replace(good(), unfilled=()),
        replace(good(), objective=tuple(replace(tier, bound=10**9) for tier in good().objective[1:])),
    ]
    return [violation for proposal in plans for violation in verify(proposal, FACTS).violations]


def test_every_violation_is_a_sentence_in_both_languages() -> None:
    found = all_violations()
    assert {violation.rule for violation in found} >= {
        "unknown_reference",
        "stated_wrongly",
        "term_without_end",
        "term_reversed",
        "secondment_term",
        "count",
        "form",
        "same_post",
        "bar",
        "listed_twice",
        "claimed_value",
        "claimed_bound",
        "claimed_tiers",
        "claimed_vacancy",
    }
    for violation in found:
        said = {violation.sentence(language) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES)
        for sentence in said:
            assert sentence.endswith(".")
            assert "{" not in sentence
