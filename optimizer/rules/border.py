"""Nobody moves from one province to another unless the policy opens the border between them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.policy import Policy
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class Border(PairRule):
    """Units of one province, or of two whose border is among the policy's ``open_borders``.

    >>> from optimizer.rules.example import asked
    >>> asked(Border(), provinces=("19", "24")).sentence("en")
    'The border between provinces 19 and 24 is not open.'
    >>> asked(Border(), provinces=("19", "24"), open_borders=[("24", "19")])
    """

    id = "border"
    citation = DESIGN
    is_profiled = False
    sentences = {
        "vi": "Chính sách không mở ranh giới giữa tỉnh {sender} và tỉnh {receiver}.",
        "en": "The border between provinces {sender} and {receiver} is not open.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No across a border that is not open."""
        sender, receiver = candidate.sender.province, candidate.receiver.province
        if sender == receiver or policy.opens_border(sender, receiver):
            return None
        return self.refusal(sender=sender, receiver=receiver)

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs, looked up in a table of provinces by provinces."""
        province, codes = pd.factorize(pairs.dataset.units["province"])
        is_closed = np.array(
            [
                [sender != receiver and not pairs.policy.opens_border(sender, receiver) for receiver in codes]
                for sender in codes
            ],
            dtype=bool,
        )
        if not is_closed.any():
            return np.zeros(len(pairs), dtype=bool)
        refused: NDArray[np.bool_] = is_closed[province[pairs.sender], province[pairs.receiver]]
        return refused
