"""What does not fit together in the table of instructions."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.domain import Order
from optimizer.findings import Finding
from optimizer.ingest.sheet import Sheet


def check_instructions(instructions: Sheet) -> Iterator[Finding]:
    """An instruction names what it is about; a pin names the person to stay."""
    frame = instructions.frame
    is_pin = frame["order"] == str(Order.PIN)
    names_nobody = (frame["employee"] == "") & instructions.readable("employee")
    names_nothing = names_nobody & (frame["post"] == "") & (frame["unit"] == "") & instructions.readable("post", "unit")
    yield from instructions.errors(names_nothing, "instruction_about_nothing", "employee")
    yield from instructions.errors(is_pin & names_nobody & ~names_nothing, "pin_without_employee", "employee")
