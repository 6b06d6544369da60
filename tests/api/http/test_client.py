"""The service through its own client, on both databases: from tables to lists, what-if, rounds, sweeps, scores."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from python_calamine import load_workbook

import optimizer
from api.client import Client, ServiceError
from api.http.runs import EventView, RunView
from api.store.runs import State
from optimizer.edits import Scenario
from optimizer.edits.issue import issued
from optimizer.edits.pass_time import on_day
from optimizer.export import moves_csv, plan_to_json, write_workbook
from optimizer.ingest import write_folder
from optimizer.policy import Policy
from scenarios.causes import causes_of
from scenarios.compare import Difference, compare
from scenarios.sweep import Axis, sweep
from tests.api.conftest import province
from tests.api.http.server import Server

PAGE = Path(__file__).resolve().parents[3] / "docs" / "service.md"
POLICY = Policy.model_validate({"as_of": "2025-10-20"})
NO_SEAT_FOR_IT = {"edits": [{"kind": "set_seats", "post": "07525-IT", "seats": 0}]}


@pytest.fixture(scope="module")
def client(either: Server) -> Iterator[Client]:
    with Client(either.url, either.give_token("personnel"), language="en") as opened:
        yield opened


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    write_folder(province(), folder)
    (folder / "policy.toml").write_text("as_of = 2025-10-20\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def dataset(client: Client, tables: Path) -> str:
    return client.upload("Bắc Ninh", tables).id


@pytest.fixture(scope="module")
def plan(client: Client, dataset: str) -> str:
    return planned(client, client.start(dataset))


def planned(client: Client, run: RunView) -> str:
    ended = client.wait(run.id, seconds=60)
    assert ended.state is State.FINISHED, ended.failure
    assert ended.plan is not None
    return ended.plan


def code_of(error: pytest.ExceptionInfo[ServiceError]) -> str:
    return error.value.code


def test_a_run_is_waited_for_and_tells_its_steps(client: Client, dataset: str) -> None:
    told: list[EventView] = []
    run = client.wait(client.start(dataset, key="told").id, on_event=told.append)
    assert told == run.events
    assert told[-1].state is State.FINISHED
    assert client.start(dataset, key="told").id == run.id
    assert run.id in [line.id for line in client.runs()]
    assert client.health().status == "ok"


def test_lists_are_the_library_s(client: Client, plan: str) -> None:
    expected = optimizer.plan(province(), POLICY)
    assert plan_to_json(client.whole_plan(plan)) == plan_to_json(expected)
    assert tuple(client.moves(plan)) == expected.moves
    assert [move.to_post for move in client.moves(plan, "secondments")] == ["07525-IT"]
    assert list(client.vacancies(plan)) == list(expected.unfilled)
    assert client.list_file(plan).decode() == moves_csv(expected)
    assert client.verify(plan).proof is optimizer.ProofCheck.CONFIRMED
    assert client.plan(plan).people == {"transfer": 1, "secondment": 1, "reassignment": 0}
    assert client.counts(plan)


def test_a_list_as_a_workbook_says_what_the_list_says(client: Client, plan: str) -> None:
    (sheet,) = load_workbook(io.BytesIO(client.list_file(plan, "transfers", "xlsx"))).sheet_names
    rows = load_workbook(io.BytesIO(client.list_file(plan, "transfers", "xlsx"))).get_sheet_by_name(sheet).to_python()
    (move,) = client.moves(plan, "transfers")
    heads, (row,) = rows[0], rows[1:]
    told = dict(zip(heads, row, strict=True))
    assert (told["Employee"], told["To post"], told["From"]) == (move.employee, move.to_post, move.start)
    assert (told["Km"], told["People"]) == (move.km, 1)


def test_every_move_is_explained_and_one_alone(client: Client, plan: str) -> None:
    every = client.explanations(plan)
    assert [one["move"]["employee"] for one in every.moves] == [move.employee for move in client.moves(plan)]
    assert not any(every.behind)
    (first, *_) = client.moves(plan)
    assert client.explanations(plan, first.employee).moves == [every.moves[0]]
    with pytest.raises(ServiceError) as refused:
        client.explanations(plan, "nobody")
    assert code_of(refused) == "no_move"


def test_the_pack_holds_drafts(client: Client, plan: str) -> None:
    with zipfile.ZipFile(io.BytesIO(client.pack(plan))) as archive:
        names = archive.namelist()
    assert "pack.json" in names
    assert any(name.endswith(".docx") for name in names)


def test_a_scenario_is_checked_planned_and_compared(client: Client, dataset: str, plan: str) -> None:
    scenario = client.add_scenario("no seat", NO_SEAT_FOR_IT, dataset=dataset)
    assert [finding for finding in client.check_scenario(scenario.id) if finding.severity == "error"] == []
    of_scenario = planned(client, client.start(scenario=scenario.id))
    edited = Scenario.model_validate(NO_SEAT_FOR_IT).apply(province(), POLICY)
    assert tuple(client.moves(of_scenario)) == optimizer.plan(edited.dataset, edited.policy).moves
    assert client.verify(of_scenario).is_clean
    found = client.compare(plan, of_scenario)
    assert [pair.difference for pair in found.people] == [Difference.GONE, Difference.KEPT]
    assert found.causes is None
    assert {pair.difference for pair in client.compare(plan, plan, causes=True).people} == {Difference.KEPT}
    (cause,) = client.compare(plan, of_scenario, causes=True).causes or ()
    assert (cause.change, cause.posts) == ("edits.1 set_seats", ["07525-IT"])
    assert cause.people == [pair.employee for pair in found.people if pair.difference is Difference.GONE]
    assert client.compare(of_scenario, plan, causes=True).causes is None


def test_each_change_of_a_scenario_is_undone_by_itself(client: Client, dataset: str, plan: str) -> None:
    both = {**NO_SEAT_FOR_IT, "policy": {"rules": {"max_distance": {"max_km": 1, "on": True}}}}
    of_scenario = planned(client, client.start(scenario=client.add_scenario("both", both, dataset=dataset).id))
    causes = client.compare(plan, of_scenario, causes=True).causes
    given = Scenario.model_validate(both)
    before = optimizer.plan(province(), POLICY)
    edited = given.apply(province(), POLICY)
    expected = causes_of(compare(before, optimizer.plan(edited.dataset, edited.policy)), given, processes=1)
    assert causes is not None
    assert [(one.change, one.people, one.posts) for one in causes] == [
        (one.change, sorted(one.people), sorted(one.posts)) for one in expected
    ]
    assert any(one.posts for one in causes)


def test_more_changes_than_are_looked_into_are_refused(client: Client, dataset: str, plan: str) -> None:
    many = {"edits": [{"kind": "set_seats", "post": "07525-IT", "seats": seats} for seats in range(21)]}
    of_scenario = planned(client, client.start(scenario=client.add_scenario("many", many, dataset=dataset).id))
    with pytest.raises(ServiceError) as refused:
        client.compare(plan, of_scenario, causes=True)
    assert code_of(refused) == "many_changes"


def test_a_derived_scenario_stands_on_its_parent_and_runs_keep_what_they_were_asked(
    client: Client, dataset: str
) -> None:
    parent = client.add_scenario("parent", NO_SEAT_FOR_IT, dataset=dataset)
    child = client.add_scenario("child", {"policy": {"term_months": 9}}, parent=parent.id)
    first = planned(client, client.start(scenario=child.id))
    assert [move.to_post for move in client.moves(first)] == ["07525-LAND"]
    edited = client.edit_scenario(parent, {})
    assert (edited.revision, edited.changes) == (2, {})
    with pytest.raises(ServiceError) as refused:
        client.edit_scenario(parent, NO_SEAT_FOR_IT)
    assert code_of(refused) == "edited_meanwhile"
    second = planned(client, client.start(scenario=child.id))
    assert [move.to_post for move in client.moves(second)] == ["07525-IT", "07525-LAND"]
    assert client.verify(first).is_clean


def test_a_scenario_that_does_not_fit_says_where(client: Client, dataset: str) -> None:
    wrong = {"edits": [{"kind": "set_seats", "post": "nowhere", "seats": 1}]}
    scenario = client.add_scenario("wrong", wrong, dataset=dataset)
    errors = [finding for finding in client.check_scenario(scenario.id) if finding.severity == "error"]
    assert errors
    assert errors[0].place.startswith("scenario.toml:edits.1")
    failed = client.wait(client.start(scenario=scenario.id).id)
    assert failed.failure is not None
    assert (failed.state, failed.failure.code, failed.failure.findings) == (State.FAILED, "findings", errors)


def test_a_run_stays_close_to_its_base_plan(client: Client, dataset: str, plan: str) -> None:
    again = planned(client, client.start(dataset, base=plan))
    assert client.plan(again).base == plan
    base = optimizer.plan(province(), POLICY)
    assert client.whole_plan(again).provenance == optimizer.plan(province(), POLICY, base=base).provenance
    check = client.verify(again)
    assert (check.is_clean, check.proof) == (True, optimizer.ProofCheck.CONFIRMED)
    with pytest.raises(ServiceError) as refused:
        client.start(dataset, base=plan, policy={"tiers": ["weighted_fill"]})
    assert code_of(refused) == "base_unused"


def test_the_next_round_plans_on_what_a_plan_left(client: Client, plan: str) -> None:
    day = date(2026, 10, 20)
    kept = client.next_tables(plan, "next", day)
    expected = on_day(issued(province(), optimizer.plan(province(), POLICY).moves), day)
    assert (kept.sha256, kept.as_of) == (expected.sha256, day)
    assert client.next_tables(plan, "next", day) == kept
    following = planned(client, client.start(kept.id))
    on = POLICY.model_copy(update={"as_of": day})
    assert tuple(client.moves(following)) == optimizer.plan(expected, on).moves
    with pytest.raises(ServiceError) as refused:
        client.next_tables(plan, "early", date(2025, 1, 1))
    assert code_of(refused) == "too_early"


def test_a_plan_made_by_hand_is_scored(client: Client, plan: str) -> None:
    scored = client.score(plan, client.list_file(plan))
    assert (scored.is_clean, scored.most, scored.best_people, scored.best_is_proved) == (True, 2, 2, True)
    assert {tier.tier: tier.by_hand for tier in scored.objective} == {tier.tier: tier.best for tier in scored.objective}
    poor = client.score(plan, b"employee,to_post,form\nL1,07525-IT,secondment\n")
    assert not poor.is_clean
    with pytest.raises(ServiceError) as refused:
        client.score(plan, b"employee,to_post\nnobody,nowhere\n")
    assert code_of(refused) == "findings"


def test_a_sweep_is_the_library_s(client: Client, dataset: str) -> None:
    run = client.wait(client.sweep({"moves": [0, 1, 2]}, dataset).id)
    assert (run.state, run.plan) == (State.FINISHED, None)
    assert {"moves=0", "moves=1", "moves=2"} < {event.stage for event in run.events}
    expected = [done.answer for done in sweep(province(), POLICY, [Axis("moves", (0, 1, 2))], processes=1)]
    assert client.curve(run.id).points == expected
    for axes in ({"moves": [1, 1]}, {"moves": [*range(11)], "max_distance": [*range(11)]}):
        with pytest.raises(ServiceError) as refused:
            client.sweep(axes, dataset)
        assert code_of(refused) == "bad_axes"


def test_a_sweep_over_what_is_not_there_fails_with_findings(client: Client, dataset: str) -> None:
    run = client.wait(client.sweep({"rules.nothing.max": [1]}, dataset).id)
    assert run.failure is not None
    assert (run.state, run.failure.code) == (State.FAILED, "findings")
    assert client.curve(run.id).points == []


def test_a_workbook_is_the_tables_that_it_holds(client: Client, tables: Path, tmp_path: Path) -> None:
    book = tmp_path / "tỉnh.xlsx"
    write_workbook(province(), book, "vi")
    sent = client.upload("workbook", book)
    assert sent.sha256 == province().sha256
    both = tmp_path / "both"
    both.mkdir()
    for path in (book, tables / "units.csv"):
        (both / path.name).write_bytes(path.read_bytes())
    with pytest.raises(ServiceError) as refused:
        client.upload("both", both)
    assert code_of(refused) == "tables_and_workbook"
    (tmp_path / "broken.xlsx").write_bytes(b"PK")
    with pytest.raises(ServiceError) as refused:
        client.upload("broken", tmp_path / "broken.xlsx")
    assert refused.value.problem.findings is not None
    assert code_of(refused) == "findings"


def test_what_is_listed_is_there(client: Client, dataset: str, plan: str) -> None:
    assert dataset in [version.id for version in client.datasets()]
    assert client.dataset(dataset).sha256 == province().sha256
    assert plan in [line.id for line in client.plans()]
    assert zipfile.is_zipfile(io.BytesIO(client.download(dataset)))
    assert {"no seat", "parent", "child"} <= {scenario.name for scenario in client.scenarios()}


def test_the_documented_lines_run(
    either: Server, tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (lines,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert "http://127.0.0.1:8000" in lines
    shutil.copytree(tables, tmp_path / "out" / "bac-ninh" / "input")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"token": either.give_token("planner")}
    exec(lines.replace("http://127.0.0.1:8000", either.url), names)
    printed = capsys.readouterr().out.splitlines()
    assert "compile" in printed
    assert "07525-IT" in printed[-1]


def test_another_province_has_none_of_it(either: Server, client: Client, dataset: str, plan: str) -> None:
    scenario = client.add_scenario("ours", {}, dataset=dataset)
    with Client(either.url, either.give_token("personnel", "20")) as other:
        assert list(other.scenarios()) == []
        for call in (
            lambda: other.check_scenario(scenario.id),
            lambda: other.add_scenario("x", {}, parent=scenario.id),
            lambda: other.start(scenario=scenario.id),
            lambda: other.sweep({"moves": [1]}, dataset),
            lambda: other.explanations(plan),
            lambda: other.compare(plan, plan),
            lambda: other.score(plan, b""),
            lambda: other.pack(plan),
            lambda: other.next_tables(plan, "x", date(2027, 1, 1)),
        ):
            with pytest.raises(ServiceError) as refused:
                call()
            assert code_of(refused) == "not_found"
