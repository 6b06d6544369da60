"""The margins of every case, recounted from the written tables by code that knows nothing of the synthesizer."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from scenarios.library import available_cases, write_case

Row = dict[str, str]
COMMUNE_KINDS = {"commune", "ward", "special_zone"}
WITH_DEGREE = {"university", "master", "doctor"}
LIBRARY = Path(str(resources.files("scenarios.library")))


def rows_of(path: Path) -> list[Row]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Written:
    """The written tables of a case and a few counts of them."""

    folder: Path

    @cached_property
    def case(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "case.toml").read_text(encoding="utf-8"))

    @cached_property
    def communes(self) -> dict[str, Row]:
        return {row["code"]: row for row in rows_of(self.folder / "units.csv") if row["kind"] in COMMUNE_KINDS}

    @cached_property
    def posts(self) -> list[Row]:
        return rows_of(self.folder / "posts.csv")

    @cached_property
    def people(self) -> list[Row]:
        return rows_of(self.folder / "employees.csv")

    @cached_property
    def payroll(self) -> Counter[str]:
        payroll: Counter[str] = Counter()
        for person in self.people:
            payroll[person["unit"]] += int(person.get("count", "1"))
        return payroll

    @cached_property
    def balance(self) -> dict[str, int]:
        return {code: self.payroll[code] - int(unit["quota"]) for code, unit in self.communes.items()}

    @cached_property
    def vacant(self) -> Counter[str]:
        """Vacant seats by post, that of a second office told apart."""
        holders: Counter[str] = Counter()
        for person in self.people:
            holders[person["post"]] += int(person.get("count", "1"))
        return Counter({post["code"]: int(post["seats"]) - holders[post["code"]] for post in self.posts})


@pytest.fixture(scope="module", params=available_cases())
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp(request.param)
    write_case(request.param, folder)
    return Written(folder)


def test_eleven_cases_are_there_and_nothing_but_files_tells_them_apart() -> None:
    assert len(available_cases()) == 11
    code = "".join(path.read_text(encoding="utf-8") for path in LIBRARY.glob("*.py"))
    assert [name for name in available_cases() if f'== "{name}"' in code] == []


def test_the_communes_are_real_and_as_many_as_published(written: Written) -> None:
    library = {row["code"]: row["name"] for row in rows_of(LIBRARY / "communes.csv")}
    places = {place["code"]: place["name"] for place in written.case.get("places", [])}
    real = {
        row["code"]: row["name"]
        for row in rows_of(LIBRARY / "communes.csv")
        if row["province_code"] == written.case["province_code"]
    }
    assert {code: unit["name"] for code, unit in written.communes.items()} == (places or real)
    assert len(written.communes) == written.case["communes"]["units"]
    assert places or set(written.communes) <= set(library)


def test_communes_over_and_short_are_as_many_and_by_as_much_as_the_case_says(written: Written) -> None:
    margins, balance = written.case["communes"], written.balance.values()
    assert sum(people > 0 for people in balance) == margins["over_units"]
    assert sum(people for people in balance if people > 0) == margins["over_people"]
    assert sum(people < 0 for people in balance) == margins["short_units"]
    assert -sum(people for people in balance if people < 0) == margins["short_people"]
    if "quota" in margins:
        assert sum(int(unit["quota"]) for unit in written.communes.values()) == margins["quota"]


def test_seats_of_every_commune_add_up_to_its_quota(written: Written) -> None:
    seats: Counter[str] = Counter()
    for post in written.posts:
        seats[post["unit"]] += int(post["seats"])
    assert all(seats[code] == int(unit["quota"]) for code, unit in written.communes.items())


def test_what_is_known_of_single_communes_holds(written: Written) -> None:
    seats = {post["code"]: int(post["seats"]) for post in written.posts}
    for code, known in written.case["communes"].get("known", {}).items():
        if "quota" in known:
            assert int(written.communes[code]["quota"]) == known["quota"]
        if "balance" in known:
            assert written.balance[code] == known["balance"]
        for key, number in known.get("seats", {}).items():
            assert seats[f"{code}-{key}"] == number
        for key, number in known.get("vacant", {}).items():
            assert written.vacant[f"{code}-{key}"] == number


def test_so_many_communes_have_nobody_with_a_degree_in_a_field(written: Written) -> None:
    for field, number in written.case["communes"].get("without", {}).items():
        known = {
            person["unit"]
            for person in written.people
            if person["degree"] in WITH_DEGREE and field in (person["field"], *person["other_fields"].split(";"))
        }
        asked = {post["unit"] for post in written.posts if post["field"] == field and post["unit"] in written.communes}
        assert len(asked - known) == number, field


def test_leaders_posts_are_vacant_or_held_by_two_as_the_case_says(written: Written) -> None:
    named = written.case["communes"]
    if not {"vacant_posts", "crowded_posts"} & named.keys():
        assert all(written.vacant[post["code"]] == 0 for post in written.posts if post.get("leader_rank"))
        return
    for key, number in named["vacant_posts"].items():
        assert sum(left == 1 for post, left in written.vacant.items() if post.partition("-")[2] == key) == number
    for key, number in named["crowded_posts"].items():
        assert sum(left == -1 for post, left in written.vacant.items() if post.partition("-")[2] == key) == number


def test_what_each_sender_gave_by_hand_is_a_limit(written: Written) -> None:
    given = {
        f"{written.case['province_code']}-{sender['code']}": sender["gives"]
        for sender in written.case.get("senders", [])
        if "gives" in sender
    }
    limits = {row["unit"]: int(row["at_most"]) for row in rows_of(written.folder / "limits.csv")}
    assert limits == given


def test_every_published_figure_that_fixes_a_margin_is_what_the_tables_hold(written: Written) -> None:
    totals = {
        "communes.units": len(written.communes),
        "communes.quota": sum(int(unit["quota"]) for unit in written.communes.values()),
        "communes.payroll": sum(written.payroll[code] for code in written.communes),
        "communes.net": sum(written.balance.values()),
        "senders_give": sum(int(row["at_most"]) for row in rows_of(written.folder / "limits.csv")),
    }
    fixed = {figure["fixes"]: figure["value"] for figure in written.case["figures"] if figure.get("fixes") in totals}
    assert {path: totals[path] for path in fixed} == fixed
    assert "communes.units" in fixed or "places" in written.case


def test_a_second_office_has_its_seats_and_groups_have_what_they_say(written: Written) -> None:
    for office in written.case.get("offices", []):
        there = [int(post["seats"]) for post in written.posts if post["workplace"] == office["code"]]
        assert sum(there) == sum(office["seats"].values())
    for group in written.case.get("groups", []):
        for code in group["communes"]:
            unit = written.communes[code]
            assert unit.get("housing_places", "") == str(group.get("housing_places", ""))
            assert unit.get("languages", "") == ";".join(group.get("languages", []))


def test_nobody_is_named_where_only_counts_are_known(written: Written) -> None:
    names = {person.get("name", "") for person in written.people}
    is_counts = written.case.get("roster", {}).get("detail") == "counts"
    assert (names == {""}) is is_counts
