"""Why a plan is as it is: causes, rules passed, what every single change would cost, what would help."""

from optimizer.explain.causes import vacant_seats
from optimizer.explain.demands import unmet_demands
from optimizer.explain.effect import Effect
from optimizer.explain.effects import Budget
from optimizer.explain.fairness import Fairness, Share, Trait, fairness_of
from optimizer.explain.moves import MoveReasons, explain_moves
from optimizer.explain.need import Need, ResidualNeed, residual_need
from optimizer.explain.passed import Passed, rules_passed
from optimizer.explain.ranking import Placing, ranked
from optimizer.explain.relaxing import Relaxation, relaxations
from optimizer.explain.shortages import CommuneShortage, Shortages, Spread, shortages_of
from optimizer.explain.specialists import Specialist, specialists
from optimizer.explain.standing import NotProvedError, Standing, standing_of
from optimizer.explain.training import Learner, nearest_to_qualify
from optimizer.explain.vacancies import VacancyReasons, explain_vacancies
from optimizer.explain.why_not import Verdict, WhyNot, why_not

__all__ = [
    "Budget",
    "CommuneShortage",
    "Effect",
    "Fairness",
    "Learner",
    "MoveReasons",
    "Need",
    "NotProvedError",
    "Passed",
    "Placing",
    "Relaxation",
    "ResidualNeed",
    "Share",
    "Shortages",
    "Specialist",
    "Spread",
    "Standing",
    "Trait",
    "VacancyReasons",
    "Verdict",
    "WhyNot",
    "explain_moves",
    "explain_vacancies",
    "fairness_of",
    "nearest_to_qualify",
    "ranked",
    "relaxations",
    "residual_need",
    "rules_passed",
    "shortages_of",
    "specialists",
    "standing_of",
    "unmet_demands",
    "vacant_seats",
    "why_not",
]
