"""No move that the planner bans: of a person, to a post, to a unit, or any combination."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Order
from optimizer.domain.dataset import rows_in
from optimizer.policy import Policy
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class InstructionBan(PairRule):
    """An instruction ``ban`` excludes the moves that match all it names; what it leaves empty means any.

    >>> from optimizer.domain import Instruction, Order
    >>> from optimizer.rules.example import asked
    >>> asked(InstructionBan(), instructions=[Instruction(order=Order.BAN, employee="E", unit="B")]).sentence("en")
    'Excluded by an instruction.'
    >>> asked(InstructionBan(), instructions=[Instruction(order=Order.BAN, employee="E", unit="A")])
    """

    id = "instruction_ban"
    citation = DESIGN
    is_profiled = False
    sentences = {
        "vi": "Bị loại trừ theo chỉ đạo.",
        "en": "Excluded by an instruction.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to moves named by a ban."""
        is_banned = any(
            ban.order is Order.BAN
            and ban.employee in ("", candidate.employee.id)
            and ban.post in ("", candidate.post.code)
            and ban.unit in ("", candidate.receiver.code)
            for ban in candidate.dataset.instruction_rows
        )
        return self.refusal() if is_banned else None

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs: bans that name the same columns are looked up together."""
        dataset, instructions = pairs.dataset, pairs.dataset.instructions
        bans = instructions.loc[instructions["order"] == Order.BAN, ["employee", "post", "unit"]]
        if bans.empty:
            return np.zeros(len(pairs), dtype=bool)
        row_of = {"employee": dataset.employee_row, "post": dataset.post_row, "unit": dataset.unit_row}
        rows = np.stack([rows_in(row, bans[column]) for column, row in row_of.items()])
        moves = np.stack([pairs.employee, pairs.post, pairs.receiver])
        is_named = (bans != "").to_numpy(bool).T
        banned = np.zeros(len(pairs), dtype=bool)
        for named in np.unique(is_named, axis=1).T:
            alike = rows[:, (is_named == named[:, None]).all(axis=0) & ((rows >= 0) | ~named[:, None]).all(axis=0)]
            # What is left empty means any: it is 0 in the keys of both sides.
            shape = tuple(len(row) if is_key else 1 for row, is_key in zip(row_of.values(), named, strict=True))
            keys, banned_keys = (
                np.ravel_multi_index(tuple(np.where(named[:, None], part, 0)), shape) for part in (moves, alike)
            )
            banned |= np.isin(keys, banned_keys)
        return banned
