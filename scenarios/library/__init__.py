"""Provincial cases: published margins on the real communes, filled in with synthetic people."""

from scenarios.library.case import Case
from scenarios.library.store import available_cases, load_case, parse_case, write_case
from scenarios.library.synthesize import synthesize
from scenarios.library.tables import fields

__all__ = ["Case", "available_cases", "fields", "load_case", "parse_case", "synthesize", "write_case"]
