"""In which forms a person may go from one unit to another, and on what legal basis."""

from __future__ import annotations

from optimizer.domain import COMMUNE_KINDS, SENDER_KIND, Unit
from optimizer.policy import Form, Policy

LEGAL_BASIS = {
    Form.TRANSFER: "Nghị định 170/2025/NĐ-CP, Điều 25",
    Form.SECONDMENT: "Nghị định 170/2025/NĐ-CP, Điều 26",
    Form.REASSIGNMENT: "",
}
"""Article behind each form; a reassignment inside a unit is the head's own decision."""

PAYER = {Form.TRANSFER: "receiver", Form.SECONDMENT: "sender", Form.REASSIGNMENT: "receiver"}
"""Who pays the salary: during a secondment the sender (Decree 170/2025/NĐ-CP, Art. 27)."""


def forms_between(sender: Unit, receiver: Unit, policy: Policy) -> tuple[Form, ...]:
    """Forms open between two units; inside a commune only reassignment. Only communes receive."""
    if receiver.kind not in COMMUNE_KINDS:
        return ()
    if sender.code == receiver.code:
        return (Form.REASSIGNMENT,)
    return policy.forms.of(SENDER_KIND[sender.kind])
