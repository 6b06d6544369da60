"""``python -m tests.benchmarks.workbooks``: what workbooks cost above the libraries that open and write them.

Processor seconds, those of the process that opens the workbook included, so that a busy machine
tells the same; each measurement in a process of its own, so that memory is its own too.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from optimizer.domain import Dataset
from optimizer.export import write_workbook
from optimizer.ingest.workbook import open_workbooks, read_workbooks
from optimizer.policy import Policy
from tests.benchmarks.families import SIZES
from tests.benchmarks.instances import province

IMPORT_AT_MOST, EXPORT_AT_MOST, MEGABYTES_AT_MOST = 5.0, 2.0, 500.0
"""The goals: times the bare read, times the bare write, and the largest process."""

STEPS = ("bare_read", "imported", "bare_write", "exported")
THIS = "tests.benchmarks.workbooks"

Cells = list[list[Any]]


@dataclass(frozen=True)
class Measured:
    """Processor seconds of reading and writing one workbook, and the memory of the largest process."""

    people: int
    bare_read: float
    imported: float
    bare_write: float
    exported: float
    megabytes: float

    @property
    def import_ratio(self) -> float:
        """Reading with all checks, in bare reads."""
        return self.imported / self.bare_read

    @property
    def export_ratio(self) -> float:
        """Writing, in bare writes of the same cells."""
        return self.exported / self.bare_write


def measure(people: int, vacancies: int, communes: int) -> Measured:
    """One province of that size."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "province.xlsx"
        write_workbook(_dataset(people, vacancies, communes), path, "vi")
        size = (str(people), str(vacancies), str(communes))
        said = {step: _in_own_process(step, str(path), *size) for step in STEPS}
    seconds = {step: one["seconds"] for step, one in said.items()}
    return Measured(people, **seconds, megabytes=max(said[step]["megabytes"] for step in ("imported", "exported")))


def _in_own_process(*words: str) -> Mapping[str, float]:
    run = subprocess.run([sys.executable, "-m", THIS, *words], check=True, stdout=subprocess.PIPE)
    said: Mapping[str, float] = json.loads(run.stdout)
    return said


def _dataset(people: int, vacancies: int, communes: int) -> Dataset:
    return province(people, vacancies, communes, seed=1)[0]


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _sheets(path: Path) -> Mapping[str, Cells]:
    """All cells of a workbook as the reader gives them, sheet by sheet."""
    with CalamineWorkbook.from_path(str(path)) as book:
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def _import(path: Path) -> None:
    ingested = read_workbooks(open_workbooks([path]), Policy().as_of)
    if ingested.dataset is None:
        raise ValueError([finding.code for finding in ingested.findings])


def _write_bare(sheets: Mapping[str, Cells], path: Path) -> None:
    """The same cells, each by the writer's method for its type, which is the fastest way."""
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if isinstance(cell, str):
                        if cell:
                            sheet.write_string(row, place, cell)
                    elif isinstance(cell, date):
                        sheet.write_datetime(row, place, cell, day)
                    else:
                        sheet.write_number(row, place, cell)


def _act(step: str, path: Path, size: Sequence[int]) -> Callable[[], object]:
    """What a step does, with all it needs at hand."""
    if step == "bare_read":
        return lambda: _sheets(path)
    if step == "imported":
        return lambda: _import(path)
    again = path.with_name(f"{step}.xlsx")
    if step == "bare_write":
        sheets = _sheets(path)
        return lambda: _write_bare(sheets, again)
    dataset = _dataset(*size)
    return lambda: write_workbook(dataset, again, "vi")


def _step(step: str, path: str, *size: str) -> None:
    act = _act(step, Path(path), [int(number) for number in size])
    before = _processor_seconds()
    act()
    seconds = _processor_seconds() - before
    kilobytes = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"seconds": seconds, "megabytes": kilobytes / 1024}))


def main() -> None:
    """A province of 12,000 people."""
    measured = measure(**asdict(SIZES["12k"]))
    print(f"{measured.people:,} people, processor seconds")
    print(f"import with all checks {measured.imported:.2f}, bare read {measured.bare_read:.2f}: ", end="")
    print(f"{measured.import_ratio:.2f}x, at most {IMPORT_AT_MOST:g}x")
    print(f"export {measured.exported:.2f}, bare write {measured.bare_write:.2f}: ", end="")
    print(f"{measured.export_ratio:.2f}x, at most {EXPORT_AT_MOST:g}x")
    print(f"largest process {measured.megabytes:.0f} MB, at most {MEGABYTES_AT_MOST:g} MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _step(*sys.argv[1:])
    else:
        main()
