"""Rows of other provinces are not there for a caller."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, true

from api.access import EVERY_PROVINCE, Caller


def in_scope(table: Table, caller: Caller) -> ColumnElement[bool]:
    """The condition that every query of a caller has: only rows of the caller's province."""
    return true() if caller.province == EVERY_PROVINCE else table.c.province == caller.province
