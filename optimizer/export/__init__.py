"""What leaves the library: a plan as JSON, its tables as CSV, its summary as text; workbooks."""

from optimizer.export.calendar import calendar_section
from optimizer.export.dataset_workbook import write_template, write_workbook
from optimizer.export.explanation import (
    candidates_section,
    move_sections,
    moves_section,
    standing_section,
    vacancies_section,
    why_not_section,
)
from optimizer.export.fairness import burdens_csv, communes_section, fairness_sections, shortages_csv
from optimizer.export.geojson import plan_geojson
from optimizer.export.ledger import ledger_sections
from optimizer.export.ledger_files import ledger_csv, ledger_json
from optimizer.export.limits import limit_sections
from optimizer.export.markdown import markdown
from optimizer.export.marked_workbook import write_marked
from optimizer.export.need import need_csv, need_sections
from optimizer.export.plan_json import certificate_from_json, certificate_to_json, plan_from_json, plan_to_json
from optimizer.export.plan_workbook import write_plan_workbook
from optimizer.export.profiles import profile_sections
from optimizer.export.report import report
from optimizer.export.rule_view import rulebook_json
from optimizer.export.rulebook import entry_sections, rule_sections, rulebook_sections
from optimizer.export.section import Section
from optimizer.export.summary import Headcount, Summary, summarise
from optimizer.export.tables import flows_csv, moves_csv, rules_passed_csv, unfilled_csv, unmet_csv

__all__ = [
    "Headcount",
    "Section",
    "Summary",
    "burdens_csv",
    "calendar_section",
    "candidates_section",
    "certificate_from_json",
    "certificate_to_json",
    "communes_section",
    "entry_sections",
    "fairness_sections",
    "flows_csv",
    "ledger_csv",
    "ledger_json",
    "ledger_sections",
    "limit_sections",
    "markdown",
    "move_sections",
    "moves_csv",
    "moves_section",
    "need_csv",
    "need_sections",
    "plan_from_json",
    "plan_geojson",
    "plan_to_json",
    "profile_sections",
    "report",
    "rule_sections",
    "rulebook_json",
    "rulebook_sections",
    "rules_passed_csv",
    "shortages_csv",
    "standing_section",
    "summarise",
    "unfilled_csv",
    "unmet_csv",
    "vacancies_section",
    "why_not_section",
    "write_marked",
    "write_plan_workbook",
    "write_template",
    "write_workbook",
]
