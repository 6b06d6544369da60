"""Why a plan is as it is: causes, rules passed, what every single change would cost, what would help."""

from optimizer.explain.causes import vacant_seats
from optimizer.explain.demands import unmet_demands
from optimizer.explain.effect import Effect
from optimizer.explain.effects import Budget
from optimizer.explain.moves import MoveReasons, explain_moves
from optimizer.explain.passed import Passed, rules_passed
from optimizer.explain.ranking import Placing, ranked
from optimizer.explain.relaxing import Relaxation, relaxations
from optimizer.explain.standing import NotProvedError, Standing, standing_of
from optimizer.explain.vacancies import VacancyReasons, explain_vacancies
from optimizer.explain.why_not import Verdict, WhyNot, why_not

__all__ = [
    "Budget",
    "Effect",
    "MoveReasons",
    "NotProvedError",
    "Passed",
    "Placing",
    "Relaxation",
    "Standing",
    "VacancyReasons",
    "Verdict",
    "WhyNot",
    "explain_moves",
    "explain_vacancies",
    "ranked",
    "relaxations",
    "rules_passed",
    "standing_of",
    "unmet_demands",
    "vacant_seats",
    "why_not",
]
