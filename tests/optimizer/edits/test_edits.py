"""Every edit: what it changes, that it changes nothing else, and what it says of what is not there."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import TypeAdapter

from optimizer import plan, verify
from optimizer.counts import count
from optimizer.domain import TABLES, Dataset, Employee, Instruction, Leg, Limit, Order, Post, Unit, Workplace
from optimizer.edits import AnyEdit, Edit, Edited, Scenario
from optimizer.findings import Severity, has_errors
from optimizer.policy import Policy
from optimizer.text import LANGUAGES

POLICY = Policy(as_of=date(2026, 11, 2))


def province() -> Dataset:
    """Three communes, the last of another province, with a workplace, people of several kinds and a leg of a season."""
    return Dataset.of(
        units=[
            Unit(code="00001", name="An", kind="commune", province="19", quota=2, latitude=21.0, longitude=106.0),
            Unit(code="00002", name="Bình", kind="commune", province="19", quota=2, latitude=21.1, longitude=106.1),
            Unit(code="00003", name="Chí", kind="commune", province="24", latitude=21.2, longitude=106.2),
            Unit(code="SNV", name="Sở Nội vụ", kind="department", province="19", quota=9),
        ],
        workplaces=[Workplace(code="00002-W", unit="00002", latitude=21.15, longitude=106.1)],
        posts=[
            Post(code="1-A", unit="00001", field="ACC", seats=2),
            Post(code="2-A", unit="00002", field="ACC", seats=2, reserved=1),
            Post(code="2-B", unit="00002", workplace="00002-W", field="IT"),
        ],
        employees=[
            Employee(id="E1", unit="00001", post="1-A", field="ACC", partner="E2"),
            Employee(id="E2", unit="00002", post="2-A", field="ACC", partner="E1", wishes=("1-A", "00001")),
            Employee(id="E3", unit="00002", field="IT", home_unit="00002", posts_held=("1-A",)),
            Employee(id="G", unit="SNV", field="IT", count=5),
        ],
        travel=[Leg(**{"from": "00001", "to": "00002"}, km=20, minutes=40, season="rain")],
    )


def edit(**cells: object) -> Edit:
    return TypeAdapter(AnyEdit).validate_python(cells)


def made(**cells: object) -> Edited:
    """The province after an edit without findings."""
    edited = edit(**cells)(province(), POLICY)
    assert edited.findings == ()
    return edited


def changed(edited: Edited) -> set[str]:
    """What differs from the province: tables by name, and ``policy``."""
    before = province()
    tables = {name for name in TABLES if edited.dataset.rows(name) != before.rows(name)}
    return tables | ({"policy"} if edited.policy != POLICY else set())


def codes(**cells: object) -> list[tuple[str, str | None]]:
    """What an edit that is not made says, by code and field."""
    before = province()
    edited = edit(**cells)(before, POLICY)
    assert has_errors(edited.findings)
    assert edited.dataset is before and edited.policy is POLICY
    assert all(finding.sentence(language) for finding in edited.findings for language in LANGUAGES)
    return [(finding.code, finding.column) for finding in edited.findings]


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        ({"kind": "ban", "employee": "E1", "post": "2-A"}, Instruction(order=Order.BAN, employee="E1", post="2-A")),
        ({"kind": "pin", "employee": "E1"}, Instruction(order=Order.PIN, employee="E1")),
        ({"kind": "force", "unit": "00001"}, Instruction(order=Order.FORCE, unit="00001")),
    ],
)
def test_orders_become_instructions(cells: dict[str, object], row: Instruction) -> None:
    edited = made(**cells)
    assert changed(edited) == {"instructions"} and edited.dataset.instruction_rows == (row,)
    again = edit(**cells)(edited.dataset, POLICY)
    assert again.dataset.instruction_rows == (row,)
    assert [(finding.severity, finding.code) for finding in again.findings] == [
        (Severity.WARNING, "edit_without_effect")
    ]


def test_quota_floor_and_seats_are_set() -> None:
    unit = made(kind="set_quota", unit="00001", quota=7).dataset.unit_by_code["00001"]
    assert unit == province().unit_by_code["00001"].model_copy(update={"quota": 7})
    assert changed(floor := made(kind="set_floor", unit="SNV", floor=3)) == {"units"}
    assert floor.dataset.unit_by_code["SNV"].floor == 3
    seats = made(kind="set_seats", post="2-A", seats=5)
    assert changed(seats) == {"posts"}
    assert (seats.dataset.post_by_code["2-A"].seats, seats.dataset.post_by_code["2-A"].reserved) == (5, 1)
    assert codes(kind="set_seats", post="2-A", seats=0) == [("more_reserved_than_seats", "seats")]


def test_posts_come_and_go_and_nobody_with_them() -> None:
    more = made(kind="add_posts", rows=[{"code": "1-B", "unit": "00001", "field": "IT"}])
    assert changed(more) == {"posts"} and "1-B" in more.dataset.post_by_code
    assert codes(kind="add_posts", rows=[{"code": "1-A", "unit": "00001"}]) == [("edit_code_taken", "rows")]
    fewer = made(kind="remove_posts", posts=["1-A"]).dataset
    assert sorted(fewer.post_by_code) == ["2-A", "2-B"]
    assert fewer.employees["id"].tolist() == province().employees["id"].tolist()
    assert (fewer.employee("E1").post, fewer.employee("E2").wishes, fewer.employee("E3").posts_held) == (
        "",
        ("00001",),
        (),
    )


def test_people_come_and_go_and_their_partners_know() -> None:
    more = made(kind="add_people", rows=[{"id": "N", "unit": "00001", "field": "IT"}])
    assert changed(more) == {"employees"} and more.dataset.has_employee("N")
    assert codes(kind="add_people", rows=[{"id": "E1", "unit": "00001"}]) == [("edit_code_taken", "rows")]
    fewer = made(kind="remove_people", employees=["E1"]).dataset
    assert not fewer.has_employee("E1") and fewer.employee("E2").partner == ""
    assert made(kind="remove_people", employees=["G"], count=2).dataset.employee("G").count == 3
    assert codes(kind="remove_people", employees=["G"], count=6) == [("edit_more_than_there_are", "count")]


def test_who_resigns_is_gone_or_has_a_day_to_leave() -> None:
    assert not made(kind="resign", employee="E1", on="2026-11-02").dataset.has_employee("E1")
    later = made(kind="resign", employee="E1", on="03/11/2026").dataset
    assert later.employee("E1").leaves_on == date(2026, 11, 3)
    assert later.employees["id"].tolist() == province().employees["id"].tolist()


def test_a_closed_road_is_a_longer_leg_of_its_season() -> None:
    road = {"kind": "close_road", "places": ["00002", "00001"], "km": 55, "minutes": 120}
    legs = {leg.season: leg.km for leg in made(**road).dataset.rows("travel")}
    assert legs == {"": 55, "rain": 20}
    assert [leg.km for leg in made(**road, season="rain").dataset.rows("travel")] == [55]
    shorter = edit(**road | {"km": 5, "season": "rain"})(province(), POLICY)
    assert [finding.code for finding in shorter.findings] == ["edit_road_shorter"]


def test_a_season_and_a_border_are_the_policy_s() -> None:
    season = made(kind="set_season", season="rain")
    assert changed(season) == {"policy"} and season.policy.travel.season == "rain"
    border = made(kind="open_border", provinces=["24", "19"])
    assert changed(border) == {"policy"} and border.policy.opens_border("19", "24")


def test_a_limit_takes_the_place_of_the_one_on_the_same_moves() -> None:
    first = made(kind="set_limit", row={"subject": "release", "unit": "SNV", "at_most": 2})
    second = edit(kind="set_limit", row={"subject": "release", "unit": "SNV", "at_most": 1})(first.dataset, POLICY)
    assert second.dataset.limit_rows == (Limit(subject="release", unit="SNV", at_most=1),)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"kind": "ban", "employee": "X"}, [("unknown_code", "employee")]),
        ({"kind": "ban", "employee": "X", "unit": "1"}, [("unknown_code", "employee"), ("lost_leading_zero", "unit")]),
        ({"kind": "ban"}, [("instruction_about_nothing", "employee")]),
        ({"kind": "pin", "employee": "X"}, [("unknown_code", "employee")]),
        ({"kind": "force", "post": "1A"}, [("misspelt_code", "post")]),
        ({"kind": "set_quota", "unit": "X", "quota": 1}, [("unknown_code", "unit")]),
        ({"kind": "set_floor", "unit": "X", "floor": 1}, [("unknown_code", "unit")]),
        ({"kind": "set_seats", "post": "X", "seats": 1}, [("unknown_code", "post")]),
        ({"kind": "remove_posts", "posts": ["1-A", "X"]}, [("unknown_code", "posts")]),
        ({"kind": "remove_people", "employees": ["X"]}, [("unknown_code", "employees")]),
        ({"kind": "resign", "employee": "X", "on": "2026-11-02"}, [("unknown_code", "employee")]),
        ({"kind": "close_road", "places": ["00001", "X"], "km": 1, "minutes": 1}, [("unknown_code", "places")]),
        ({"kind": "close_road", "places": ["SNV", "SNV"], "km": 1, "minutes": 1}, [("edit_same_place", "places")]),
        ({"kind": "set_season", "season": "dry"}, [("edit_unknown_season", "season")]),
        ({"kind": "open_border", "provinces": ["19", "22"]}, [("edit_unknown_province", "provinces")]),
        ({"kind": "open_border", "provinces": ["19", "19"]}, [("edit_same_place", "provinces")]),
        ({"kind": "merge_communes", "communes": ["00001", "X"]}, [("unknown_code", "communes")]),
        ({"kind": "merge_communes", "communes": ["00001", "SNV"]}, [("edit_no_commune", "communes")]),
        ({"kind": "merge_communes", "communes": ["00001", "00001"]}, [("edit_named_twice", "communes")]),
        ({"kind": "merge_communes", "communes": ["00001", "00003"]}, [("edit_two_provinces", "communes")]),
        (
            {"kind": "merge_communes", "communes": ["00001", "00002"], "code": "00003"},
            [("edit_code_taken", "code")],
        ),
    ],
)
def test_what_does_not_exist_is_a_finding_and_nothing_changes(
    cells: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert codes(**cells) == expected


def test_what_a_change_leads_to_is_held_to_the_checks_of_tables() -> None:
    """A limit about a unit that is not, and a post in one, are told with the scenario's place, once."""
    scenario = Scenario.model_validate(
        {
            "edits": [
                {"kind": "set_limit", "row": {"subject": "release", "unit": "X", "at_most": 1}},
                {"kind": "add_posts", "rows": [{"code": "N", "unit": "X"}]},
                {"kind": "pin", "employee": "E9"},
            ]
        }
    )
    one = scenario.apply(province(), POLICY)
    assert [finding.place for finding in one.findings] == ["scenario.toml:edits.3.employee"]
    rest = scenario.model_copy(update={"edits": scenario.edits[:2]}).apply(province(), POLICY)
    assert [(finding.place, finding.code) for finding in rest.findings] == [
        ("scenario.toml/limits.csv:unit", "unknown_code"),
        ("scenario.toml/posts.csv:unit", "unknown_code"),
    ]


