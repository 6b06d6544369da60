"""Who covers further posts besides the one held (kiêm nhiệm) is not taken away from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.policy import Form, Policy
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class ConcurrentPosts(PairRule):
    """No transfer or secondment of people who hold several posts at once: their seats would all empty.

    >>> from optimizer.policy import Form
    >>> from optimizer.rules.example import refuses
    >>> refuses(ConcurrentPosts(), {"posts_held": "P"}, form=Form.SECONDMENT)
    True
    >>> refuses(ConcurrentPosts(), {"posts_held": "P"}, form=Form.REASSIGNMENT)
    False
    """

    id = "concurrent_posts"
    citation = DESIGN
    employee_columns = ("posts_held",)
    uses_form = True
    sentences = {
        "vi": "Đang kiêm nhiệm {number} vị trí khác.",
        "en": "Covers {number} further posts at the same time.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to people who cover further posts, unless they stay in their unit."""
        number = len(candidate.employee.posts_held)
        if candidate.form is Form.REASSIGNMENT or number == 0:
            return None
        return self.refusal(number=number)

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        covers = (pairs.dataset.employees["posts_held"].str.len() > 0).to_numpy(bool)
        return covers[pairs.employee] & ~pairs.has_form(Form.REASSIGNMENT)
