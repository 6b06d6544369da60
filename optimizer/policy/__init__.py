"""Policy: what a province may set. Rules on or off, their parameters, forms, tiers.

A rule declares its parameters with default, unit and source (:mod:`optimizer.rules`);
the policy holds only what differs from the defaults.
"""

from optimizer.policy.forms import Form, FormOverride, Forms
from optimizer.policy.invalid import policy_findings
from optimizer.policy.policy import POLICY_FILE, PlanDay, Policy, read_policy
from optimizer.policy.profiles import COVERAGE_FIRST, PROFILES
from optimizer.policy.rule_setting import ParameterValue, RuleSetting
from optimizer.policy.travel_settings import TravelSettings

__all__ = [
    "COVERAGE_FIRST",
    "POLICY_FILE",
    "PROFILES",
    "Form",
    "FormOverride",
    "Forms",
    "ParameterValue",
    "PlanDay",
    "Policy",
    "RuleSetting",
    "TravelSettings",
    "policy_findings",
    "read_policy",
]
