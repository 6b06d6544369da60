"""Majors that no field of expertise lists."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.domain import Level
from optimizer.findings import Finding
from optimizer.ingest.sheet import Sheet
from optimizer.level import plain


def check_majors(employees: Sheet, fields: Sheet) -> Iterator[Finding]:
    """A major that no field lists lowers the level told for every post: it may be another spelling of one that does.

    Looked at only where fields list majors, and of people whose level is told.
    """
    listed = {plain(major) for majors in fields.frame["majors"] for major in majors}
    if not listed or not fields.is_complete:
        return
    majors = employees.frame["major"]
    is_foreign = {major: major != "" and plain(major) not in listed for major in set(majors)}
    where = np.fromiter((is_foreign[major] for major in majors), dtype=np.bool_, count=len(majors))
    is_told = (employees.frame["level"] == Level.NONE).to_numpy() & employees.readable("major", "level")
    yield from employees.warnings(where & is_told, "unlisted_major", "major")
