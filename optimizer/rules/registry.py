"""All rules there are, and whether a policy speaks of them only."""

from __future__ import annotations

import math
from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from optimizer.allowances import available_tables
from optimizer.facts import Facts
from optimizer.findings import Finding, Severity, in_order
from optimizer.plan import Override
from optimizer.policy import POLICY_FILE, PROFILES, ParameterValue, Policy
from optimizer.rules.allowance_budget import AllowanceBudget
from optimizer.rules.available import Available
from optimizer.rules.bar_discipline import BarDiscipline
from optimizer.rules.bar_hardship import BarHardship
from optimizer.rules.bar_illness import BarIllness
from optimizer.rules.bar_local import BarLocal
from optimizer.rules.bar_prosecution import BarProsecution
from optimizer.rules.bar_small_child import BarSmallChild
from optimizer.rules.bar_study_or_seconded import BarStudyOrSeconded
from optimizer.rules.border import Border
from optimizer.rules.border_homes import BorderHomes
from optimizer.rules.burden import Burden
from optimizer.rules.certificates import Certificates
from optimizer.rules.changes import Changes
from optimizer.rules.concurrent_posts import ConcurrentPosts
from optimizer.rules.cooldown import Cooldown
from optimizer.rules.cost import Cost
from optimizer.rules.couples import Couples
from optimizer.rules.degree import MinDegree
from optimizer.rules.fairness import Fairness
from optimizer.rules.field_fairness import FieldFairness
from optimizer.rules.field_fit import FieldFit
from optimizer.rules.first_of_field import FirstOfField
from optimizer.rules.form import OpenForm
from optimizer.rules.grade import MinGrade
from optimizer.rules.held_post import HeldPost
from optimizer.rules.home_distance import HomeDistance
from optimizer.rules.housing import Housing
from optimizer.rules.instruction_ban import InstructionBan
from optimizer.rules.instruction_force import InstructionForce
from optimizer.rules.instruction_pin import InstructionPin
from optimizer.rules.languages import Languages
from optimizer.rules.leader_equivalence import LeaderEquivalence
from optimizer.rules.leading_people import LeadingPeople
from optimizer.rules.leaving_soon import LeavingSoon
from optimizer.rules.level import MinLevel
from optimizer.rules.limit_rule import LimitRule
from optimizer.rules.line_staff import LineStaff
from optimizer.rules.local_limits import LocalLimits
from optimizer.rules.max_distance import MaxDistance
from optimizer.rules.military import Military
from optimizer.rules.movable_kind import MovableKind
from optimizer.rules.near_leaving import NearLeaving
from optimizer.rules.objective import Objective
from optimizer.rules.open_seats import OpenSeats
from optimizer.rules.pair_rule import PairRule
from optimizer.rules.past_secondments import PastSecondments
from optimizer.rules.person import Person
from optimizer.rules.public_employee_transfer import PublicEmployeeTransfer
from optimizer.rules.quota import Quota
from optimizer.rules.rating import Rating
from optimizer.rules.rating_failed import RatingFailed
from optimizer.rules.rating_history import RatingHistory
from optimizer.rules.release import Release
from optimizer.rules.rule import Parameter, Rule
from optimizer.rules.secondment_term import SecondmentTerm
from optimizer.rules.sender_share import SenderShare
from optimizer.rules.speakers import Speakers
from optimizer.rules.surplus_only import SurplusOnly
from optimizer.rules.surplus_senders import SurplusSenders
from optimizer.rules.term_overlap import TermOverlap
from optimizer.rules.trial_appointment import TrialAppointment
from optimizer.rules.unmet_demands import UnmetDemands
from optimizer.rules.vacant_seats import VacantSeats
from optimizer.rules.volunteers import Volunteers
from optimizer.rules.weighted_fill import WeightedFill
from optimizer.rules.wishes import Wishes
from optimizer.rules.working_limit import WorkingLimit
from optimizer.rules.worst_commune import WorstCommune
from optimizer.text import catalog

