"""A move that the planner orders is made, if any rule leaves it possible."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.domain import Instruction, Order
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.limit_rule import UNLIMITED, Bounds, LimitRule, Members
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class InstructionForce(LimitRule):
    """An instruction ``force`` demands one of the moves that match all it names. Subjects: such instructions.

    It never overrides a rule: what cannot be done is told as an unmet demand.
    """

    id = "instruction_force"
    citation = DESIGN
    sentences = {
        "vi": "Chỉ đạo bố trí {subject} chưa được thực hiện.",
        "en": "The instruction to move {subject} is not carried out.",
    }

    def bounds(self, facts: Facts) -> Bounds:
        """At least one move each."""
        orders = len(_orders(facts))
        return Bounds(np.ones(orders, dtype=np.int64), np.full(orders, UNLIMITED))

    def members(self, pairs: Pairs) -> Members:
        """Pairs of the person, to the post and to the unit named."""
        dataset, moves = pairs.dataset, []
        for order in _orders(pairs.facts):
            named = np.ones(len(pairs), dtype=bool)
            for code, rows, column in (
                (order.employee, dataset.employee_row, pairs.employee),
                (order.post, dataset.post_row, pairs.post),
                (order.unit, dataset.unit_row, pairs.receiver),
            ):
                if code:
                    named &= column == rows[code]
            moves.append(np.flatnonzero(named))
        subject = np.repeat(np.arange(len(moves)), [len(move) for move in moves])
        move = np.concatenate([*moves, np.empty(0, dtype=np.intp)])
        return Members(move, subject, np.ones(len(move), dtype=np.int64))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for every instruction that names the move."""
        for row, order in enumerate(_orders(facts)):
            if (
                order.employee in ("", move.employee)
                and order.post in ("", move.to_post)
                and order.unit in ("", move.to_unit)
            ):
                yield row, 1

    def label(self, subject: int, facts: Facts) -> str:
        """What the instruction names, ``*`` being anybody or anywhere: ``E → P``, ``* → U/P``."""
        order = self.order(subject, facts)
        return f"{order.employee or '*'} → {'/'.join(filter(None, (order.unit, order.post))) or '*'}"

    def order(self, subject: int, facts: Facts) -> Instruction:
        """The instruction of a subject."""
        return _orders(facts)[subject]


def _orders(facts: Facts) -> list[Instruction]:
    return [order for order in facts.dataset.instruction_rows if order.order is Order.FORCE]
