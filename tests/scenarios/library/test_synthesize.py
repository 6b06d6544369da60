"""The synthesizer: reproducible, readable back, quick, and general."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from time import perf_counter

import pytest

from optimizer.findings import Severity
from optimizer.ingest import read_folder
from optimizer.policy import read_policy
from scenarios.library import Case, load_case, parse_case, synthesize, write_case
from scenarios.library.establishment import seats
from scenarios.library.tables import commune_posts


def test_the_same_seed_gives_the_same_tables_within_five_seconds() -> None:
    started = perf_counter()
    first = synthesize(load_case("bac-ninh"))
    assert perf_counter() - started < 5
    assert synthesize(load_case("bac-ninh")).sha256 == first.sha256


def test_another_seed_gives_other_people() -> None:
    case = load_case("bac-ninh")
    other = synthesize(case.model_copy(update={"seed": case.seed + 1}))
    assert other.sha256 != synthesize(case).sha256


def test_what_is_written_reads_back_without_an_error(bac_ninh_folder: Path) -> None:
    case = load_case("bac-ninh")
    read = read_folder(bac_ninh_folder, case.as_of)
    assert [finding for finding in read.findings if finding.severity is Severity.ERROR] == []
    assert read.valid_dataset().sha256 == synthesize(case).sha256
    assert read_policy(bac_ninh_folder / "policy.toml") == case.policy


def test_the_written_case_file_is_the_librarys(bac_ninh_folder: Path) -> None:
    original = (resources.files("scenarios.library") / "bac-ninh.toml").read_text(encoding="utf-8")
    assert (bac_ninh_folder / "case.toml").read_text(encoding="utf-8") == original


def test_writing_an_unknown_case_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_case("atlantis", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_posts_of_the_norm_are_32_and_grow_one_by_one() -> None:
    assert sum(post.seats for post in commune_posts()) == 32
    turns = sorted(post.grows_at for post in commune_posts() if post.grows_at is not None)
    assert turns == list(range(1, len(turns) + 1))
    for quota in (32, 33, 50, 70):
        assert sum(seats(quota, commune_posts()).values()) == quota


def test_margins_that_leave_no_room_are_refused() -> None:
    file = tomllib.loads((resources.files("scenarios.library") / "bac-ninh.toml").read_text(encoding="utf-8"))
    file["communes"]["short_people"] = 3_000
    with pytest.raises(ValueError, match="3000 does not lie between"):
        synthesize(Case.model_validate(file))


def test_another_province_needs_no_code() -> None:
    """Điện Biên's 45 communes from a file of other numbers."""
    file = tomllib.loads((resources.files("scenarios.library") / "bac-ninh.toml").read_text(encoding="utf-8"))
    file |= {"name": "another", "province_code": "11", "figures": []}
    file["communes"] |= {
        "units": 45, "population": 670_000, "over_units": 6, "over_people": 10, "short_units": 30,
        "short_people": 120, "transferable": 3, "unposted": 2, "misplaced": 5, "on_leave": 4,
    }  # fmt: skip
    file["centres"] |= {"missing": 300, "qualified": 5}
    file["senders"] = [sender | {"seat": "03127"} for sender in file["senders"][:3]]
    dataset = synthesize(Case.model_validate(file))
    payroll = dataset.employees["unit"].value_counts()
    communes = dataset.units[dataset.units["kind"].isin(["commune", "ward"])].set_index("code")
    balance = payroll.reindex(communes.index) - communes["quota"]
    assert len(communes) == 45
    assert balance[balance > 0].sum() == 10 and (balance > 0).sum() == 6
    assert balance[balance < 0].sum() == -120 and (balance < 0).sum() == 30


def test_a_case_from_margins_alone_needs_nothing_else() -> None:
    """Hưng Yên, of which only counts over and under are given."""
    case = parse_case(
        """
        name = "hung-yen"
        title_vi = "Hưng Yên"
        title_en = "Hưng Yên"
        province_code = "33"
        communes = { units = 104, over_units = 40, over_people = 90, short_units = 19, short_people = 60 }
        senders = [{ code = "SNV", staff = 60, seat = "11953" }, { code = "STC", staff = 80, seat = "11953" }]
        policy = { as_of = 2025-07-01 }
        """
    )
    dataset = synthesize(case)
    assert dataset.units["name"].tolist()[-1] in ("Sở Nội vụ", "Sở Tài chính")
    balance = (
        dataset.employees["unit"].value_counts().reindex(dataset.units["code"])
        - dataset.units.set_index("code")["quota"]
    )
    assert (balance.clip(lower=0).sum(), balance.clip(upper=0).sum()) == (90, -60)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"without": {"IT": 46}}, "communes.without.IT"),
        ({"vacant_posts": {"SOCIETY-HEAD": 40}}, "communes.vacant_posts.SOCIETY-HEAD"),
        ({"crowded_posts": {"SOCIETY-HEAD": 3}}, "communes.crowded_posts.SOCIETY-HEAD"),
        ({"quota": 1000}, "communes.quota"),
        ({"unposted": 500}, "communes.unposted"),
    ],
)
def test_margins_that_cannot_be_met_say_why(changes: dict[str, object], said: str) -> None:
    margins = {"units": 45, "over_units": 2, "over_people": 4, "short_units": 30, "short_people": 60}
    file = {
        "name": "x", "title_vi": "x", "title_en": "x", "province_code": "11", "policy": {"as_of": "2025-07-01"},
        "communes": margins | changes,
    }  # fmt: skip
    with pytest.raises(ValueError, match=said):
        synthesize(Case.model_validate(file))
