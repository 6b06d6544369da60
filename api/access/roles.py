"""Roles and what each of them may do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Permission(StrEnum):
    """What an address asks for."""

    READ = "read"
    PLAN = "plan"
    APPROVE = "approve"
    DOCUMENTS = "documents"
    PERSONNEL = "personnel"
    MANAGE = "manage"


class Role(StrEnum):
    """What a token may be used for.

    A viewer reads; a planner also loads data and starts plans; personnel staff see besides what
    is kept of people (identities, bars); an approver decides on plans and issues them, and sees
    the documents with the names of those who move, but makes no plan; an administrator does what
    a planner does and gives out tokens and accounts, but does not see into files of persons.
    """

    VIEWER = "viewer"
    PLANNER = "planner"
    PERSONNEL = "personnel"
    APPROVER = "approver"
    ADMIN = "admin"


PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset({Permission.READ}),
    Role.PLANNER: frozenset({Permission.READ, Permission.PLAN}),
    Role.PERSONNEL: frozenset({Permission.READ, Permission.PLAN, Permission.PERSONNEL, Permission.DOCUMENTS}),
    Role.APPROVER: frozenset({Permission.READ, Permission.APPROVE, Permission.DOCUMENTS}),
    Role.ADMIN: frozenset({Permission.READ, Permission.PLAN, Permission.MANAGE}),
}
"""What every role may do."""
