"""Unmet demands: the smallest relaxation against brute force, the reasons recounted by the judge."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest

from optimizer import check_proof, plan, verify
from optimizer.domain import Dataset, Employee, Instruction, Limit, LimitSubject, Order, Post, Unit, UnitKind
from optimizer.engines import Solution, solve_flow
from optimizer.explain import unmet_demands
from optimizer.facts import facts_of
from optimizer.plan import Plan, ProofCheck, Status, UnmetDemand
from optimizer.planning import plan_of, settled
from optimizer.policy import Policy
from optimizer.problem import Problem, compile_problem
from optimizer.rules import FORMS
from tests.optimizer.judge import solve, tiny_with_demands
from tests.optimizer.judge.limit import Demand
from tests.optimizer.judge.options import Option
from tests.optimizer.judge.reading import Reading

SEEDS = range(40)
POLICY = Policy(as_of=date(2026, 11, 2))


@pytest.mark.parametrize("engine", ["flow", "cp-sat"])
def test_the_smallest_relaxation_is_that_of_brute_force_and_so_is_all_that_follows(engine: str) -> None:
    ended: Counter[tuple[Status, str]] = Counter()
    for seed in SEEDS[:: 1 if engine == "flow" else 2]:
        dataset, policy = tiny_with_demands(seed)
        best, proposal = solve(dataset, policy), plan(dataset, policy, engine=engine)
        assert list(proposal.values.values()) == [best.unmet, *best.values.values()], seed
        assert proposal.has_proof
        assert sum(demand.missing for demand in proposal.unmet) == best.unmet
        expected = (Status.INFEASIBLE, "demands_unmet") if best.unmet else (Status.OPTIMAL, "proved")
        assert (proposal.termination.status, proposal.termination.detail) == expected
        ended[expected] += 1
        violations = verify(dataset, proposal, policy).violations
        assert sorted((one.rule, one.subject) for one in violations) == sorted(
            (demand.rule, demand.subject) for demand in proposal.unmet
        )
        assert check_proof(dataset, proposal, policy) is not ProofCheck.REFUTED
    assert len(ended) == 2 and min(ended.values()) > 2


def recounted(problem: Problem, flow: np.ndarray) -> Counter[tuple[object, ...]]:
    """Every unmet demand with its figures and reasons, by a reading that shares nothing with the product's."""
    reading = Reading(problem.facts.dataset, problem.facts.policy)
    limits, demands, pairs = reading.limits(), reading.demands(), problem.pairs
    options = zip(pairs.of_employee("id"), pairs.of_post("code"), pairs.form, pairs.reopens, strict=True)
    keys = [Option(person, post, FORMS[form], bool(reopens)) for person, post, form, reopens in options]
    made = Counter({option: number for option, number in zip(keys, flow.tolist(), strict=True) if number})

    def load(demand: Demand) -> int:
        return sum(number * demand.sign.get(option, 0) for option, number in made.items())

    def broken_by(option: Option) -> set[str]:
        more = {
            limit.rule for limit in limits if option in limit.sign and limit.load(made + Counter([option])) > limit.most
        }
        return more | {
            demand.rule for demand in demands if demand.sign.get(option, 0) < 0 and load(demand) <= demand.least
        }

    found: Counter[tuple[object, ...]] = Counter()
    for demand in demands:
        if demand.missing(load(demand)):
            towards = [option for option in reading.options if demand.sign.get(option, 0) > 0]
            counted = Counter[str]()
            for option, number in made.items():
                counted[option.employee] += number * (option in towards)
            others = [option for option in towards if counted[option.employee] < reading.people[option.employee].count]
            found[
                demand.rule,
                demand.least,
                load(demand),
                sum(reading.people[person].count for person in {option.employee for option in towards}),
                len(others),
                tuple(sorted(Counter(rule for option in others for rule in broken_by(option)).items())),
            ] += 1
    return found


def figures(demand: UnmetDemand) -> tuple[object, ...]:
    limits = tuple(sorted((full.rule, full.moves) for full in demand.limits))
    return demand.rule, demand.demanded, demand.reached, demand.candidates, demand.moves, limits


@pytest.mark.parametrize("chosen", ["best", "nobody"])
def test_reasons_are_those_recounted(chosen: str) -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        problem = compile_problem(facts_of(*tiny_with_demands(seed)))
        nobody = np.zeros(len(problem.pairs), dtype=np.int64)
        flow = settled(problem, solve_flow(problem).flow) if chosen == "best" else nobody
        found = unmet_demands(problem, flow)
        assert Counter(figures(demand) for demand in found) == recounted(problem, flow), seed
        for demand in found:
            seen["hopeless" if not demand.candidates else "possible"] += 1
            seen.update(full.rule for full in demand.limits)
            if chosen == "best":
                # What no limit kept out would have been made.
                assert bool(demand.limits) is bool(demand.moves)
                assert [full.moves for full in demand.limits] == sorted((x.moves for x in demand.limits), reverse=True)
    assert min(seen["hopeless"], seen["possible"]) > 5
    assert len(seen) > 6, seen


