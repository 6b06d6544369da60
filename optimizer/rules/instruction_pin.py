"""Nobody whom the planner pins is moved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Order
from optimizer.policy import Policy
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class InstructionPin(PairRule):
    """An instruction ``pin`` keeps its employee in place, in every form.

    >>> from optimizer.domain import Instruction, Order
    >>> from optimizer.rules.example import asked
    >>> asked(InstructionPin(), instructions=[Instruction(order=Order.PIN, employee="E")]).sentence("en")
    'Kept in place by an instruction.'
    """

    id = "instruction_pin"
    citation = DESIGN
    is_profiled = False
    sentences = {
        "vi": "Được giữ nguyên vị trí theo chỉ đạo.",
        "en": "Kept in place by an instruction.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to people pinned."""
        is_pinned = any(
            instruction.order is Order.PIN and instruction.employee == candidate.employee.id
            for instruction in candidate.dataset.instruction_rows
        )
        return self.refusal() if is_pinned else None

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        instructions = pairs.dataset.instructions
        pinned = instructions.loc[instructions["order"] == Order.PIN, "employee"]
        return pairs.dataset.employees["id"].isin(pinned).to_numpy(bool)[pairs.employee]