def test_a_policy_that_cannot_be_is_a_finding() -> None:
    edited = Scenario.model_validate({"policy": {"term_months": 0, "forms": {"commune": ["walk"]}}}).apply(
        province(), POLICY
    )
    assert [finding.place for finding in edited.findings] == [
        "scenario.toml:policy.term_months",
        "scenario.toml:policy.forms.commune.1",
    ]
    assert edited.policy is POLICY


def test_a_profile_takes_the_place_of_tiers_and_the_other_way_round() -> None:
    tiers = Policy(as_of=POLICY.as_of, tiers=("weighted_fill", "burden"))
    profiled = Scenario(profile="least_travel").apply(province(), tiers).policy
    assert (profiled.profile, profiled.tiers) == ("least_travel", None)
    back = Scenario.model_validate({"policy": {"tiers": ["burden"]}}).apply(province(), profiled).policy
    assert (back.profile, back.tiers) == (None, ("burden",))


def chi_minh() -> Dataset:
    """Three communes of 12, 11 and 11 people with as many seats, who are to become one of 24, and a neighbour."""
    sizes = {"A": 12, "B": 11, "C": 11}
    return Dataset.of(
        units=[
            *(
                Unit(code=code, name=code, kind="commune", quota=size, latitude=21.0 + place / 50, longitude=106.4)
                for place, (code, size) in enumerate(sizes.items())
            ),
            Unit(code="N", name="N", kind="commune", quota=20, latitude=21.1, longitude=106.4),
        ],
        posts=[
            *(Post(code=f"{code}-ACC", unit=code, field="ACC", seats=size) for code, size in sizes.items()),
            Post(code="N-ACC", unit="N", field="ACC", seats=20),
        ],
        employees=[
            Employee(id=f"{code}{number:02}", unit=code, post=f"{code}-ACC", field="ACC", home_unit=code)
            for code, size in sizes.items()
            for number in range(size)
        ],
        limits=[Limit(subject="release", unit="B", at_most=1)],
        travel=[Leg(**{"from": "B", "to": "N"}, km=9, minutes=20)],
    )


