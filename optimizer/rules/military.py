"""Military people and military posts are no part of a plan."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.policy import Policy
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN, Parameter

WORDS = ("military", "quân sự", "ban chỉ huy quân sự")
"""What tables call military, in small letters."""


class Military(PairRule):
    """Nobody of the military bloc moves, nobody leaves or enters a military unit or department.

    Told from the ``bloc`` of the person and of both units, and from the ``department`` of the
    post and of the post held. The military is staffed under laws of its own. Provinces may call
    it by further words, in capitals or not; none can be taken off the list.

    >>> from optimizer.rules.example import refuses
    >>> refuses(Military(), {"bloc": "Quân sự"}), refuses(Military(), {}, {"department": "Ban Chỉ huy quân sự"})
    (True, True)
    >>> refuses(Military(), {"bloc": "Tự vệ"}), refuses(Military(), {"bloc": "Tự vệ"}, further_words=["tự vệ"])
    (False, True)
    """

    id = "military"
    is_optional = False
    is_profiled = False
    citation = DESIGN
    sentences = {
        "vi": "Người hoặc vị trí thuộc khối quân sự, ngoài phạm vi phương án.",
        "en": "The person or the post is military, outside the scope of the plan.",
    }
    further_words: Parameter[tuple[str, ...]] = Parameter(
        (),
        unit={"vi": "từ trong cột bloc, department", "en": "words in the columns bloc and department"},
        source={"vi": "do tỉnh nêu; mặc định không có", "en": "named by the province; none by default"},
    )

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No if person, units or posts are military."""
        dataset = candidate.dataset
        held = dataset.post_row.get(candidate.employee.post)
        told = (
            candidate.employee.bloc,
            candidate.sender.bloc,
            candidate.receiver.bloc,
            candidate.post.department,
            "" if held is None else str(dataset.posts["department"].iat[held]),
        )
        words = self._words(policy)
        return self.refusal() if any(word.casefold() in words for word in told) else None

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        dataset, words = pairs.dataset, self._words(pairs.policy)
        unit = _is_named(dataset.units["bloc"], words)
        post = _is_named(dataset.posts["department"], words) | unit[dataset.post_unit]
        person = _is_named(dataset.employees["bloc"], words) | unit[dataset.employee_unit]
        # Row -1, nobody's post, is the one appended.
        person |= np.append(post, False)[dataset.employee_post]
        return person[pairs.employee] | post[pairs.post]

    def _words(self, policy: Policy) -> frozenset[str]:
        return frozenset((*WORDS, *(word.casefold() for word in self.further_words(policy))))


def _is_named(column: pd.Series, words: frozenset[str]) -> NDArray[np.bool_]:
    named: NDArray[np.bool_] = column.str.casefold().isin(words).to_numpy(bool)
    return named