def province(
    *people: dict[str, object], orders: list[Instruction] | None = None, limits: list[Limit] | None = None
) -> Dataset:
    """Commune X with one IT seat and one land seat, commune Y without a seat, department S of many."""
    kinds = {"X": UnitKind.COMMUNE, "Y": UnitKind.COMMUNE, "S": UnitKind.DEPARTMENT}
    rest = [Employee(id=f"s{number:02}", unit="S", field="LAW") for number in range(30)]
    return Dataset.of(
        units=[Unit(code=code, name=code, kind=kind, quota=40) for code, kind in kinds.items()],
        posts=[
            Post(code="IT", unit="X", field="IT"),
            Post(code="LAND", unit="X", field="LAND", priority=2),
            Post(code="S-LAW", unit="S", field="LAW", seats=40),
        ],
        employees=[
            *(Employee.model_validate({"unit": "S", "field": "IT", **person}) for person in people),
            *rest,
        ],
        instructions=orders or [],
        limits=limits or [],
    )


def force(employee: str = "", post: str = "", unit: str = "") -> Instruction:
    return Instruction(order=Order.FORCE, employee=employee, post=post, unit=unit)


def unmet(dataset: Dataset) -> list[UnmetDemand]:
    """What both engines say that no plan meets."""
    plans = [plan(dataset, POLICY, engine=engine) for engine in ("flow", "cp-sat")]
    for proposal in plans:
        assert (proposal.termination.status, proposal.termination.detail) == (Status.INFEASIBLE, "demands_unmet")
        assert proposal.has_proof
    assert plans[0].unmet == plans[1].unmet
    assert check_proof(dataset, plans[0], POLICY) is ProofCheck.CONFIRMED
    return list(plans[0].unmet)


def only(dataset: Dataset) -> UnmetDemand:
    (demand,) = unmet(dataset)
    return demand


def moved(proposal: Plan) -> set[tuple[str, str]]:
    return {(move.employee, move.to_post) for move in proposal.moves}


def test_two_people_ordered_into_one_seat() -> None:
    demand = only(province({"id": "a"}, {"id": "b"}, orders=[force("a", "IT"), force("b", "IT")]))
    assert demand.subject in ("a → IT", "b → IT")
    assert (demand.rule, demand.demanded, demand.reached, demand.candidates) == ("instruction_force", 1, 0, 1)
    assert demand.refusals == ()
    full = {limit.rule: limit for limit in demand.limits}["open_seats"]
    assert full.vi == "Vị trí IT nhận 2 người, chỉ còn 1 chỗ."
    assert full.en == "Post IT receives 2 people, only 1 seats are open."


REFUSED: dict[str, tuple[dict[str, object], list[Instruction], str, str, str]] = {
    "banned": (
        {},
        [Instruction(order=Order.BAN, employee="a", post="IT")],
        "instruction_ban",
        "Bị loại trừ theo chỉ đạo.",
        "Excluded by an instruction.",
    ),
    "pinned": (
        {},
        [Instruction(order=Order.PIN, employee="a")],
        "instruction_pin",
        "Được giữ nguyên vị trí theo chỉ đạo.",
        "Kept in place by an instruction.",
    ),
    "barred": (
        {"blocks": "iii"},
        [],
        "bar",
        "Không xem xét điều động, biệt phái theo quy định.",
        "Not considered for a move under the regulations.",
    ),
    "barred twice": (
        {"blocks": "i;iii"},
        [],
        "bar",
        "Không xem xét điều động, biệt phái theo quy định.",
        "Not considered for a move under the regulations.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("order", [force("a", "IT"), force("a", unit="X"), force("a")], ids=["post", "unit", "any"])
def test_an_order_that_rules_refuse(case: str, order: Instruction) -> None:
    person, orders, rule, vi, en = REFUSED[case]
    if case == "banned" and not order.post:
        orders = [Instruction(order=Order.BAN, employee="a")]
    demand = only(province({"id": "a", **person}, orders=[order, *orders]))
    assert (demand.rule, demand.demanded, demand.reached, demand.candidates) == ("instruction_force", 1, 0, 0)
    told = [(refused.rule, refused.vi, refused.en) for refused in demand.refusals]
    assert told[0] == (rule, vi, en)
    assert len(told) == len(set(told))
    assert demand.moves == 0 and demand.limits == ()


def test_refusals_are_told_in_the_order_of_the_rules() -> None:
    orders = [force("a", "LAND"), Instruction(order=Order.PIN, employee="a")]
    demand = only(province({"id": "a", "blocks": "ii"}, orders=orders))
    assert [refused.rule for refused in demand.refusals] == ["instruction_pin", "bar", "field_fit"]


def test_what_is_refused_at_one_post_only_is_not_said_of_all() -> None:
    """To the land post the field does not fit, to the IT post a ban stands in the way: no refusal of both."""
    orders = [force("a", unit="X"), Instruction(order=Order.BAN, employee="a", post="IT")]
    demand = only(province({"id": "a"}, orders=orders))
    assert (demand.candidates, demand.refusals) == (0, ())


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (force("a", "S-LAW"), "same_post"),
        (force("s00", "S-LAW"), "no_form"),
        (force("s00", "S-LAW", "X"), "nothing_named"),
        (force("s00", unit="Y"), "nothing_named"),
    ],
)
def test_an_order_that_names_no_move(order: Instruction, code: str) -> None:
    demand = only(province({"id": "a", "post": "S-LAW"}, orders=[order]))
    ((refused,), limits) = demand.refusals, demand.limits
    assert (refused.form, refused.rule, limits) == (None, code, ())
    assert refused.vi != refused.en


