"""One case planned: from its file to a folder with its tables, its plan and the page that sets them beside the news."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import tomli_w

import optimizer
from api.plan_folder import PlanFolder
from optimizer.export import markdown, report, summarise
from optimizer.ingest import write_folder
from optimizer.plan import Status
from optimizer.text import Language
from scenarios.library import carry_out, case_text, page, parse_case

PAGE_FILE = "page.md"


@dataclass(frozen=True)
class CaseOutcome:
    """What the table of all cases says of one: ``moved`` and ``vacant_seats`` are of the first of its rounds."""

    communes: int
    people: int
    rounds: int
    moved: int
    vacant_seats: int
    status: Status
    is_sound: bool


def plan_case(name: str, out: Path, language: Language) -> CaseOutcome:
    """Synthesize, plan and verify a case of the library, and write its first plan and its page to folder ``out``.

    Raises KeyError for an unknown name, OSError if the folder cannot be written.
    """
    case = parse_case(case_text(name))
    done = carry_out(case)
    made = done.rounds[0]
    passed = optimizer.rules_passed(made.dataset, made.plan, made.policy)
    with TemporaryDirectory() as tables:
        write_folder(made.dataset, Path(tables))
        PlanFolder(out).write(
            made.plan,
            passed=passed,
            summary=markdown(report(summarise(made.dataset, made.policy, made.plan), language), language),
            policy=tomli_w.dumps(made.policy.model_dump(exclude_unset=True, exclude_none=True)),
            tables=Path(tables),
        )
    (out / PAGE_FILE).write_text(page(done, language), encoding="utf-8", newline="\n")
    return CaseOutcome(
        communes=case.communes.units,
        people=int(made.dataset.employees["count"].sum()),
        rounds=len(done.rounds),
        moved=sum(move.count for move in made.plan.moves),
        vacant_seats=sum(vacancy.seats for vacancy in made.plan.unfilled),
        status=made.plan.termination.status,
        is_sound=done.is_sound,
    )
