"""Provinces joined: what must not clash, and plans across closed and open borders, judged by brute force."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from optimizer import plan, verify
from optimizer.domain import TABLES, Dataset, Employee, Field, Limit, LimitSubject, Post, Unit, UnitKind, Workplace
from optimizer.edits import join
from optimizer.findings import Finding
from optimizer.ingest import InputError
from optimizer.policy import Policy
from optimizer.text import LANGUAGES
from tests.optimizer.edits.neighbours import neighbours
from tests.optimizer.judge import solve

SEEDS = (0, 4, 18, 30, 60, 84, 92, 102, 104, 106, 124, 142)
"""Neighbours with few enough moves between them for the brute force; even, for limits of single units only."""


def opened(policy: Policy) -> Policy:
    """The policy with the border between the two provinces open."""
    return policy.model_copy(update={"open_borders": (("24", "19"),)})


def summed(values: list[dict[str, int]]) -> dict[str, int]:
    """Tier by tier; all of the judge's tiers are sums over seats, communes or moves."""
    total: Counter[str] = Counter()
    for one in values:
        total.update(one)
    return dict(total)


def test_a_closed_border_leaves_the_best_plans_side_by_side() -> None:
    for seed in SEEDS:
        provinces, policy = neighbours(seed)
        alone = [solve(dataset, policy).values for dataset in provinces.values()]
        assert solve(join(provinces), policy).values == summed(alone), seed


def test_an_open_border_is_never_worse_and_often_better() -> None:
    better = 0
    for seed in SEEDS:
        provinces, policy = neighbours(seed)
        whole = join(provinces)
        closed, open_ = (tuple(solve(whole, rules).values.values()) for rules in (policy, opened(policy)))
        assert open_ <= closed, seed
        better += open_ < closed
    assert better >= 4


def test_the_engine_plans_each_province_as_if_alone_while_the_border_is_closed() -> None:
    moved = 0
    for seed in SEEDS:
        provinces, policy = neighbours(seed)
        alone = [plan(dataset, policy) for dataset in provinces.values()]
        whole = plan(join(provinces), policy)
        assert whole.values == summed([dict(part.values) for part in alone]), seed
        assert whole.moves == tuple(sorted(move for part in alone for move in part.moves)), seed
        moved += len(whole.moves)
    assert moved > len(SEEDS)


def test_the_engine_finds_what_brute_force_finds_across_an_open_border() -> None:
    crossing = 0
    for seed in SEEDS:
        provinces, policy = neighbours(seed)
        whole, rules = join(provinces), opened(policy)
        proposal = plan(whole, rules)
        assert proposal.has_proof, seed
        assert dict(proposal.values) == solve(whole, rules).values, seed
        assert verify(whole, proposal, rules).is_clean, seed
        across = [move for move in proposal.moves if move.from_unit[:2] != move.to_unit[:2]]
        refused = {violation.rule for violation in verify(whole, proposal, policy).violations}
        assert ("border" in refused) is bool(across), seed
        crossing += len(across)
    assert crossing >= 4


def test_all_rows_are_there_with_the_fields_once() -> None:
    provinces, _ = neighbours(0)
    whole = join(provinces)
    for name in TABLES:
        rows = [row for dataset in provinces.values() for row in dataset.rows(name)]
        if name == "fields":
            assert whole.rows(name) == provinces["19"].rows(name)
        elif name == "units":
            assert whole.units["province"].tolist() == [code[:2] for code in whole.units["code"]]
            assert len(whole.units) == len(rows)
        else:
            assert whole.rows(name) == Dataset.of(**{name: rows}).rows(name)
    assert join(dict(reversed(provinces.items()))).sha256 == whole.sha256


def province(
    prefix: str, *, province: str = "", employee: str = "", national_id: str = "", similarity: float | None = 0.6
) -> Dataset:
    """A commune with a post, a workplace and a person, all named by the prefix."""
    unit = f"{prefix}-U"
    related = (("IT", similarity),) if similarity is not None else ()
    return Dataset.of(
        fields=[Field(code="ACC", name_en="Accounting", name_vi="Kế toán", related=related)],
        units=[Unit(code=unit, name="Xã", kind=UnitKind.COMMUNE, province=province)],
        workplaces=[Workplace(code=f"{prefix}-W", unit=unit, latitude=21.0, longitude=106.0)],
        posts=[Post(code=f"{prefix}-P", unit=unit, field="ACC")],
        employees=[Employee(id=employee or f"{prefix}-E", unit=unit, national_id=national_id)],
    )


def findings(**provinces: Dataset) -> list[Finding]:
    """What keeps provinces from being joined."""
    with pytest.raises(InputError) as raised:
        join(provinces)
    return list(raised.value.findings)


def test_provinces_without_a_clash_are_joined() -> None:
    assert len(join({"A": province("A", province="A"), "B": province("B")}).units) == 2


@pytest.mark.parametrize(
    ("first", "second", "code", "place"),
    [
        (province("A"), province("B", employee="A-E"), "id_in_two_provinces", "B/employees.csv:id"),
        (province("A"), province("B", province="C"), "unit_of_another_province", "B/units.csv:province"),
        (
            province("A", national_id="001099000123"),
            province("B", national_id="001 099 000 123"),
            "person_in_two_provinces",
            "B/employees.csv:national_id",
        ),
        (province("A"), province("B", similarity=0.7), "field_stated_differently", "B/fields.csv:code"),
        (
            province("A"),
            replace(province("B"), fields=Dataset.of().fields),
            "field_stated_differently",
            "B/fields.csv:code",
        ),
        (
            province("A"),
            province("B").replace(limits=[Limit(subject=LimitSubject.RELEASE, at_most=5)]),
            "limit_on_all_units",
            "B/limits.csv:unit",
        ),
        (
            province("A"),
            province("B").replace(workplaces=[Workplace(code="A-U", unit="B-U", latitude=21.0, longitude=106.0)]),
            "id_in_two_provinces",
            "B/workplaces.csv:code",
        ),
    ],
)
def test_what_clashes_is_found_in_its_place(first: Dataset, second: Dataset, code: str, place: str) -> None:
    (finding,) = findings(A=first, B=second)
    assert (finding.code, finding.place) == (code, place)
    for language in LANGUAGES:
        sentence = finding.sentence(language)
        assert "{" not in sentence
        assert "001" not in sentence


def test_all_clashes_come_at_once_and_name_the_first_codes() -> None:
    found = findings(A=province("A"), B=province("A"), C=province("C", employee="A-E"))
    assert [(finding.code, finding.place) for finding in found] == [
        ("id_in_two_provinces", "B/employees.csv:id"),
        ("id_in_two_provinces", "B/posts.csv:code"),
        ("id_in_two_provinces", "B/units.csv:code"),
        ("id_in_two_provinces", "B/workplaces.csv:code"),
        ("id_in_two_provinces", "C/employees.csv:id"),
    ]
    assert found[0].sentence("en") == "Codes that province A has too: 1 (A-E)."


def test_an_id_that_may_be_a_national_id_is_not_repeated() -> None:
    (finding,) = findings(A=province("A", employee="001099000123"), B=province("B", employee="001099000123"))
    assert "001099" not in finding.sentence("vi") + finding.sentence("en")
