"""Provincial cases: published margins on the real communes, filled in with synthetic people."""

from scenarios.library.carry_out import CarriedOut, carry_out
from scenarios.library.case import Case
from scenarios.library.page import page
from scenarios.library.store import (
    available_cases,
    case_text,
    load_case,
    parse_case,
    read_case,
    write_case,
    write_case_text,
)
from scenarios.library.synthesize import synthesize
from scenarios.library.tables import fields

__all__ = [
    "CarriedOut",
    "Case",
    "available_cases",
    "carry_out",
    "case_text",
    "fields",
    "load_case",
    "page",
    "parse_case",
    "read_case",
    "synthesize",
    "write_case",
    "write_case_text",
]
