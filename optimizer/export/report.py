"""The summary in words: the sections that every face shows."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.domain import SenderKind
from optimizer.export.flows import Flow
from optimizer.export.labels import field_name, label, unit_name
from optimizer.export.section import Section
from optimizer.export.summary import Headcount, Summary
from optimizer.export.terms import terms_section
from optimizer.export.unmet import unmet_section
from optimizer.plan import Plan, VacancyCause
from optimizer.policy import Form
from optimizer.rules import rule_by_id
from optimizer.text import Language, say, spoken


def report(summary: Summary, language: Language) -> tuple[Section, ...]:
    """The summary's sections in a language; first what it misses of demands and where its policy departs from law.

    Terms have a section if any is to end.
    """
    return (
        *([unmet_section(summary.plan, language)] if summary.plan.unmet else []),
        *([_overrides(summary.plan, language)] if summary.plan.overrides else []),
        _moves(summary, language),
        _fields(summary, language),
        *([_flows(summary, language)] if summary.flows else []),
        _vacancies(summary, language),
        *([terms_section(summary, language)] if summary.endings else []),
        _communes(summary, language),
        _senders(summary, language),
        _objective(summary, language),
        *([_rules_left_out(summary, language)] if summary.rules_left_out else []),
        _provenance(summary.plan, language),
    )


def _overrides(plan: Plan, language: Language) -> Section:
    return Section(
        say("report.overrides", language),
        tuple(say(f"report.{column}", language) for column in ("rule", "parameter", "by_law", "by_policy", "reason")),
        tuple(
            (
                rule_by_id(override.rule).name[language],
                f"{override.rule}.{override.parameter}",
                spoken(override.default, language),
                spoken(override.value, language),
                override.reason,
            )
            for override in plan.overrides
        ),
    )


def _rules_left_out(summary: Summary, language: Language) -> Section:
    sentences = tuple(finding.sentence(language) for finding in summary.rules_left_out)
    return Section(say("report.rules_left_out", language), (), (), sentences)


def _moves(summary: Summary, language: Language) -> Section:
    def numbers(kinds: Iterable[SenderKind]) -> list[str]:
        return [spoken(sum(summary.moved.get((kind, form), 0) for kind in kinds), language) for form in Form]

    kinds = _kinds_that_send(summary)
    rows = [(label(f"sender_kind.{kind}", language), *numbers([kind])) for kind in kinds]
    if rows:
        rows.append((say("report.total", language), *numbers(kinds)))
    notes = [
        say("report.people_moved", language, people=summary.people_moved),
        say("report.cost", language, vnd=summary.cost_vnd),
    ]
    if summary.unknown_distances:
        notes.append(say("report.unknown_distances", language, people=summary.unknown_distances))
    return Section(
        say("report.moves", language),
        (say("report.sender", language), *(label(f"form.{form}", language) for form in Form)),
        tuple(rows),
        tuple(notes),
    )


def _kinds_that_send(summary: Summary) -> list[SenderKind]:
    return [kind for kind in SenderKind if any((kind, form) in summary.moved for form in Form)]


def _fields(summary: Summary, language: Language) -> Section:
    kinds = _kinds_that_send(summary)
    codes = sorted({code for code, _ in summary.moved_by_field})
    rows = [
        (field_name(summary.fields, code, language), [summary.moved_by_field.get((code, kind), 0) for kind in kinds])
        for code in codes
    ]
    rows.sort(key=lambda row: -sum(row[1]))
    return Section(
        say("report.moves_by_field", language),
        (
            say("report.field", language),
            *(say(f"sender_short.{kind}", language) for kind in kinds),
            say("report.total", language),
        ),
        tuple((name, *(spoken(number, language) for number in (*numbers, sum(numbers)))) for name, numbers in rows),
    )


def _flows(summary: Summary, language: Language) -> Section:
    """What people known in numbers only are to do, one sentence a way."""
    rows = [(_flow(flow, summary, language), spoken(flow.people, language)) for flow in summary.flows]
    total = sum(flow.people for flow in summary.flows)
    return Section(
        say("flow.title", language),
        (say("flow.proposal", language), say("flow.people", language)),
        (*rows, (say("report.total", language), spoken(total, language))),
        (say("flow.rules_on_people", language),),
    )


def _flow(flow: Flow, summary: Summary, language: Language) -> str:
    return say(
        f"flow.{flow.form}",
        language,
        people=say("flow.one" if flow.people == 1 else "flow.many", language, people=flow.people),
        sender=unit_name(summary.units[flow.from_unit]),
        receiver=unit_name(summary.units[flow.to_unit]),
        field=field_name(summary.fields, flow.field, language),
    )


def _vacancies(summary: Summary, language: Language) -> Section:
    causes = [cause for cause in VacancyCause if cause in summary.vacant_posts]
    figures = [(cause, summary.vacant_seats[cause], summary.vacant_posts[cause]) for cause in causes]
    return Section(
        say("report.vacancies", language),
        (say("report.cause", language), say("report.seats", language), say("report.posts", language)),
        tuple(
            (label(f"cause.{cause}", language), spoken(seats, language), spoken(posts, language))
            for cause, seats, posts in figures
        ),
        (
            say("report.seats_vacant", language, seats=sum(seats for _, seats, _ in figures)),
            say("report.freed_seats", language),
        ),
    )


def _communes(summary: Summary, language: Language) -> Section:
    before, after = summary.before.get(SenderKind.COMMUNE), summary.after.get(SenderKind.COMMUNE)
    rows = (
        [_before_after(name, before, after, language) for name in Headcount.__match_args__[1:]]
        if before and after
        else []
    )
    return Section(
        say("report.communes", language, communes=before.units if before else 0),
        ("", say("report.before", language), say("report.after", language), say("report.change", language)),
        tuple(rows),
    )


def _before_after(name: str, before: Headcount, after: Headcount, language: Language) -> tuple[str, ...]:
    was, becomes = getattr(before, name), getattr(after, name)
    return (say(f"count.{name}", language), *figures_of_change(was, becomes, language))


def figures_of_change(was: int, becomes: int, language: Language) -> tuple[str, str, str]:
    """Two numbers and their difference, with its sign.

    >>> figures_of_change(1200, 1193, "en")
    ('1,200', '1,193', '-7')
    """
    sign = "+" if becomes > was else ""
    return spoken(was, language), spoken(becomes, language), sign + spoken(becomes - was, language)


def _senders(summary: Summary, language: Language) -> Section:
    kinds = [kind for kind in summary.before if kind is not SenderKind.COMMUNE]
    return Section(
        say("report.senders", language),
        (
            say("report.sender", language),
            say("report.units", language),
            say("count.payroll", language),
            *(say(f"report.working_{when}", language) for when in ("before", "after")),
            say("report.change", language),
        ),
        tuple(
            (
                label(f"sender_kind.{kind}", language),
                spoken(summary.before[kind].units, language),
                spoken(summary.after[kind].payroll, language),
                *figures_of_change(summary.before[kind].working, summary.after[kind].working, language),
            )
            for kind in kinds
        ),
    )


def _objective(summary: Summary, language: Language) -> Section:
    notes = [say("report.lower_is_better", language)]
    if summary.left_out:
        names = ", ".join(say(f"tier.{tier}", language) for tier in summary.left_out)
        notes.append(say("report.left_out", language, tiers=names))
    return Section(
        say("report.objective", language),
        (
            say("report.tier", language),
            say("report.value", language),
            say("report.bound", language),
            say("report.unit", language),
        ),
        tuple(
            (
                f"{place}. {label(f'tier.{tier.tier}', language)}",
                spoken(tier.value, language),
                say("report.no_bound", language) if tier.bound is None else spoken(tier.bound, language),
                say(f"tier_unit.{tier.unit}", language),
            )
            for place, tier in enumerate(summary.plan.objective, start=1)
        ),
        tuple(notes),
    )


def _provenance(plan: Plan, language: Language) -> Section:
    made = plan.provenance
    uniqueness = "unique" if plan.termination.is_unique else "not_unique"
    detail = plan.termination.detail
    return Section(
        say("report.proof", language),
        (),
        (),
        (
            say("report.status", language, status=say(f"status.{plan.termination.status}", language)),
            # A plan made by hand has no search to tell of, a proved one says so already.
            *([] if detail in ("", "proved") else [say(f"ended.{detail}", language)]),
            say(f"report.{uniqueness}", language),
            say("report.made_for", language, day=made.as_of, engine=made.engine, version=made.version),
            say("report.proposal", language),
            say("report.fingerprints", language, dataset=made.dataset_sha256[:12], policy=made.policy_sha256[:12]),
        ),
    )
