"""Choosing an order of tiers, and a plan to stay close to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.plan_folder import PlanFolder
from optimizer.policy import PROFILES, read_policy
from optimizer.rules import OBJECTIVES
from tests.api.conftest import Dieuphoi

TO_NOBODY = {"changes", "surplus_senders", "line_staff", "border_homes"}
"""Tiers that say nothing about the small province: no base plan, no department's surplus, no line staff, no border."""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_profiles_are_listed_with_their_tiers_and_what_a_unit_is(dieuphoi: Dieuphoi, language: str) -> None:
    done = dieuphoi("profiles", "--lang", language)
    assert done.exit_code == 0
    for name in (*PROFILES, *(tier.id for tier in OBJECTIVES), "đồng", "1000 × (2m − 1) / s"):
        assert name in done.output


@pytest.mark.parametrize("profile", PROFILES)
def test_a_plan_under_a_profile_is_verified_from_its_own_folder(
    dieuphoi: Dieuphoi, folder: Path, tmp_path: Path, profile: str
) -> None:
    out = tmp_path / profile
    done = dieuphoi("plan", folder, "--out", out, "--profile", profile)
    assert done.exit_code == 0, done.output
    assert list(PlanFolder(out).read_plan().values) == [tier for tier in PROFILES[profile] if tier not in TO_NOBODY]
    assert read_policy(out / "policy.toml").profile == profile
    assert dieuphoi("verify", out).exit_code == 0


def test_a_profile_takes_the_place_of_the_policy_s_tiers(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    policy = folder / "policy.toml"
    policy.write_text('as_of = 2025-10-01\nterm_months = 9\ntiers = ["burden"]\n', encoding="utf-8")
    assert dieuphoi("plan", folder, "--out", tmp_path / "plan", "--profile", "least_cost").exit_code == 0
    used = read_policy(tmp_path / "plan" / "policy.toml")
    assert (used.profile, used.tiers, used.term_months, str(used.as_of)) == ("least_cost", None, 9, "2025-10-01")


def test_an_unknown_profile_is_told_with_those_there_are(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    done = dieuphoi("plan", folder, "--out", tmp_path / "plan", "--profile", "luck")
    assert done.exit_code == 2
    assert all(name in done.output for name in ("luck", *PROFILES))
    (folder / "policy.toml").write_text('as_of = 2025-10-01\nprofile = "luck"\n', encoding="utf-8")
    done = dieuphoi("check", folder)
    assert done.exit_code == 1
    assert "unknown_profile" in done.output


def test_a_base_is_kept_with_the_plan(dieuphoi: Dieuphoi, folder: Path, plan_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "again"
    words = ("--base", plan_folder, "--profile", "least_change", "--lang", "en")
    done = dieuphoi("plan", folder, "--out", out, *words)
    assert done.exit_code == 0 and "The price of keeping" in done.output, done.output
    source = PlanFolder(out)
    base = source.read_base()
    assert base is not None
    assert base.moves == PlanFolder(plan_folder).read_plan().moves
    assert source.read_plan().values["changes"] == 0
    assert dieuphoi("verify", out).exit_code == 0


def test_a_base_exchanged_is_noticed(dieuphoi: Dieuphoi, folder: Path, plan_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "again"
    assert dieuphoi("plan", folder, "--out", out, "--base", plan_folder).exit_code == 0
    base = json.loads((out / "base.json").read_text(encoding="utf-8"))
    base["moves"] = base["moves"][1:]
    (out / "base.json").write_text(json.dumps(base), encoding="utf-8")
    done = dieuphoi("verify", out, "--lang", "en")
    assert done.exit_code == 1
    assert "base.json is not the one" in done.output
    (out / "base.json").write_text("{}", encoding="utf-8")
    assert dieuphoi("verify", out).exit_code == 2
    (out / "base.json").unlink()
    assert dieuphoi("verify", out).exit_code == 1


def test_a_plan_may_stay_close_to_the_one_it_replaces(dieuphoi: Dieuphoi, folder: Path, plan_folder: Path) -> None:
    assert dieuphoi("plan", folder, "--out", plan_folder, "--base", plan_folder).exit_code == 0
    assert (plan_folder / "base.json").is_file()
    assert dieuphoi("plan", folder, "--out", plan_folder).exit_code == 0
    assert not (plan_folder / "base.json").exists()
    assert dieuphoi("verify", plan_folder).exit_code == 0


def test_a_base_that_is_no_plan_or_would_not_matter_is_wrong_usage(
    dieuphoi: Dieuphoi, folder: Path, plan_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert dieuphoi("plan", folder, "--out", out, "--base", folder).exit_code == 2
    assert dieuphoi("plan", folder, "--out", out, "--base", tmp_path / "nowhere").exit_code == 2
    (folder / "policy.toml").write_text('as_of = 2025-10-01\ntiers = ["burden"]\n', encoding="utf-8")
    done = dieuphoi("plan", folder, "--out", out, "--base", plan_folder, "--lang", "en")
    assert done.exit_code == 2
    assert "--base would have no effect" in done.output
    assert not out.exists()
