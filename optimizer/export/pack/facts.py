"""What drafts say of a plan, in texts ready to be printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from optimizer.domain import Dataset, SenderKind
from optimizer.export.labels import label, unit_name
from optimizer.export.pack.layout import DRAFT_MARK
from optimizer.export.pack.letterhead import Letterhead
from optimizer.export.report import figures_of_change
from optimizer.export.summary import Headcount, Summary, summarise
from optimizer.ledger import ledger_of
from optimizer.plan import Move, Plan, VacancyCause
from optimizer.policy import Form, Policy
from optimizer.rules import rule_by_id
from optimizer.text import say, spoken

MOST_SHORT = 10
"""Units told in the weekly report."""

AMENDED_FROM = date(2026, 8, 1)
"""From this day Decree 300/2026/NĐ-CP amends Decree 170/2025/NĐ-CP."""

PUBLIC_EMPLOYEES_FROM = date(2026, 7, 1)
"""From this day Law 129/2025/QH15 takes the place of the Law on public employees of 2010."""

Context = dict[str, Any]


def common(plan: Plan, policy: Policy, head: Letterhead) -> Context:
    """What every draft has: names, the day, what it was made from, and the mark of a draft."""
    made = plan.provenance
    return {
        "head": head.names,
        "mark": DRAFT_MARK,
        "as_of": spoken(made.as_of, "vi"),
        "year": str(policy.start.year),
        "dataset": made.dataset_sha256[:16],
        "policy": made.policy_sha256[:16],
        "version": made.version,
        "bases": bases(policy.start, public_employees=False),
        "serial": say("pack.no_serial", "vi"),
        "day": say("pack.no_day", "vi", year=str(policy.start.year)),
        "submission": say("pack.no_submission", "vi"),
        "agreement": say("pack.no_agreement", "vi"),
    }


def bases(day: date, *, public_employees: bool) -> list[str]:
    """The law that decisions of a day rest on, that of public employees too if there are any among the people."""
    amended = say("pack.amended", "vi") if day >= AMENDED_FROM else ""
    law = say("pack.law_2025" if day >= PUBLIC_EMPLOYEES_FROM else "pack.law_2010", "vi")
    return [say("pack.law", "vi"), *([law] if public_employees else []), say("pack.decree", "vi", amended=amended)]


def of_plan(dataset: Dataset, policy: Policy, plan: Plan) -> Context:
    """The figures of the submission and of the weekly report."""
    summary = summarise(dataset, policy, plan)
    none = Headcount(0, 0, 0, 0, 0, 0, 0)
    before, after = (state.get(SenderKind.COMMUNE, none) for state in (summary.before, summary.after))
    vacancies = [cause for cause in VacancyCause if cause in summary.vacant_seats]
    return {
        "communes": _spoken(before),
        "after": _spoken(after),
        "total": {"people": spoken(summary.people_moved, "vi"), **_by_form(plan.moves)},
        "by_sender": [
            *(
                {"name": label(f"sender_kind.{kind}", "vi"), **_by_form(m for m in plan.moves if m.sender_kind is kind)}
                for kind in SenderKind
                if any(move.sender_kind is kind for move in plan.moves)
            ),
            {"name": say("pack.total", "vi"), **_by_form(plan.moves)},
        ],
        "term": {
            "secondment": say("pack.months", "vi", months=policy.term_months),
            "transfer": ""
            if policy.return_months is None
            else say("pack.transfer_term", "vi", months=policy.return_months),
        },
        "cost": spoken(summary.cost_vnd, "vi"),
        "unmet": len(plan.unmet),
        "overrides": [
            f"{rule_by_id(one.rule).name['vi']} ({one.rule}.{one.parameter}): {one.reason}" for one in plan.overrides
        ],
        "counts": [_change(name, before, after) for name in Headcount.__match_args__[1:]],
        "vacant": spoken(sum(summary.vacant_seats.values()), "vi"),
        "vacancies": [
            {
                "name": label(f"cause.{cause}", "vi"),
                "seats": spoken(summary.vacant_seats[cause], "vi"),
                "posts": spoken(summary.vacant_posts[cause], "vi"),
            }
            for cause in vacancies
        ],
        "shortest": _shortest(dataset, policy, plan),
        "endings": _endings(summary),
    }


def _spoken(headcount: Headcount) -> Mapping[str, str]:
    return {name: spoken(getattr(headcount, name), "vi") for name in Headcount.__match_args__}


def _by_form(moves: Iterable[Move]) -> Mapping[str, str]:
    people: Counter[Form] = Counter()
    for move in moves:
        people[move.form] += move.count
    return {form.value: spoken(people[form], "vi") for form in Form}


def _change(name: str, before: Headcount, after: Headcount) -> Mapping[str, str]:
    was, becomes, change = figures_of_change(getattr(before, name), getattr(after, name), "vi")
    return {"name": say(f"count.{name}", "vi"), "before": was, "after": becomes, "change": change}


def _shortest(dataset: Dataset, policy: Policy, plan: Plan) -> list[Mapping[str, str]]:
    """Units that miss most people of their quota after the plan."""
    ledger = ledger_of(dataset, policy, plan)
    before, after = ledger.states
    missing = after["shortage"].sort_index().sort_values(ascending=False, kind="stable").head(MOST_SHORT)
    return [
        {
            "name": unit_name(dataset.unit_by_code[code]),
            "quota": spoken(int(before.loc[code, "quota"]), "vi"),
            "before": spoken(int(before.loc[code, "shortage"]), "vi"),
            "after": spoken(int(missing.loc[code]), "vi"),
        }
        for code in missing.index
        if missing.loc[code] > 0
    ]


def _endings(summary: Summary) -> list[Mapping[str, str]]:
    people: Counter[tuple[date, Form]] = Counter()
    for ending in summary.endings:
        people[ending.last_day, ending.form] += ending.count
    alert_on = {ending.last_day: ending.alert_on(summary.policy) for ending in summary.endings}
    return [
        {
            "day": spoken(day, "vi"),
            "form": label(f"form.{form}", "vi"),
            "people": spoken(people[day, form], "vi"),
            "alert": spoken(alert_on[day], "vi"),
        }
        for day, form in sorted(people)
    ]
