"""A plan in the hands of those who asked for it: with its tables and policy, counted, in words, as a table."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import pandas as pd

from optimizer.domain import Dataset
from optimizer.export import markdown, report, summarise
from optimizer.export.tables import MOVE_COLUMNS
from optimizer.ledger import Ledger, ledger_of
from optimizer.plan import Plan
from optimizer.policy import Policy
from optimizer.text import Language


@dataclass(frozen=True, eq=False, kw_only=True)
class Planned(Plan):
    """A plan with the tables and the policy it was made from, a scenario's changes included.

    It is equal to any plan that says the same.
    """

    dataset: Dataset = field(repr=False)
    policy: Policy = field(repr=False)

    @classmethod
    def of(cls, plan: Plan, dataset: Dataset, policy: Policy) -> Planned:
        """Put a plan together with what it was made from."""
        return cls(**_said(plan), dataset=dataset, policy=policy)

    @property
    def plan(self) -> Plan:
        """The plan alone, to be kept or sent without its tables."""
        return Plan(**_said(self))

    @cached_property
    def counts(self) -> Ledger:
        """Quota, payroll and working strength of every unit, before the plan and after it."""
        return ledger_of(self.dataset, self.policy, self)

    def summary(self, language: Language = "en") -> str:
        """The summary in words, as Markdown."""
        return markdown(report(summarise(self.dataset, self.policy, self), language), language)

    def to_frame(self) -> pd.DataFrame:
        """The moves, one a row, with the columns of moves.csv; without an end or a distance there is NaT or NaN."""
        frame = pd.DataFrame(
            [[getattr(move, column) for column in MOVE_COLUMNS] for move in self.moves], columns=list(MOVE_COLUMNS)
        )
        days = {name: pd.to_datetime(frame[name]) for name in ("start", "end")}
        words = {name: frame[name].map(str).astype("str") for name in ("form", "sender_kind")}
        return frame.assign(**words, **days, km=frame["km"].astype("float64"))

    def __eq__(self, other: object) -> bool:
        return _said(self) == _said(other) if isinstance(other, Plan) else NotImplemented

    __hash__ = Plan.__hash__


def _said(plan: Plan) -> dict[str, Any]:
    """All that a plan says, by the names of its fields."""
    return {each.name: getattr(plan, each.name) for each in fields(Plan)}
