"""A post that asks for certificates is for people who have them all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.policy import Policy
from optimizer.rules.distinct import per_distinct
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs


class Certificates(PairRule):
    """No certificate of the post is missing; the accounting law, recalled, asks one of chief accountants.

    >>> from optimizer.rules.example import refuses
    >>> refuses(Certificates(), {"certificates": "driving"}, {"certificates": "chief_accountant"})
    True
    >>> refuses(Certificates(), {"certificates": "chief_accountant; driving"}, {"certificates": "chief_accountant"})
    False
    """

    id = "certificates"
    citation = cite("Luật Kế toán", "kế toán trưởng", is_verified=False)
    is_law = True
    employee_columns = ("certificates",)
    post_columns = ("certificates",)
    sentences = {
        "vi": "Thiếu chứng chỉ mà vị trí yêu cầu: {missing}.",
        "en": "Lacks certificates that the post asks for: {missing}.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No if any is missing."""
        missing = sorted(set(candidate.post.certificates) - set(candidate.employee.certificates))
        return self.refusal(missing=", ".join(missing)) if missing else None

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        return per_distinct(
            lambda held, asked: not set(asked) <= set(held),
            pairs.of_employee("certificates"),
            pairs.of_post("certificates"),
        )
