"""The families of instances, their sizes and seeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

import optimizer
from optimizer.domain import Dataset, Limit, LimitForm, LimitKind, LimitSubject, UnitKind
from optimizer.facts import facts_of
from optimizer.policy import Policy, RuleSetting
from optimizer.rules.cost import Cost
from tests.benchmarks.instances import ROOM, TIGHT, Margin, province

SEEDS = (1, 2, 3)

UPPER_TIERS = ("weighted_fill", "first_of_field", "fairness", "burden")
"""The tiers that matter most; as many of them as fit one integer cost are solved in one."""

DONORS: Mapping[str, Margin] = {"room": ROOM, "tight": TIGHT}
"""How far communes' quotas leave room for transfers."""

BUDGETS: Mapping[str, int] = {"budget-95": 95, "budget-80": 80}
"""Per cent of what the best plan needs for allowances when nothing limits them."""

FAMILIES = (*DONORS, *BUDGETS, "rows")


@dataclass(frozen=True)
class Size:
    """How large a province is."""

    people: int
    vacancies: int
    communes: int


SIZES: Mapping[str, Size] = {
    "2k": Size(2_000, 300, 50),
    "4k": Size(4_000, 600, 100),
    "8k": Size(8_000, 1_500, 130),
    "12k": Size(12_000, 3_000, 150),
}


@dataclass(frozen=True)
class Instance:
    """One province to measure on."""

    family: str
    size: str
    seed: int

    @property
    def name(self) -> str:
        """Also the name of its record."""
        return f"{self.family}-{self.size}-{self.seed}"

    def tables(self) -> tuple[Dataset, Policy]:
        """The tables in memory and the policy, with the default tiers."""
        size = SIZES[self.size]
        margin = DONORS.get(self.family, ROOM)
        dataset, policy = province(size.people, size.vacancies, size.communes, self.seed, margin)
        if self.family in BUDGETS:
            return dataset, with_budget(dataset, policy, BUDGETS[self.family])
        if self.family == "rows":
            return with_many_rows(dataset, self.seed), policy
        return dataset, policy


def with_tiers(policy: Policy, tiers: tuple[str, ...]) -> Policy:
    """The same policy with other tiers."""
    return policy.model_copy(update={"tiers": tiers})


def with_budget(dataset: Dataset, policy: Policy, per_cent: int) -> Policy:
    """Allowances limited to a share of the least that a best plan by the upper tiers spends."""
    free = optimizer.plan(dataset, with_tiers(policy, (*UPPER_TIERS, Cost.id)))
    budget = Cost().measure(free, facts_of(dataset, policy)) * per_cent // 100
    rules = {**policy.rules, "allowance_budget": RuleSetting.model_validate({"on": True, "max_vnd": budget})}
    return policy.model_copy(update={"rules": rules})


def with_many_rows(dataset: Dataset, seed: int) -> Dataset:
    """Hundreds of limits that cross each other and the network.

    Every commune fills at most three quarters of its vacant seats by secondment and at most half by
    public employees; on every fifth way from a department to a commune one person goes at most.
    """
    draw = np.random.default_rng(seed)
    units = dataset.unit_by_code.values()
    communes = [unit.code for unit in units if unit.kind is UnitKind.COMMUNE]
    senders = [unit.code for unit in units if unit.kind in (UnitKind.DEPARTMENT, UnitKind.PUBLIC_SERVICE_UNIT)]
    vacant = dataset.posts.loc[dataset.posts["code"].str.contains("-V"), "unit"].value_counts()
    limits = []
    for commune in communes:
        seats = int(vacant.get(commune, 0))
        of_commune = Limit(subject=LimitSubject.ARRIVAL, unit=commune)
        by_form = {"form": LimitForm.SECONDMENT, "at_most": -(-3 * seats // 4)}
        by_kind = {"kind": LimitKind.PUBLIC_EMPLOYEE, "at_most": -(-seats // 2)}
        limits += [of_commune.model_copy(update=update) for update in (by_form, by_kind)]
    limits += [
        Limit(subject=LimitSubject.RELEASE, unit=sender, other_unit=commune, at_most=1)
        for sender in senders
        for commune in communes
        if draw.random() < 0.2
    ]
    return dataset.replace(limits=limits)
