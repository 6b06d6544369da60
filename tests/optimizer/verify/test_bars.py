"""Why somebody is barred shows in no violation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.text import LANGUAGES
from optimizer.verify import verify
from tests.optimizer.verify.province import FACTS, person, to, with_moves, with_tables


@pytest.mark.parametrize("employee", ["s98", "s99"])
def test_a_bar_is_told_once_and_never_which(employee: str) -> None:
    """Two bars look like one; no article, no rule, no code, no waiver."""
    (violation,) = verify(with_moves(to(employee, "B-IT")), FACTS).violations
    assert violation.rule == "bar"
    assert set(violation.figures) == {"subject"}
    assert violation.subject == f"{employee} → B-IT"
    for language in LANGUAGES:
        sentence = violation.sentence(language)
        for telling in ("Điều", "khoản", "Art", "Nghị định", "Decree", "bar_", "waive", "iii", " v ", " i "):
            assert telling not in sentence
        assert (
            sentence
            == {
                "vi": f"{violation.subject}: không xem xét điều động, biệt phái theo quy định.",
                "en": f"{violation.subject}: not considered for a move under the regulations.",
            }[language]
        )


def test_every_bar_reads_the_same() -> None:
    sentences = set()
    for bar in ("i", "ii", "iii", "iv", "v", "vi", "vii"):
        staff = [person("s05", "S", "IT", blocks=(bar,), count=20)]
        (violation,) = verify(
            with_moves(replace(to("s05", "B-IT"), volunteer=False)), with_tables(employees=staff)
        ).violations
        sentences.add((violation.rule, violation.sentence("vi"), violation.sentence("en")))
    assert len(sentences) == 1
