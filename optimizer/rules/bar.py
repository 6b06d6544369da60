"""The seven legal bars to transfers and secondments, and what they have in common.

Articles 25 and 26 of Decree 170/2025 name seven groups of people who are not considered
for a transfer (điều động) or a secondment (biệt phái). The employees table holds only the
number of the group, i to vii, in ``blocks``, never its cause. Decree 300/2026 amends the
decree from 1 August 2026; whether it touches the seven groups was not seen.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Employee
from optimizer.policy import Form, Policy
from optimizer.rules.distinct import per_distinct
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import Parameter

ARTICLES_25_AND_26 = cite("Nghị định 170/2025/NĐ-CP", "Điều 25, Điều 26", is_verified=True)

NEUTRAL_RULE = "bar"
"""Stands for any legal bar where a plan is read by others than the personnel role."""


class Bar(PairRule):
    """One of the seven groups, by its code.

    The articles speak of transfer and secondment only: a reassignment (bố trí lại) inside
    the person's own unit is not barred.
    """

    code: ClassVar[str]
    citation = ARTICLES_25_AND_26
    employee_columns: ClassVar[tuple[str, ...]] = ("blocks",)
    uses_form = True
    is_law = True
    is_bar = True

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to a transfer or secondment of a person of the group."""
        if candidate.form is Form.REASSIGNMENT or not self.is_barred(candidate.employee, policy):
            return None
        return self.refusal()

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        return self.barred(pairs) & ~pairs.has_form(Form.REASSIGNMENT)

    def codes(self, policy: Policy) -> frozenset[str]:
        """Codes in ``blocks`` that put a person in the group."""
        return frozenset({self.code})

    def is_barred(self, employee: Employee, policy: Policy) -> bool:
        """Whether a person is in the group."""
        return not self.codes(policy).isdisjoint(employee.blocks)

    def barred(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Whose person is in the group, per pair."""
        codes = self.codes(pairs.policy)
        return per_distinct(lambda blocks: not codes.isdisjoint(blocks), pairs.of_employee("blocks"))


class WaivableBar(Bar):
    """A group whose people may go if they wish to: they name its code in a written waiver."""

    employee_columns = ("blocks", "waivers")

    waiver_covers_secondment = Parameter(
        False,
        unit={"vi": "có hoặc không", "en": "yes or no"},
        source={
            "vi": "nguyện vọng được nêu cho điều động; chưa thấy quy định có áp dụng cho biệt phái hay không",
            "en": "the wish of the person is worded for transfers; whether it covers secondments was not seen",
        },
        is_law=True,
    )

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to a person of the group, unless a waiver covers the form."""
        waived = self.code in candidate.employee.waivers
        covered = candidate.form is Form.TRANSFER or self.waiver_covers_secondment(policy)
        return None if waived and covered else super().refuse(candidate, policy)

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        waived = per_distinct(lambda waivers: self.code in waivers, pairs.of_employee("waivers"))
        covered = pairs.has_form(Form.TRANSFER) | self.waiver_covers_secondment(pairs.policy)
        return super().mask(pairs) & ~(waived & covered)
