"""What can be asked of the service, a method an address."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import httpx

from api.client.connection import BUSY, Connection, ServiceError, given, read
from api.http.after_plan import Explanations
from api.http.beside import ComparisonView, ScoreView
from api.http.datasets import DatasetView
from api.http.health import Health
from api.http.plans import Check, ListName, MovePage, PlanLine, PlanView
from api.http.problems import RETRY_SECONDS, FindingView
from api.http.runs import EventView, RunLine, RunView
from api.http.scenarios import ScenarioView
from api.http.sweeps import Curve
from optimizer.export import plan_from_json
from optimizer.plan import Move, Plan, VacantSeats
from optimizer.planning import Engine
from optimizer.text import Language


class Client:
    """The service at an address, under one token.

    Every call raises :class:`ServiceError` for an answer that is a problem, httpx.TransportError
    without an answer. A service that is busy is asked again when it says so.
    """

    def __init__(self, url: str, token: str, *, language: Language = "vi", timeout_seconds: float = 60) -> None:
        self._service = Connection(url, token, language, timeout_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._service.close()

    def health(self) -> Health:
        """Whether the service answers, and its version."""
        return self._service.get(Health, "/health")

    # Datasets.

    def upload(
        self, name: str, source: Path, *, province: str | None = None, accept_repairs: bool = False
    ) -> DatasetView:
        """Send a folder of CSV tables with its policy, a zip of one, or a workbook, as a version of ``name``.

        Repairs that are proposed for a workbook are applied if they are accepted; :meth:`findings` lists them.
        """
        paths = [path for path in sorted(source.iterdir()) if path.is_file()] if source.is_dir() else [source]
        form = given(name=name, province=province) | ({"accept_repairs": "true"} if accept_repairs else {})
        with ExitStack() as opened:
            files = [("files", (path.name, opened.enter_context(path.open("rb")))) for path in paths]
            return self._service.post(DatasetView, "/datasets", data=form, files=files)

    def datasets(self) -> Iterator[DatasetView]:
        """Every version, the newest first."""
        return self._service.pages(DatasetView, "/datasets")

    def dataset(self, dataset: str) -> DatasetView:
        """One version."""
        return self._service.get(DatasetView, f"/datasets/{dataset}")

    def findings(self, dataset: str) -> Sequence[FindingView]:
        """Warnings and notes of a version."""
        return self._service.get(list[FindingView], f"/datasets/{dataset}/findings")

    def download(self, dataset: str) -> bytes:
        """The tables and their policy as a zip; needs the role of personnel staff."""
        return self._service.ask("GET", f"/datasets/{dataset}/file").content

    # Scenarios.

    def add_scenario(
        self, name: str, changes: Mapping[str, Any], *, dataset: str | None = None, parent: str | None = None
    ) -> ScenarioView:
        """Keep changes of a dataset, or of a scenario that is there."""
        asked = given(name=name, changes=changes, dataset=dataset, parent=parent)
        return self._service.post(ScenarioView, "/scenarios", json=asked)

    def edit_scenario(self, scenario: ScenarioView, changes: Mapping[str, Any]) -> ScenarioView:
        """Put other changes in the place of a scenario's, unless somebody edited it since it was read."""
        asked, tag = {"name": scenario.name, "changes": changes}, {"If-Match": f'"{scenario.revision}"'}
        return read(ScenarioView, self._service.ask("PUT", f"/scenarios/{scenario.id}", json=asked, headers=tag))

    def scenarios(self) -> Iterator[ScenarioView]:
        """Every scenario, the newest first."""
        return self._service.pages(ScenarioView, "/scenarios")

    def check_scenario(self, scenario: str) -> Sequence[FindingView]:
        """Everything that is found where a scenario is applied; nothing is planned."""
        return self._service.post(list[FindingView], f"/scenarios/{scenario}/check")

    # Runs.

    def start(
        self,
        dataset: str | None = None,
        *,
        scenario: str | None = None,
        base: str | None = None,
        policy: Mapping[str, Any] | None = None,
        engine: Engine = "flow",
        time_limit_seconds: float | None = None,
        key: str | None = None,
    ) -> RunView:
        """Start planning a dataset or a scenario, close to a base plan if one is named.

        The same ``key`` starts one run, however often it is sent.
        """
        asked = given(
            dataset=dataset,
            scenario=scenario,
            base=base,
            policy=policy,
            engine=engine,
            time_limit_seconds=time_limit_seconds,
        )
        headers = {} if key is None else {"Idempotency-Key": key}
        return self._service.post(RunView, "/runs", json=asked, headers=headers)

    def sweep(
        self,
        axes: Mapping[str, Sequence[float]],
        dataset: str | None = None,
        *,
        scenario: str | None = None,
        policy: Mapping[str, Any] | None = None,
    ) -> RunView:
        """Start planning for every value of an axis, or every point of two; a run like any other."""
        along = [{"name": name, "values": [*values]} for name, values in axes.items()]
        asked = given(axes=along, dataset=dataset, scenario=scenario, policy=policy)
        return self._service.post(RunView, "/sweeps", json=asked)

    def curve(self, run: str) -> Curve:
        """The points of a sweep that has ended."""
        return self._service.get(Curve, f"/sweeps/{run}")

    def runs(self) -> Iterator[RunLine]:
        """Every run, the newest first."""
        return self._service.pages(RunLine, "/runs")

    def run(self, run: str) -> RunView:
        """Where a run stands."""
        return self._service.get(RunView, f"/runs/{run}")

    def cancel(self, run: str) -> RunView:
        """Have a run stop; one that has begun keeps its best plan."""
        return self._service.post(RunView, f"/runs/{run}/cancel")

    def wait(
        self, run: str, *, seconds: float = 3600, on_event: Callable[[EventView], object] | None = None
    ) -> RunView:
        """A run once it has ended; ``on_event`` is told every step as it comes.

        A connection that breaks is taken up where it broke. Raises TimeoutError after so many seconds.
        """
        until, last = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            try:
                for event in self._service.events(run, last):
                    last = event.number
                    if on_event is not None:
                        on_event(event)
                    if event.state.is_final:
                        return self.run(run)
                    if time.monotonic() > until:
                        break
            except httpx.TransportError:
                time.sleep(1)
            except ServiceError as error:
                if error.problem.status not in BUSY:
                    raise
                time.sleep(float(RETRY_SECONDS))
        raise TimeoutError(run)

    # Plans.

    def plans(self) -> Iterator[PlanLine]:
        """Every plan, the newest first."""
        return self._service.pages(PlanLine, "/plans")

    def plan(self, plan: str) -> PlanView:
        """How the search ended, objectives with bounds, people by form, violations."""
        return self._service.get(PlanView, f"/plans/{plan}")

    def whole_plan(self, plan: str) -> Plan:
        """The plan as the library has it, without its certificate."""
        return plan_from_json(self._service.ask("GET", f"/plans/{plan}/file").text)

    def moves(self, plan: str, which: ListName = "moves", **filters: str) -> Iterator[Move]:
        """All moves, or those of one form; filtered by ``unit``, ``field``, ``form``, ``person``."""
        after: int | None = 0
        while after is not None:
            query = {**filters, "limit": "500", "after": str(after)}
            page = read(MovePage, self._service.ask("GET", f"/plans/{plan}/{which}", params=query))
            yield from page.items
            after = page.next

    def list_file(
        self, plan: str, which: ListName = "moves", kind: Literal["csv", "xlsx"] = "csv", **filters: str
    ) -> bytes:
        """The same list as a file."""
        return self._service.ask("GET", f"/plans/{plan}/{which}/{kind}", params=filters).content

    def vacancies(self, plan: str) -> Sequence[VacantSeats]:
        """Every post with vacant seats, and the cause."""
        return self._service.get(list[VacantSeats], f"/plans/{plan}/vacant-seats")

    def counts(self, plan: str, by: Literal["unit", "department", "field"] = "unit") -> Mapping[str, Any]:
        """Quota, payroll and working strength before and after."""
        answer: Mapping[str, Any] = self._service.ask("GET", f"/plans/{plan}/counts", params={"by": by}).json()
        return answer

    def explanations(self, plan: str, person: str | None = None) -> Explanations:
        """Why the plan is so: every move and vacant seat, or the moves of one person."""
        return read(Explanations, self._service.ask("GET", f"/plans/{plan}/explanations", params=given(person=person)))

    def verify(self, plan: str) -> Check:
        """Violations counted and proof checked afresh."""
        return self._service.post(Check, f"/plans/{plan}/verify")

    def compare(self, plan: str, other: str, *, causes: bool = False) -> ComparisonView:
        """What another plan does differently, and which change of its scenario causes it."""
        params = {"causes": str(causes).lower()}
        return read(ComparisonView, self._service.ask("GET", f"/plans/{plan}/compare/{other}", params=params))

    def score(self, plan: str, moves: bytes) -> ScoreView:
        """A CSV of moves made by hand, held against a plan's tables and beside the best of as many moves."""
        files = {"moves": ("moves.csv", moves, "text/csv")}
        return self._service.post(ScoreView, f"/plans/{plan}/score", files=files)

    def pack(self, plan: str, per: Literal["unit", "person"] = "unit") -> bytes:
        """The documents as issued, before that drafts, as a zip; needs a role that may take documents."""
        return self._service.ask("GET", f"/plans/{plan}/documents/zip", params={"per": per}).content

    def next_tables(self, plan: str, name: str, as_of: date) -> DatasetView:
        """Keep the tables as they are on a day once the plan's moves were made."""
        asked = {"name": name, "as_of": as_of.isoformat()}
        return self._service.post(DatasetView, f"/plans/{plan}/next", json=asked)
