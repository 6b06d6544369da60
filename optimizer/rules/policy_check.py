"""What is wrong with a policy, and which rules it leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from optimizer.allowances import available_tables
from optimizer.findings import Finding, Severity, in_order
from optimizer.policy import POLICY_FILE, PROFILES, ParameterValue, Policy
from optimizer.rules.objective import Objective
from optimizer.rules.registry import OBJECTIVES, RULES, UNMET_DEMANDS, overrides_of, rule_by_id
from optimizer.rules.rule import Parameter
from optimizer.rules.secondment_term import SecondmentTerm
from optimizer.text import catalog

_RULE_IDS = frozenset(rule.id for rule in RULES)
_TIERS = frozenset(objective.id for objective in OBJECTIVES)


def check_policy(policy: Policy) -> list[Finding]:
    """What is wrong with a policy: rules, parameters and tiers that are not, values that cannot be.

    What every plan rests on cannot be switched off, and hard law is not departed from without
    a reason. With one it is a warning, as is every other rule that a policy switches off, or
    whose instrument is not in force on the day: no rule is left out in silence.
    """
    checks = (_check_rules, _check_tiers, _check_terms, _check_levels, _check_allowances, _check_law, _check_silent)
    return list(in_order([finding for check in checks for finding in check(policy)]))


def _check_rules(policy: Policy) -> Iterable[Finding]:
    for id_, setting in policy.rules.items():
        if id_ not in _RULE_IDS:
            yield _finding("unknown_rule", f"rules.{id_}", rule=id_)
            continue
        parameters = rule_by_id(id_).parameters()
        for name, value in setting.values.items():
            column = f"rules.{id_}.{name}"
            if name not in parameters:
                yield _finding("unknown_parameter", column, rule=id_, parameter=name)
            elif not _has_type(value, parameters[name]):
                expected = catalog()[f"parameter_type.{type(parameters[name].default).__name__}"]
                yield _finding("wrong_parameter_type", column, rule=id_, parameter=name, expected=expected)
            elif not _is_in_range(value, parameters[name]):
                at_least, at_most = parameters[name].at_least, parameters[name].at_most
                yield _finding(
                    "parameter_out_of_range",
                    column,
                    rule=id_,
                    parameter=name,
                    value=value,
                    at_least=at_least,
                    at_most=at_most,
                )


def _check_tiers(policy: Policy) -> Iterable[Finding]:
    if policy.profile is not None and policy.profile not in PROFILES:
        yield _finding("unknown_profile", "profile", profile=policy.profile, names=", ".join(PROFILES))
    elif policy.profile is not None and policy.tiers is not None:
        yield _finding("profile_and_tiers", "profile", profile=policy.profile)
    tiers = policy.tiers or ()
    for place, tier in enumerate(tiers):
        if tier not in _TIERS:
            yield _finding("unknown_tier", "tiers", tier=tier)
        elif tier == UNMET_DEMANDS.id or tier in tiers[:place]:
            yield _finding("repeated_tier", "tiers", tier=tier)


def _check_terms(policy: Policy) -> Iterable[Finding]:
    if policy.start < policy.as_of:
        yield _finding("starts_too_early", "starts_on", start=policy.start, day=policy.as_of)
    rule = SecondmentTerm()
    if rule.is_on(policy) and policy.term_months > rule.max_months(policy):
        yield _finding("term_too_long", "term_months", months=policy.term_months, at_most=rule.max_months(policy))


def _check_levels(policy: Policy) -> Iterable[Finding]:
    if policy.level_table is None:
        yield _finding("no_level_table", "levels", Severity.WARNING, day=policy.as_of)


def _check_allowances(policy: Policy) -> Iterable[Finding]:
    tables = [entry for entry in policy.allowances if isinstance(entry, str)]
    unknown = [table for table in tables if table not in available_tables()]
    for table in unknown:
        yield _finding("unknown_allowances", "allowances", table=table, names=", ".join(available_tables()))
    if unknown:
        return
    first = min((salary.since for salary in policy.base_salaries), default=None)
    if first is None or policy.start < first:
        for row in policy.allowance_rows:
            if row.base_salaries is not None:
                yield _finding("no_base_salary", "base_salaries", allowance=row.code, day=policy.start)


def _check_law(policy: Policy) -> Iterable[Finding]:
    for override in overrides_of(policy):
        rule = rule_by_id(override.rule)
        yield _finding(
            "law_overridden" if override.reason else "law_without_reason",
            f"rules.{override.rule}.{override.parameter}",
            Severity.WARNING if override.reason else Severity.ERROR,
            rule=override.rule,
            name=rule.name,
            instrument=rule.citation.instrument,
            article=rule.citation.article,
            parameter=override.parameter,
            default=override.default,
            value=override.value,
            reason=override.reason,
        )


def rules_left_out(policy: Policy) -> tuple[Finding, ...]:
    """What to tell about rules that a policy or its day leaves out; departures from hard law are told apart."""
    return in_order(_check_silent(policy))


def _check_silent(policy: Policy) -> Iterable[Finding]:
    for rule in RULES:
        column, setting, citation = f"rules.{rule.id}", policy.setting(rule.id), rule.citation
        if not rule.is_optional:
            if setting.on is False:
                code = "tier_switched_off" if isinstance(rule, Objective) else "rule_not_optional"
                yield _finding(code, column, rule=rule.id)
        elif not citation.is_in_force(policy.as_of):
            yield _finding(
                "rule_not_in_force",
                column,
                Severity.WARNING,
                rule=rule.id,
                name=rule.name,
                instrument=citation.instrument,
                day=policy.as_of,
            )
        elif setting.on is False and not rule.is_law:
            yield _finding("rule_switched_off", column, Severity.WARNING, rule=rule.id, name=rule.name)
        elif setting.on is None and setting.values and not rule.is_on_by_default:
            yield _finding("rule_left_off", column, Severity.WARNING, rule=rule.id)


def _has_type(value: ParameterValue, parameter: Parameter[Any]) -> bool:
    """Whether a value is of the default's type; a whole number serves as a number, True never does."""
    default = parameter.default
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    if isinstance(default, tuple):
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    return isinstance(value, type(default))


def _is_in_range(value: ParameterValue, parameter: Parameter[Any]) -> bool:
    """Whether a number is within the parameter's bounds, and so finite; other values have none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    return parameter.at_least <= value <= parameter.at_most


def _finding(code: str, column: str, severity: Severity = Severity.ERROR, **figures: object) -> Finding:
    return Finding(severity, code, POLICY_FILE, None, column, figures)
