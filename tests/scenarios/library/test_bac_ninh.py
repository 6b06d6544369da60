"""Bắc Ninh's margins, recounted from the written tables by code that knows nothing of the synthesizer."""

from __future__ import annotations

import csv
import math
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

COMMUNE_KINDS = {"commune", "ward", "special_zone"}
PROVINCIAL_KINDS = {"department", "public_service_unit"}
DEGREES = ["none", "secondary", "intermediate", "college", "university", "master", "doctor"]

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points in degrees, by the cosine rule."""
    (north, east), (other_north, other_east) = (tuple(map(math.radians, place)) for place in (one, other))
    cosine = math.sin(north) * math.sin(other_north)
    cosine += math.cos(north) * math.cos(other_north) * math.cos(east - other_east)
    return 6371 * math.acos(min(cosine, 1.0))


@dataclass(frozen=True)
class Written:
    """The written tables and a few counts of them."""

    units: dict[str, Row]
    posts: dict[str, Row]
    employees: list[Row]
    fields: dict[str, Row]
    policy: dict[str, object]
    case: dict[str, object]

    @classmethod
    def read(cls, folder: Path) -> Written:
        return cls(
            units={row["code"]: row for row in rows_of(folder / "units.csv")},
            posts={row["code"]: row for row in rows_of(folder / "posts.csv")},
            employees=rows_of(folder / "employees.csv"),
            fields={row["code"]: row for row in rows_of(folder / "fields.csv")},
            policy=tomllib.loads((folder / "policy.toml").read_text(encoding="utf-8")),
            case=tomllib.loads((folder / "case.toml").read_text(encoding="utf-8")),
        )

    def units_of(self, kinds: set[str]) -> list[str]:
        return [code for code, unit in self.units.items() if unit["kind"] in kinds]

    @property
    def communes(self) -> list[str]:
        return self.units_of(COMMUNE_KINDS)

    @cached_property
    def payroll(self) -> Counter[str]:
        return Counter(person["unit"] for person in self.employees)

    @cached_property
    def holders(self) -> Counter[str]:
        return Counter(person["post"] for person in self.employees if person["post"])

    def surplus(self, unit: str) -> int:
        return self.payroll[unit] - int(self.units[unit]["quota"])

    @cached_property
    def vacant(self) -> Counter[tuple[str, str]]:
        """Vacant seats by unit and field."""
        return Counter(
            place
            for code, post in self.posts.items()
            for place in [(post["unit"], post["field"])] * (int(post["seats"]) - self.holders[code])
        )

    @cached_property
    def serving(self) -> dict[str, set[str]]:
        """By field of a post, the fields whose people fit it."""
        return {
            code: {
                code,
                *(pair.split(":")[0] for pair in field["related"].split(";") if float(pair.split(":")[1]) >= 0.6),
            }
            for code, field in self.fields.items()
        }

    def fits(self, person: Row, post_field: str) -> bool:
        known = {person["field"], *filter(None, person["other_fields"].split(";"))}
        return not known.isdisjoint(self.serving[post_field])

    @cached_property
    def road_km(self) -> dict[tuple[str, str], float]:
        """Between communes: 1.3 times the great circle."""
        place = {
            code: (float(self.units[code]["latitude"]), float(self.units[code]["longitude"])) for code in self.communes
        }
        return {(one, other): 1.3 * great_circle(place[one], place[other]) for one in place for other in place}

    def is_misplaced(self, person: Row) -> bool:
        return bool(person["post"]) and not self.fits(person, self.posts[person["post"]]["field"])


@pytest.fixture(scope="module")
def written(bac_ninh_folder: Path) -> Written:
    return Written.read(bac_ninh_folder)


def published(written: Written, words: str) -> int:
    """The value of the one figure whose name holds these words."""
    (figure,) = [figure for figure in written.case["figures"] if words in figure["figure"]]
    return int(figure["value"])


def test_the_communes_are_the_provinces_own(written: Written) -> None:
    library = rows_of(Path(str(resources.files("scenarios.library"))) / "communes.csv")
    real = {row["code"]: (row["name"], row["kind"]) for row in library if row["province_code"] == "24"}
    assert {code: (written.units[code]["name"], written.units[code]["kind"]) for code in written.communes} == real
    assert len(written.communes) == published(written, "communes and wards") == 99


def test_seats_of_every_commune_add_up_to_its_quota_by_the_norm(written: Written) -> None:
    seats = Counter[str]()
    for post in written.posts.values():
        seats[post["unit"]] += int(post["seats"])
    for code in written.communes:
        unit = written.units[code]
        most = 70 if unit["kind"] == "ward" else 50
        norm = min(32 + max(int(unit["population"]) - 16_000, 0) // 2_000, most)
        assert seats[code] == int(unit["quota"]) == norm
    people = sum(int(written.units[code]["population"]) for code in written.communes)
    assert people == pytest.approx(3_600_000, rel=0.001)


def test_surplus_stands_beside_shortage_as_the_case_says(written: Written) -> None:
    balance = [written.surplus(code) for code in written.communes]
    margins = written.case["communes"]
    assert sum(people > 0 for people in balance) == margins["over_units"]
    assert sum(people for people in balance if people > 0) == margins["over_people"]
    assert sum(people < 0 for people in balance) == margins["short_units"]
    assert -sum(people for people in balance if people < 0) == margins["short_people"]


def test_a_commune_over_its_quota_has_an_it_seat_and_no_it_officer(written: Written) -> None:
    over = [code for code in written.communes if written.surplus(code) > 0]
    assert over
    for code in over:
        assert f"{code}-IT" in written.posts
        assert written.holders[f"{code}-IT"] < int(written.posts[f"{code}-IT"]["seats"])
    without = [
        code
        for code in over
        if not any(person["unit"] == code and person["field"] == "IT" for person in written.employees)
    ]
    assert without


def test_vacancies_lie_in_the_fields_that_communes_lack(written: Written) -> None:
    by_field = Counter[str]()
    for (unit, field), seats in written.vacant.items():
        assert unit in set(written.communes)
        by_field[field] += seats
    total = by_field.total()
    assert 350 <= total <= 450
    assert sum(by_field[field] for field in ("IT", "ACC", "FIN", "LAN", "CON", "JUS")) > 0.9 * total


def test_twenty_people_are_misplaced_beside_a_vacant_seat_of_their_field(written: Written) -> None:
    misplaced = [person for person in written.employees if written.is_misplaced(person)]
    assert len(misplaced) == written.case["communes"]["misplaced"] == 20
    assert all(written.vacant[person["unit"], person["field"]] > 0 for person in misplaced)


def test_five_per_cent_of_every_provincial_sender_is_what_was_seconded(written: Written) -> None:
    senders = written.units_of(PROVINCIAL_KINDS)
    allowed = sum(math.ceil(round(0.05 * written.payroll[code], 9)) for code in senders)
    assert allowed == published(written, "seconded from provincial departments") == 57


def test_delivery_centres_lack_what_was_printed(written: Written) -> None:
    centres = written.units_of({"delivery_centre"})
    assert len(centres) == 99
    assert {written.units[code]["parent"] for code in centres} == set(written.communes)
    assert {int(written.units[code]["floor"]) for code in centres} == {published(written, "wished for")}
    missing = sum(int(written.units[code]["floor"]) - written.payroll[code] for code in centres)
    assert missing == published(written, "missing in the delivery centres") == 614


def able(person: Row) -> bool:
    """Nothing about the person alone keeps them from moving."""
    return (
        person["kind"] in ("civil_servant", "public_employee")
        and person["status"] == "active"
        and not person["blocks"]
        and not person["leaves_on"]
        and not person["last_return"]
        and not person["leader_rank"]
        and "failed" not in person["ratings"]
        and person["excluded"] == "false"
    )


def suits(written: Written, person: Row, post: Row) -> bool:
    """The person fits the post by field, degree and level, and lives within 60 km by road."""
    return (
        person["unit"] != post["unit"]
        and DEGREES.index(person["degree"]) >= DEGREES.index(post["min_degree"])
        and int(person["level"]) >= int(post["min_level"])
        and written.fits(person, post["field"])
        and written.road_km[person["home_unit"], post["unit"]] <= 60
    )


def test_what_was_done_by_hand_is_possible_and_no_more(written: Written) -> None:
    """57 + 9 + 30 people can go at once, by a maximum flow: sender -> person -> vacant seat."""
    vacant = {
        code: int(post["seats"]) - written.holders[code]
        for code, post in written.posts.items()
        if post["unit"] in set(written.communes) and int(post["seats"]) > written.holders[code]
    }
    over_held = {code for code, post in written.posts.items() if written.holders[code] > int(post["seats"])}
    short = {code for code in written.communes if written.surplus(code) < 0}
    limit = dict[str, int]()
    links = list[tuple[str, str, int]]()
    kind_of = dict[str, str]()
    for person in written.employees:
        unit = person["unit"]
        kind = written.units[unit]["kind"]
        from_commune = kind in COMMUNE_KINDS
        if not able(person) or (
            from_commune and (written.surplus(unit) <= 0 or (person["post"] and person["post"] not in over_held))
        ):
            continue
        targets = [
            code
            for code in vacant
            if (not from_commune or written.posts[code]["unit"] in short)
            and suits(written, person, written.posts[code])
        ]
        if targets:
            sender = person["post"] or unit if from_commune else unit
            limit[sender] = 1 if from_commune else math.ceil(round(0.05 * written.payroll[unit], 9))
            kind_of[sender] = "commune" if from_commune else "centre" if kind == "delivery_centre" else "province"
            links.append((sender, person["id"], 1))
            links += [(person["id"], code, 1) for code in targets]
    arcs = [("source", sender, number) for sender, number in limit.items()] + links
    arcs += [(code, "sink", number) for code, number in vacant.items()]
    moved = flow_from_source(arcs)
    by_kind = Counter[str]()
    for sender, number in moved.items():
        by_kind[kind_of[sender]] += number
    assert by_kind == {
        "province": published(written, "seconded from provincial departments"),
        "commune": published(written, "transferred from communes"),
        "centre": published(written, "delivery-centre staff seconded"),
    }


def flow_from_source(arcs: list[tuple[str, str, int]]) -> dict[str, int]:
    """A maximum flow from ``source`` to ``sink``: what leaves the source, by head."""
    nodes = {name: row for row, name in enumerate(sorted({end for arc in arcs for end in arc[:2]}))}
    tails, heads = ([nodes[arc[side]] for arc in arcs] for side in (0, 1))
    capacity = csr_array((np.array([arc[2] for arc in arcs], dtype=np.int32), (tails, heads)), shape=(len(nodes),) * 2)
    flow = maximum_flow(capacity, nodes["source"], nodes["sink"]).flow
    return {name: int(flow[nodes["source"], nodes[name]]) for tail, name, _ in arcs if tail == "source"}


def test_no_identity_number_could_be_real(written: Written) -> None:
    numbers = [person["national_id"] for person in written.employees]
    assert len(set(numbers)) == len(numbers)
    assert all(len(number) == 12 and number.isdigit() and number.startswith("999") for number in numbers)


def test_the_size_is_that_of_a_province(written: Written) -> None:
    assert 5_500 <= len(written.employees) <= 6_000
    assert len({person["name"] for person in written.employees}) > 3_000


def test_some_people_are_barred_some_waive_some_volunteer_some_are_away(written: Written) -> None:
    people = written.employees
    codes = Counter(person["blocks"] for person in people if person["blocks"])
    assert {"i", "ii", "iii", "iv", "v", "vi", "vii"} <= set(codes)
    assert all(person["waivers"] in ("", person["blocks"]) for person in people)
    assert sum(person["waivers"] != "" for person in people) > 0
    assert sum(person["volunteer"] == "true" for person in people) > 0.1 * len(people)
    absent = [person for person in people if person["status"] == "on_leave"]
    assert len(absent) == written.case["communes"]["on_leave"]
    assert all(person["absent_until"] > "2025-10-01" for person in absent)
    assert all(person["ratings"].count(":") == 3 for person in people)


def test_everybody_is_of_working_age(written: Written) -> None:
    for person in written.employees:
        age = 2025.75 - int(person["birth_date"][:4]) - int(person["birth_date"][5:7]) / 12
        assert 18 <= age <= (57 if person["sex"] == "female" else 61.5)
