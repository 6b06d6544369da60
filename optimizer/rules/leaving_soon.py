"""Nobody is moved who leaves service too soon after."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.months import months_after
from optimizer.policy import Form, Policy
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import FORMS, Pairs
from optimizer.rules.rule import Parameter


class LeavingSoon(PairRule):
    """Nobody leaves service before the term ends, nor within ``months_left`` of a transfer.

    A secondment asks for its whole term, and for ``seconded_months_left`` where a province sets
    them; a reassignment for the day it starts on (a trial: see ``trial_appointment``). By analogy
    with the decree on periodic change of position, which exempts people under 18 months from
    retirement; the tier ``near_leaving`` is the same as a wish. The day is taken from the table,
    be it one of retirement or of resignation; retirement ages are not computed.

    >>> from optimizer.rules.example import refuses
    >>> from optimizer.policy import Form
    >>> refuses(LeavingSoon(), {"leaves_on": "28/02/2028"}), refuses(LeavingSoon(), {"leaves_on": "01/03/2028"})
    (True, False)
    >>> refuses(LeavingSoon(), {"leaves_on": "01/03/2027"}, form=Form.SECONDMENT)
    False
    >>> refuses(LeavingSoon(), {"leaves_on": "01/03/2027"}, form=Form.SECONDMENT, seconded_months_left=18)
    True
    """

    id = "leaving_soon"
    citation = cite("Nghị định 59/2019/NĐ-CP", "chuyển đổi vị trí công tác, áp dụng tương tự", is_verified=True)
    employee_columns = ("leaves_on",)
    uses_form = True
    sentences = {
        "vi": "Rời công vụ ngày {leaves_on}, trước ngày {needed_until}.",
        "en": "Leaves service on {leaves_on}, before {needed_until}.",
    }
    months_left = Parameter(
        18,
        unit={"vi": "tháng", "en": "months"},
        source={
            "vi": "Nghị định 59/2019 miễn chuyển đổi vị trí định kỳ cho người còn dưới 18 tháng đến tuổi nghỉ hưu",
            "en": "Decree 59/2019 exempts people under 18 months from retirement from periodic change of position",
        },
        at_most=600,
    )
    seconded_months_left = Parameter(
        0,
        unit={"vi": "tháng", "en": "months"},
        source={
            "vi": "thiết kế: chỉ cần hết thời hạn; đặt 18 là áp dụng tương tự cho cả biệt phái",
            "en": "design: the term alone; 18 takes the analogy for secondments as well",
        },
        at_most=600,
    )

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No if the person leaves before the day needed."""
        leaves_on = candidate.employee.leaves_on
        needed_until = self.needed_until(candidate.form, candidate.start, candidate.end, policy)
        if leaves_on is None or leaves_on >= needed_until:
            return None
        return self.refusal(leaves_on=leaves_on, needed_until=needed_until)

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs; a missing day compares as not before."""
        policy = pairs.policy
        needed = pd.to_datetime([self.needed_until(form, policy.start, policy.end_of(form), policy) for form in FORMS])
        return (pairs.of_employee("leaves_on").to_numpy() < needed.to_numpy()[pairs.form]).astype(bool)

    def needed_until(self, form: Form, start: date, end: date | None, policy: Policy) -> date:
        """The day on which a person moved in this form for this term must still be in service."""
        if form is Form.REASSIGNMENT:
            return start
        months = self.months_left(policy) if form is Form.TRANSFER else self.seconded_months_left(policy)
        return max(months_after(start, months), end or start)
