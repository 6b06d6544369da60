"""Which role may what, on every address: read from the OpenAPI document, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.access import PERMISSIONS, Permission, Role
from api.http.access import PERMISSION_KEY


@dataclass(frozen=True)
class Access:
    """An address with its method, and what it asks for: None if it is open to all."""

    method: str
    path: str
    permission: Permission | None

    def is_open_to(self, role: Role) -> bool:
        """Whether a role may."""
        return self.permission is None or self.permission in PERMISSIONS[role]


def access_of(document: Mapping[str, Any]) -> tuple[Access, ...]:
    """Every address of an OpenAPI document, by path and method. Raises ValueError for an unknown permission."""
    return tuple(
        Access(method.upper(), path, Permission(asked) if (asked := operation.get(PERMISSION_KEY)) else None)
        for path, methods in sorted(document["paths"].items())
        for method, operation in sorted(methods.items())
    )