def test_a_seat_that_is_not_open_is_a_limit_and_no_refusal() -> None:
    dataset = province({"id": "a"}, {"id": "x", "unit": "X", "post": "IT"}, orders=[force("a", "IT")])
    demand = only(dataset)
    assert (demand.candidates, demand.refusals, demand.moves) == (0, (), 1)
    assert [limit.rule for limit in demand.limits][:1] == ["open_seats"]


def test_more_demanded_than_exists() -> None:
    dataset = province({"id": "a"}, limits=[Limit(subject=LimitSubject.ARRIVAL, unit="X", at_least=3)])
    demand = only(dataset)
    assert demand == UnmetDemand("local_limits", "* → X", 3, 1, 1, 0)
    assert demand.missing == 2
    assert moved(plan(dataset, POLICY)) == {("a", "IT")}


def test_a_language_that_nobody_who_can_come_speaks() -> None:
    dataset = province({"id": "a"})
    units = [
        unit.model_copy(update={"languages": ("tày",)} if unit.code == "X" else {}) for unit in dataset.rows("units")
    ]
    assert only(dataset.replace(units=units)) == UnmetDemand("speakers", "X/tày", 1, 0, 0, 0)


def test_a_demand_is_met_at_a_loss_of_seats() -> None:
    """Whoever is ordered to the seat of less weight leaves that of more weight vacant."""
    people = ({"id": "a", "other_fields": "LAND"},)
    free, ordered = (plan(province(*people, orders=orders), POLICY) for orders in ([], [force("a", "IT")]))
    assert (moved(free), moved(ordered)) == ({("a", "LAND")}, {("a", "IT")})
    assert ordered.values["weighted_fill"] > free.values["weighted_fill"]
    assert (ordered.termination.status, ordered.unmet) == (Status.OPTIMAL, ())
    assert ordered.values["unmet_demands"] == 0


CUT_SHORT: dict[str, tuple[int | None, int | None, Status, str]] = {
    "nothing": (None, None, Status.FEASIBLE, "time_limit"),
    "less than is missing": (1, None, Status.FEASIBLE, "time_limit"),
    "the relaxation": (2, None, Status.INFEASIBLE, "time_limit"),
}


@pytest.mark.parametrize("proved", CUT_SHORT)
def test_what_is_not_proved_is_never_called_infeasible(proved: str) -> None:
    """Two orders missed by a search that was cut short, with what it had proved by then."""
    bound, other, status, detail = CUT_SHORT[proved]
    dataset = province({"id": "a"}, {"id": "b"}, orders=[force("a", "IT"), force("b", "IT")])
    problem = compile_problem(facts_of(dataset, POLICY))
    bounds = (bound, *(other for _ in problem.tiers[1:]))
    nobody = np.zeros(len(problem.pairs), dtype=np.int64)
    solution = Solution(nobody, Status.FEASIBLE, "time_limit", bounds, False, "")
    proposal = plan_of(problem, solution, "flow")
    assert (proposal.termination.status, proposal.termination.detail) == (status, detail)
    assert not proposal.has_proof
    assert len(proposal.unmet) == proposal.values["unmet_demands"] == 2
    assert [(demand.moves, demand.limits) for demand in proposal.unmet] == [(1, ())] * 2


def test_one_who_counts_already_is_no_further_candidate() -> None:
    """Both IT people may come, one of them has come: one more is possible but for the seat."""
    dataset = province({"id": "a"}, {"id": "b"}, limits=[Limit(subject=LimitSubject.ARRIVAL, field="IT", at_least=2)])
    demand = only(dataset)
    assert (demand.reached, demand.candidates, demand.moves) == (1, 2, 1)
    assert "person" not in [limit.rule for limit in demand.limits]
