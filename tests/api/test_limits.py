"""What ``dieuphoi limits`` tells of the model."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.domain import Limit, LimitForm, LimitSubject
from optimizer.ingest import write_folder
from optimizer.problem import Reason
from optimizer.rules.limit_rule import Place
from optimizer.text import LANGUAGES, Language, say
from tests.api.conftest import Dieuphoi, province


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_limit_is_told_with_its_outcome(dieuphoi: Dieuphoi, folder: Path, language: Language) -> None:
    done = dieuphoi("limits", folder, "--lang", language)
    assert done.exit_code == 0, done.output
    assert say(f"limit_reason.{Reason.NESTS}", language) in done.output
    for rule in ("person", "open_seats", "surplus_only", "sender_share"):
        assert rule in done.output


def test_a_cap_on_the_whole_plan_is_a_side_row(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    capped = province().replace(limits=[Limit(subject=LimitSubject.RELEASE, at_most=1)])
    write_folder(capped, tmp_path / "in")
    done = dieuphoi("limits", tmp_path / "in", "--lang", "en")
    assert say(f"limit_reason.{Reason.ACROSS_WAYS}", "en") in done.output
    assert "local_limits" in done.output


def test_a_cap_that_cannot_bind_is_left_out(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    row = Limit(subject=LimitSubject.RELEASE, form=LimitForm.TRANSFER, at_most=1_000)
    write_folder(province().replace(limits=[row]), tmp_path / "in")
    done = dieuphoi("limits", tmp_path / "in", "--lang", "en")
    assert say(f"limit_reason.{Reason.CANNOT_BIND}", "en") in done.output


def test_errors_in_the_tables_are_findings(dieuphoi: Dieuphoi, folder: Path) -> None:
    (folder / "posts.csv").write_text("code,unit,field\nP,NOWHERE,IT\n", encoding="utf-8")
    assert dieuphoi("limits", folder).exit_code == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_and_place_has_its_wording(language: Language) -> None:
    assert all(say(f"limit_reason.{reason.value}", language) for reason in Reason)
    assert all(say(f"limit_place.{place.value}", language) for place in Place)
