"""What does not fit together in the tables of limits and instructions."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.domain import LimitSubject, Order
from optimizer.findings import Finding
from optimizer.ingest.sheet import Sheet


def check_limits(limits: Sheet) -> Iterator[Finding]:
    """A limit has a number, and people are kept at home only against release."""
    frame = limits.frame
    is_bare = frame["keep"].isna() & frame["at_most"].isna() & limits.readable("keep", "at_most")
    yield from limits.errors(is_bare, "limit_without_number", "keep")
    is_odd = (frame["subject"] == str(LimitSubject.ARRIVAL)) & frame["keep"].notna()
    yield from limits.errors(is_odd, "keep_on_arrival", "keep")


def check_instructions(instructions: Sheet) -> Iterator[Finding]:
    """An instruction names what it is about; a pin names the person to stay; force is not planned yet."""
    frame = instructions.frame
    is_pin = frame["order"] == str(Order.PIN)
    names_nobody = (frame["employee"] == "") & instructions.readable("employee")
    names_nothing = names_nobody & (frame["post"] == "") & (frame["unit"] == "") & instructions.readable("post", "unit")
    yield from instructions.errors(names_nothing, "instruction_about_nothing", "employee")
    yield from instructions.errors(is_pin & names_nobody & ~names_nothing, "pin_without_employee", "employee")
    yield from instructions.errors(frame["order"] == str(Order.FORCE), "force_not_planned", "order")
