"""A public employee (viên chức) is never transferred into a civil servant's post."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import EmployeeKind
from optimizer.policy import Form, Policy
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs


class PublicEmployeeTransfer(PairRule):
    """Secondment and reassignment stay open; to become a civil servant takes a reception of its own.

    Moves go to communes only, whose posts are civil servants' posts, so the form decides.
    Inferred from the article on reception; to be confirmed under Decree 259/2026. Whatever forms
    a policy opens, and whatever reason it states, the rule stands.

    >>> from optimizer.rules.example import refuses
    >>> from optimizer.policy import Form
    >>> refuses(PublicEmployeeTransfer(), {"kind": "public_employee"})
    True
    >>> refuses(PublicEmployeeTransfer(), {"kind": "public_employee"}, form=Form.SECONDMENT)
    False
    """

    id = "public_employee_transfer"
    citation = cite("Nghị định 170/2025/NĐ-CP", "Điều 13", is_verified=True)
    is_law = True
    is_optional = False
    employee_columns = ("kind",)
    uses_form = True
    sentences = {
        "vi": "Viên chức không được điều động vào vị trí công chức; có thể biệt phái.",
        "en": "A public employee cannot be transferred into a civil servant's post; secondment is possible.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to the transfer."""
        is_public_employee = candidate.employee.kind is EmployeeKind.PUBLIC_EMPLOYEE
        return self.refusal() if is_public_employee and candidate.form is Form.TRANSFER else None

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        is_public_employee = pairs.of_employee("kind") == EmployeeKind.PUBLIC_EMPLOYEE.value
        return is_public_employee.to_numpy(bool) & pairs.has_form(Form.TRANSFER)