def test_a_merger_conserves_people_seats_and_distances_and_34_become_24() -> None:
    before = chi_minh()
    merger = edit(kind="merge_communes", communes=["A", "B", "C"], code="CM", name="Chí Minh")
    edited = merger(before, POLICY)
    assert [(finding.code, finding.figures["limits"]) for finding in edited.findings] == [("edit_orders_ended", 1)]
    after = edited.dataset
    assert after.units["code"].tolist() == ["CM", "N"] and after.unit_by_code["CM"].quota == 34
    assert after.employees["id"].tolist() == before.employees["id"].tolist()
    assert after.posts[["code", "seats"]].equals(before.posts[["code", "seats"]])
    for name in ("payroll", "working", "open_seats", "vacant_seats", "surplus", "shortage", "seats"):
        assert getattr(count(before, POLICY), name).sum() == getattr(count(after, POLICY), name).sum(), name
    assert after.workplaces[["code", "unit"]].to_numpy().tolist() == [["B", "CM"], ["C", "CM"]]
    assert after.post_by_code["B-ACC"].workplace == "B" and after.post_by_code["A-ACC"].workplace == ""
    assert after.travel["from"].tolist() == ["B"] and (after.employee("C00").home_latitude, after.limit_rows) == (
        before.unit_by_code["C"].latitude,
        (),
    )

    scenario = Scenario.model_validate(
        {
            "edits": [
                merger.model_dump(),
                {"kind": "set_quota", "unit": "CM", "quota": 24},
                *({"kind": "set_seats", "post": f"{code}-ACC", "seats": 8} for code in "ABC"),
                {"kind": "resign", "employee": "A00", "on": "2026-11-01"},
            ]
        }
    )
    merged = scenario.apply(before, POLICY)
    assert not has_errors(merged.findings)
    proposal = plan(merged.dataset, merged.policy)
    assert verify(merged.dataset, proposal, merged.policy).is_clean
    assert [(move.from_unit, move.to_unit) for move in proposal.moves] == [("CM", "N")] * 9
