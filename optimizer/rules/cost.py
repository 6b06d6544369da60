"""What moving people costs the budget in allowances over their terms."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.allowances import Allowance, Rate, rates
from optimizer.facts import Facts
from optimizer.months import months_until
from optimizer.plan import Move
from optimizer.policy import Form, Policy
from optimizer.rules.instruments import cite
from optimizer.rules.objective import MoveObjective
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import Parameter


class Cost(MoveObjective):
    """Đồng of allowances per person over the term; a transfer without an end counts for ``transfer_months``.

    The policy's tables say what is paid for which form, distance and zone on which days; a
    month counts as its first day does. Reassignments cost nothing. Salaries are paid wherever
    people work and are left out.
    """

    id = "cost"
    unit = "vnd"
    citation = cite("Nghị định 170/2025/NĐ-CP", "Điều 27", is_verified=True)
    sentences = {
        "vi": "Đồng phụ cấp, hỗ trợ theo các bảng của chính sách cho cả thời hạn biệt phái; điều động không thời hạn "
        "tính {transfer_months} tháng.",
        "en": "Đồng of allowances by the policy's tables over the whole secondment; a transfer without an end counts "
        "for {transfer_months} months.",
    }
    transfer_months = Parameter(
        12,
        unit={"vi": "tháng", "en": "months"},
        source={
            "vi": "giả định: một năm ngân sách; luật không quy định thời hạn",
            "en": "assumption: one budget year; the law sets no term",
        },
        at_least=1,
        at_most=120,
    )

    def prices(self, pairs: Pairs) -> NDArray[np.int64]:
        """Sum of the allowances that each pair is paid."""
        policy, price = pairs.policy, np.zeros(len(pairs), dtype=np.int64)
        for form in (Form.TRANSFER, Form.SECONDMENT):
            months = self._months(form, policy.start, policy.end_of(form), policy)
            of_form = pairs.has_form(form)
            if of_form.any():
                for allowance, vnd in _rates(policy, form, policy.start, months):
                    price += (of_form & _is_paid(allowance, pairs)) * np.int64(vnd)
        return price

    def price(self, move: Move, facts: Facts) -> int:
        """The same for one move, over its own term, from the tables."""
        employee = np.array([facts.dataset.employee_row[move.employee]])
        post = np.array([facts.dataset.post_row[move.to_post]])
        km = float(facts.journeys.km(employee, post)[0])
        zone = facts.dataset.unit_by_code[move.to_unit].hardship_zone
        return self.vnd(move.form, None if np.isnan(km) else km, zone, move.start, move.end, facts.policy)

    def vnd(self, form: Form, km: float | None, zone: str, start: date, end: date | None, policy: Policy) -> int:
        """What one person costs who is moved so far from home, into a hardship zone, for a time."""
        if form is Form.REASSIGNMENT:
            return 0
        months = self._months(form, start, end, policy)
        return sum(rate.vnd for rate in _rates(policy, form, start, months) if rate.allowance.is_paid(form, km, zone))

    def _months(self, form: Form, start: date, end: date | None, policy: Policy) -> int:
        """How many months a move is paid for; a secondment without an end, which breaks the law, as the policy's."""
        if end is not None:
            return months_until(start, end)
        return policy.term_months if form is Form.SECONDMENT else self.transfer_months(policy)


def _rates(policy: Policy, form: Form, start: date, months: int) -> tuple[Rate, ...]:
    return rates(policy.allowance_rows, policy.base_salaries, form.value, start, months)


def _is_paid(allowance: Allowance, pairs: Pairs) -> NDArray[np.bool_]:
    """Which pairs lie in an allowance's band and zones; NaN lies in no band."""
    paid = np.ones(len(pairs), dtype=bool)
    if allowance.has_band:
        paid &= (pairs.km >= allowance.from_km) & (pairs.km < (np.inf if allowance.to_km is None else allowance.to_km))
    if allowance.zones:
        paid &= pairs.dataset.units["hardship_zone"].isin(allowance.zones).to_numpy()[pairs.receiver]
    return paid
