"""What no plan changes, and what it changes by just one a head: quotas, payrolls, working strength, people, seats."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from optimizer import plan
from optimizer.counts import Counts, count, count_after
from optimizer.domain import Dataset
from optimizer.ledger import By, checks_of, ledger_of
from optimizer.plan import Plan
from optimizer.policy import Form, Forms, Policy, RuleSetting
from tests.optimizer.judge import tiny
from tests.optimizer.staffed import DAY, POLICY, carried_out, plans, provinces

PER_UNIT = ("payroll", "working", "seconded_out", "seconded_in", "on_leave")
PER_POST = ("seats", "holders", "away", "stand_ins", "open_seats", "vacant_seats", "over_held")

slowly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def eager(forms: tuple[Form, ...]) -> Policy:
    """A policy under which departments give everybody, so that plans move many."""
    rules = {"sender_share": RuleSetting(share=1.0), "working_limit": RuleSetting(over_quota_share=1.0)}
    return Policy(as_of=DAY, forms=Forms(commune=forms, department=forms), rules=rules)


some_forms = st.sampled_from(((Form.TRANSFER,), (Form.SECONDMENT,), (Form.TRANSFER, Form.SECONDMENT)))


def lost(dataset: Dataset, policy: Policy, proposal: Plan) -> list[str]:
    """Counts that a plan changes by more or less than its moves do."""
    before, units = count(dataset, policy), dataset.units["code"].tolist()
    after = count_after(before, proposal)
    gained: Counter[str] = Counter()
    at_work: Counter[str] = Counter()
    for move in proposal.moves:
        at_work[move.to_unit] += move.count
        at_work[move.from_unit] -= move.count
        if move.form is Form.TRANSFER:
            gained[move.to_unit] += move.count
            gained[move.from_unit] -= move.count
    nothing: Counter[str] = Counter()
    by_unit = {"quota": nothing, "payroll": gained, "working": at_work}
    found = [
        name
        for name, change in by_unit.items()
        if (getattr(after, name) - getattr(before, name)).tolist() != [change[unit] for unit in units]
    ]
    lent = sum(move.count for move in proposal.moves if move.form is Form.SECONDMENT)
    in_all = {"payroll": 0, "working": 0, "field_holders": 0, "seconded_out": lent, "seconded_in": lent}
    found += [
        f"all {name}"
        for name, more in in_all.items()
        if getattr(after, name).sum() != getattr(before, name).sum() + more
    ]
    return found if after.seats.tolist() == before.seats.tolist() else [*found, "seats"]


def miscounted(dataset: Dataset, policy: Policy, proposal: Plan) -> list[str]:
    """Counts after a plan that are not those of tables into which every move was written."""
    tables = carried_out(dataset, proposal)
    after, afresh = count_after(count(dataset, policy), proposal), count(tables, policy)
    names = (*PER_UNIT, *PER_POST)
    found = [name for name in names if getattr(after, name).tolist() != getattr(afresh, name).tolist()]
    if tables.employees["count"].sum() != dataset.employees["count"].sum():
        found.append("people")
    if cells(after) != cells(afresh):
        found.append("fields")
    for by in By:
        ours, plain = ledger_of(dataset, policy, proposal, by), ledger_of(tables, policy, by=by)
        assert ours.after is not None
        rows = ours.after.index.union(plain.before.index)
        stated = ours.after.reindex(rows, fill_value=0)
        written = plain.before.reindex(rows, fill_value=0)
        if by is By.UNIT:
            # Where no quota is assigned, the payroll before the plan stands for it.
            stated, written = stated[stated.index.isin(ours.measured)], written[written.index.isin(ours.measured)]
        if stated.to_dict("index") != written.to_dict("index"):
            found.append(f"ledger by {by}")
        found += [check.code for checks in checks_of(ours) for check in checks if not check.holds]
    return found


def cells(counts: Counts) -> dict[tuple[str, str], int]:
    """Holders by unit and field, where there are any."""
    units = counts.dataset.units["code"].tolist()
    return {
        (unit, field): int(counts.field_holders[row, column])
        for row, unit in enumerate(units)
        for column, field in enumerate(counts.field_codes)
        if counts.field_holders[row, column]
    }


@settings(max_examples=40, parent=slowly)
@given(st.data())
def test_any_moves_at_all(data: st.DataObject) -> None:
    dataset = data.draw(provinces())
    proposal = data.draw(plans(dataset))
    event(f"moves: {min(len(proposal.moves), 4)}")
    assert lost(dataset, POLICY, proposal) == []
    assert miscounted(dataset, POLICY, proposal) == []


@settings(max_examples=15, parent=slowly)
@given(provinces(), some_forms)
def test_plans_of_drawn_provinces(dataset: Dataset, forms: tuple[Form, ...]) -> None:
    policy = eager(forms)
    proposal = plan(dataset, policy, engine="cp-sat")
    assume(proposal.moves)
    assert lost(dataset, policy, proposal) == []
    assert miscounted(dataset, policy, proposal) == []


@settings(max_examples=15, parent=slowly)
@given(st.integers(0, 100_000), st.sampled_from(("flow", "cp-sat")))
def test_plans_of_the_judge_s_provinces(seed: int, engine: str) -> None:
    dataset, policy = tiny(seed)
    proposal = plan(dataset, policy, engine=engine)
    assert lost(dataset, policy, proposal) == []
    assert miscounted(dataset, policy, proposal) == []


def test_the_plans_move_people_in_every_form() -> None:
    """What the properties above are held against does happen."""
    moved: Counter[Form] = Counter()
    for seed in range(40):
        for move in plan(*tiny(seed), engine="cp-sat").moves:
            moved[move.form] += move.count
    assert set(moved) == set(Form) and moved.total() > 40
