"""``dieuphoi scenario``: files begun, checked, run and listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.plan_folder import PlanFolder
from optimizer import load
from tests.api.conftest import Dieuphoi
from tests.api.test_plan import contents

BAN = '[[edits]]\nkind = "ban"\nemployee = "{employee}"\npost = "07525-IT"\n'


def write(path: Path, base: str | Path, text: str = "") -> Path:
    path.write_text(f'base = "{base}"\n{text}', encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_new_scenario_changes_nothing_and_says_what_could_be(
    dieuphoi: Dieuphoi, folder: Path, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "what-if.toml"
    assert dieuphoi("scenario", "new", file, "--base", folder, "--lang", language).exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert 'base = "tables"' in text and "merge_communes" in text
    assert dieuphoi("scenario", "check", file).exit_code == 0
    again = dieuphoi("scenario", "new", file, "--base", folder)
    assert again.exit_code == 2 and file.read_text(encoding="utf-8") == text


def test_a_scenario_on_a_plan_changes_only_what_it_must(dieuphoi: Dieuphoi, plan_folder: Path, tmp_path: Path) -> None:
    before = PlanFolder(plan_folder).read_plan()
    (sent,) = (move.employee for move in before.moves if move.to_post == "07525-IT")
    file = write(tmp_path / "ban.toml", "plan", BAN.format(employee=sent))
    done = dieuphoi("scenario", "run", file, "--out", tmp_path / "banned", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "The price of keeping" in done.output
    after = PlanFolder(tmp_path / "banned").read_plan()
    assert after.has_proof and after.values["changes"] == 2
    kept = [move for move in before.moves if move.to_post != "07525-IT"]
    assert [move for move in after.moves if move.to_post != "07525-IT"] == kept and len(kept) == 1
    assert [move.employee != sent for move in after.moves if move.to_post == "07525-IT"] == [True]
    assert dieuphoi("verify", tmp_path / "banned").exit_code == 0


def test_the_same_scenario_gives_the_same_bytes(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    text = '[policy.rules.max_distance]\nmax_km = 90\n[[edits]]\nkind = "set_quota"\nunit = "07525"\nquota = 4\n'
    file = write(tmp_path / "quota.toml", "tables", f'profile = "least_travel"\nas_of = 2025-12-01\n{text}')
    for out in ("one", "other"):
        assert dieuphoi("scenario", "run", file, "--out", tmp_path / out).exit_code == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    assert PlanFolder(tmp_path / "one").scenario.read_bytes() == file.read_bytes()
    assert PlanFolder(tmp_path / "one").read_plan().provenance.as_of.month == 12
    assert dieuphoi("verify", tmp_path / "one").exit_code == 0


def test_a_scenario_without_changes_is_its_base(dieuphoi: Dieuphoi, plan_folder: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "nothing.toml", "plan/input")
    (plan_folder / "input" / "policy.toml").write_bytes((plan_folder / "policy.toml").read_bytes())
    done = dieuphoi("scenario", "run", file, "--out", tmp_path / "same", "--lang", "en")
    assert done.exit_code == 0 and "price of keeping" not in done.output
    assert (tmp_path / "same" / "plan.json").read_bytes() == (plan_folder / "plan.json").read_bytes()


def test_scenarios_stand_on_one_another(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "more.toml", "tables", '[[edits]]\nkind = "set_quota"\nunit = "07525"\nquota = 4\n')
    seats = '[[edits]]\nkind = "set_seats"\npost = "07525-LAND"\nseats = 3\n'
    top = write(tmp_path / "seats.toml", "more.toml", seats)
    assert dieuphoi("scenario", "run", top, "--out", tmp_path / "out").exit_code == 0
    dataset = load(tmp_path / "out" / "input")
    assert (dataset.unit_by_code["07525"].quota, dataset.post_by_code["07525-LAND"].seats) == (4, 3)


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("[[edits]]\nkind = 'ban'\nemployee = 'S9'\n", "what-if.toml:edits.1.employee", "unknown_code"),
        ("[[edits]]\nkind = 'bann'\n", "what-if.toml:edits.1.kind", "unknown_edit"),
        ("[[edits]]\nkind = 'pin'\n", "what-if.toml:edits.1.employee", "missing_value"),
        ("[[edits]]\nkind = 'pin'\nemployee = 'S01'\nwhy = 1\n", "what-if.toml:edits.1.why", "unknown_column"),
        ("[[edits]]\nkind = 'add_posts'\nrows = [{code = 'N', unit = '07525', seats = -1}]\n",
         "what-if.toml:edits.1.rows.1.seats", "scenario_value"),
        ("[policy.rules.max_distanse]\nmax_km = 1.0\n", "policy.toml:rules.max_distanse", "unknown_rule"),
        ("[policy]\nterm_months = 0\n", "what-if.toml:policy.term_months", "policy_value"),
        ("edits = [\n", "what-if.toml", "scenario_syntax"),
        ("colour = 1\n", "what-if.toml:colour", "unknown_column"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_scenario_is_told_with_its_place(
    dieuphoi: Dieuphoi, folder: Path, tmp_path: Path, text: str, place: str, code: str
) -> None:
    file = write(tmp_path / "what-if.toml", "tables", text)
    for words in (("check", file), ("run", file, "--out", tmp_path / "out")):
        done = dieuphoi("scenario", *words, "--lang", "en", COLUMNS="300")
        assert done.exit_code == 1
        assert place in done.output and code in done.output
    assert not (tmp_path / "out").exists()


def test_a_base_that_is_not_there_or_is_the_scenario_itself_is_told(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    for base, code in (("nowhere", "scenario_without_base"), ("what-if.toml", "scenario_cycle")):
        done = dieuphoi("scenario", "check", write(tmp_path / "what-if.toml", base))
        assert done.exit_code == 1 and code in done.output
    assert dieuphoi("scenario", "check", tmp_path / "missing.toml").exit_code == 2
    assert dieuphoi("scenario", "check", tmp_path).exit_code == 2


def test_scenarios_are_listed_with_base_and_number_of_edits(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    write(tmp_path / "one.toml", "tables", 'note = "Thử"\n' + BAN.format(employee="S01"))
    done = dieuphoi("scenario", "list", tmp_path, "--lang", "en")
    assert done.exit_code == 0
    assert "one.toml" in done.output and "tables" in done.output and "Thử" in done.output
    write(tmp_path / "two.toml", "tables", "edits = 1\n")
    assert dieuphoi("scenario", "list", tmp_path).exit_code == 1
