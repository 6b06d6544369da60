"""A planned leader may be tried in a deputy's post of the own unit for some days, where a policy asks for it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain import Employee, Post
from optimizer.policy import Form, Policy
from optimizer.rules.distinct import per_distinct
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN, Parameter


class TrialAppointment(PairRule):
    """The exception to ``leader_equivalence``: who is planned for leadership and holds none may act as a deputy.

    Off unless the policy turns it on; then this rule keeps the trial to the person's own unit,
    as a reassignment that ends after ``trial_days``, and to people in service until then. As in
    every reassignment the post held must not be needed. Bắc Ninh filled deputies' posts so.

    >>> from optimizer.rules.example import refuses
    >>> planned, deputy = {"planned_leader": True}, {"leader_rank": "deputy_head"}
    >>> refuses(TrialAppointment(), planned, deputy, Form.REASSIGNMENT, on=True)
    False
    >>> refuses(TrialAppointment(), planned, deputy, Form.TRANSFER, on=True)
    True
    """

    id = "trial_appointment"
    is_on_by_default = False
    is_profiled = False
    citation = DESIGN
    sentences = {
        "vi": "Chỉ được giao thử chức vụ cấp phó tại chính đơn vị, không quá {days} ngày và khi còn công tác đến hết "
        "thời gian đó.",
        "en": "A deputy's post is open on trial only in the own unit, for {days} days at most, and to people in "
        "service until then.",
    }
    trial_days = Parameter(
        90,
        unit={"vi": "ngày", "en": "days"},
        source={"vi": "cách làm của Bắc Ninh", "en": "practice of Bắc Ninh"},
        at_least=1,
        at_most=366,
    )
    deputy_ranks: Parameter[tuple[str, ...]] = Parameter(
        ("deputy", "deputy_head"),
        unit={"vi": "mã trong cột leader_rank", "en": "codes in the column leader_rank"},
        source={"vi": "thiết kế: cấp phó của phòng", "en": "design: deputies of departments"},
    )

    def opens(self, planned_leader: bool, held: str, asked: str, policy: Policy) -> bool:
        """Whether the policy opens a post of the rank asked for, on trial, to somebody of the rank held."""
        return self.is_on(policy) and self._is_trial(planned_leader, held, asked, policy)

    def end_of(self, employee: Employee, post: Post, form: Form, policy: Policy) -> date | None:
        """The day on which a trial ends; None where the move is none."""
        opens = self.opens(employee.planned_leader, employee.leader_rank, post.leader_rank, policy)
        return self._last_day(policy.start, policy) if opens and form is Form.REASSIGNMENT else None

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to a trial elsewhere, or too long, or of somebody who leaves meanwhile."""
        employee, post, end = candidate.employee, candidate.post, candidate.end
        if not self._is_trial(employee.planned_leader, employee.leader_rank, post.leader_rank, policy):
            return None
        is_short = end is not None and end <= self._last_day(candidate.start, policy)
        serves = end is None or employee.leaves_on is None or employee.leaves_on >= end
        if self.is_on(policy) and candidate.form is Form.REASSIGNMENT and is_short and serves:
            return None
        return self.refusal(days=self.trial_days(policy))

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs, whose trials are as long as the policy has them."""
        policy = pairs.policy
        is_trial = per_distinct(
            lambda planned, held, asked: self._is_trial(planned, held, asked, policy),
            pairs.of_employee("planned_leader"),
            pairs.of_employee("leader_rank"),
            pairs.of_post("leader_rank"),
        )
        leaves = pairs.of_employee("leaves_on") < pd.Timestamp(self._last_day(policy.start, policy))
        may_try = pairs.has_form(Form.REASSIGNMENT) & ~leaves.to_numpy(bool) & self.is_on(policy)
        return is_trial & ~may_try

    def _is_trial(self, planned_leader: bool, held: str, asked: str, policy: Policy) -> bool:
        return planned_leader and not held and asked in self.deputy_ranks(policy)

    def _last_day(self, start: date, policy: Policy) -> date:
        return start + timedelta(days=self.trial_days(policy))
