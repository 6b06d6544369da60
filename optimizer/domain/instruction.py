"""Instructions: what a planner orders for single people and posts."""

from __future__ import annotations

from enum import StrEnum

from optimizer.domain.cells import Reference, Row, Text


class Order(StrEnum):
    """``ban`` excludes the moves named, ``pin`` keeps a person in place, ``force`` asks for a move."""

    PIN = "pin"
    BAN = "ban"
    FORCE = "force"


class Instruction(Row):
    """An order about an employee, a post, a unit, or a combination of them.

    ``ban``: the moves of this employee, to this post, to this unit; what is left empty means any.
    ``pin``: the employee is not moved. ``force``: at least one of the moves named is made.
    """

    order: Order
    employee: Reference = ""
    post: Reference = ""
    unit: Reference = ""
    reason: Text = ""
