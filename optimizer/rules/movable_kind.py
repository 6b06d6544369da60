"""Only civil servants and public employees move; records excluded from planning never do."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import EmployeeKind
from optimizer.policy import Policy
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.text import catalog

MOVABLE_KINDS = (EmployeeKind.CIVIL_SERVANT, EmployeeKind.PUBLIC_EMPLOYEE)


class MovableKind(PairRule):
    """Cadres, contract staff and managed cadres (``excluded``) stay, in every form.

    Transfer and secondment are defined for civil servants (Decree 170/2025, Art. 25 and 26)
    and, in practice, public employees; elected and managed cadres follow procedures of their
    own, rotation (luân chuyển, Art. 46 to 50) among them. The law before is recalled to have
    it alike, so the rule has no first day. No reason of a policy overrides it.

    >>> from optimizer.rules.example import refuses
    >>> refuses(MovableKind(), {"kind": "contract"}), refuses(MovableKind(), {"kind": "public_employee"})
    (True, False)
    >>> refuses(MovableKind(), {"kind": "civil_servant", "excluded": True})
    True
    """

    id = "movable_kind"
    citation = cite("Luật Cán bộ, công chức", "đối tượng điều động, biệt phái, luân chuyển", is_verified=False)
    is_law = True
    is_optional = False
    employee_columns = ("kind", "excluded")
    sentences = {
        "vi": "Không thuộc đối tượng điều động, biệt phái, bố trí lại: {kind}.",
        "en": "Not among those who are moved: {kind}.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to kinds that do not move and to excluded records."""
        employee = candidate.employee
        if employee.excluded:
            return self.refusal(kind=catalog()["employee_kind.excluded"])
        if employee.kind not in MOVABLE_KINDS:
            return self.refusal(kind=catalog()[f"employee_kind.{employee.kind}"])
        return None

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        movable = pairs.of_employee("kind").isin([kind.value for kind in MOVABLE_KINDS])
        return pairs.of_employee("excluded").to_numpy(bool) | ~movable.to_numpy(bool)