PAIR_RULES: tuple[PairRule, ...] = (
    MovableKind(),
    Military(),
    OpenForm(),
    Available(),
    InstructionPin(),
    InstructionBan(),
    BarDiscipline(),
    BarProsecution(),
    BarIllness(),
    BarStudyOrSeconded(),
    BarSmallChild(),
    BarHardship(),
    BarLocal(),
    ConcurrentPosts(),
    PublicEmployeeTransfer(),
    LeaderEquivalence(),
    TrialAppointment(),
    FieldFit(),
    MinLevel(),
    MinDegree(),
    MinGrade(),
    Certificates(),
    Languages(),
    SecondmentTerm(),
    TermOverlap(),
    LeavingSoon(),
    Cooldown(),
    RatingFailed(),
    RatingHistory(),
    LeadingPeople(),
    Border(),
    MaxDistance(),
)
"""Who may take which post, in the order in which refusals are told: who moves at all, then what the post asks."""

LIMIT_RULES: tuple[LimitRule, ...] = (
    Person(),
    OpenSeats(),
    VacantSeats(),
    HeldPost(),
    Release(),
    SenderShare(),
    SurplusOnly(),
    Quota(),
    WorkingLimit(),
    LocalLimits(),
    Housing(),
    Couples(),
    Speakers(),
    InstructionForce(),
    AllowanceBudget(),
)
"""How many."""

UNMET_DEMANDS = UnmetDemands(LIMIT_RULES)
"""What comes before every other tier wherever a lower bound or an order to move demands something."""

OBJECTIVES: tuple[Objective, ...] = (
    UNMET_DEMANDS,
    WeightedFill(),
    WorstCommune(),
    FirstOfField(),
    Fairness(),
    SurplusSenders(),
    LineStaff(),
    Burden(),
    Changes(),
    Volunteers(),
    PastSecondments(),
    Rating(),
    HomeDistance(),
    FieldFairness(),
    Cost(),
    Wishes(),
    NearLeaving(),
    BorderHomes(),
)
"""What is better: unmet demands, the default order of tiers, then those that only some profiles use."""

RULES: tuple[Rule, ...] = (*PAIR_RULES, *LIMIT_RULES, *OBJECTIVES)

_RULE_BY_ID = MappingProxyType({rule.id: rule for rule in RULES})
_OBJECTIVE_BY_ID = MappingProxyType({objective.id: objective for objective in OBJECTIVES})


def rule_by_id(id_: str) -> Rule:
    """The rule with this id. Raises KeyError for an unknown one."""
    return _RULE_BY_ID[id_]


def objective_by_id(id_: str) -> Objective:
    """The objective of a tier. Raises KeyError for an unknown one."""
    return _OBJECTIVE_BY_ID[id_]


def objectives_of(facts: Facts) -> tuple[Objective, ...]:
    """The tiers of a plan in order: unmet demands, then the policy's, each if there is anything to measure.

    Raises KeyError for a tier that no objective bears.
    """
    tiers = (UNMET_DEMANDS, *(objective_by_id(tier) for tier in facts.policy.tier_order))
    return tuple(objective for objective in tiers if objective.applies(facts))


def overrides_of(policy: Policy) -> tuple[Override, ...]:
    """Where a policy departs from hard law in force on its day, in the order of the rules."""
    return tuple(override for rule in RULES for override in rule.overrides(policy))


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
        if id_ not in _RULE_BY_ID:
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
        if tier not in _OBJECTIVE_BY_ID:
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
    """Whether a number is finite and within the parameter's bounds; other values have none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    return math.isfinite(value) and parameter.at_least <= value <= parameter.at_most


def _finding(code: str, column: str, severity: Severity = Severity.ERROR, **figures: object) -> Finding:
    return Finding(severity, code, POLICY_FILE, None, column, figures)
