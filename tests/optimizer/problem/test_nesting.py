"""What becomes of each limit, on provinces small enough to see it, and that what is dropped does not matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pytest

from optimizer.domain import Employee, Instruction, Limit, Order, Post
from optimizer.engines.cp_sat import solve_cp_sat
from optimizer.facts import Facts, facts_of
from optimizer.plan import Move
from optimizer.policy import RuleSetting
from optimizer.problem import Reason, Verdict, compile_problem, nesting_of, network_of
from optimizer.problem import problem as problems
from optimizer.rules.limit_rule import UNLIMITED, Bounds, LimitRule, Members, Place
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN
from tests.optimizer.problem.choices import draw_wild, is_within, reopens_early, tight_problem, tiny_problem
from tests.optimizer.problem.test_network import cost_of
from tests.optimizer.verify.province import POLICY, person, province

NESTS, CANNOT_BIND, PRICED = Reason.NESTS, Reason.CANNOT_BIND, Reason.PRICED
MORE_PASSES, COUNTS_ELSEWHERE, ACROSS_WAYS = Reason.MORE_PASSES, Reason.COUNTS_ELSEWHERE, Reason.ACROSS_WAYS


def changed(table: str, id_: str, **cells: Any) -> dict[str, list[Any]]:
    """A table of the province with one row changed."""
    rows = province().rows(table)
    return {table: [row.model_copy(update=cells) if id_ in (_key(row), "*") else row for row in rows]}


def added(table: str, *rows: Any) -> dict[str, list[Any]]:
    """A table of the province with rows more."""
    return {table: [*province().rows(table), *rows]}


def _key(row: Any) -> str:
    return row.id if isinstance(row, Employee) else row.code


def limit(**cells: Any) -> dict[str, list[Any]]:
    return {"limits": [Limit(**cells)]}


def order(**cells: Any) -> dict[str, list[Any]]:
    return {"instructions": [Instruction(order=Order.FORCE, **cells)]}


def speaking(*people: str, unit: str = "B") -> dict[str, list[Any]]:
    """A unit needs a language that some speak."""
    staff = [
        one.model_copy(update={"languages": ("tày",) if one.id in people else ()})
        for one in province().rows("employees")
    ]
    return {**changed("units", unit, languages=("tày",)), "employees": staff}


def housed(places: int, **homes: str) -> dict[str, list[Any]]:
    """B has so many places to house; people live in A but for those whose home is named."""
    staff = [
        one.model_copy(update={"home_unit": homes.get(one.id, one.home_unit)}) for one in province().rows("employees")
    ]
    return {**changed("units", "B", housing_places=places), "employees": staff}


LAND_FROM_A = added("employees", person("a3", "A", "LAN"))
MORE_LAND_SEATS = {
    "posts": [
        post.model_copy(update={"seats": 4}) if post.code == "B-LAN" else post for post in province().rows("posts")
    ]
}
TWO_LAND_POSTS = {
    **LAND_FROM_A,
    "posts": [*MORE_LAND_SEATS["posts"], Post(code="A-LAN2", unit="A", field="LAN")],
}
TWO_TRANSFERS_ROOM_FOR_ONE = {**LAND_FROM_A, **MORE_LAND_SEATS, **changed("units", "B", quota=2)}
NO_DEPARTMENT = [one for one in LAND_FROM_A["employees"] if one.unit != "S"]
TWO_IN_CULTURE = added("employees", person("a8", "A", "CUL"))
FAR = {"housing": {"beyond_km": 5.0}}
TRANSFERS_ONLY = {"surplus_only": {"transfers_only": True}}

VERDICTS: list[tuple[str, str, Reason, dict[str, list[Any]], dict[str, dict[str, Any]]]] = [
    ("open_seats", "A-CUL", NESTS, {}, {}),
    ("vacant_seats", "A-CUL", NESTS, {}, {}),
    ("sender_share", "S", NESTS, {}, {}),
    ("release", "A/CUL", NESTS, {}, {}),
    ("release", "A/LAN", MORE_PASSES, TWO_LAND_POSTS, {}),
    ("held_post", "A-CUL", NESTS, {}, {}),
    ("held_post", "S-IT", CANNOT_BIND, {}, {}),
    ("person", "a0", NESTS, {}, {}),
    ("person", "a9", COUNTS_ELSEWHERE, TWO_IN_CULTURE, {}),
    ("surplus_only", "A", NESTS, {}, {}),
    ("surplus_only", "B", CANNOT_BIND, {}, TRANSFERS_ONLY),
    ("working_limit", "A", NESTS, {}, {}),
    ("quota", "B", CANNOT_BIND, {}, {}),
    ("quota", "B", MORE_PASSES, TWO_TRANSFERS_ROOM_FOR_ONE, {}),
    ("quota", "A", NESTS, {**TWO_TRANSFERS_ROOM_FOR_ONE, "employees": NO_DEPARTMENT}, {}),
    ("housing", "B", NESTS, housed(1), FAR),
    ("housing", "B", MORE_PASSES, housed(1, s01="B"), FAR),
    ("housing", "B", CANNOT_BIND, housed(2, **{f"s{number:02}": "B" for number in range(17)}), FAR),
    ("local_limits", "* → B", NESTS, limit(subject="arrival", unit="B", at_most=1), {}),
    ("local_limits", "* → B/IT", NESTS, limit(subject="arrival", unit="B", field="IT", at_most=1), {}),
    ("local_limits", "S → *", NESTS, limit(subject="release", unit="S", at_most=1), {}),
    ("local_limits", "S/IT → *", NESTS, limit(subject="release", unit="S", field="IT", at_least=1), {}),
    (
        "local_limits",
        "* → B (secondment)",
        MORE_PASSES,
        limit(subject="arrival", unit="B", form="secondment", at_most=1),
        {},
    ),
    (
        "local_limits",
        "* → B (transfer)",
        CANNOT_BIND,
        limit(subject="arrival", unit="B", form="transfer", at_most=1),
        {},
    ),
    ("local_limits", "* → *", ACROSS_WAYS, limit(subject="arrival", at_most=2), {}),
    ("local_limits", "S → B", ACROSS_WAYS, limit(subject="arrival", unit="B", other_unit="S", at_most=1), {}),
    ("local_limits", "S → B", CANNOT_BIND, limit(subject="arrival", unit="B", other_unit="S", at_most=2), {}),
    ("local_limits", "* → B", NESTS, limit(subject="arrival", unit="B", at_least=1), {}),
    ("local_limits", "* → B", PRICED, limit(subject="arrival", unit="B", at_least=5), {}),
    ("local_limits", "* → *", ACROSS_WAYS, limit(subject="arrival", at_least=1), {}),
    ("local_limits", "* → *", PRICED, limit(subject="arrival", at_least=4), {}),
    ("instruction_force", "s01 → *", PRICED, order(employee="s01"), {}),
    ("instruction_force", "* → B-IT", ACROSS_WAYS, order(post="B-IT"), {}),
    ("speakers", "B/tày", ACROSS_WAYS, speaking("s01", "s02"), {}),
    ("speakers", "B/tày", PRICED, speaking("s01"), {}),
    ("speakers", "A/tày", CANNOT_BIND, speaking("a0", "a1", "a2", unit="A"), {}),
]


def verdicts(tables: Mapping[str, list[Any]], rules: Mapping[str, dict[str, Any]]) -> tuple[Verdict, ...]:
    """What is told of the province with changed tables under changed rules."""
    settings = {name: RuleSetting(**values) for name, values in rules.items()}
    policy = POLICY.model_copy(update={"rules": {**POLICY.rules, **settings}})
    return nesting_of(compile_problem(facts_of(province(**tables), policy))).verdicts


@pytest.mark.parametrize(
    ("rule", "example", "reason", "tables", "rules"),
    VERDICTS,
    ids=[f"{rule} {example} {reason}" for rule, example, reason, *_ in VERDICTS],
)
def test_a_limit_is_told_what_becomes_of_it(
    rule: str,
    example: str,
    reason: Reason,
    tables: dict[str, list[Any]],
    rules: dict[str, dict[str, Any]],
) -> None:
    told = {(verdict.rule, verdict.example): verdict.reason for verdict in verdicts(tables, rules)}
    assert told[rule, example] == reason


def test_subjects_are_counted_once_each() -> None:
    """No subject has two verdicts, and every verdict is about somebody."""
    for seed in range(20):
        for problem in (tiny_problem(seed), tight_problem(seed)):
            found = nesting_of(problem).verdicts
            for rule in {verdict.rule for verdict in found}:
                subjects = [verdict.subjects for verdict in found if verdict.rule == rule]
                assert min(subjects) > 0
                assert sum(subjects) <= len(problem.limits[rule].bounds.upper)


def test_a_priced_demand_is_paid_move_by_move_and_no_row_is_left() -> None:
    problem = compile_problem(facts_of(province(**limit(subject="arrival", at_least=4)), POLICY))
    nesting = nesting_of(problem)
    arrives = problem.limits["local_limits"].members.move
    assert len(nesting.side_rows) == 0
    assert nesting.pair_demand[arrives].tolist() == [1] * len(arrives)
    assert nesting.pair_demand.sum() == len(arrives) > 0


def test_a_demand_at_a_place_is_met_there_and_no_row_is_left() -> None:
    dataset = province(**limit(subject="arrival", unit="B", at_least=1))
    nesting = nesting_of(compile_problem(facts_of(dataset, POLICY)))
    assert len(nesting.side_rows) == 0
    assert not nesting.pair_demand.any()
    assert nesting.demand[Place.ARRIVING].tolist() == [0, 1, 0, 0]


def test_a_second_demand_at_one_place_is_a_row() -> None:
    """Two rows about arrivals in B, one counting civil servants, who are all there are."""
    rows = [
        Limit(subject="arrival", unit="B", at_least=1),
        Limit(subject="arrival", unit="B", kind="civil_servant", at_least=2),
    ]
    nesting = nesting_of(compile_problem(facts_of(province(limits=rows), POLICY)))
    assert nesting.demand[Place.ARRIVING].sum() == 1
    assert len(nesting.side_rows) == 1
    assert nesting.side_rows.tier.tolist() == [0]


# What is dropped does not matter.


def unbound(limit: problems.Limit, subject: int) -> problems.Limit:
    """The limit without one subject's bounds."""
    lower, upper = limit.bounds.lower.copy(), limit.bounds.upper.copy()
    lower[subject], upper[subject] = -UNLIMITED, UNLIMITED
    return replace(limit, bounds=Bounds(lower, upper))


