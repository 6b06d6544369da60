"""Fields of expertise: what a post needs and what a person knows."""

from __future__ import annotations

from optimizer.domain.cells import Code, Codes, Row, Similarities, Text

UNKNOWN_FIELD = "unknown"
"""The field of people and posts of whom only heads are known."""


class Field(Row):
    """One field of expertise. ``related`` lists fields whose people may also serve here, with a fit between 0 and 1.

    ``majors`` names the courses of study that lead to it; without any, no major is foreign to it.
    """

    code: Code
    name_en: Text
    name_vi: Text
    department: Text = ""
    related: Similarities = ()
    majors: Codes = ()
