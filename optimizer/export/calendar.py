"""The calendar of terms: who is to be reminded from when, and by when somebody decides to end or to extend."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.domain import Dataset
from optimizer.export.labels import label, unit_name
from optimizer.export.section import Section
from optimizer.policy import Policy
from optimizer.terms import Ending
from optimizer.text import Language, say, spoken

_COLUMNS = ("last_day", "alert", "state", "employee", "form", "sender", "receiver", "people")


def calendar_section(dataset: Dataset, policy: Policy, endings: Iterable[Ending], language: Language) -> Section:
    """One line a term, by its last day. People are told by id."""
    units = dataset.unit_by_code
    return Section(
        say("calendar.title", language, day=policy.as_of),
        tuple(say(f"calendar.{column}", language) for column in _COLUMNS),
        tuple(
            (
                spoken(ending.last_day, language),
                spoken(ending.alert_on(policy), language),
                say("calendar.planned" if ending.is_planned else f"calendar.{ending.due(policy)}", language),
                ending.employee,
                label(f"form.{ending.form}", language),
                unit_name(units[ending.from_unit]),
                unit_name(units[ending.to_unit]),
                spoken(ending.count, language),
            )
            for ending in endings
        ),
        (say("report.terms_alert", language, days=policy.alert_days),),
    )
