"""One case planned: from its file to a folder with its tables, its plan and the page that sets them beside the news."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from api.cli.write import write_planned
from api.plan_folder import PlanFolder
from optimizer.export import report, summarise
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
    sections = report(summarise(made.dataset, made.policy, made), language)
    write_planned(PlanFolder(out), made, sections, language)
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
