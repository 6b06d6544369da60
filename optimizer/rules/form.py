"""People move in a form that is open between the two units: by default a secondment from above, a transfer else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import COMMUNE_KINDS, SENDER_KIND, Unit, UnitKind
from optimizer.policy import Form, Policy
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import FORMS, Pairs
from optimizer.rules.rule import DESIGN, worded

LEGAL_BASIS = {
    Form.TRANSFER: "Nghị định 170/2025/NĐ-CP, Điều 25",
    Form.SECONDMENT: "Nghị định 170/2025/NĐ-CP, Điều 26",
    Form.REASSIGNMENT: "",
}
"""Article behind each form; a reassignment inside a unit is the head's own decision."""

PAYER = {Form.TRANSFER: "receiver", Form.SECONDMENT: "sender", Form.REASSIGNMENT: "receiver"}
"""Who pays the salary: during a secondment the sender (Decree 170/2025/NĐ-CP, Art. 27)."""


class OpenForm(PairRule):
    """What the policy opens between the kinds of sender and receiver; inside a commune a reassignment.

    A secondment takes a person outside the scope of the managing agency (Decree 170/2025,
    Art. 26), so people of the province come to communes in this form, and those of another
    commune by transfer. That is practice (Bắc Ninh, Thanh Hóa), which ``forms`` of a policy may
    change. Only communes receive.

    >>> from optimizer.rules.example import refuses
    >>> [form.value for form in Form if not refuses(OpenForm(), form=form)]
    ['transfer', 'reassignment']
    """

    id = "form"
    is_optional = False
    is_profiled = False
    citation = DESIGN
    sentences = {
        "vi": "Hình thức {form} không áp dụng giữa hai đơn vị này.",
        "en": "The form {form} is not open between these two units.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No in a form that is not open."""
        if candidate.form in forms_between(candidate.sender, candidate.receiver, policy):
            return None
        return self.refusal(form=worded(f"form.{candidate.form}"))

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs, looked up in a table of kinds by kinds by forms."""
        kinds = list(UnitKind)
        open_away = np.zeros((len(kinds), len(kinds), len(FORMS)), dtype=bool)
        for receiver in COMMUNE_KINDS:
            for row, sender in enumerate(kinds):
                for form in pairs.policy.forms.between(SENDER_KIND[sender], receiver):
                    open_away[row, kinds.index(receiver), FORMS.index(form)] = True
        kind = pairs.dataset.units["kind"].map(kinds.index).to_numpy(np.intp)
        is_home = pairs.sender == pairs.receiver
        open_home = pairs.has_form(Form.REASSIGNMENT) & pairs.counts.is_commune[pairs.receiver]
        return ~np.where(is_home, open_home, open_away[kind[pairs.sender], kind[pairs.receiver], pairs.form])


def forms_between(sender: Unit, receiver: Unit, policy: Policy) -> tuple[Form, ...]:
    """Forms open between two units; inside a commune only reassignment. Only communes receive."""
    if receiver.kind not in COMMUNE_KINDS:
        return ()
    if sender.code == receiver.code:
        return (Form.REASSIGNMENT,)
    return policy.forms.between(SENDER_KIND[sender.kind], receiver.kind)
