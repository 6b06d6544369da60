"""The summary's section on terms that end: how many, when, and from which day to be reminded."""

from __future__ import annotations

from collections import Counter
from datetime import date

from optimizer.export.section import Section
from optimizer.export.summary import Summary
from optimizer.text import Language, say, spoken


def terms_section(summary: Summary, language: Language) -> Section:
    """One line a last day: secondments on record that end soon, and the terms that the plan begins."""
    people: Counter[tuple[date, bool]] = Counter()
    for ending in summary.endings:
        people[ending.last_day, ending.is_planned] += ending.count
    alert_on = {ending.last_day: ending.alert_on(summary.policy) for ending in summary.endings}
    leaving = sum(ending.count for ending in summary.endings if ending.leaves_early)
    notes = [say("report.terms_alert", language, days=summary.policy.alert_days)]
    if leaving:
        notes.append(say("report.terms_cut_short", language, people=leaving))
    return Section(
        say("report.terms", language),
        tuple(say(f"report.terms_{column}", language) for column in ("end", "reminder", "on_record", "planned")),
        tuple(
            (
                spoken(last_day, language),
                spoken(alert_on[last_day], language),
                *(spoken(people[last_day, is_planned], language) for is_planned in (False, True)),
            )
            for last_day in sorted(alert_on)
        ),
        tuple(notes),
    )
