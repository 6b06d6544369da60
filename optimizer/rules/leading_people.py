"""Only people who hold a leading post, or are planned for one, are seconded, where a policy asks for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.policy import Form, Policy
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class LeadingPeople(PairRule):
    """A secondment asks for a ``leader_rank``, or that the person is a ``planned_leader``.

    Off unless the policy turns it on: a criterion of Điện Biên (Decision 2446 of 17 October
    2025). That leaders go to equivalent posts only holds beside it.

    >>> from optimizer.policy import Form
    >>> from optimizer.rules.example import refuses
    >>> [refuses(LeadingPeople(), {"planned_leader": planned}, form=Form.SECONDMENT) for planned in (True, False)]
    [False, True]
    """

    id = "leading_people"
    is_on_by_default = False
    citation = DESIGN
    employee_columns = ("leader_rank", "planned_leader")
    uses_form = True
    sentences = {
        "vi": "Không giữ chức vụ và không thuộc quy hoạch chức vụ lãnh đạo, quản lý.",
        "en": "Neither holds a leading post nor is planned for one.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to a secondment of anybody else."""
        is_leading = candidate.employee.leader_rank != "" or candidate.employee.planned_leader
        return self.refusal() if candidate.form is Form.SECONDMENT and not is_leading else None

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        is_leading = (pairs.of_employee("leader_rank") != "") | pairs.of_employee("planned_leader")
        return ~is_leading.to_numpy(bool) & pairs.has_form(Form.SECONDMENT)
