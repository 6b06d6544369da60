"""Rules: who may go where, how many, and what is better. One rule is one file."""

from optimizer.rules.candidate import candidate_of, candidates_named
from optimizer.rules.limit_rule import Bounds, LimitRule, Members
from optimizer.rules.misplaced import is_misplaced
from optimizer.rules.objective import Objective, Terms
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import FORMS, Pairs
from optimizer.rules.policy_check import check_policy, rules_left_out
from optimizer.rules.registry import (
    LIMIT_RULES,
    OBJECTIVES,
    PAIR_RULES,
    RULES,
    objective_by_id,
    objectives_of,
    overrides_of,
    rule_by_id,
)
from optimizer.rules.rule import Citation, Parameter, Rule, Violation

__all__ = [
    "FORMS",
    "LIMIT_RULES",
    "OBJECTIVES",
    "PAIR_RULES",
    "RULES",
    "Bounds",
    "Candidate",
    "Citation",
    "LimitRule",
    "Members",
    "Objective",
    "PairRule",
    "Pairs",
    "Parameter",
    "Refusal",
    "Rule",
    "Terms",
    "Violation",
    "candidate_of",
    "candidates_named",
    "check_policy",
    "is_misplaced",
    "objective_by_id",
    "objectives_of",
    "overrides_of",
    "rule_by_id",
    "rules_left_out",
]