def test_a_limit_said_not_to_bind_can_be_left_out() -> None:
    """CP-SAT, which keeps every row, finds the same optimum and the same lot without it."""
    dropped = set()
    for seed in range(40):
        problem = tight_problem(seed)
        limits = dict(problem.limits)
        for verdict in nesting_of(problem).verdicts:
            if verdict.reason is CANNOT_BIND:
                rule = limits[verdict.rule]
                labels = [rule.rule.label(subject, problem.facts) for subject in range(len(rule.bounds.upper))]
                limits[verdict.rule] = unbound(rule, labels.index(verdict.example))
                dropped.add(verdict.rule)
        kept, without = solve_cp_sat(problem), solve_cp_sat(replace(problem, limits=limits))
        assert without.bounds == kept.bounds, seed
        assert without.flow.tolist() == kept.flow.tolist(), seed
    assert len(dropped) > 5


def test_the_network_alone_lets_every_choice_within_the_limits_pass() -> None:
    """Whatever became of the limits: side rows ignored, nothing that they allow is cut off."""
    kept = 0
    for seed in range(40):
        problem = tight_problem(seed)
        network = network_of(problem, nesting_of(problem))
        for number in range(8):
            flow = draw_wild(problem, 100 * seed + number)
            if is_within(problem, flow) and not reopens_early(problem, flow):
                assert cost_of(network, flow, 0) is not None, (seed, number)
                kept += bool(flow.any())
    assert kept > 60


