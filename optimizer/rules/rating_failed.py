"""Nobody whose latest rating is "not completed" is transferred or seconded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Rating
from optimizer.policy import Form, Policy
from optimizer.rules.distinct import per_distinct
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs


class RatingFailed(PairRule):
    """The rating of the latest year decides; people without one are not refused.

    The decree sets the ratings; that this one keeps people from moving is this product's
    choice, which a policy can switch off.

    >>> from optimizer.rules.example import refuses
    >>> refuses(RatingFailed(), {"ratings": "2024:good; 2025:failed"})
    True
    >>> refuses(RatingFailed(), {"ratings": "2024:failed; 2025:completed"}), refuses(RatingFailed())
    (False, False)
    """

    id = "rating_failed"
    citation = cite("Nghị định 335/2025/NĐ-CP", "xếp loại chất lượng", is_verified=True)
    employee_columns = ("ratings",)
    uses_form = True
    sentences = {
        "vi": "Xếp loại năm {year}: không hoàn thành nhiệm vụ.",
        "en": "Rated as not completing the tasks in {year}.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to a transfer or secondment after a failed year."""
        ratings = candidate.employee.ratings
        if candidate.form is Form.REASSIGNMENT or not has_failed(ratings):
            return None
        # As text: a year is not grouped like a number.
        return self.refusal(year=str(max(ratings)[0]))

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        return per_distinct(has_failed, pairs.of_employee("ratings")) & ~pairs.has_form(Form.REASSIGNMENT)


def has_failed(ratings: tuple[tuple[int, str], ...]) -> bool:
    """Whether the latest year's rating is the lowest.

    >>> has_failed(((2025, "failed"), (2024, "good"))), has_failed(())
    (True, False)
    """
    return bool(ratings) and max(ratings)[1] == Rating.FAILED
