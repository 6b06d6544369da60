"""What keeps values from being a policy."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from optimizer.findings import Finding, Severity


def policy_findings(error: ValidationError, file: str, prefix: Sequence[str] = ()) -> list[Finding]:
    """What keeps values from being a policy or a scenario, each with its place; rows count from 1, as people do."""
    return [
        Finding(
            Severity.ERROR,
            "policy_value",
            file,
            None,
            ".".join((*prefix, *(str(part + 1 if isinstance(part, int) else part) for part in trouble["loc"]))),
            {"reason": trouble["msg"]},
        )
        for trouble in error.errors(include_input=False, include_url=False)
    ]
