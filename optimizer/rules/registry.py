"""All rules there are, in the order in which they are asked and told."""

from __future__ import annotations

from types import MappingProxyType

from optimizer.facts import Facts
from optimizer.plan import Override
from optimizer.policy import Policy
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
from optimizer.rules.rule import Rule
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
