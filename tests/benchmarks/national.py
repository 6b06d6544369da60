"""A nation: 34 provinces on their real communes, planned and verified on two cores."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import pandas as pd
import psutil

from optimizer.facts import facts_of
from optimizer.policy import RuleSetting
from optimizer.problem import compile_problem
from scenarios.library.tables import FOLDER, communes_of
from scenarios.nation import Province, Verified, plan_nation
from scenarios.parallel import Done
from tests.benchmarks.instances import province_of
from tests.benchmarks.record import Record

PEOPLE = 130_000
VACANCIES = 30_000
MAX_KM = 38.0
"""Brings the nation to between four and five million candidate pairs."""

PROCESSES = 2
SAMPLE_SECONDS = 0.05


def measure_nation(name: str) -> None:
    """Plan and verify the nation once and write its record."""
    record = Record(name)
    provinces = nation()
    record.add(
        "instance",
        {
            "provinces": len(provinces),
            "people": sum(len(province.dataset.employees) for province in provinces.values()),
            "vacancies": VACANCIES,
            "processes": PROCESSES,
        },
    )
    with _peak_memory() as peak:
        start = time.perf_counter()
        for done in plan_nation(provinces, processes=PROCESSES):
            record.add_to("provinces", done.name, _outcome(done))
        seconds = time.perf_counter() - start
    by_province = record.parts["provinces"].items()
    record.add(
        "national",
        {
            "seconds": seconds,
            "peak_memory_mb": peak.megabytes,
            "failed": sorted(name for name, said in by_province if said["failure"]),
            "with_violations": sorted(name for name, said in by_province if said["violations"]),
            "without_proof": sorted(name for name, said in by_province if not said["has_proof"]),
            "moves": sum(said["moves"] for _, said in by_province),
        },
    )
    # Counted afterwards, so that nothing of it is in the time or the memory.
    record.add_to("instance", "pairs", sum(pairs_of(province) for province in provinces.values()))


def _outcome(done: Done[Verified]) -> Mapping[str, object]:
    """How one province ended."""
    plan = None if done.answer is None else done.answer.plan
    return {
        "seconds": done.seconds,
        "failure": "" if done.failure is None else done.failure.reason,
        "status": "" if plan is None else plan.termination.status.value,
        "has_proof": plan is not None and plan.has_proof,
        "violations": 0 if done.answer is None else len(done.answer.verification.violations),
        "moves": 0 if plan is None else len(plan.moves),
    }


def nation() -> Mapping[str, Province]:
    """Every province, with people and vacancies in proportion to its communes."""
    with (FOLDER / "communes.csv").open(encoding="utf-8") as table:
        per_province = pd.read_csv(table, dtype=str)["province_code"].value_counts().sort_index()
    vacancies = _shares(per_province, VACANCIES)
    people = _shares(per_province, PEOPLE)
    provinces = {}
    for seed, code in enumerate(per_province.index):
        dataset, policy = province_of(communes_of(code), people[code], vacancies[code], seed)
        rules = {**policy.rules, "max_distance": RuleSetting.model_validate({"max_km": MAX_KM})}
        provinces[code] = Province(dataset, policy.model_copy(update={"rules": rules}))
    return provinces


def pairs_of(province: Province) -> int:
    """How many candidate pairs a province has."""
    return len(compile_problem(facts_of(province.dataset, province.policy)).candidates)


def _shares(number: pd.Series, total: int) -> Mapping[str, int]:
    """A total divided in proportion, in whole numbers that add up to it."""
    ends = (number.cumsum() * total // number.sum()).astype(int)
    shares = ends.diff().fillna(ends.iloc[0]).astype(int)
    return dict(zip(number.index, shares.tolist(), strict=True))


@dataclass
class _Peak:
    """Highest sum of resident memory seen so far."""

    megabytes: float = 0.0
    is_over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def _peak_memory() -> Iterator[_Peak]:
    """Watch this process and all below it; pages that several share count for each."""
    peak = _Peak()

    def watch() -> None:
        here = psutil.Process()
        while not peak.is_over.wait(SAMPLE_SECONDS):
            total = 0
            for process in (here, *here.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            peak.megabytes = max(peak.megabytes, total / 2**20)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        peak.is_over.set()
        watcher.join()
