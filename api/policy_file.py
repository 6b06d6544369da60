"""A policy as the text of a file: read with findings instead of exceptions, and written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import tomli_w
from pydantic import ValidationError

from optimizer.findings import Finding, Severity, has_errors
from optimizer.policy import POLICY_FILE, Policy, policy_findings
from optimizer.rules import check_policy


def read_policy_file(path: Path | None, profile: str | None = None) -> tuple[Policy | None, list[Finding]]:
    """The policy of a TOML file, or the defaults, with what is wrong with it; None if that keeps it from being used.

    A ``profile`` takes the place of the policy's own order of tiers. Raises OSError if the file cannot be opened.
    """
    try:
        text = "" if path is None else path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None, [Finding(Severity.ERROR, "policy_encoding", POLICY_FILE)]
    return read_policy_text(text, profile)


def read_policy_text(text: str, profile: str | None = None) -> tuple[Policy | None, list[Finding]]:
    """The policy that a TOML text holds, with what is wrong with it; None if that keeps it from being used."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [Finding(Severity.ERROR, "policy_syntax", POLICY_FILE, figures={"reason": str(error)})]
    except RecursionError:
        return None, [Finding(Severity.ERROR, "policy_syntax", POLICY_FILE, figures={"reason": "nested too deeply"})]
    return policy_of(given, profile)


def policy_of(given: Mapping[str, object], profile: str | None = None) -> tuple[Policy | None, list[Finding]]:
    """The policy of settings by name, with what is wrong with them; None if that keeps it from being used."""
    try:
        policy = Policy.model_validate(given)
    except ValidationError as error:
        return None, policy_findings(error, POLICY_FILE)
    if profile is not None:
        policy = policy.model_copy(update={"profile": profile, "tiers": None})
    findings = check_policy(policy)
    return (None if has_errors(findings) else policy), findings


def policy_text(policy: Policy) -> str:
    """A policy as TOML, its day always stated."""
    given = policy.model_dump(exclude_unset=True, exclude_none=True)
    return tomli_w.dumps({"as_of": policy.as_of, **given})