class MadeUp(LimitRule):
    """At most so many leave S, some other pairs counting as told."""

    id = "made_up"
    place = Place.LEAVING
    citation = DESIGN
    sentences: ClassVar = {"vi": "", "en": ""}

    def __init__(self, counts: Mapping[int, int], upper: int) -> None:
        self.counts, self.upper = counts, upper

    def bounds(self, facts: Facts) -> Bounds:
        upper = np.full(len(facts.dataset.units), UNLIMITED)
        upper[facts.dataset.unit_row["S"]] = self.upper
        return Bounds(np.full_like(upper, -UNLIMITED), upper)

    def members(self, pairs: Pairs) -> Members:
        unit = pairs.dataset.unit_row["S"]
        leaves = np.flatnonzero(pairs.sender == unit).tolist()
        counts = {**dict.fromkeys(leaves, 1), **self.counts}
        return Members(np.array([*counts]), np.full(len(counts), unit), np.array([*counts.values()]))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        raise NotImplementedError

    def label(self, subject: int, facts: Facts) -> str:
        return str(subject)


@pytest.mark.parametrize(("count", "upper", "reason"), [(-1, 1, COUNTS_ELSEWHERE), (1, 3, CANNOT_BIND)])
def test_what_a_limit_counts_elsewhere_cuts_nothing_off_at_its_place(count: int, upper: int, reason: Reason) -> None:
    """Two leave S and one A: within a limit of one if A's makes room, and of three if A's counts as well."""
    problem = compile_problem(facts_of(province(), POLICY))
    best = solve_cp_sat(problem).flow
    elsewhere = np.flatnonzero((best > 0) & (problem.pairs.of_employee("unit") == "A").to_numpy())
    elsewhere = elsewhere[~problem.pairs.reopens[elsewhere]]
    rule = MadeUp(dict.fromkeys(elsewhere.tolist(), count), upper)
    made_up = problems.Limit(rule, rule.bounds(problem.facts), rule.members(problem.pairs))
    problem = replace(problem, limits={**problem.limits, rule.id: made_up})
    nesting = nesting_of(problem)
    assert len(elsewhere) == 1
    assert is_within(problem, best)
    assert cost_of(network_of(problem, nesting), best, 0) is not None
    (told,) = (verdict.reason for verdict in nesting.verdicts if verdict.rule == rule.id)
    assert told == reason
